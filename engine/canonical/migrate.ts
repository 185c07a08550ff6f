import { quoteLiteral, quoteName, type Session } from '#engine/store/index.ts';
import { composed } from './compose.ts';
import { macros } from './macros.ts';
import type { MacroSpec } from './macros/spec.ts';
import { tables } from './migrations/0001-tables.ts';
import { workpaperStatements } from './migrations/0001-workpapers.ts';
import type { TableSpec } from './schema.ts';

function createTable(spec: TableSpec): string[] {
  const columns = spec.columns.map((column) => `${quoteName(column.name)} ${column.type}`).join(', ');
  const name = `main.${quoteName(spec.name)}`;
  return [
    `CREATE TABLE ${name} (${columns})`,
    `COMMENT ON TABLE ${name} IS ${quoteLiteral(spec.doc)}`,
    ...spec.columns.map(
      (column) => `COMMENT ON COLUMN ${name}.${quoteName(column.name)} IS ${quoteLiteral(column.doc)}`,
    ),
  ];
}

function createMacro(spec: MacroSpec): string {
  return `CREATE OR REPLACE MACRO main.${spec.name}(${spec.parameters.join(', ')}) AS TABLE ${composed(spec, macros)}`;
}

export interface Migration {
  version: number;
  statements: () => string[];
}

/** Layouts of the database, the last of them what this build writes. */
export const migrations: readonly Migration[] = [
  { version: 1, statements: () => [...tables.flatMap(createTable), ...workpaperStatements] },
];

/** From where, by what and how far a database is migrated. */
export interface MigrationPath {
  /** Layout of the database; 0 = it is empty. */
  from?: number;
  /** The macros are those of this build. */
  macrosStand?: boolean;
  through?: readonly Migration[];
}

/** Brings a database to the last layout and makes its macros those of this build. Call inside one transaction. */
export async function migrate(
  session: Session,
  toolVersion: string,
  { from = 0, macrosStand = false, through = migrations }: MigrationPath = {},
): Promise<void> {
  for (const migration of through) {
    if (migration.version <= from) continue;
    await session.run(migration.statements().join(';\n'));
    await session.run('INSERT INTO work.schema_version VALUES ($version, $by)', {
      version: migration.version,
      by: toolVersion,
    });
  }
  if (!macrosStand) await session.run(macros.map(createMacro).join(';\n'));
}
