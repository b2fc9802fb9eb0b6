// What a case is kept for and how long, on the page: purpose, clock, hold, and purging what is due, an
// import or one post.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ask, enter, go, is_idle, run, scratch, serve, until, violations } from '../harness.mjs';

const dir = scratch('case');
const lines = (names) => names.map((name) => JSON.stringify({ id: name, source: 'board', body: `Canary ${name}, a room by the sea, call +1 775 555 0102` })).join('\n');
let server, reader, page, tab;
before(async () => {
  writeFileSync(scratch('one.jsonl'), lines(['apple', 'birch', 'cedar']));
  writeFileSync(scratch('two.jsonl'), lines(['daisy', 'elder']));
  run('import', dir, scratch('one.jsonl'));
  run('import', dir, scratch('two.jsonl'));
  run('link', dir);
  server = await serve(dir);
  reader = await enter(server);
  tab = await reader.open('#/case');
  page = tab.page;
});
after(() => server?.stop());

const dialog = () => page.locator('dialog');
const button = (name) => dialog().getByRole('button', { name, exact: true });
const status = () => ask(page, '/case');

test('purpose and legal basis are stated and shown', async () => {
  await page.getByRole('button', { name: 'State the purpose' }).click();
  await dialog().getByLabel('Purpose').fill('inquiry 12/2026');
  await dialog().getByLabel('Legal basis').fill('order of the court');
  assert.deepEqual(await violations(page), []);
  await button('Save').click();
  await page.getByText('inquiry 12/2026 (').waitFor();
  assert.equal((await status()).legal_basis.text, 'order of the court');
});

test('a clock and a hold of one import; what is on hold is not purged', async () => {
  await page.getByRole('row', { name: /two\.jsonl/ }).getByRole('button', { name: 'Clock, hold, purge' }).click();
  await dialog().getByLabel('Days from an import until it is due').fill('30');
  await button('Set the clock').click();
  await until(async () => (await status()).retention[1].days === 30);
  assert.equal((await status()).retention[0].days, 0);
  await dialog().getByLabel('Reason').fill('trial of 12 January');
  await button('Put on hold').click();
  await dialog().getByText('trial of 12 January').waitFor();
  assert.deepEqual(await violations(page), []);
  await button('See what would go').click();
  await page.getByText(/is on hold since/).first().waitFor();
  await dialog().getByLabel('Reason').fill('the judgment is final');
  await button('End the hold').click();
  await until(async () => !(await status()).retention[1].held);
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await page.getByText(/Import .*#2.* is due on/).waitFor();
  assert.deepEqual(tab.faults.splice(0), []);
});

test('nothing is due; a post goes when its person asks, with a reason', async () => {
  await page.getByRole('button', { name: 'Clock, hold, purge' }).first().click();
  await button('See what would go').click();
  await dialog().getByText('Nothing is due.').waitFor();
  await page.keyboard.press('Escape');
  const { posts } = await ask(page, '/search?q=daisy&limit=1');
  await go(page, `#/posts/${posts[0].id}`);
  await page.getByRole('button', { name: 'Purge', exact: true }).click();
  await button('See what would go').click();
  await dialog().getByText('board:daisy').waitFor();
  assert.ok(await button('Purge for good').isDisabled());
  await dialog().getByLabel('Reason').fill('asked for by the person');
  assert.deepEqual(await violations(page), []);
  await button('Purge for good').click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('Purged. Link again to see what is left.').waitFor();
  run('link', dir);
  await until(async () => is_idle(await status()) && (await status()).posts === 4);
  assert.equal((await ask(page, '/search?q=daisy')).total, 0);
  tab.faults.splice(0); // the post's screen is asked for once more, and is gone
});

test('an import is purged, and is gone from every file of the case', async () => {
  await go(page, '#/case');
  await page.getByRole('row', { name: /one\.jsonl/ }).getByRole('button', { name: 'Clock, hold, purge' }).click();
  await button('See what would go').click();
  await dialog().getByText('Copies of the case').waitFor();
  await dialog().getByLabel('Reason').last().fill('retention');
  await button('Purge for good').click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /one\.jsonl/ }).getByText('purged').waitFor();
  assert.deepEqual((await status()).imports.map((one) => Boolean(one.purged)), [true, false]);
  run('verify', dir); // fails if anything is left behind, or damaged
  run('link', dir);
  await until(async () => is_idle(await status()) && (await status()).posts === 1);
  assert.equal((await ask(page, '/search?q=apple')).total, 0);
  assert.equal((await ask(page, '/search?q=elder')).total, 1);
  assert.deepEqual(tab.faults.splice(0), []);
});
