// Each value of a dossier leads to the posts that it comes from, as many as it counts, and is marked
// in them; two posts of a wording side by side, with its slots and in Latin letters.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, enter, go, make_case, run, serve, violations } from '../harness.mjs';

const dir = make_case(1500);
const { networks } = JSON.parse(run('networks', dir, '--json', '--limit', '30'));
const shown = networks.map(({ id }) => JSON.parse(run('show', dir, id, '--json')));
const network = shown.find((of) => of.names.length && of.prices.length && of.route.length && of.templates.length);
// One whose wording is not in Latin letters.
const foreign = shown.find((of) => of.templates.length && /[\u0400-\u04ff\u0600-\u06ff\u4e00-\u9fff]/.test(of.templates[0].text));
assert.ok(network && foreign, 'no such networks in the made-up world');

let server, reader;
before(async () => {
  server = await serve(dir);
  reader = await enter(server);
});
after(() => server?.stop());

// What a link to a search promises, and what it gives.
async function check_counts(page, links) {
  const found = await links.evaluateAll((all) => all.map((a) => [a.getAttribute('href'), Number((a.querySelector('.count') ?? a).textContent.replaceAll(',', ''))]));
  assert.ok(found.length > 0);
  for (const [href, count] of found) assert.equal((await ask(page, `/search${href.slice(href.indexOf('?'))}&limit=1`)).total, count, href);
  return found.length;
}

test('values of a dossier lead to their posts, as many as it counts', async () => {
  const { page, faults, close } = await reader.open();
  await go(page, `#/networks/${network.id}`);
  assert.ok((await check_counts(page, page.locator('.tallies a'))) > 3);
  await check_counts(page, page.locator('td.number a[href^="#/search"]'));
  await page.locator('.tallies a', { hasText: network.names[0].what }).click();
  await page.locator('.hit').first().waitFor();
  assert.deepEqual(await violations(page), []);
  await page.locator('.hit .post-title').first().click();
  // The field is named, with what it was read from.
  await page.locator('.facts .asked', { hasText: network.names[0].what }).waitFor();
  await page.locator('.facts dd', { hasText: /column.*author/ }).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
  await close();
});

test('an indicator leads to the posts that show it', async () => {
  const { page, faults, close } = await reader.open();
  const of = shown.find((one) => one.signs?.seen.length);
  await go(page, `#/networks/${of.id}`);
  await page.locator('.found details summary').first().click();
  const href = await page.locator('.found details a').first().getAttribute('href');
  assert.equal((await ask(page, `/search${href.slice(href.indexOf('?'))}&limit=1`)).total, of.signs.seen[0].posts);
  assert.deepEqual(faults, []);
  await close();
});

test('what stands in a slot leads to its posts, where it is marked', async () => {
  const { page, faults, close } = await reader.open();
  await go(page, `#/networks/${network.id}/wordings`);
  const value = page.locator('.slot-value').first();
  await value.waitFor();
  const what = (await value.locator('bdi').textContent()).trim();
  const count = Number((await value.locator('.count').innerText()).replaceAll(',', ''));
  await value.click();
  const posts = page.locator('.post-line .post-title[href*="mark="]');
  await posts.first().waitFor();
  assert.equal(await posts.count(), count);
  assert.deepEqual(await violations(page), []);
  await posts.first().click();
  assert.equal((await page.locator('mark.kind-asked').first().textContent()).trim(), what);
  assert.deepEqual(faults, []);
  await close();
});

test('side by side: slots in place, and Latin letters that say they are a machine\'s', async () => {
  const { page, faults, close } = await reader.open();
  await go(page, `#/networks/${foreign.id}/wordings`);
  await page.locator('.difference .slot').first().waitFor();
  const number = await page.locator('.difference .slot .slot-number').first().innerText();
  assert.match(number, /^\d+$/);
  assert.equal(await page.locator('.latin').count(), 0);
  await page.getByLabel('Show in Latin letters').check();
  await page.locator('.latin').first().waitFor();
  await page.getByText('Transliterated by a machine').first().waitFor();
  const letters = await page.locator('.latin').first().innerText();
  assert.doesNotMatch(letters, /[\u0400-\u04ff\u0600-\u064a\u4e00-\u9fff]/);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
  await close();
});
