// Where the map puts towns: by what posts state, else by the town's name, else in the middle of
// the country; and the table beside it says which.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ask, enter, go, run, scratch, serve } from '../harness.mjs';

let server, reader, page;

before(async () => {
  const towns = [['Lyon', 'FR', '', ''], ['里昂', 'FR', '', ''], ['Marseille', 'FR', '', ''], ['Geneva', 'CH', '46.2', '6.15'], ['Nowhere-on-Sea', 'FR', '', '']];
  const rows = towns.map(([city, country, lat, lon], i) => `${i},made-up,2026-03-0${i + 1}T10:00:00Z,call +33 6 12 34 56 78 for work,${city},${country},${lat},${lon}`);
  writeFileSync(scratch('towns.csv'), ['id,source,posted_at,body,city,country,lat,lon', ...rows, ''].join('\n'));
  run('import', scratch('towns'), scratch('towns.csv'));
  run('link', scratch('towns'));
  server = await serve(scratch('towns'));
  reader = await enter(server);
  page = (await reader.open('#/leads')).page;
});
after(() => server?.stop());

test('a town stands where it is, and is said to be placed by its name', async () => {
  const places = Object.fromEntries((await ask(page, '/timeline/N-1')).places.map((place) => [place.city, place]));
  const near = (city, lat, lon, by) => {
    assert.equal(places[city].by, by, city);
    assert.ok(Math.abs(places[city].lat - lat) < 0.2 && Math.abs(places[city].lon - lon) < 0.2, `${city} at ${places[city].lat}, ${places[city].lon}`);
  };
  near('Lyon', 45.75, 4.85, 'name');
  near('里昂', 45.75, 4.85, 'name');
  near('Marseille', 43.3, 5.4, 'name');
  near('Geneva', 46.2, 6.15, 'post');
  assert.deepEqual([places['Nowhere-on-Sea'].lat, places['Nowhere-on-Sea'].by], [null, '']);

  await go(page, '#/networks/N-1/time');
  await page.locator('.map .stop').first().waitFor();
  assert.equal(await page.locator('.map .stop').count(), 5);
  assert.equal(await page.locator('.map .stop.hollow').count(), 1);
  assert.equal(await page.locator('.route-table').getByText('by its name').count(), 3);
  assert.match(await page.locator('.map figcaption').innerText(), /GeoNames/);
});
