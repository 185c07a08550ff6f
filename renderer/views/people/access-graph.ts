import type { Result } from '#shared/contract/methods.ts';

type Why = Result<'access.why'>;

export interface GraphNode {
  id: string;
  kind: 'person' | 'account' | 'group' | 'permission' | 'ground' | 'nothing';
  label: string;
  under: string;
  x: number;
  y: number;
  /** Of a ground: whether it gives access at this moment. */
  holds?: boolean;
}

export interface GraphEdge {
  from: string;
  to: string;
  kind: 'held' | 'ground';
}

export interface Graph {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  width: number;
  height: number;
}

export const NODE = { width: 214, height: 38 };
const GAP = { x: 56, y: 14 };
const EDGE = 8;

/** Groups between an account and what it holds, the one that the account is in first. */
export function groupsOf(via: string): string[] {
  return via === 'direct' ? [] : via.split(' > ').reverse();
}

/**
 * Left to right: the person, the accounts, the groups, the permissions on the resource; below them what would give
 * each. `nothing` stands where no permission is held.
 */
export function layOutAccess(why: Why, words: { nothing: string }): Graph {
  const columns: Omit<GraphNode, 'x' | 'y'>[][] = [];
  const edges = new Map<string, GraphEdge>();
  const paths = why.held.flatMap((held) => held.via.map((via) => ({ held, groups: groupsOf(via) })));
  const last = 2 + Math.max(0, ...paths.map(({ groups }) => groups.length));
  const put = (column: number, node: Omit<GraphNode, 'x' | 'y'>): string => {
    while (columns.length <= column) columns.push([]);
    const there = columns[column]!;
    if (!there.some(({ id }) => id === node.id)) there.push(node);
    return node.id;
  };
  const join = (from: string, to: string, kind: GraphEdge['kind']): void => {
    edges.set(`${from} ${to}`, { from, to, kind });
  };
  const { identity } = why;
  const person = put(0, {
    id: 'person',
    kind: 'person',
    label: identity.display_name ?? identity.identity_id,
    under: identity.email ?? identity.identity_id,
  });
  for (const { held, groups } of paths) {
    let before = put(1, {
      id: `account ${held.system} ${held.account}`,
      kind: 'account',
      label: held.account,
      under: held.system,
    });
    join(person, before, 'held');
    for (const [i, group] of groups.entries()) {
      const id = `group ${i} ${held.system} ${group}`;
      const next = put(2 + i, { id, kind: 'group', label: group, under: held.system });
      join(before, next, 'held');
      before = next;
    }
    const id = `permission ${held.system} ${held.permission}`;
    const under = `${held.system}:${held.resource}`;
    join(before, put(last, { id, kind: 'permission', label: held.permission, under }), 'held');
  }
  if (why.held.length === 0) {
    put(last, { id: 'nothing', kind: 'nothing', label: words.nothing, under: why.resource });
  }
  return place(columns, edges, why, last, join);
}

function place(
  columns: readonly Omit<GraphNode, 'x' | 'y'>[][],
  edges: ReadonlyMap<string, GraphEdge>,
  why: Why,
  last: number,
  join: (from: string, to: string, kind: GraphEdge['kind']) => void,
): Graph {
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const step = NODE.height + GAP.y;
  const left = (column: number): number => EDGE + column * (NODE.width + GAP.x);
  const nodes = columns.flatMap((column, at) =>
    column.map(
      (node, i): GraphNode => ({
        ...node,
        x: left(at),
        y: EDGE + ((rows - column.length) * step) / 2 + i * step,
      }),
    ),
  );
  const targets = nodes.filter(({ kind }) => kind === 'permission' || kind === 'nothing');
  const grounds = why.grounds.map((ground, i): GraphNode => {
    const id = `ground ${i}`;
    for (const target of targets) {
      const fits = ground.permission === null || target.kind === 'nothing';
      if (fits || target.id === `permission ${ground.system ?? ''} ${ground.permission}`)
        join(id, target.id, 'ground');
    }
    return {
      id,
      kind: 'ground',
      label: ground.summary,
      under: ground.kind,
      x: left(Math.max(0, last - 1)),
      y: EDGE + rows * step + GAP.y + i * step,
      holds: ground.holds,
    };
  });
  return {
    nodes: [...nodes, ...grounds],
    edges: [...edges.values()],
    width: left(last) + NODE.width + EDGE,
    height: EDGE * 2 + (rows + grounds.length) * step + (grounds.length > 0 ? GAP.y : 0),
  };
}
