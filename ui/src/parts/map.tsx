// A map of the world that comes with the page. A place without coordinates is drawn hollow in
// the middle of its country, since that is all that is known.
import { geoArea, geoCentroid, geoMercator, geoPath } from 'd3-geo';
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { feature } from 'topojson-client';
import { country_name, number, t } from '../app/i18n.ts';
import { kNumeric } from './countries.ts';
import { place_name } from './ident.tsx';

interface PlaceOnMap {
  city: string;
  country: string;
  lat: number | null;
  lon: number | null;
}
interface Stay {
  place: number;
  posts: number;
}

const kWidth = 760;
const kHeight = 420;
// Every tenth meridian and parallel; in small steps, since between two points runs a great circle.
const steps = (to: number, by: number) => Array.from({ length: (2 * to) / by + 1 }, (_, i) => i * by - to);
const kGraticule = { type: 'MultiLineString' as const, coordinates: [...steps(170, 10).map((lon) => steps(80, 5).map((lat) => [lon, lat])), ...steps(80, 10).map((lat) => steps(179.99, 359.98 / 144).map((lon) => [lon, lat]))] };
const worlds = new Map<string, Promise<Feature<Geometry>[]>>();

function load_world(scale: '110m' | '50m'): Promise<Feature<Geometry>[]> {
  let world = worlds.get(scale);
  if (!world) {
    world = fetch(`/world-${scale}.json`)
      .then((reply) => reply.json())
      .then((topology) => (feature(topology, topology.objects.countries) as unknown as FeatureCollection).features);
    worlds.set(scale, world);
  }
  return world;
}

// The middle of a country's largest part: France's is not in the Atlantic.
export function middle_of(country: Feature<Geometry>): [number, number] {
  if (country.geometry.type !== 'MultiPolygon') return geoCentroid(country);
  const parts = country.geometry.coordinates.map((coordinates) => ({ type: 'Polygon' as const, coordinates }));
  return geoCentroid(parts.reduce((best, part) => (geoArea(part) > geoArea(best) ? part : best)));
}

interface Point {
  lon: number;
  lat: number;
  exact: boolean;
  posts: number;
  name: string;
  order: number;
}

function points_of(places: PlaceOnMap[], stays: Stay[], world: Feature<Geometry>[]): { points: Point[]; missing: number } {
  const points: Point[] = [];
  let missing = 0;
  stays.forEach((stay, order) => {
    const place = places[stay.place];
    const base = { posts: stay.posts, name: place_name(place), order };
    if (place.lat !== null && place.lon !== null) return void points.push({ ...base, lat: place.lat, lon: place.lon, exact: true });
    const country = world.find((one) => String(one.id).padStart(3, '0') === kNumeric[place.country]);
    if (!country) return void ++missing;
    const [lon, lat] = middle_of(country);
    points.push({ ...base, lon, lat, exact: false });
  });
  return { points, missing };
}

// The points that get a name: those with most posts first, where no other name stands.
function with_room(points: Point[], label_at: (p: Point) => [number, number]): Point[] {
  const kept: Point[] = [];
  for (const p of [...points].sort((a, b) => b.posts - a.posts)) {
    const [x, y] = label_at(p);
    const is_free = kept.every((other) => {
      const [ox, oy] = label_at(other);
      return Math.abs(oy - y) > 13 || Math.abs(ox - x) > 6.5 * (Math.max(other.name.length, p.name.length) + 3);
    });
    if (is_free) kept.push(p);
  }
  return kept;
}

export function RouteMap({ places, stays, chosen }: { places: PlaceOnMap[]; stays: Stay[]; chosen: number }) {
  const [world, set_world] = useState<Feature<Geometry>[]>([]);
  const { points, missing } = useMemo(() => points_of(places, stays, world), [places, stays, world]);
  const spread = points.length ? Math.max(...points.map((p) => p.lon)) - Math.min(...points.map((p) => p.lon)) : 360;
  useEffect(() => {
    let wanted = true;
    void load_world(spread < 60 ? '50m' : '110m').then((loaded) => wanted && set_world(loaded));
    return () => void (wanted = false);
  }, [spread < 60]);

  const projection = useMemo(() => {
    const made = geoMercator();
    const around = points.flatMap((p) => [
      [p.lon - 4, Math.max(-78, p.lat - 3)],
      [p.lon + 4, Math.min(80, p.lat + 3)],
    ]);
    const extent = { type: 'MultiPoint' as const, coordinates: around.length ? around : [[-170, -55], [170, 78]] };
    return made.fitExtent([[40, 30], [kWidth - 120, kHeight - 30]], extent);
  }, [points]);
  const path = geoPath(projection).digits(1);
  const most = Math.max(...points.map((p) => p.posts), 1);
  const at = (p: Point) => projection([p.lon, p.lat]) ?? [0, 0];
  const radius = (p: Point) => 4 + 9 * Math.sqrt(p.posts / most);
  const labelled = with_room(points, (p) => [at(p)[0] + radius(p) + 4, at(p)[1] + 4]);
  return (
    <figure class="map">
      <svg viewBox={`0 0 ${kWidth} ${kHeight}`} role="img" aria-label={t('map.label', { n: points.length })} direction="ltr">
        <rect class="sea" width={kWidth} height={kHeight} />
        <path class="graticule" d={path(kGraticule) ?? ''} />
        {world.map((country, i) => (
          <path key={i} class="land" d={path(country) ?? ''}>
            <title>{country_name(Object.keys(kNumeric).find((code) => kNumeric[code] === String(country.id).padStart(3, '0')) ?? '')}</title>
          </path>
        ))}
        {points.length > 1 && <polyline class="route" points={points.map((p) => at(p).map((v) => v.toFixed(1)).join(',')).join(' ')} />}
        {points.map((p) => (
          <g key={p.order} transform={`translate(${at(p)[0].toFixed(1)} ${at(p)[1].toFixed(1)})`}>
            <circle class={`stop${p.exact ? '' : ' hollow'}${stays[p.order].place === chosen ? ' chosen' : ''}`} r={radius(p)} />
            <title>{`${p.order + 1}. ${p.name}: ${number(p.posts)}`}</title>
          </g>
        ))}
        {labelled.map((p) => (
          <text key={p.order} x={at(p)[0] + radius(p) + 4} y={at(p)[1] + 4}>
            {number(p.order + 1)} {p.name}
          </text>
        ))}
      </svg>
      <figcaption class="muted">
        {t('map.caption')}
        {missing > 0 && ` ${t('map.missing', { n: missing })}`}
      </figcaption>
    </figure>
  );
}
