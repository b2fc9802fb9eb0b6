// Cases, servers and one browser for the tests of a file. MAILLON names the program; without it,
// the release build of this tree. MAILLON_SLOWNESS=10 waits ten times as long, for a program that
// a sanitizer watches.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { after } from 'node:test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { kRoot } from './load.mjs';

const program = process.env.MAILLON ?? join(kRoot, '../build/release/maillon');
const browser_path = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!existsSync(program)) throw new Error(`no program at ${program}: ./dev build, or set MAILLON`);
if (!browser_path) throw new Error('no chromium: apt-get install chromium');

const slowness = Number(process.env.MAILLON_SLOWNESS ?? 1);
// Of patience, in milliseconds.
export const seconds = (count) => 1000 * count * slowness;

const folder = mkdtempSync(join(tmpdir(), 'maillon-browser-'));
export const scratch = (name) => join(folder, name);
export const run = (...args) => execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
export const run_with = (input, ...args) => execFileSync(program, args, { input, stdio: ['pipe', 'pipe', 'pipe'], encoding: 'utf8' });

// Nothing may outlive the file of tests, whatever failed.
const servers = new Set();
let launched; // the one browser, or the promise of it: two may ask at once
after(async () => {
  await (await launched)?.close();
  for (const server of servers) server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

// ---- cases ------------------------------------------------------------------------------------

export function make_world(name, posts, ...flags) {
  run('simulate', scratch(name), '--posts', String(posts), '--seed', '7', ...flags);
  return join(scratch(name), 'posts.jsonl');
}

// A made-up world in a linked case; `more` are files of records besides.
export function make_case(posts, { images = false, more = [] } = {}) {
  const dir = scratch('case');
  const world = make_world('world', posts, ...(images ? ['--images'] : []));
  run('import', dir, world, ...(images ? ['--images', join(scratch('world'), 'images'), '--no-image-text'] : []));
  for (const file of more) run('import', dir, file);
  run('link', dir);
  return dir;
}

// 5,000 nodes and 10,000 ties, in the shape of what the server answers.
export function large_graph(id) {
  const nodes = Array.from({ length: 5000 }, (_, i) => ({ id: i % 10 ? `P-${i.toString(16)}` : `S-${i.toString(16)}`, kind: i % 10 ? 'post' : 'phone', label: `node ${i}`, posts: 1 + (i % 30), x: 40 * (i % 71) + 13 * (i % 7), y: 40 * Math.floor(i / 71) + 11 * (i % 5), hub: false, network: id, place: `Town ${i % 12}, FR`, hidden: {} }));
  const edges = Array.from({ length: 10000 }, (_, i) => ({ a: i % 5000, b: Math.floor((i * 7919) / 3) % 5000, kind: 'phone', bits: 4 + (i % 9) })).filter(({ a, b }) => a !== b);
  return { nodes, edges, omitted: {} };
}

// The hash of what holds in the case, as the command line tells it.
export const state_of = (dir) => JSON.parse(run('status', dir, '--json')).state;

// ---- servers ----------------------------------------------------------------------------------

// `maillon serve`: `door` is the address that lets a browser in, once. `user`: who sits before it;
// `people`: a folder of accounts, and the door is the log-in.
export async function serve(dir, { port = '0', host, user, people } = {}) {
  const child = spawn(program, ['serve', dir, '--port', port, '--json', ...(host ? ['--allow-host', host] : []), ...(people ? ['--people', people] : [])], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...(user ? { MAILLON_USER: user } : {}) } });
  servers.add(child);
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(String(data)));
    child.once('exit', () => reject(new Error('maillon serve ended')));
  });
  const { address, open } = JSON.parse(line);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const at = new URL(address);
  return { url: at.origin, port: at.port, door: open, stop: (signal = 'SIGTERM') => (child.kill(signal), servers.delete(child), ended) };
}

// A wire to a server that answers to { host: '127.0.0.1' } on any port. It can be cut: what is open
// ends at once, and nothing gets through until it is mended. `most` bytes pass upwards on one
// connection; then it is cut by itself.
export async function lay_wire(server) {
  const ends = new Set();
  const wire = { most: Infinity, cuts: 0 };
  let is_cut = false;
  const listener = createServer((near) => {
    if (is_cut) return near.destroy();
    const far = connect(Number(server.port), '127.0.0.1');
    let passed = 0;
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => {});
      end.on('close', () => (ends.delete(end), near.destroy(), far.destroy()));
    }
    near.on('data', (data) => {
      passed += data.length;
      if (passed <= wire.most) return void (far.write(data) || (near.pause(), far.once('drain', () => near.resume())));
      ++wire.cuts;
      near.resetAndDestroy();
      far.resetAndDestroy();
    });
    far.pipe(near);
  });
  await new Promise((done) => listener.listen(0, '127.0.0.1', done));
  wire.url = `http://127.0.0.1:${listener.address().port}`;
  wire.door = wire.url + '/' + new URL(server.door).search;
  wire.cut = () => ((is_cut = true), ends.forEach((end) => end.destroy()));
  wire.mend = () => (is_cut = false);
  wire.end = () => (wire.cut(), listener.close());
  return wire;
}

// ---- the browser ------------------------------------------------------------------------------

// A reader who was let in: tabs of one browser, which share what it keeps.
export async function enter(server, viewport = { width: 1280, height: 800 }) {
  launched ??= chromium.launch({ executablePath: browser_path, args: ['--no-sandbox', '--disable-gpu'] });
  const context = await (await launched).newContext({ viewport, acceptDownloads: true });
  context.setDefaultTimeout(seconds(20));
  const let_in = async (door) => {
    const page = await context.newPage();
    await page.goto(door);
    await page.close();
  };
  await let_in(server.door);
  return { context, let_in, close: () => context.close(), open: (hash, settings) => open_tab(context, server.url, hash, settings) };
}

// A tab that remembers everything that must not happen. A conflict (409) is an answer that the
// page asks about; Chromium puts it on the console all the same. `refusals` are other answers
// that a test asks for.
async function open_tab(context, url, hash = '#/leads', settings = {}) {
  const page = await context.newPage();
  const faults = [];
  const tab = { page, faults, refusals: [409], close: () => page.close() };
  page.on('console', (message) => {
    const refusal = Number(/status of (\d+)/.exec(message.text())?.[1]);
    if (['error', 'warning'].includes(message.type()) && !tab.refusals.includes(refusal)) faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => faults.push(`page: ${error.stack}`));
  page.on('crash', () => faults.push('the tab crashed'));
  page.on('dialog', (dialog) => (faults.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!['blob:', 'data:'].includes(protocol) && origin !== url) faults.push(`request to ${request.url()}`);
  });
  await page.addInitScript((text) => {
    if (sessionStorage.getItem('test.begun')) return;
    sessionStorage.setItem('test.begun', '1');
    localStorage.setItem('maillon.settings', text);
  }, JSON.stringify({ language: 'en', theme: 'light', ...settings }));
  await page.goto(`${url}/${hash}`);
  await settled(page);
  return tab;
}

export const ask = (page, path) => page.evaluate(async (at) => (await fetch('/api' + at)).json(), path);

// True when no job holds the case: a link goes on, reading for indicators, when networks stand.
export const is_idle = (status) => status.job?.state !== 'running';

// Waits until what is asked of the server is as wanted.
export async function until(wanted, most = 30) {
  for (const end = Date.now() + seconds(most); Date.now() < end; await new Promise((done) => setTimeout(done, 50))) if (await wanted()) return;
  throw new Error(`not within ${most} s: ${wanted}`);
}

export async function go(page, hash) {
  await page.evaluate((to) => (location.hash = to), hash);
  await settled(page);
}
// Nothing is loading, and something is there.
export const settled = (page) => page.waitForFunction(() => document.querySelector('main h1, main .empty, main .failure') && !document.querySelector('.waiting'));

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// What axe finds against WCAG 2.2 AA and its own good practice. It is put in as an evaluated
// text: the policy of the page forbids a script element.
export async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], iframes: false, resultTypes: ['violations'] }));
  return violations.map((violation) => `${violation.id}: ${violation.help} ${violation.nodes[0].html.slice(0, 160)}`);
}

// ---- what tests do often ----------------------------------------------------------------------

// Tab until what has the focus says `wanted`.
export async function tab_to(page, wanted, most = 120) {
  const said = () => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('aria-label') || document.activeElement?.tagName;
  for (let i = 0; i < most; ++i) {
    if (wanted.test(await page.evaluate(said))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no ${wanted} within ${most} tabs`);
}

// The files have arrived, and their first rows were looked at.
export const guessed = (page) => page.getByRole('heading', { name: 'What was guessed' }).waitFor();

// In the dialog of a decision: the ready reason, and keep.
export async function give_reason(page, reason) {
  await page.getByRole('button', { name: reason }).click();
  await page.getByRole('button', { name: 'Keep the decision' }).click();
  await page.locator('dialog').waitFor({ state: 'detached' });
}
