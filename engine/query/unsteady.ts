type Node = Readonly<Record<string, unknown>>;

/** Functions whose value is another one each time, or on another day, or for rows that come in another order. */
const VARYING: ReadonlySet<string> = new Set([
  'age',
  'approx_count_distinct',
  'approx_quantile',
  'approx_top_k',
  'current_localtime',
  'current_localtimestamp',
  'gen_random_uuid',
  'get_current_time',
  'get_current_timestamp',
  'now',
  'random',
  'reservoir_quantile',
  'today',
  'transaction_timestamp',
  'uuid',
  'uuidv4',
  'uuidv7',
]);

/** The clock, written as a name without parentheses. */
const CLOCK: ReadonlySet<string> = new Set([
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
]);

/** Aggregates that depend on the order in which rows come. */
const ORDERED: ReadonlySet<string> = new Set([
  'any_value',
  'arbitrary',
  'array_agg',
  'first',
  'group_concat',
  'json_group_array',
  'json_group_object',
  'last',
  'list',
  'listagg',
  'mode',
  'string_agg',
]);

/** Window functions that depend on the order of rows. */
const PLACED: ReadonlySet<string> = new Set([
  ...ORDERED,
  'cume_dist',
  'first_value',
  'lag',
  'last_value',
  'lead',
  'nth_value',
  'ntile',
  'row_number',
]);

/** What sorts a list that was gathered in any order; DuckDB writes list(x ORDER BY x) this way too. */
const SORTING: ReadonlySet<string> = new Set([
  'array_reverse_sort',
  'array_sort',
  'list_reverse_sort',
  'list_sort',
]);

function orders(node: Node): number {
  const modifier = node['order_bys'] as { orders?: readonly unknown[] } | null | undefined;
  return modifier?.orders?.length ?? 0;
}

function ofFunction(node: Node, sorted: WeakSet<object>): string[] {
  const name = String(node['function_name']).toLowerCase();
  const [first] = node['children'] as object[];
  if (SORTING.has(name) && first !== undefined) sorted.add(first);
  // age(a, b) is the time between two moments; age(a) counts from today.
  const varies = VARYING.has(name) && (name !== 'age' || (node['children'] as unknown[]).length === 1);
  if (varies) return [`${name}()`];
  return ORDERED.has(name) && orders(node) === 0 && !sorted.has(node) ? [`${name}() without ORDER BY`] : [];
}

function ofWindow(node: Node): string[] {
  const name = String(node['function_name']).toLowerCase();
  const ordered = [...((node['orders'] ?? []) as unknown[]), ...((node['arg_orders'] ?? []) as unknown[])];
  return PLACED.has(name) && ordered.length === 0 ? [`${name}() OVER without ORDER BY`] : [];
}

/** Rows that are picked out of many, in whatever order they come. */
function ofModifiers(node: Node): string[] {
  const modifiers = (node['modifiers'] ?? []) as readonly Node[];
  if (!Array.isArray(modifiers) || modifiers.some(({ type }) => type === 'ORDER_MODIFIER')) return [];
  return modifiers.flatMap(({ type, distinct_on_targets: targets }) => {
    if (type === 'LIMIT_MODIFIER' || type === 'LIMIT_PERCENT_MODIFIER') return ['LIMIT without ORDER BY'];
    const on = type === 'DISTINCT_MODIFIER' && Array.isArray(targets) && targets.length > 0;
    return on ? ['DISTINCT ON without ORDER BY'] : [];
  });
}

/**
 * What one node of DuckDB's syntax tree can make come out otherwise the next time: the clock, chance, and aggregates that
 * take rows as they come. A statement without any can be re-performed. `sorted`: lists that an outer function sorts; a
 * node is asked before its children.
 */
export function unsteadyParts(node: Node, sorted: WeakSet<object>): string[] {
  if (node['class'] === 'FUNCTION') return ofFunction(node, sorted);
  if (node['class'] === 'WINDOW') return ofWindow(node);
  if (node['class'] === 'COLUMN_REF') {
    const names = (node['column_names'] as readonly string[] | undefined) ?? [];
    const name = names.length === 1 ? names[0]!.toLowerCase() : '';
    return CLOCK.has(name) ? [name] : [];
  }
  return [...(node['sample'] != null ? ['a sample of rows'] : []), ...ofModifiers(node)];
}
