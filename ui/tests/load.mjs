// Imports a TypeScript source of the page into a test.
import { build } from 'esbuild';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const kRoot = fileURLToPath(new URL('..', import.meta.url));

export async function load(path) {
  const out = join(mkdtempSync(join(tmpdir(), 'maillon-ui-')), `${basename(path)}.mjs`);
  await build({ entryPoints: [join(kRoot, 'src', path)], bundle: true, format: 'esm', platform: 'node', outfile: out, jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error', loader: { '.css': 'empty' }, banner: { js: kStand } });
  return import(out);
}

// What the sources expect of a browser when they are loaded.
const kStand = `globalThis.localStorage ??= { getItem: () => null, setItem() {} };
globalThis.location ??= { hash: '' };
globalThis.navigator ??= { languages: ['en'] };
globalThis.document ??= { createElement: () => ({ style: {} }), documentElement: { style: {} } };
globalThis.window ??= globalThis;
globalThis.addEventListener ??= () => {};
globalThis.matchMedia ??= () => ({ matches: false, addEventListener() {} });`;
