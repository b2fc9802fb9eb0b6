// Builds the page into build/ui and prints what it weighs:  node build.mjs [--out DIR] [--dev]
// Fails if the texts are incomplete, the styles name a physical side, or the budget is passed.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { short_key } from './src/app/short_key.mjs';
import { check, kKey, keys_in } from './tools/check.mjs';

const kBudget = 120 * 1000; // bytes gzipped of what one reader's browser loads, maps aside
const here = fileURLToPath(new URL('.', import.meta.url));
const at = process.argv.indexOf('--out');
const out = at > 0 ? process.argv[at + 1] : join(here, '../build/ui');
const is_dev = process.argv.includes('--dev');

const problems = check();
for (const problem of problems) console.error(problem);
if (problems.length && !is_dev) process.exit(1);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
// A text that the page names outright is found by its place, '~12'; only those whose names are put
// together while it runs keep a name, a short one. The names would be a tenth of what is loaded.
const english = Object.keys(JSON.parse(readFileSync(join(here, 'i18n/en.json'), 'utf8')));
const sources = readdirSync(join(here, 'src'), { recursive: true }).filter((name) => /\.tsx?$/.test(name));
const { named, composed } = keys_in(sources.map((name) => readFileSync(join(here, 'src', name), 'utf8')));
const placed = is_dev ? [] : english.filter((key) => named.has(key) && !composed(key));
const place = new Map(placed.map((key, i) => [key, i]));
const others = english.filter((key) => !place.has(key));
if (new Set(others.map(short_key)).size !== others.length) throw new Error('two texts share a short key: rename one');
const by_place = {
  name: 'texts by place',
  setup: (on) =>
    on.onLoad({ filter: /ui\/src\/.*\.tsx?$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(kKey, (whole, quote, key) => (place.has(key) ? `'~${place.get(key)}'` : whole)),
      loader: path.endsWith('x') ? 'tsx' : 'ts',
    })),
};

await build({
  entryPoints: { app: join(here, 'src/main.tsx') },
  bundle: true,
  minify: !is_dev,
  sourcemap: is_dev ? 'linked' : false,
  format: 'esm',
  target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  outdir: out,
  plugins: [by_place],
  logLevel: 'warning',
  legalComments: 'none',
});
for (const name of ['index.html', 'icon.svg']) copyFileSync(join(here, 'src', name), join(out, name));
copyFileSync(join(here, 'src/style/report.css'), join(out, 'report.css'));
for (const name of readdirSync(join(here, 'i18n')).filter((n) => n.endsWith('.json'))) {
  const texts = JSON.parse(readFileSync(join(here, 'i18n', name), 'utf8'));
  const short = { '~': placed.map((key) => texts[key]), ...Object.fromEntries(others.map((key) => [short_key(key), texts[key]])) };
  writeFileSync(join(out, `text-${name}`), JSON.stringify(short));
}
const atlas = createRequire(import.meta.url).resolve('world-atlas/countries-110m.json');
for (const scale of ['110m', '50m']) copyFileSync(atlas.replace('110m', scale), join(out, `world-${scale}.json`));

let total = 0;
let largest_text = 0; // a reader loads the texts of one language
for (const name of readdirSync(out).sort()) {
  const bytes = readFileSync(join(out, name));
  const zipped = gzipSync(bytes, { level: 9 }).length;
  const is_map = name.startsWith('world-');
  if (name.startsWith('text-')) largest_text = Math.max(largest_text, zipped);
  else if (!is_map && !name.endsWith('.map')) total += zipped;
  console.log(`${name.padEnd(18)} ${(bytes.length / 1000).toFixed(1).padStart(8)} kB ${(zipped / 1000).toFixed(1).padStart(8)} kB gzipped${is_map ? '  (map)' : ''}`);
}
total += largest_text;
console.log(`${'loaded at most'.padEnd(18)} ${''.padStart(11)} ${(total / 1000).toFixed(1).padStart(8)} kB gzipped of ${kBudget / 1000}`);
if (total > kBudget && !is_dev) {
  console.error('build.mjs: the page is over its budget');
  process.exit(1);
}
