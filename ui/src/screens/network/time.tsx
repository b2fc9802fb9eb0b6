// Time and place together: posts over time (brushed by dragging), strips by wording, and the
// map with the route. What is brushed stands in the address and narrows both.
import { useMemo, useState } from 'preact/hooks';
import { api, type Timeline } from '../../api.ts';
import { day, days_between, month, number, t } from '../../app/i18n.ts';
import { histogram, kDay, stays_of, type Event, type Stay } from '../../app/spans.ts';
import { useLoad } from '../../app/load.ts';
import { href_of, posts_of, set_query } from '../../app/router.ts';
import { Awaited, Button, Field } from '../../parts/basics.tsx';
import { first_line, PlaceName, Value } from '../../parts/ident.tsx';
import { RouteMap } from '../../parts/map.tsx';

const iso = (at: number) => new Date(at * 1000).toISOString().slice(0, 10);

// Posts in equal spans as bars, brushed by dragging, and the same as a table.
function Chart({ events, from, to, brushed }: { events: Event[]; from: number; to: number; brushed: [number, number] | null }) {
  const [times, counts] = useMemo(() => histogram(events, from, to), [events, from, to]);
  const [drag, set_drag] = useState<[number, number] | null>(null);
  const most = Math.max(1, ...counts);
  const span = times.length > 1 ? times[1] - times[0] : kDay;
  const width = to - from + 2 * kDay;
  const x = (at: number) => (1000 * (at - from + kDay)) / width;
  const time_at = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return from - kDay + width * Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  const drop = () => {
    if (drag && Math.abs(x(drag[1]) - x(drag[0])) > 4) set_query({ from: iso(Math.min(...drag)), to: iso(Math.max(...drag) + kDay) });
    set_drag(null);
  };
  const marked = drag ?? brushed;
  const ticks = Array.from({ length: 6 }, (_, i) => from + ((to - from) * i) / 5);
  return (
    <>
      <div class="chart" dir="ltr">
        <svg
          viewBox="0 0 1000 100"
          preserveAspectRatio="none"
          role="img"
          aria-label={t('time.chart_label', { n: events.length, span: `${day(from * 1000)} – ${day(to * 1000)}` })}
          onPointerDown={(event) => (event.currentTarget.setPointerCapture(event.pointerId), set_drag([time_at(event), time_at(event)]))}
          onPointerMove={(event) => drag && set_drag([drag[0], time_at(event)])}
          onPointerUp={drop}
          onPointerCancel={() => set_drag(null)}
        >
          {marked && <rect class="brush" x={x(Math.min(...marked))} width={Math.abs(x(marked[1]) - x(marked[0]))} y="0" height="100" />}
          {counts.map((count, i) => count > 0 && <rect key={i} x={x(times[i] - 0.41 * span)} width={Math.max(2, (820 * span) / width)} y={100 - (95 * count) / most} height={(95 * count) / most} />)}
        </svg>
        <p class="muted chart-axis" aria-hidden="true">
          {[...new Set(ticks.map((at) => ((to - from) / kDay > 200 ? month(at * 1000) : day(at * 1000))))].map((text) => (
            <span key={text}>{text}</span>
          ))}
        </p>
        <span class="muted chart-most" aria-hidden="true">{number(most)}</span>
      </div>
      <details class="chart-table">
        <summary>{t('common.as_table')}</summary>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('column.seen')}</th>
              <th scope="col" class="number">
                {t('column.posts')}
              </th>
            </tr>
          </thead>
          <tbody>
            {counts.map(
              (count, i) =>
                count > 0 && (
                  <tr key={i}>
                    <td>{days_between(iso(times[i] - span / 2), iso(times[i] + span / 2 - 1))}</td>
                    <td class="number">{number(count)}</td>
                  </tr>
                ),
            )}
          </tbody>
        </table>
      </details>
    </>
  );
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
              {line.places[stay.place].by === 'name' && <span class="muted"> {t('map.by_name')}</span>}
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

function TimeView({ id, line, query }: { id: string; line: Timeline; query: Record<string, string> }) {
  const all = useMemo(() => line.events.map((event) => ({ ...event, at: Date.parse(event.at) / 1000 })).filter((event) => !Number.isNaN(event.at)), [line]);
  const first = all.reduce((low, event) => Math.min(low, event.at), Infinity);
  const last = all.reduce((high, event) => Math.max(high, event.at), -Infinity);
  const [begin, end] = [Date.parse(query.from ?? '') / 1000, Date.parse(query.to ?? '') / 1000]; // NaN: none
  const brushed: [number, number] | null = begin || end ? [begin || first, end || last + kDay] : null;
  const within = brushed ? all.filter((event) => event.at >= brushed[0] && event.at <= brushed[1]) : all;
  // Where towns are known, a post that states its country alone is no stop of the route.
  const has_towns = line.places.some((place) => place.city);
  const stays = stays_of(within.filter((event) => !has_towns || line.places[event.place]?.city));
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
        {line.omitted > 0 && ` · ${t('graph.omitted', { n: line.omitted })}`}{' '}
        {(brushed || chosen >= 0) && <a href={posts_of(id, chosen < 0 ? {} : { city: line.places[chosen].city, country: line.places[chosen].country }, query.from || query.to ? ` date:${query.from ?? ''}..${query.to ?? ''}` : '')}>{t('time.posts')}</a>}
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
      <Awaited of={loaded}>{(line) => <TimeView id={id} line={line} query={query} />}</Awaited>
    </div>
  );
}
