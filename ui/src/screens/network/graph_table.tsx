// The table that says the same as the graph: every node with its neighbours.
import { useMemo, useState } from 'preact/hooks';
import type { Graph, GraphNode } from '../../api.ts';
import { number, t } from '../../app/i18n.ts';
import { href_of, set_query } from '../../app/router.ts';
import { Scene } from '../../graph/scene.ts';
import { Button } from '../../parts/basics.tsx';
import { KindMark, kind_name, printable, Value } from '../../parts/ident.tsx';

const kAtOnce = 25;
const kMore = 300; // rows at a time

// What hangs on a node and is not shown, to be unfolded 25 at a time.
export const Hidden = ({ of, expand }: { of: GraphNode; expand: (kind: string, count: number) => void }) => (
  <>
    {Object.entries(of.hidden).map(([kind, count]) => (
      <Button key={kind} small icon="plus" onClick={() => expand(kind, kAtOnce)}>
        {t(kind === 'network' ? 'graph.expand_networks' : 'graph.expand', { kind: kind_name(kind), shown: Math.min(kAtOnce, count), n: count })}
      </Button>
    ))}
  </>
);

export function GraphTable({ graph, query }: { graph: Graph; query: Record<string, string> }) {
  const scene = useMemo(() => new Scene(graph), [graph]);
  const order = useMemo(() => graph.nodes.map((_, i) => i).sort((a, b) => Number(graph.nodes[a].kind === 'post') - Number(graph.nodes[b].kind === 'post') || graph.nodes[b].posts - graph.nodes[a].posts), [graph]);
  const [most, set_most] = useState(kMore);
  const expand = (id: string, kind: string) => set_query({ expand: [...(query.expand ?? '').split(',').filter(Boolean), `${id}:${kind}:${kAtOnce}`].join(',') });
  return (
    <table class="table">
      <caption>{t('graph.summary', { nodes: graph.nodes.length, edges: graph.edges.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('facet.kind')}</th>
          <th scope="col">{t('column.name')}</th>
          <th scope="col" class="number">
            {t('column.posts')}
          </th>
          <th scope="col">{t('graph.tied_to')}</th>
          <th scope="col">{t('graph.not_shown')}</th>
        </tr>
      </thead>
      <tbody>
        {order.slice(0, most).map((i) => {
          const node = graph.nodes[i];
          const near = [...new Set(scene.near(i))];
          return (
            <tr key={node.id}>
              <td class="nowrap">
                <KindMark kind={node.kind} /> {node.hub ? t('graph.hub_of', { kind: kind_name(node.kind) }) : kind_name(node.kind)}
              </td>
              <td>
                <a href={href_of(node.id)} dir="auto">
                  {printable(node.label)}
                </a>
              </td>
              <td class="number">{number(node.posts)}</td>
              <td>
                {near.slice(0, 4).map((j) => (
                  <span key={j} class="near">
                    <Value>{graph.nodes[j].label}</Value>
                  </span>
                ))}
                {near.length > 4 && <span class="muted">{t('common.more', { n: near.length - 4 })}</span>}
              </td>
              <td>
                <Hidden of={node} expand={(kind) => expand(node.id, kind)} />
              </td>
            </tr>
          );
        })}
      </tbody>
      {order.length > most && (
        <tfoot>
          <tr>
            <td colSpan={5}>
              <Button small icon="plus" onClick={() => set_most(most + kMore)}>
                {t('common.more', { n: order.length - most })}
              </Button>
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
