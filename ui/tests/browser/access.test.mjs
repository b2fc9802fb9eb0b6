// Each screen in both directions and both themes through axe: no violation of WCAG 2.2 AA; and
// no error on the console, no request to another host.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { go, make_case, open, serve, settled } from '../harness.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let server;
let ids;

before(async () => {
  server = await serve(make_case());
  const get = async (path) => (await fetch(`${server.url}/api${path}`)).json();
  const network = (await get('/networks?limit=2')).networks[1].id;
  const shown = await get(`/show/${network}`);
  ids = { network, post: shown.weakest.a.id, other: shown.weakest.b.id, selector: shown.selectors[0].id, wording: (await get('/networks?limit=20')).networks.length && shown.templates[0]?.id };
});
after(() => server?.close());

const screens = () => [
  '#/leads', '#/search', '#/search?q=job', `#/networks/${ids.network}`, `#/networks/${ids.network}/graph`, `#/networks/${ids.network}/graph?view=table`,
  `#/networks/${ids.network}/time`, `#/networks/${ids.network}/wordings`, `#/networks/${ids.network}/photographs`, `#/networks/${ids.network}/selectors`,
  `#/networks/${ids.network}/links`, `#/networks/${ids.network}/posts`, `#/networks/${ids.network}/notes`, `#/networks/${ids.network}/history`,
  `#/networks/${ids.network}/report`, `#/posts/${ids.post}`, `#/selectors/${ids.selector}`, ...(ids.wording ? [`#/wordings/${ids.wording}`] : []),
  `#/why?a=${ids.post}&b=${ids.other}`, '#/review', '#/case', '#/import', '#/history', '#/quarantine', '#/settings',
];

for (const language of ['en', 'ar'])
  for (const theme of ['light', 'dark'])
    test(`axe: ${language === 'ar' ? 'right to left' : 'left to right'}, ${theme}`, async () => {
      const { page, faults, close } = await open(server.url, { settings: { language, theme } });
      await settled(page);
      assert.equal(await page.evaluate(() => document.documentElement.dir), language === 'ar' ? 'rtl' : 'ltr');
      // Injected as axe's own page object would: the policy forbids a script element.
      const { readFileSync } = await import('node:fs');
      const source = readFileSync(axe, 'utf8');
      const found = [];
      for (const hash of screens()) {
        await go(page, hash);
        await page.waitForTimeout(250);
        await page.evaluate(source);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], iframes: false, resultTypes: ['violations'] }));
        for (const violation of violations) found.push(`${hash} ${violation.id}: ${violation.help}\n    ${violation.nodes.slice(0, 3).map((n) => n.html.slice(0, 180) + ' | ' + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? '')).join('\n    ')}`);
      }
      await close();
      assert.deepEqual(found, []);
      assert.deepEqual(faults, []);
    });
