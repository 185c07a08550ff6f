import { TickmarkError } from '#shared/model/errors.ts';
import { quoteLiteral, quoteName, type Session } from '#engine/store/index.ts';
import { composed } from './compose.ts';
import { macros } from './macros.ts';
import type { MacroSpec } from './macros/spec.ts';
import { tables } from './migrations/0001-tables.ts';
import { workpaperStatements } from './migrations/0001-workpapers.ts';
import type { TableSpec } from './schema.ts';

/** Version of the database layout that this build writes. */
export const SCHEMA_VERSION = 1;

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

interface Migration {
  version: number;
  statements: () => string[];
}

const migrations: readonly Migration[] = [
  { version: 1, statements: () => [...tables.flatMap(createTable), ...workpaperStatements] },
];

/** Version of an existing database; 0 for an empty one. Throws ENGAGEMENT_TOO_NEW. */
export async function schemaVersion(session: Session): Promise<number> {
  const present = await session.value(
    `SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'work' AND table_name = 'schema_version'`,
  );
  if (present === 0) return 0;
  const version = Number(await session.value('SELECT max(version) FROM work.schema_version'));
  if (version > SCHEMA_VERSION) {
    throw new TickmarkError(
      'ENGAGEMENT_TOO_NEW',
      `the engagement was written by a newer version (layout ${version})`,
      {
        hint: `This build understands layouts up to ${SCHEMA_VERSION}. Install the newer version to open it.`,
      },
    );
  }
  return version;
}

/**
 * Brings a database to SCHEMA_VERSION and makes its macros those of this build; `macrosStand` says that they are. Call
 * inside one transaction.
 */
export async function migrate(session: Session, toolVersion: string, macrosStand = false): Promise<void> {
  const from = await schemaVersion(session);
  for (const migration of migrations) {
    if (migration.version <= from) continue;
    await session.run(migration.statements().join(';\n'));
    await session.run('INSERT INTO work.schema_version VALUES ($version, $by)', {
      version: migration.version,
      by: toolVersion,
    });
  }
  if (!macrosStand) await session.run(macros.map(createMacro).join(';\n'));
}
