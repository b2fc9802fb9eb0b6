// A case, a server and a browser for the tests. MAILLON names the program; without it, the
// release build of this tree.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { after } from 'node:test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { start } from '../dev/server.mjs';
import { kRoot } from './load.mjs';

const program = process.env.MAILLON ?? join(kRoot, '../build/release/maillon');
const browser_path = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!existsSync(program)) throw new Error(`no program at ${program}: ./dev build, or set MAILLON`);
if (!browser_path) throw new Error('no chromium: apt-get install chromium');

const folder = mkdtempSync(join(tmpdir(), 'maillon-browser-'));
const run = (...args) => execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });

let built;
export function build_page() {
  if (built) return built;
  built = join(folder, 'page');
  execFileSync(process.execPath, [join(kRoot, 'build.mjs'), '--out', built], { stdio: ['ignore', 'pipe', 'inherit'] });
  return built;
}

// A made-up world in a linked case; `more` are records besides, `file` a path for them.
export function make_case(posts = 3000, ...flags) {
  const world = join(folder, 'world');
  const dir = join(folder, 'case');
  run('simulate', world, '--posts', String(posts), '--seed', '7', ...flags);
  run('import', dir, join(world, 'posts.jsonl'), ...(flags.includes('--images') ? ['--images', join(world, 'images'), '--no-image-text'] : []));
  run('link', dir);
  return { dir, world: join(world, 'posts.jsonl') };
}
export const empty_case = () => ({ dir: join(folder, 'empty'), world: undefined });
export const add_to_case = (dir, file) => (run('import', dir, file), run('link', dir));
export const scratch = (name) => join(folder, name);

export async function serve({ dir, world }) {
  return start({ dir, world, program, built: build_page() });
}

// `maillon serve` itself: the address, and the one that lets a browser in, once.
export async function serve_program(dir) {
  const child = spawn(program, ['serve', dir, '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  servers.add(child);
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(String(data)));
    child.once('exit', () => reject(new Error('maillon serve ended')));
  });
  const started = JSON.parse(line);
  return { url: new URL(started.address).origin, door: started.open, close: () => child.kill('SIGTERM') };
}
const servers = new Set();

// A test that fails leaves its browser open: nothing may outlive the file of tests.
const browsers = new Set();
after(async () => {
  await Promise.all([...browsers].map((browser) => browser.close()));
  for (const server of servers) server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

// A page that remembers everything that must not happen. A conflict (409) is an answer that the
// page asks about; Chromium puts it on the console all the same.
export async function open(url, { door = '', settings = {}, hash = '#/leads', viewport = { width: 1280, height: 800 } } = {}) {
  const browser = await chromium.launch({ executablePath: browser_path, args: ['--no-sandbox', '--disable-gpu'] });
  browsers.add(browser);
  const context = await browser.newContext({ viewport, acceptDownloads: true });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !/status of 409/.test(message.text()) && faults.push(`console: ${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => faults.push(`page: ${error.stack}`));
  page.on('dialog', (dialog) => (faults.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!['blob:', 'data:'].includes(protocol) && origin !== url) faults.push(`request to ${request.url()}`);
  });
  await page.addInitScript((text) => localStorage.getItem('maillon.settings') ?? localStorage.setItem('maillon.settings', text), JSON.stringify({ language: 'en', theme: 'light', ...settings }));
  await page.goto(door ? door + hash : `${url}/${hash}`);
  return { page, faults, close: () => browser.close() };
}

export async function go(page, hash) {
  await page.evaluate((to) => (location.hash = to), hash);
  await settled(page);
}
// Nothing is loading, and something is there.
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector('main h1') && !document.querySelector('.waiting'), null, { timeout: 20000 });
}
