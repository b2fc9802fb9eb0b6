// Time and place together: posts over time (brushed by dragging), strips by wording, and the
// map with the route. What is brushed stands in the address and narrows both.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { api, type Timeline } from '../../api.ts';
import { day, days_between, month, number, t } from '../../app/i18n.ts';
import { histogram, kDay, stays_of, type Event, type Stay } from '../../app/spans.ts';
import { useLoad } from '../../app/load.ts';
import { href_of, set_query } from '../../app/router.ts';
import { Awaited, Button, Field } from '../../parts/basics.tsx';
import { look_of_page } from '../../parts/look.ts';
import { first_line, PlaceName, Value } from '../../parts/ident.tsx';
import { RouteMap } from '../../parts/map.tsx';

function Chart({ events, from, to, brushed }: { events: Event[]; from: number; to: number; brushed: [number, number] | null }) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = useMemo(() => histogram(events, from, to), [events, from, to]);
  useEffect(() => {
    const look = look_of_page();
    const element = box.current as HTMLDivElement;
    const axis = { stroke: look.muted, grid: { stroke: look.line, width: 0.5 }, ticks: { show: false }, font: look.font };
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: 120,
        padding: [8, 28, 0, 0], // the last day is written beyond the edge
        legend: { show: false },
        cursor: { y: false, drag: { x: true, y: false, setScale: false } },
        scales: { x: { time: false, range: () => [from - kDay, to + kDay] }, y: { range: (_u, _min, max) => [0, Math.max(1, max) * 1.1] } },
        axes: [
          { ...axis, size: 28, values: (_u, ticks) => ticks.map((tick) => ((to - from) / kDay > 200 ? month(tick * 1000) : day(tick * 1000))), space: 90 },
          { ...axis, size: 40, values: (_u, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? number(tick) : '')) },
        ],
        series: [{}, { fill: look.accent, stroke: look.accent, width: 0, paths: uPlot.paths.bars?.({ size: [0.82, 40] }), points: { show: false } }],
        hooks: {
          setSelect: [
            (u) => {
              if (u.select.width < 4) return;
              const iso = (x: number) => new Date(x * 1000).toISOString().slice(0, 10);
              set_query({ from: iso(u.posToVal(u.select.left, 'x')), to: iso(u.posToVal(u.select.left + u.select.width, 'x') + kDay) });
            },
          ],
        },
      },
      data as uPlot.AlignedData,
      element,
    );
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: 120 }));
    watch.observe(element);
    return () => (watch.disconnect(), made.destroy());
  }, [data]);
  useEffect(() => {
    const u = plot.current;
    if (!u) return;
    if (!brushed) return u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    const [x0, x1] = brushed.map((at) => u.valToPos(at, 'x'));
    u.setSelect({ left: x0, top: 0, width: x1 - x0, height: u.over.clientHeight }, false);
  }, [data, brushed?.[0], brushed?.[1]]);
  return <div class="chart" ref={box} role="img" aria-label={t('time.chart_label', { n: events.length, span: `${day(from * 1000)} – ${day(to * 1000)}` })} dir="ltr" />;
}

// One strip a wording: each post a tick where it stands in time.
function Strips({ line, events, from, to, brushed }: { line: Timeline; events: Event[]; from: number; to: number; brushed: [number, number] | null }) {
  const scale = (at: number) => (1000 * (at - from + kDay)) / (to - from + 2 * kDay);
  return (
    <ul class="strips">
      {line.strips.map((strip, i) => (
        <li key={strip.id}>
          <span class="strip-name">
            {strip.id ? (
              <a href={href_of(strip.id)} dir="auto" class="clip">
                <Value>{first_line(strip.label) || strip.id}</Value>
              </a>
            ) : (
              <span class="muted">{t('time.no_wording')}</span>
            )}
            <span class="count">{number(strip.posts)}</span>
          </span>
          <svg class="strip" viewBox="0 0 1000 16" preserveAspectRatio="none" role="img" aria-label={t('unit.posts', { n: strip.posts })}>
            {brushed && <rect class="brush" x={scale(brushed[0])} width={Math.max(1, scale(brushed[1]) - scale(brushed[0]))} y="0" height="16" />}
            {events.filter((event) => event.strip === i).map((event, j) => (
              <rect key={j} x={scale(event.at) - 1} width="2" y="2" height="12" />
            ))}
          </svg>
        </li>
      ))}
    </ul>
  );
}

const key_of = (place: Timeline['places'][number]) => `${place.city},${place.country}`;

function Stays({ line, stays, chosen }: { line: Timeline; stays: Stay[]; chosen: number }) {
  return (
    <table class="table">
      <caption>{t('facts.route')}</caption>
      <thead>
        <tr>
          <th scope="col" class="number">
            {t('column.order')}
          </th>
          <th scope="col">{t('column.place')}</th>
          <th scope="col">{t('column.seen')}</th>
          <th scope="col" class="number">
            {t('column.posts')}
          </th>
        </tr>
      </thead>
      <tbody>
        {stays.map((stay, i) => (
          <tr key={stay.place} class={stay.place === chosen ? 'current' : ''}>
            <td class="number">{number(i + 1)}</td>
            <td>
              <button type="button" class="link" aria-pressed={stay.place === chosen} onClick={() => set_query({ place: stay.place === chosen ? '' : key_of(line.places[stay.place]) })}>
                <PlaceName of={line.places[stay.place]} />
              </button>
              {line.places[stay.place].lat === null && line.places[stay.place].country && <span class="muted"> {t('map.no_coordinates')}</span>}
            </td>
            <td>{days_between(new Date(stay.from * 1000).toISOString(), new Date(stay.to * 1000).toISOString())}</td>
            <td class="number">{number(stay.posts)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Brush({ query, first, last }: { query: Record<string, string>; first: number; last: number }) {
  const iso = (at: number) => new Date(at * 1000).toISOString().slice(0, 10);
  return (
    <div class="tools brush-tools">
      <Field label={t('time.from')}>{(id) => <input id={id} type="date" value={query.from ?? iso(first)} onChange={(event) => set_query({ from: event.currentTarget.value })} />}</Field>
      <Field label={t('time.to')}>{(id) => <input id={id} type="date" value={query.to ?? iso(last + kDay)} onChange={(event) => set_query({ to: event.currentTarget.value })} />}</Field>
      {(query.from || query.to || query.place) && (
        <Button small icon="close" onClick={() => set_query({ from: '', to: '', place: '' })}>
          {t('time.all')}
        </Button>
      )}
      <span class="help">{t('time.help')}</span>
    </div>
  );
}

function TimeView({ line, query }: { line: Timeline; query: Record<string, string> }) {
  const all = useMemo(() => line.events.map((event) => ({ ...event, at: Date.parse(event.at) / 1000 })).filter((event) => !Number.isNaN(event.at)), [line]);
  const first = all.reduce((low, event) => Math.min(low, event.at), Infinity);
  const last = all.reduce((high, event) => Math.max(high, event.at), -Infinity);
  const [begin, end] = [Date.parse(query.from ?? '') / 1000, Date.parse(query.to ?? '') / 1000]; // NaN: none
  const brushed: [number, number] | null = begin || end ? [begin || first, end || last + kDay] : null;
  const within = brushed ? all.filter((event) => event.at >= brushed[0] && event.at <= brushed[1]) : all;
  const stays = stays_of(within);
  // A place that is chosen narrows the chart and the strips, as the days narrow the map.
  const chosen = line.places.findIndex((place) => key_of(place) === query.place);
  const here = useMemo(() => (chosen < 0 ? all : all.filter((event) => event.place === chosen)), [all, chosen]);
  if (!all.length) return <p class="muted">{t('time.no_times')}</p>;
  return (
    <>
      <Brush query={query} first={first} last={last} />
      <Chart events={here} from={first} to={last} brushed={brushed} />
      <p class="muted" role="status">
        {t('time.shown', { n: chosen < 0 ? within.length : within.filter((event) => event.place === chosen).length, all: all.length })}
        {line.omitted > 0 && ` · ${t('graph.omitted', { n: line.omitted })}`}
      </p>
      <Strips line={line} events={here} from={first} to={last} brushed={brushed} />
      <div class="map-and-route">
        <RouteMap places={line.places} stays={stays} chosen={chosen} />
        <div class="route-table">
          <Stays line={line} stays={stays} chosen={chosen} />
        </div>
      </div>
    </>
  );
}

export function TimePart({ id, query }: { id: string; query: Record<string, string> }) {
  const loaded = useLoad((signal) => api.timeline(id, signal), [id]);
  return (
    <div class="part time-part">
      <Awaited of={loaded}>{(line) => <TimeView line={line} query={query} />}</Awaited>
    </div>
  );
}
