// From an empty case to a report: once with the mouse, once with the keyboard alone; and what
// happens when a page is reloaded, the server stops, or two tabs decide on the same thing.
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { empty_case, go, make_case, open, scratch, serve, settled } from '../harness.mjs';

let made;
let server;
before(async () => {
  made = make_case();
  server = await serve(made);
});
after(() => server?.close());

const text = (page, selector) => page.locator(selector).innerText();
const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('aria-label') || document.activeElement?.tagName);

// Tab until what has the focus says `wanted`.
async function tab_to(page, wanted, most = 80) {
  for (let i = 0; i < most; ++i) {
    if (wanted.test(await focused(page))) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no ${wanted} within ${most} tabs`);
}

test('an empty case, a file, its columns, its networks', async () => {
  const fresh = await serve(empty_case());
  const { page, faults, close } = await open(fresh.url);
  await page.getByRole('link', { name: 'Import posts' }).click();
  const file = scratch('ads.jsonl');
  copyFileSync(made.world, file);
  await page.locator('#files').setInputFiles(file);
  await page.getByText('What was guessed').waitFor();
  assert.equal(await page.getByLabel('Field for the column').nth(0).inputValue(), 'id');
  // A mapping that is changed survives a reload in the middle.
  await page.locator('select[aria-label*=price]').selectOption('');
  await page.reload();
  await page.getByText('What was guessed').waitFor();
  assert.equal(await page.locator('select[aria-label*=price]').inputValue(), '');
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await page.getByText('records read').waitFor({ timeout: 60000 });
  await page.getByRole('link', { name: 'To the leads' }).click();
  await page.locator('.lead-name a').first().waitFor();
  assert.match(await text(page, '.lede'), /networks; [\d,]+ of [\d,]+ posts are in one/);
  assert.deepEqual(faults, []);
  await close();
  fresh.close();
});

test('by mouse: search, dossier, evidence, decision, undo, report', async () => {
  const { page, faults, close } = await open(server.url);
  await page.locator('.lead-name a').first().waitFor();
  await page.getByRole('button', { name: /^France/ }).click();
  await page.waitForFunction(() => location.hash.includes('country=FR'));
  await go(page, '#/leads');
  const first = await page.locator('.lead-name a').nth(1).innerText();
  await page.locator('.lead-name a').nth(1).click();
  await page.getByText('What would break it').waitFor();
  await page.getByRole('link', { name: 'Why linked?' }).first().click();
  await page.getByText('passes the threshold').first().waitFor();
  assert.match(await text(page, '.ledger-table tfoot'), /Before any evidence/);
  await page.getByRole('button', { name: 'Different operators' }).click();
  await page.getByRole('button', { name: 'Another operator' }).click();
  await page.getByRole('button', { name: 'Keep the decision' }).click();
  await page.getByText('A person decided:').waitFor();
  // The opposite runs into it, and says so before anything is kept.
  await page.getByRole('button', { name: 'Same operator' }).click();
  await page.getByRole('button', { name: 'The same contact' }).click();
  await page.getByRole('button', { name: 'Keep the decision' }).click();
  await page.getByText('This runs into an earlier decision').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: /^Undo/ }).first().click();
  await page.waitForFunction(() => !document.body.textContent.includes('A person decided:'));
  await go(page, `#/networks/${first}/report`);
  const frame = page.frameLocator('iframe');
  await frame.getByText('Evidence annex').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('by keyboard alone: search, open, triage, decide, undo', async () => {
  const { page, faults, close } = await open(server.url);
  await page.locator('.lead-name a').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  assert.equal(await page.locator('.lead.current').getAttribute('aria-rowindex'), '3');
  await page.keyboard.press('y');
  await page.locator('.lead .state-in_review').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('job');
  await page.keyboard.press('Enter');
  await page.locator('.hit').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.startsWith('#/posts/'));
  await settled(page);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByText('What both have').waitFor();
  await page.keyboard.press('n');
  await page.getByRole('dialog').waitFor();
  await tab_to(page, /^Another operator$/);
  await page.keyboard.press('Enter');
  await tab_to(page, /^Keep the decision$/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !document.querySelector('dialog'));
  await page.keyboard.press('Control+z');
  await page.getByText(/^Undone: /).first().waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Help and keys').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog'));
  // The graph goes from node to node with the arrows.
  await go(page, '#/networks/N-2/graph');
  await page.locator('canvas.graph').focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => location.hash.includes('focus='));
  assert.deepEqual(faults, []);
  await close();
});

test('far down a list, a decision keeps the place', async () => {
  const { page, faults, close } = await open(server.url);
  await page.locator('.lead-name a').first().waitFor();
  for (let i = 0; i < 130; ++i) {
    await page.keyboard.press('j');
    if (i === 95) await page.waitForFunction(() => document.querySelectorAll('.lead').length > 5 && document.querySelector('[aria-rowindex="105"]'), null, { timeout: 20000 });
  }
  const at = await page.locator('.lead.current').getAttribute('aria-rowindex');
  assert.equal(at, '132');
  const name = await text(page, '.lead.current .lead-name a');
  await page.keyboard.press('y');
  await page.locator('.message', { hasText: name }).waitFor();
  await page.locator('.lead[aria-rowindex="132"] .state-in_review').waitFor();
  // The cursor has gone on by one, and the row that was decided on is still above it.
  assert.equal(await page.locator('.lead.current').getAttribute('aria-rowindex'), '133');
  assert.deepEqual(faults, []);
  await close();
});

test('single-letter keys can be switched off', async () => {
  const { page, close } = await open(server.url, { settings: { keys: false } });
  await page.locator('.lead-name a').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  assert.equal(await page.locator('.lead.current').getAttribute('aria-rowindex'), '2');
  assert.equal(await page.locator('dialog').count(), 0);
  await close();
});

test('a reload in the middle keeps the state of the graph, the brush and the facets', async () => {
  const { page, faults, close } = await open(server.url, { hash: '#/networks/N-2/graph' });
  await page.locator('canvas.graph').waitFor();
  await page.locator('.legend button').first().click();
  await page.locator('canvas.graph').focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => location.hash.includes('without=') && location.hash.includes('focus='));
  const before_reload = [await page.evaluate(() => location.hash), await text(page, '.focus-name')];
  await page.reload();
  await page.locator('.focus-name').waitFor();
  assert.deepEqual([await page.evaluate(() => location.hash), await text(page, '.focus-name')], before_reload);
  await go(page, '#/networks/N-2/time?from=2024-09-10&to=2024-09-20');
  const shown = await text(page, '.time-part > p[role=status]');
  await page.reload();
  await page.locator('.time-part > p[role=status]').waitFor();
  assert.equal(await text(page, '.time-part > p[role=status]'), shown);
  assert.deepEqual(faults, []);
  await close();
});

test('two tabs on the same thing: the second is told', async () => {
  const one = await open(server.url, { hash: '#/networks/N-3' });
  const two = await open(server.url, { hash: '#/networks/N-3' });
  await one.page.getByRole('button', { name: /^Close/ }).waitFor();
  await two.page.getByRole('button', { name: /^Close/ }).click();
  await two.page.getByRole('button', { name: 'An ordinary business' }).click();
  await two.page.getByRole('button', { name: 'Keep the decision' }).click();
  // The first tab follows by itself.
  await one.page.locator('.page-head .state-closed').waitFor();
  assert.deepEqual([...one.faults, ...two.faults], []);
  await one.close();
  await two.close();
});

test('a stopped server: the page says so, and goes on when it is back', async () => {
  const other = await serve(made);
  const port = Number(new URL(other.url).port);
  const { page, close } = await open(other.url);
  await page.locator('.lead-name a').first().waitFor();
  other.close();
  await page.locator('.offline').waitFor({ timeout: 20000 });
  const { start } = await import('../../dev/server.mjs');
  const { build_page } = await import('../harness.mjs');
  const back = await start({ ...made, program: other.server.cli.program, port, built: build_page() });
  await page.waitForFunction(() => !document.querySelector('.offline'), null, { timeout: 20000 });
  await go(page, '#/case');
  await page.getByText('What signals are worth here').waitFor();
  await close();
  back.close();
});

test('a photograph is blurred until a reason is given and the button is held', async () => {
  const { page, faults, close } = await open(server.url, { hash: '#/networks/N-2/photographs' });
  const frame = page.locator('.photograph').first();
  await frame.locator('img.blurred').waitFor();
  await frame.getByRole('button', { name: 'Reveal…' }).click();
  assert.equal(await page.getByRole('button', { name: 'Allow a look' }).isDisabled(), true);
  await page.getByRole('dialog').locator('textarea').fill('to compare with the other advert');
  await page.getByRole('button', { name: 'Allow a look' }).click();
  await page.waitForFunction(() => !document.querySelector('dialog'));
  assert.equal(await frame.locator('img.revealed').count(), 0);
  const hold = frame.getByRole('button', { name: 'Hold to look' });
  await hold.hover();
  await page.mouse.down();
  await frame.locator('img.revealed').waitFor();
  await page.mouse.up();
  await frame.locator('img.blurred').waitFor();
  await hold.focus();
  await page.keyboard.down('Space');
  await frame.locator('img.revealed').waitFor();
  await page.evaluate(() => dispatchEvent(new Event('blur')));
  await frame.locator('img.blurred').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('a table with a bad row: set aside, counted, to be downloaded', async () => {
  const file = scratch('bad.jsonl');
  writeFileSync(file, '{"id":"1","body":"help in the garden"}\n{"id":"2","body":broken\n');
  const fresh = await serve({ dir: scratch('bad-case') });
  const { page, faults, close } = await open(fresh.url, { hash: '#/import' });
  await page.locator('#files').setInputFiles(file);
  await page.getByText('What was guessed').waitFor();
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await page.getByText('records read').waitFor({ timeout: 60000 });
  await go(page, '#/quarantine?import=1');
  await page.locator('.screen').waitFor();
  await page.locator('main tbody tr').waitFor();
  assert.equal(await page.locator('main tbody td').nth(1).innerText(), '2');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download these rows' }).click()]);
  assert.ok(readFileSync(await download.path(), 'utf8').includes('broken'));
  // The import is taken back.
  await go(page, '#/case');
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.locator('tr.undone').waitFor();
  assert.deepEqual(faults, []);
  await close();
  fresh.close();
});

test('masked terms are dots until one is pressed', async () => {
  const { page, faults, close } = await open(server.url, { hash: '#/search?q=job', settings: { mask: true, masked: 'job\nhelp' } });
  await page.locator('.hit .masked').first().waitFor();
  assert.doesNotMatch(await text(page, '.hit >> nth=0'), /job/i);
  await page.locator('.hit .post-title').first().click();
  const term = page.locator('.post-text button.masked').first();
  await term.waitFor();
  const masked = await page.locator('.post-text button.masked').count();
  await term.click();
  assert.equal(await page.locator('.post-text button.masked').count(), masked - 1);
  assert.deepEqual(faults, []);
  await close();
});
