import type { Result } from '#shared/contract/methods.ts';
import { fitLabel } from '../../components/fit-text.ts';
import { Picture } from '../../components/picture.tsx';
import { peopleWords as t } from '../../strings/people.ts';
import { VERDICT_MARKS } from '#shared/model/vocabulary.ts';
import { type Graph, type GraphNode, NODE, layOutAccess } from './access-graph.ts';

/** Between the frame of a box and its words. */
const INSET = 8;
const ROOM = NODE.width - 2 * INSET;

/** How the access comes about, drawn: solid lines are what was observed, dashed ones what would give it. */
export function AccessPicture({ why }: { why: Result<'access.why'> }) {
  const graph = layOutAccess(why, { nothing: t.notHeld });
  const name = t.pathOf(why.identity.email ?? why.identity.identity_id, why.resource);
  return (
    <Picture name={name} width={graph.width} height={graph.height} table={<Lines graph={graph} />}>
      {graph.edges.map(({ from, to, kind }) => (
        <path key={`${from} ${to}`} className={`edge ${kind}`} d={curve(graph, from, to)} />
      ))}
      {graph.nodes.map((node) => (
        <Box key={node.id} node={node} />
      ))}
    </Picture>
  );
}

const find = (graph: Graph, id: string): GraphNode => graph.nodes.find((node) => node.id === id)!;

function curve(graph: Graph, from: string, to: string): string {
  const [a, b] = [find(graph, from), find(graph, to)];
  const [x1, y1] = [a.x + NODE.width, a.y + NODE.height / 2];
  const [x2, y2] = [b.x, b.y + NODE.height / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

function Box({ node }: { node: GraphNode }) {
  const sign = node.holds === undefined ? '' : `${VERDICT_MARKS[node.holds ? 'holds' : 'not_run']} `;
  return (
    <g className={`node ${node.kind}`}>
      <title>{`${node.label} (${node.under})`}</title>
      <rect x={node.x} y={node.y} width={NODE.width} height={NODE.height} />
      <text x={node.x + INSET} y={node.y + 16} className="label">
        {fitLabel(sign + node.label, ROOM)}
      </text>
      <text x={node.x + INSET} y={node.y + 31} className="under">
        {fitLabel(node.kind === 'ground' ? (t.groundKinds[node.under] ?? node.under) : node.under, ROOM, 11)}
      </text>
    </g>
  );
}

function Lines({ graph }: { graph: Graph }) {
  const label = (id: string): string => find(graph, id).label;
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{t.from}</th>
          <th scope="col">{t.to}</th>
          <th scope="col">{t.line}</th>
        </tr>
      </thead>
      <tbody>
        {graph.edges.map(({ from, to, kind }) => (
          <tr key={`${from} ${to}`}>
            <th scope="row">{label(from)}</th>
            <td>{label(to)}</td>
            <td>{t.lineKinds[kind]}</td>
          </tr>
        ))}
      </tbody>
    </>
  );
}
