import { asText, isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';

const YES = /^(?:t|true|yes|1)$/i;
const NO = /^(?:f|false|no|0)$/i;

function lines(record: number, row: JsonObject): Extracted[] {
  const granted = asText(row['granted']) ?? '';
  if (NO.test(granted)) return [];
  if (!YES.test(granted)) return [{ record, fault: `granted is "${granted}", neither yes nor no`, raw: row }];
  const of = (key: string) => asText(row[key]);
  const [kind, role, schema, object, column] = [
    of('object_type'),
    of('role_name'),
    of('schema_name'),
    of('object_name'),
    of('column_name'),
  ];
  const permission = of('permission');
  const name = [schema, object, column].filter((part) => part !== null).join('.');
  const resource = `${(kind ?? 'object').toLowerCase()}${name === '' ? '' : ` ${name}`}`;
  const found: Extracted[] = [{ record, of: 'grant', value: { account_id: role, resource, permission } }];
  if (kind === 'TABLE' || kind === 'VIEW' || kind === 'COLUMN') {
    const privilege_type = column === null || permission === null ? permission : `${permission} (${column})`;
    found.push({
      record,
      of: 'privilege',
      value: { grantee: role, table_schema: schema, table_name: object, privilege_type },
    });
  }
  return found;
}

/** A line of the view becomes a grant and, for tables, a privilege. */
export const extract: Extract = (records) =>
  records.flatMap((row, i) => (isObject(row) ? lines(i + 1, row) : []));
