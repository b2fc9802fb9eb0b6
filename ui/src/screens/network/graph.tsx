// The graph of a network. What is expanded, hidden and chosen stands in the address; where
// nodes were dragged to is kept in this browser.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { api, type Graph, type GraphNode, type Network } from '../../api.ts';
import { number, t, type Key } from '../../app/i18n.ts';
import { useKeys } from '../../app/keys.ts';
import { useLoad } from '../../app/load.ts';
import { go, here, href, href_of, set_query } from '../../app/router.ts';
import { save_file } from '../../app/files.ts';
import { offers, useShared } from '../../app/store.ts';
import { Scene } from '../../graph/scene.ts';
import { to_svg } from '../../graph/svg.ts';
import type { Camera } from '../../graph/paint.ts';
import { GraphView } from '../../graph/view.ts';
import { Awaited, Button, Choice } from '../../parts/basics.tsx';
import { ask_decision } from '../../parts/decide.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Ident, KindMark, kind_name, printable, Value } from '../../parts/ident.tsx';
import { look_of_page } from '../../parts/look.ts';
import { GraphTable, Hidden } from './graph_table.tsx';

type Query = Record<string, string>;
const as_list = (text: string | undefined) => (text ?? '').split(',').filter(Boolean);

// What was dragged, expanded, collapsed and hidden, step by step. A view is not evidence, so it is
// no act of the case: it is taken back and done again here, apart from those.
interface Step {
  pins: Record<string, [number, number]>;
  expand: string;
  collapse: string;
  hide: string;
}
interface Steps {
  past: Step[];
  next: Step[];
  now: Step;
}
const kSteps = new Map<string, Steps>(); // by network

const pins_name = (id: string) => `maillon.pins.${id}`;
function read_pins(id: string): Step['pins'] {
  try {
    return JSON.parse(localStorage.getItem(pins_name(id)) ?? '{}');
  } catch {
    return {};
  }
}

// The view as it is this moment, which the screen may not have drawn yet: a key pressed right
// after a click must find what the click did.
function view_now(id: string): Step {
  const { expand = '', collapse = '', hide = '' } = here().query;
  return { pins: read_pins(id), expand, collapse, hide };
}

function use_steps(id: string, drawn: unknown[], write: (pins: Step['pins']) => void) {
  const steps = kSteps.get(id) ?? { past: [], next: [], now: view_now(id) };
  kSteps.set(id, steps);
  const note = () => {
    const now = view_now(id);
    if (JSON.stringify(now) === JSON.stringify(steps.now)) return;
    steps.past.push(steps.now);
    steps.next = [];
    steps.now = now;
  };
  useEffect(note, drawn);
  const move = (is_back: boolean) => {
    note();
    const step = (is_back ? steps.past : steps.next).pop();
    if (!step) return;
    (is_back ? steps.next : steps.past).push(steps.now);
    steps.now = step;
    write(step.pins);
    set_query({ expand: step.expand, collapse: step.collapse, hide: step.hide });
  };
  const back = () => move(true);
  const again = () => move(false);
  useKeys({
    '$mod+z': (event) => (event.preventDefault(), back()),
    '$mod+Shift+z': (event) => (event.preventDefault(), again()),
    '$mod+y': (event) => (event.preventDefault(), again()),
  }, [id]);
  return back;
}

function use_pins(id: string) {
  const [pins, set] = useState(() => read_pins(id));
  const write = (next: typeof pins) => (localStorage.setItem(pins_name(id), JSON.stringify(next)), set(next));
  return { pins, write };
}

// The places that most posts are of, which get a colour each.
export function main_places(graph: Graph): string[] {
  const counts = new Map<string, number>();
  for (const node of graph.nodes) if (node.place) counts.set(node.place, (counts.get(node.place) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([place]) => place);
}

// Where one looks and how near, as it stands in the address: the middle, and the size in percent.
const write_camera = (camera: Camera | null) => camera && [camera.x, camera.y, camera.zoom * 100].map(Math.round).join();
export function read_camera(text: string | undefined): Camera | null {
  const [x, y, percent] = /^-?\d{1,7},-?\d{1,7},\d{1,3}$/.test(text ?? '') ? (text as string).split(',').map(Number) : [];
  return percent ? { x, y, zoom: Math.min(8, Math.max(0.02, percent / 100)) } : null;
}

interface Controls {
  query: Query;
  scene: Scene;
  graph: Graph;
  focus: number;
  selected: number[];
  path_from: number;
  view: GraphView | null;
  network: Network;
  write_pins: (next: Record<string, [number, number]>) => void;
  pins: Record<string, [number, number]>;
}

function FocusPanel({ c }: { c: Controls }) {
  const node: GraphNode | undefined = c.scene.nodes[c.focus];
  if (!node) return <p class="muted">{t('graph.choose')}</p>;
  const expand = (kind: string, count: number) => {
    const rest = as_list(c.query.expand).filter((step) => !step.startsWith(`${node.id}:${kind}`));
    const before = as_list(c.query.expand).find((step) => step.startsWith(`${node.id}:${kind}`));
    const had = before ? Number(before.split(':')[2]) : 0;
    set_query({ expand: [...rest, `${node.id}:${kind}:${had + count}`].join(','), collapse: as_list(c.query.collapse).filter((id) => id !== node.id).join(',') }, false);
  };
  const is_pinned = c.scene.pinned.has(c.focus);
  const near = c.scene.near(c.focus).length;
  return (
    <div class="focus">
      <p class="focus-name">
        <KindMark kind={node.kind} />
        <span>
          <span class="item-kind">{node.hub ? t('graph.hub_of', { kind: kind_name(node.kind) }) : kind_name(node.kind)}</span>
          <a href={href_of(node.id)} dir="auto">
            <bdi>{printable(node.label)}</bdi>
          </a>
        </span>
      </p>
      <p class="muted">
        {t('unit.posts', { n: node.posts })} · {t('graph.neighbours', { n: near })}
        {node.place && <> · <bdi>{node.place}</bdi></>}
      </p>
      {node.hub && <p class="note">{t('graph.hub_note')}</p>}
      {node.kind === 'network' && <p class="note">{t('graph.network_note')}</p>}
      <div class="focus-acts">
        <Hidden of={node} expand={expand} />
        {node.kind !== 'post' && node.kind !== 'network' && (
          <Button small icon="minus" onClick={() => set_query({ collapse: [...new Set([...as_list(c.query.collapse), node.id])].join(','), expand: as_list(c.query.expand).filter((step) => !step.startsWith(node.id + ':')).join(',') }, false)}>
            {t('graph.collapse')}
          </Button>
        )}
        <Button
          small
          icon="pin"
          pressed={is_pinned}
          onClick={() => {
            const { [node.id]: old, ...rest } = c.pins;
            c.write_pins(old ? rest : { ...rest, [node.id]: [Math.round(c.scene.x[c.focus]), Math.round(c.scene.y[c.focus])] });
          }}
        >
          {t(is_pinned ? 'graph.unpin' : 'graph.pin')}
        </Button>
        <Button small icon="hide" onClick={() => set_query({ hide: [...as_list(c.query.hide), node.id].join(','), focus: '' }, false)}>
          {t('graph.hide')}
        </Button>
        <Button small icon="path" pressed={c.path_from === c.focus} onClick={() => set_query({ path: c.path_from === c.focus ? '' : node.id })}>
          {t('graph.path_from')}
        </Button>
      </div>
      {c.path_from >= 0 && c.path_from !== c.focus && (
        <p class="path-result">
          <Icon name="path" />
          {c.scene.path.length ? t('graph.path_found', { n: c.scene.path.length - 1 }) : t('graph.path_none')}
        </p>
      )}
      {c.path_from >= 0 && c.path_from === c.focus && <p class="note">{t('graph.path_choose')}</p>}
      {c.scene.path.length > 1 && (
        <ol class="path-steps">
          {c.scene.path.map((i) => (
            <li key={i}>
              <KindMark kind={c.scene.nodes[i].kind} />
              <Value>{c.scene.nodes[i].label}</Value>
            </li>
          ))}
        </ol>
      )}
      {c.path_from >= 0 && c.path_from !== c.focus && node.kind === 'post' && c.scene.nodes[c.path_from].kind === 'post' && (
        <a class="button small" href={href(['why'], { a: c.scene.nodes[c.path_from].id, b: node.id })}>
          <span>{t('why.title')}</span>
          <Icon name="next" />
        </a>
      )}
    </div>
  );
}

function SelectionPanel({ c, clear }: { c: Controls; clear: () => void }) {
  if (!c.selected.length) return null;
  const nodes = c.selected.map((i) => c.scene.nodes[i]);
  const posts = nodes.filter((node) => node.kind === 'post').map((node) => node.id);
  return (
    <div class="selection">
      <h3>{t('graph.selected', { n: nodes.length })}</h3>
      <div class="focus-acts">
        <Button small icon="hide" onClick={() => (set_query({ hide: [...as_list(c.query.hide), ...nodes.map((n) => n.id)].join(',') }, false), clear())}>
          {t('graph.hide_all')}
        </Button>
        {offers('split') && posts.length > 0 && (
          <Button small icon="split" onClick={() => ask_decision({ kind: 'split', a: c.network.id, posts, on_done: clear })}>
            {t('graph.split_off', { n: posts.length })}
          </Button>
        )}
        {posts.length === 2 && (
          <a class="button small" href={href(['why'], { a: posts[0], b: posts[1] })}>
            <span>{t('why.title')}</span>
          </a>
        )}
        <Button small tone="quiet" icon="close" onClick={clear}>
          {t('graph.clear_selection')}
        </Button>
      </div>
    </div>
  );
}

// The legend says which shape and colour is what, and switches kinds off.
function Legend({ graph, query }: { graph: Graph; query: Query }) {
  const counts = new Map<string, number>();
  for (const node of graph.nodes) counts.set(node.hub ? 'hub' : node.kind, (counts.get(node.hub ? 'hub' : node.kind) ?? 0) + 1);
  const off = new Set(as_list(query.without));
  const toggle = (kind: string) => {
    const next = new Set(off);
    if (!next.delete(kind)) next.add(kind);
    set_query({ without: [...next].join(',') });
  };
  return (
    <ul class="legend" aria-label={t('graph.legend')}>
      {[...counts].map(([kind, count]) => (
        <li key={kind}>
          <button type="button" aria-pressed={!off.has(kind)} onClick={() => toggle(kind)}>
            <Shape kind={kind} />
            {kind === 'hub' ? t('graph.hubs') : kind_name(kind)} <span class="count">{number(count)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const kShapes: Record<string, string> = {
  phone: 'M2 2h8v8H2z', image: 'M2 2h8v8H2z', email: 'M6 1l5 5-5 5-5-5z', handle: 'M6 1.500l5 8.500H1z', url: 'M6 1l5 3.700-1.900 6H2.900L1 4.700z',
  wallet: 'M3.500 1.500h5L11 6l-2.500 4.500h-5L1 6z', iban: 'M3.500 1.500h5L11 6l-2.500 4.500h-5L1 6z', template: 'M0.500 3h11v6h-11z', post: 'M6 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6z', network: 'M4 1h4l3 3v4l-3 3H4L1 8V4z', hub: 'M6 10.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9z',
};
const Shape = ({ kind }: { kind: string }) => (
  <svg class={`shape kind-${kind}`} viewBox="0 0 12 12" aria-hidden="true">
    <path d={kShapes[kind] ?? kShapes.post} />
  </svg>
);

function PlaceLegend({ places }: { places: string[] }) {
  return (
    <ul class="legend" aria-label={t('graph.legend')}>
      {places.map((place, i) => (
        <li key={place} class="place-key">
          <svg class={`shape place-${i}`} viewBox="0 0 12 12" aria-hidden="true">
            <circle cx="6" cy="6" r="4" />
          </svg>
          <bdi>{place}</bdi>
        </li>
      ))}
    </ul>
  );
}

function GraphCanvas({ graph, network, query }: { graph: Graph; network: Network; query: Query }) {
  const { pins, write } = use_pins(network.id);
  const back = use_steps(network.id, [pins, query], write);
  const scene = useMemo(() => new Scene({ ...graph, nodes: graph.nodes.map((node) => ({ ...node, label: printable(node.label) })) }, pins), [graph, pins]);
  const places = useMemo(() => main_places(graph), [graph]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, set_view] = useState<GraphView | null>(null);
  const tool = query.tool === 'lasso' ? 'lasso' : 'pan';
  const colour = query.colour ?? 'kind';
  const focus = scene.place.get(query.focus ?? '') ?? -1;
  const path_from = scene.place.get(query.path ?? '') ?? -1;
  const selected = useMemo(() => as_list(query.chosen).flatMap((id) => scene.place.get(id) ?? []), [scene, query.chosen]);

  useMemo(() => {
    scene.hide(as_list(query.hide), new Set(as_list(query.without)));
    scene.selected = new Set(selected);
    scene.path = path_from >= 0 && focus >= 0 && path_from !== focus ? scene.find_path(path_from, focus) : [];
  }, [scene, query.hide, query.without, selected, path_from, focus]);

  const latest = useRef({ scene, pins, write });
  latest.current = { scene, pins, write };
  useEffect(() => {
    const made = new GraphView(canvas.current as HTMLCanvasElement, scene, look_of_page(), {
      on_focus: (i) => set_query({ focus: i >= 0 ? latest.current.scene.nodes[i].id : '' }),
      on_select: (all) => set_query({ chosen: all.map((i) => latest.current.scene.nodes[i].id).join(',') }),
      on_open: (i) => {
        location.hash = href_of(latest.current.scene.nodes[i].id);
      },
      on_pin: (moved) => latest.current.write({ ...latest.current.pins, ...moved }),
      on_camera: (camera) => set_query({ camera: write_camera(camera) }),
    }, read_camera(query.camera));
    set_view(made);
    (window as unknown as { graph_view?: GraphView }).graph_view = made; // for the test that measures drawing
    return () => made.destroy();
  }, []);
  useEffect(() => {
    if (!view) return;
    view.scene = scene;
    view.look = look_of_page();
    view.colour_by = colour;
    view.places = places;
    view.tool = tool;
    view.focus = focus;
    view.draw();
  });

  const { status } = useShared();
  // A picture of it is content that leaves, too; what a second person confirms are reports and tables.
  const may_leave = offers('report') && !status?.four_eyes.includes('export');
  const save_png = () => canvas.current?.toBlob((blob) => blob && save_file(blob, `${network.id}-graph.png`));
  const save_svg = () => save_file(new Blob([to_svg(scene, look_of_page(), colour, places, `${network.id}`)], { type: 'image/svg+xml' }), `${network.id}-graph.svg`);
  const hidden = as_list(query.hide).length;
  const controls: Controls = { query, scene, graph, focus, selected, path_from, view, network, write_pins: write, pins };
  const omitted = Object.values(graph.omitted).reduce((sum, n) => sum + n, 0);
  const summary = t('graph.summary', { nodes: graph.nodes.length, edges: graph.edges.length });
  return (
    <>
      <div class="graph-box">
        <div class="graph-tools" role="toolbar" aria-label={t('graph.tools')}>
          <Button small tone="quiet" icon="lasso" label={t('graph.lasso')} pressed={tool === 'lasso'} onClick={() => set_query({ tool: tool === 'lasso' ? '' : 'lasso' })} />
          <Button small tone="quiet" icon="plus" label={t('graph.zoom_in')} onClick={() => view?.zoom_by(1.25)} />
          <Button small tone="quiet" icon="minus" label={t('graph.zoom_out')} onClick={() => view?.zoom_by(0.8)} />
          <Button small tone="quiet" icon="fit" label={t('graph.fit')} onClick={() => view?.fit()} />
        </div>
        <canvas ref={canvas} class="graph" tabIndex={0} role="application" aria-label={`${t('graph.label', { id: network.id })} ${summary} ${t('graph.keys')}`} />
        <p class="graph-summary" aria-live="polite">
          <bdi dir="auto">
            {focus >= 0 ? `${kind_name(scene.nodes[focus].kind)} ${printable(scene.nodes[focus].label)}` : summary}
            {omitted > 0 && ` · ${t('graph.omitted', { n: omitted })}`}
          </bdi>
        </p>
      </div>
      <aside class="graph-side">
        <Legend graph={graph} query={query} />
        {colour === 'place' && <PlaceLegend places={places} />}
        <FocusPanel c={controls} />
        <SelectionPanel c={controls} clear={() => set_query({ chosen: '' })} />
        <div class="graph-foot">
          <Choice inline label={t('graph.colour')} value={colour} options={(['kind', 'place'] as const).map((value) => ({ value: value as string, label: t(`graph.colour_${value}` as Key) }))} onChange={(value) => set_query({ colour: value === 'kind' ? '' : value })} />
          {hidden > 0 && (
            <Button small icon="show" onClick={() => set_query({ hide: '' })}>
              {t('graph.show_hidden', { n: hidden })}
            </Button>
          )}
          {Object.keys(pins).length > 0 && (
            <Button small icon="pin" onClick={() => write({})}>
              {t('graph.reset_pins')}
            </Button>
          )}
          {may_leave && (
            <>
              <Button small icon="save" onClick={save_png}>
                {t('graph.save_png')}
              </Button>
              <Button small icon="save" onClick={save_svg}>
                {t('graph.save_svg')}
              </Button>
            </>
          )}
          <Button small icon="undo" onClick={back}>
            {t('graph.step_back')}
          </Button>
        </div>
      </aside>
    </>
  );
}

export function GraphPart({ network, query }: { network: Network; query: Query }) {
  const asked = { expand: query.expand, collapse: query.collapse };
  const loaded = useLoad((signal) => api.graph(network.id, asked, signal), [network.id, asked.expand, asked.collapse]);
  const as_table = query.view === 'table';
  return (
    <div class="part graph-part">
      <div class="tools">
        <Button small icon={as_table ? 'graph' : 'table'} pressed={as_table} onClick={() => go(['networks', network.id, 'graph'], { ...query, view: as_table ? '' : 'table' }, true)}>
          {t('common.as_table')}
        </Button>
        <span class="muted">
          <Ident>{network.id}</Ident> · {t('graph.seeded')}
        </span>
      </div>
      <Awaited of={loaded}>{(graph) => (as_table ? <GraphTable graph={graph} query={query} /> : <div class="graph-area"><GraphCanvas graph={graph} network={network} query={query} /></div>)}</Awaited>
    </div>
  );
}
