// The page as `maillon serve` serves it, on a real case: the main screens with what they must
// show, axe on each in both directions and both themes, deciding and undoing, a photograph, and
// an import. No error on the console, no request to another host.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { go, make_case, open, scratch, serve_program, settled } from '../harness.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let server, page, faults, made, ids;

before(async () => {
  made = make_case(800, '--images');
  server = await serve_program(made.dir);
  ({ page, faults } = await open(server.url, { door: server.door }));
  await settled(page);
  const get = (path) => page.evaluate(async (at) => (await fetch('/api' + at)).json(), path);
  const networks = (await get('/networks?limit=20')).networks;
  for (const { id } of networks) {
    const shown = await get(`/show/${id}`);
    if (!shown.weakest || !shown.pictures.length || !shown.templates.length || !shown.selectors.length) continue;
    ids = { network: id, post: shown.weakest.a.id, other: shown.weakest.b.id, selector: shown.selectors[0], wording: shown.templates[0].id, picture: shown.pictures[0].id };
    break;
  }
  assert.ok(ids, 'no network of the made-up world has all that the screens show');
});
after(() => server?.close());

const screens = () => [
  ['#/leads', '.lead-name a'], ['#/search', '.examples'], ['#/search?q=job', '.hit'], [`#/networks/${ids.network}`, '.holds li'],
  [`#/networks/${ids.network}/graph`, 'canvas.graph'], [`#/networks/${ids.network}/graph?view=table`, '.table tbody tr'], [`#/networks/${ids.network}/time`, 'svg, canvas'],
  [`#/networks/${ids.network}/wordings`, 'main'], [`#/networks/${ids.network}/photographs`, '.photograph img'], [`#/networks/${ids.network}/selectors`, '.table tbody tr'],
  [`#/networks/${ids.network}/links`, 'main a'], [`#/networks/${ids.network}/posts`, 'main a'], [`#/networks/${ids.network}/notes`, 'main form'], [`#/networks/${ids.network}/history`, 'main'],
  [`#/posts/${ids.post}`, 'main a'], [`#/selectors/${ids.selector.id}`, 'main a'], [`#/wordings/${ids.wording}`, 'main a'], [`#/why?a=${ids.post}&b=${ids.other}`, '.ledger-table'],
  ['#/review', 'main'], ['#/case', '.file-line'], ['#/import', '.drop'], ['#/history', 'main'], ['#/quarantine', 'main'], ['#/settings', 'main'],
];

for (const [language, dir] of [['en', 'ltr'], ['ar', 'rtl']])
  for (const theme of ['light', 'dark'])
    test(`every screen, axe: ${dir}, ${theme}`, async () => {
      await page.evaluate((text) => localStorage.setItem('maillon.settings', text), JSON.stringify({ language, theme }));
      await page.reload();
      await settled(page);
      assert.equal(await page.evaluate(() => document.documentElement.dir), dir);
      await page.evaluate(axe);
      const found = [];
      for (const [hash, wanted] of screens()) {
        await go(page, hash);
        await page.locator(wanted).first().waitFor({ timeout: 10000 });
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], iframes: false, resultTypes: ['violations'] }));
        for (const violation of violations) found.push(`${hash} ${violation.id}: ${violation.help} ${violation.nodes[0].html.slice(0, 160)}`);
        if (await page.locator('main [role=alert]').count()) found.push(`${hash} says: ${await page.locator('main [role=alert]').first().innerText()}`);
      }
      assert.deepEqual(found, []);
      assert.deepEqual(faults.splice(0), []);
    });

test('a decision, what runs into it, undo and redo', async () => {
  await page.evaluate(() => localStorage.setItem('maillon.settings', JSON.stringify({ language: 'en', theme: 'light' })));
  await page.reload();
  await go(page, `#/why?a=${ids.post}&b=${ids.other}`);
  await page.getByRole('button', { name: 'Different operators' }).click();
  await page.getByRole('button', { name: 'Another operator' }).click();
  await page.getByRole('button', { name: 'Keep the decision' }).click();
  await page.getByText('A person decided:').waitFor();
  await page.getByRole('button', { name: 'Same operator' }).click();
  await page.getByRole('button', { name: 'The same contact' }).click();
  await page.getByRole('button', { name: 'Keep the decision' }).click();
  await page.getByText('This runs into an earlier decision').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: /^Undo/ }).first().click();
  await page.waitForFunction(() => !document.body.textContent.includes('A person decided:'));
  await page.getByRole('button', { name: /^Redo/ }).first().click();
  await page.getByText('A person decided:').waitFor();
  await go(page, '#/history');
  await page.getByText('Different operators').first().waitFor();
  assert.deepEqual(faults.splice(0), []);
});

test('a network is taken into review, labelled, noted, and the report tells it', async () => {
  await go(page, `#/networks/${ids.network}`);
  await page.getByRole('button', { name: 'Take into review' }).click();
  await page.getByText('In review').first().waitFor();
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await page.locator('dialog input, [role=dialog] input').first().fill('for the inspectorate');
  await page.getByRole('button', { name: 'Keep the decision' }).click();
  await page.getByText('for the inspectorate').first().waitFor();
  await go(page, `#/networks/${ids.network}/notes`);
  await page.locator('main textarea').fill('Seen **twice** <script>alert(1)</script>');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.locator('.note-card strong').waitFor();
  await go(page, '#/leads?state=in_review');
  await page.waitForFunction(() => document.querySelectorAll('.lead-name a').length === 1);
  await go(page, `#/networks/${ids.network}/report`);
  const frame = page.frameLocator('iframe.report-frame');
  await frame.getByText('for the inspectorate').first().waitFor();
  assert.match(await frame.locator('body').innerText(), /<script>alert\(1\)<\/script>/);
  assert.deepEqual(faults.splice(0), []);
});

test('a search is saved, and tells when new posts answer it', async () => {
  await go(page, '#/search?q=source:newboard');
  await page.getByRole('button', { name: 'Save search' }).first().click();
  await page.locator('dialog input, [role=dialog] input').first().fill('new board');
  await page.locator('dialog button[type=submit], [role=dialog] button[type=submit]').click();
  await page.getByText('The search is saved.').waitFor();
  await go(page, '#/search');
  await page.locator('.saved a', { hasText: 'new board' }).waitFor();
  assert.deepEqual(faults.splice(0), []);
});

test('a photograph: blurred, shown while held after a reason, blurred again', async () => {
  // What was decided before makes the page load again, and then it forgets what was revealed.
  await page.reload();
  await settled(page);
  await go(page, `#/networks/${ids.network}/photographs`);
  const photograph = page.locator('.photograph').first();
  assert.ok(await photograph.locator('img.blurred').evaluate((img) => (img.complete ? img.naturalWidth : new Promise((done) => img.addEventListener('load', () => done(img.naturalWidth))))) > 0);
  const hold = photograph.locator('button.main');
  await photograph.getByRole('button').first().click();
  await page.locator('dialog textarea, [role=dialog] textarea').fill('to compare the two adverts');
  await page.locator('dialog button[type=submit], [role=dialog] button[type=submit]').click();
  await hold.waitFor();
  await page.locator('dialog').waitFor({ state: 'detached' }); // its end moves the focus, and that lets go
  await hold.hover();
  await page.mouse.down();
  await photograph.locator('img.revealed').waitFor();
  assert.ok(await photograph.locator('img.revealed').evaluate(async (img) => (await img.decode(), img.naturalWidth)) > 64);
  await page.mouse.up();
  await photograph.locator('img.blurred').waitFor();
  assert.deepEqual(faults.splice(0), []);
});

test('a file is imported and linked; it can be stopped', async () => {
  const file = scratch('more.jsonl');
  writeFileSync(file, Array.from({ length: 40 }, (_, i) => JSON.stringify({ id: `n${i}`, source: 'newboard', body: `Seasonal work for a strong hand, call +44 7700 900${100 + (i % 4)} today, place ${i}`, posted_at: '2024-05-01' })).join('\n') + '\nnot json\n');
  await go(page, '#/import');
  await page.locator('#files').setInputFiles(file);
  await page.getByText('What was guessed').waitFor();
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await page.getByText('records read').waitFor({ timeout: 60000 });
  await page.getByRole('link', { name: /could not be read/ }).click();
  await page.locator('main .table tbody tr').first().waitFor();
  await page.getByText('new posts for').waitFor();
  await go(page, '#/search?q=source:newboard');
  await page.locator('.hit').first().waitFor();
  assert.deepEqual(faults.splice(0), []);
});
