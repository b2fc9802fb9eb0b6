// Each screen with what it must show, through axe, in both directions and both themes: no
// violation, no error on the console, no request to another host. Photographs, masked terms and
// the keys that can be switched off.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { texts_of } from '../../tools/check.mjs';
import { ask, enter, go, make_case, serve, settled, violations } from '../harness.mjs';

const keys = new Set(Object.keys(texts_of('en')));

let server, reader, page, tab, ids;

before(async () => {
  server = await serve(make_case(800, { images: true }));
  reader = await enter(server);
  tab = await reader.open('#/leads');
  page = tab.page;
  for (const { id } of (await ask(page, '/networks?limit=20')).networks) {
    const shown = await ask(page, `/show/${id}`);
    if (!shown.weakest || !shown.pictures.length || !shown.templates.length || !shown.selectors.length) continue;
    ids = { network: id, post: shown.weakest.a.id, other: shown.weakest.b.id, selector: shown.selectors[0].id, wording: shown.templates[0].id, picture: shown.pictures[0].id };
    break;
  }
  assert.ok(ids, 'no network of the made-up world has all that the screens show');
});
after(() => server?.stop());

const screens = () => [
  ['#/leads', '.lead-name a'], ['#/search', '.examples'], ['#/search?q=job', '.hit'], [`#/networks/${ids.network}`, '.holds li'],
  [`#/networks/${ids.network}/graph`, 'canvas.graph'], [`#/networks/${ids.network}/graph?view=table`, '.table tbody tr'], [`#/networks/${ids.network}/time`, '.strips svg'],
  [`#/networks/${ids.network}/wordings`, 'main'], [`#/networks/${ids.network}/photographs`, '.photograph img'], [`#/networks/${ids.network}/selectors`, '.table tbody tr'],
  [`#/networks/${ids.network}/links`, '.ledger-side .ledger-table'], [`#/networks/${ids.network}/posts`, '.post-row a'], [`#/networks/${ids.network}/notes`, 'main form'], [`#/networks/${ids.network}/history`, 'main'],
  [`#/networks/${ids.network}/report`, 'iframe.report-frame'], [`#/posts/${ids.post}`, '.post-text'], [`#/selectors/${ids.selector}`, '.post-line'], [`#/wordings/${ids.wording}`, 'main a'], [`#/why?a=${ids.post}&b=${ids.other}`, '.ledger-table'],
  ['#/review', 'main'], ['#/case', '.file-line'], ['#/import', '.drop'], ['#/history', 'main'], ['#/requests', 'main'], ['#/quarantine', 'main'], ['#/settings', 'main'], ['#/nowhere', '.empty'],
];

for (const [language, dir] of [['en', 'ltr'], ['ar', 'rtl']])
  for (const theme of ['light', 'dark'])
    test(`every screen, axe: ${dir}, ${theme}`, async () => {
      await page.evaluate((text) => localStorage.setItem('maillon.settings', text), JSON.stringify({ language, theme }));
      await page.reload();
      await settled(page);
      assert.equal(await page.evaluate(() => document.documentElement.dir), dir);
      const found = [];
      for (const [hash, wanted] of screens()) {
        await go(page, hash);
        await page.locator(wanted).first().waitFor();
        for (const violation of await violations(page)) found.push(`${hash} ${violation}`);
        // A text that is not there shows its name, or its place: see build.mjs.
        for (const word of (await page.locator('body').innerText()).split(/\s+/)) if (keys.has(word) || /^~\d+$/.test(word)) found.push(`${hash} lacks the text ${word}`);
        if (await page.locator('main [role=alert]').count()) found.push(`${hash} says: ${await page.locator('main [role=alert]').first().innerText()}`);
      }
      assert.deepEqual(found, []);
      assert.deepEqual(tab.faults.splice(0), []);
    });

test('high contrast: marks are seen, and what is drawn is drawn in the system\'s colours', async () => {
  await page.emulateMedia({ forcedColors: 'active' });
  await go(page, `#/posts/${ids.post}`);
  await page.locator('.post-text mark').first().waitFor();
  const colours = (query) => page.evaluate((wanted) => {
    const { color, backgroundColor } = getComputedStyle(document.querySelector(wanted));
    return { color, backgroundColor };
  }, query);
  const [mark, text] = [await colours('.post-text mark'), await colours('.post-text')];
  assert.notEqual(mark.backgroundColor, text.backgroundColor);
  assert.notEqual(mark.backgroundColor, mark.color);
  await go(page, `#/networks/${ids.network}/time`);
  await page.locator('.map .land').first().waitFor();
  const drawn = await page.evaluate(() => {
    const system = document.createElement('i');
    document.body.append(system);
    system.style.color = 'GrayText';
    const found = [getComputedStyle(document.querySelector('.map .land')).stroke, getComputedStyle(system).color];
    system.remove();
    return found;
  });
  assert.equal(drawn[0], drawn[1]);
  await page.emulateMedia({ forcedColors: 'none' });
});

test('dialogs through axe, in the dark and right to left', async () => {
  const found = [];
  const look = async (hash, open) => {
    await go(page, hash);
    await open();
    await page.locator('dialog[open]').waitFor();
    for (const violation of await violations(page)) found.push(`${hash} ${violation}`);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  };
  await look(`#/networks/${ids.network}`, () => page.keyboard.press('n'));
  await look(`#/networks/${ids.network}/selectors`, () => page.locator('.acts button').first().click());
  await look(`#/networks/${ids.network}/photographs`, () => page.locator('.photograph button').first().click());
  await look('#/leads', () => page.keyboard.press('?'));
  await look('#/search?q=job', () => page.locator('.page-head .actions button').first().click());
  assert.deepEqual(found, []);
  assert.deepEqual(tab.faults.splice(0), []);
});

test('a photograph: blurred, shown while held after a reason, blurred again', async () => {
  const { page, faults, close } = await reader.open(`#/networks/${ids.network}/photographs`);
  const photograph = page.locator('.photograph').first();
  assert.ok(await photograph.locator('img.blurred').evaluate((img) => (img.complete ? img.naturalWidth : new Promise((done) => img.addEventListener('load', () => done(img.naturalWidth))))) > 0);
  await photograph.getByRole('button', { name: 'Reveal…' }).click();
  assert.equal(await page.getByRole('button', { name: 'Allow a look' }).isDisabled(), true);
  await page.locator('dialog textarea').fill('to compare the two adverts');
  await page.getByRole('button', { name: 'Allow a look' }).click();
  await page.locator('dialog').waitFor({ state: 'detached' }); // its end moves the focus, and that lets go
  assert.equal(await photograph.locator('img.revealed').count(), 0);
  const hold = photograph.getByRole('button', { name: 'Hold to look' });
  await hold.hover();
  await page.mouse.down();
  await photograph.locator('img.revealed').waitFor();
  assert.ok(await photograph.locator('img.revealed').evaluate(async (img) => (await img.decode(), img.naturalWidth)) > 64);
  await page.mouse.up();
  await photograph.locator('img.blurred').waitFor();
  await hold.focus();
  await page.keyboard.down('Space');
  await photograph.locator('img.revealed').waitFor();
  await page.evaluate(() => dispatchEvent(new Event('blur')));
  await photograph.locator('img.blurred').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('a masked term stands on no screen, in no graph and in no picture of one', async () => {
  const { templates } = await ask(page, `/show/${ids.network}`);
  const word = templates[0].text.split('\n').find((line) => line.trim()).match(/\p{L}{4,}/u)[0];
  const { page: tab, faults, close } = await reader.open(`#/wordings/${templates[0].id}`, { mask: true, masked: word });
  await tab.locator('h1', { hasText: '••' }).waitFor();
  const found = [];
  for (const [hash, wanted] of screens()) {
    await go(tab, hash);
    await tab.locator(wanted).first().waitFor();
    if ((await tab.locator('main').innerText()).toLowerCase().includes(word.toLowerCase())) found.push(hash);
    if (wanted !== 'canvas.graph') continue;
    const labels = await tab.evaluate(() => globalThis.graph_view.scene.nodes.map((node) => node.label).join('\n'));
    assert.match(labels, /••/);
    assert.ok(!labels.toLowerCase().includes(word.toLowerCase()));
  }
  assert.deepEqual(found, []);
  assert.deepEqual(faults, []);
  await close();
});

test('masked terms are dots until one is pressed', async () => {
  const { page, faults, close } = await reader.open('#/search?q=job', { mask: true, masked: 'job\nhelp' });
  await page.locator('.hit', { hasText: '••' }).first().waitFor();
  assert.doesNotMatch(await page.locator('.hit').first().innerText(), /job/i);
  await page.locator('.hit', { has: page.locator('.snippet', { hasText: '••' }) }).first().locator('.post-title').click();
  const term = page.locator('.post-text button.masked').first();
  await term.waitFor();
  const masked = await page.locator('.post-text button.masked').count();
  await term.click();
  assert.equal(await page.locator('.post-text button.masked').count(), masked - 1);
  assert.deepEqual(faults, []);
  await close();
});

test('single-letter keys can be switched off', async () => {
  const { page, faults, close } = await reader.open('#/leads', { keys: false });
  await page.locator('.lead-name a').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  assert.equal(await page.locator('.lead.current').getAttribute('aria-rowindex'), '2');
  assert.equal(await page.locator('dialog').count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

test('the route is one: in the facts and beside the map; a place of it leads to its posts', async () => {
  await page.evaluate((text) => localStorage.setItem('maillon.settings', text), JSON.stringify({ language: 'en', theme: 'light' }));
  const { networks } = await ask(page, '/networks?limit=20');
  let most = null;
  for (const { id } of networks) {
    const shown = await ask(page, `/show/${id}`);
    if (!most || shown.route.length > most.route.length) most = { id, route: shown.route };
  }
  assert.ok(most.route.length > 3);
  await go(page, `#/networks/${most.id}/time`);
  await page.reload();
  const rows = page.locator('.route-table tbody tr');
  await rows.first().waitFor();
  assert.equal(await rows.count(), most.route.length);
  const [{ city, country }] = most.route;
  await rows.first().getByRole('button').click();
  await page.getByRole('link', { name: 'Show these posts' }).click();
  await page.locator('.hit').first().waitFor();
  const { total } = await ask(page, `/search?q=${encodeURIComponent(`network:${most.id} city:"${city}" country:${country}`)}`);
  await page.getByText(`${total} posts`).first().waitFor();
  assert.deepEqual(tab.faults.splice(0), []);
});
