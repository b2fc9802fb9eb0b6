#!/usr/bin/env node
// How long a reader waits in a browser: first paint, a search, a dossier, the frames of a large
// graph while it is panned, and a large file sent.
//
// usage: MAILLON=PROGRAM node bench/page_browser.mjs CASE [GIGABYTES]
//
// Each figure is from the press of a key to what was asked for standing on the screen. Chromium
// without a GPU and without WebGL. CASE is read; with GIGABYTES a file of that size is sent to a
// case of its own.
import { closeSync, ftruncateSync, mkdtempSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, enter, go, large_graph, serve } from '../ui/tests/harness.mjs';

const [dir, gigabytes = '0'] = process.argv.slice(2);
const kSearches = ['nanny', 'hotel work', '"free room"', 'city:paris', 'country:ES', 'hotel OR casa', 'trab*', 'work -hotel', 'driver', 'waiter', 'farm', 'cook', '+447802621155', 'language:fr hotel', 'body:"we pay"', 'cleaner city:leeds', 'model', 'kitchen help', 'whatsapp', 'call'];

function tell(name, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(0).padStart(6);
  console.log(`${name.padEnd(44)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   most ${at(1)} ms   (${sorted.length})`);
}
// From the change of the address to the first frame in which `selector` stands, after what was
// asked of the server for it has come.
const timed = (page, hash, selector, title = '') =>
  page.evaluate(
    async ([to, wanted, title]) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      performance.clearResourceTimings();
      const begun = performance.now();
      location.hash = to;
      while (!performance.getEntriesByType('resource').some((entry) => entry.name.includes('/api/'))) await frame();
      await frame();
      while (document.querySelector('.waiting') || !document.querySelector(wanted) || !document.querySelector('h1').textContent.includes(title)) await frame();
      return performance.now() - begun;
    },
    [hash, selector, title],
  );

async function first_paint(reader) {
  const paints = [];
  const shown = [];
  for (let i = 0; i < 5; ++i) {
    const { page, close } = await reader.open('#/leads');
    await page.locator('.lead-name a').first().waitFor();
    paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime));
    await page.reload();
    shown.push(
      await page.evaluate(async () => {
        while (!document.querySelector('.lead-name a')) await new Promise((done) => requestAnimationFrame(done));
        return performance.now();
      }),
    );
    await close();
  }
  tell('first contentful paint', paints);
  tell('the list of leads on the screen', shown);
}

// 5,000 nodes and 10,000 ties, made up: no network of the case has as many.
async function pan(page, id) {
  await page.route('**/api/graph/**', (route) => route.fulfill({ json: large_graph(id) }));
  await go(page, `#/networks/${id}/graph`);
  await page.waitForFunction(() => globalThis.graph_view?.scene.nodes.length);
  const result = await page.evaluate(async () => {
    const view = globalThis.graph_view;
    const { frames } = view;
    const waits = [];
    for (let i = 0, last = performance.now(); i < 120; ++i) {
      view.pan_by(14, i % 2 ? 3 : -3);
      await new Promise((done) => requestAnimationFrame(done));
      const now = performance.now();
      waits.push(now - last);
      last = now;
    }
    return { nodes: view.scene.nodes.length, edges: view.scene.edges.length, frames: view.frames - frames, waits };
  });
  const all = result.waits.reduce((sum, wait) => sum + wait, 0);
  console.log(`graph of ${result.nodes} nodes, ${result.edges} ties: ${((1000 * result.frames) / all).toFixed(0)} frames a second while panned`);
  tell('  from frame to frame', result.waits);
}

async function upload(reader) {
  const folder = mkdtempSync(join(tmpdir(), 'maillon-upload-'));
  try {
    const server = await serve(join(folder, 'case'));
    const file = join(folder, 'large.jsonl');
    const handle = openSync(file, 'w');
    ftruncateSync(handle, Number(gigabytes) * 2 ** 30);
    closeSync(handle);
    const other = await enter(server);
    const { page } = await other.open('#/import');
    const begun = performance.now();
    const sent = page.waitForResponse((reply) => reply.url().includes('/api/files'), { timeout: 600000 });
    await page.locator('#files').setInputFiles(file);
    const reply = await sent;
    const seconds = (performance.now() - begun) / 1000;
    const uploads = join(folder, 'case/uploads');
    const kept = readdirSync(uploads).map((handle) => statSync(join(uploads, handle, 'large.jsonl')).size);
    console.log(`upload of ${gigabytes} GiB: ${reply.status()}, ${kept} bytes kept, in ${seconds.toFixed(1)} s, ${((1024 * gigabytes) / seconds).toFixed(0)} MiB a second`);
    await other.close();
    await server.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('page', { timeout: 900000 }, async () => {
  const server = await serve(dir);
  const reader = await enter(server);
  await first_paint(reader);
  const { page } = await reader.open('#/leads');
  const { networks } = await ask(page, '/networks?limit=30');
  const searches = [];
  for (const q of kSearches) searches.push(await timed(page, `#/search?q=${encodeURIComponent(q)}`, '.understood'));
  tell('search, until it is on the screen', searches);
  const dossiers = [];
  for (const { id } of networks) dossiers.push(await timed(page, `#/networks/${id}`, '.holds', id));
  tell('dossier, until it is on the screen', dossiers);
  await pan(page, networks[0].id);
  if (Number(gigabytes)) await upload(reader);
  await server.stop();
});
