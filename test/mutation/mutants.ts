import type { Session } from '#engine/store/index.ts';

/** A statement with one of its conditions taken out. */
export interface Mutant {
  /** Where the condition stood, counted as the parser meets them, and what it says. */
  where: string;
  sql: string;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Node = { [key: string]: Json };

const TRUE: Node = {
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  query_location: 0,
  value: { type: { id: 'BOOLEAN', type_info: null }, is_null: false, value: true },
};

/** Entries of the parser's tree that hold a condition, by the word that stands before it. */
const CLAUSES: readonly (readonly [entry: string, word: string])[] = [
  ['where_clause', 'WHERE'],
  ['having', 'HAVING'],
  ['qualify', 'QUALIFY'],
  ['condition', 'ON'],
  ['filter', 'FILTER'],
];

const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAnd = (value: Json | undefined): value is Node =>
  isNode(value) && value['type'] === 'CONJUNCTION_AND';

/**
 * Gives every cross join a condition that is always true: the parser writes `a CROSS JOIN b LEFT JOIN c` back as
 * `a, b LEFT JOIN c`, which means something else.
 */
function conditioned(value: Json): void {
  if (Array.isArray(value)) {
    for (const item of value) conditioned(item);
    return;
  }
  if (!isNode(value)) return;
  if (value['type'] === 'JOIN' && value['ref_type'] === 'CROSS') {
    value['ref_type'] = 'REGULAR';
    value['condition'] = structuredClone(TRUE);
  }
  for (const item of Object.values(value)) conditioned(item);
}

/** `true` as the parser has it: a cast of 't'. */
function isTrue(condition: Node): boolean {
  const { child, value } = condition;
  if (condition['type'] === 'OPERATOR_CAST' && isNode(child)) return isTrue(child);
  return (
    condition['type'] === 'VALUE_CONSTANT' &&
    isNode(value) &&
    (value['value'] === true || value['value'] === 't')
  );
}

interface Removal {
  word: string;
  condition: Json;
  remove: () => void;
  restore: () => void;
}

/** Every condition of the tree, with the ways to take it out and to put it back. */
function* removals(value: Json): Generator<Removal> {
  if (Array.isArray(value)) {
    for (const item of value) yield* removals(item);
    return;
  }
  if (!isNode(value)) return;
  for (const [entry, word] of CLAUSES) {
    const condition = value[entry];
    if (!isNode(condition) || isAnd(condition) || isTrue(condition)) continue;
    // A join needs a condition; the rest may go without.
    const without = entry === 'condition' ? TRUE : null;
    yield {
      word,
      condition,
      remove: () => void (value[entry] = without),
      restore: () => void (value[entry] = condition),
    };
  }
  if (isAnd(value)) {
    const children = value['children'] as Json[];
    for (const [i, condition] of children.entries()) {
      yield {
        word: 'AND',
        condition,
        remove: () => void (children[i] = TRUE),
        restore: () => void (children[i] = condition),
      };
    }
  }
  for (const item of Object.values(value)) yield* removals(item);
}

async function textOf(session: Session, tree: Json): Promise<string> {
  return String(
    await session.value('SELECT json_deserialize_sql($tree::JSON)', { tree: JSON.stringify(tree) }),
  );
}

function selectOf(condition: Json): Json {
  return {
    error: false,
    statements: [
      {
        node: {
          type: 'SELECT_NODE',
          modifiers: [],
          cte_map: { map: [] },
          select_list: [condition],
          from_table: { type: 'EMPTY', alias: '', sample: null, query_location: 0 },
          where_clause: null,
          group_expressions: [],
          group_sets: [],
          aggregate_handling: 'STANDARD_HANDLING',
          having: null,
          sample: null,
          qualify: null,
        },
        named_param_map: [],
      },
    ],
  };
}

async function told(session: Session, { word, condition }: Removal): Promise<string> {
  const text = await textOf(session, selectOf(condition)).catch(() => 'SELECT …');
  return `${word} ${text.replace(/^SELECT\s+/, '').replaceAll('main.', '')}`;
}

/** The statement as the parser writes it back, and every statement that lacks one condition of it. */
export async function mutantsOf(
  session: Session,
  sql: string,
): Promise<{ unchanged: string; mutants: Mutant[] }> {
  const text = String(await session.value('SELECT json_serialize_sql($sql::VARCHAR)', { sql }));
  // Positions that are not known are written as the largest number of 64 bits, which JSON of JavaScript cannot carry.
  const tree = JSON.parse(text.replaceAll('18446744073709551615', '0')) as Node;
  if (tree['error'] === true) throw new Error(String(tree['error_message']));
  conditioned(tree);
  const mutants: Mutant[] = [];
  for (const removal of removals(tree)) {
    const where = await told(session, removal);
    removal.remove();
    mutants.push({ where, sql: await textOf(session, tree) });
    removal.restore();
  }
  return { unchanged: await textOf(session, tree), mutants };
}
