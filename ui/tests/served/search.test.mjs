// What can be asked for in the box: each field says how it was understood, in the reader's words,
// and gives what the facet of the same name gives.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, enter, go, make_case, run, serve, violations } from '../harness.mjs';

const dir = make_case(600);
let server, reader;
before(async () => {
  server = await serve(dir);
  reader = await enter(server);
});
after(() => server?.stop());

const search = (page, q) => go(page, `#/search?q=${encodeURIComponent(q)}`);
const total = async (page, q, more = '') => (await ask(page, `/search?q=${encodeURIComponent(q)}${more}`)).total;

test('levels and indicators: a chip in words, the same posts as the facet', async () => {
  const { page, faults, close } = await reader.open();
  const { facets } = await ask(page, '/search?q=-xyzzyx');
  const { what } = facets.indicator[0];
  const { indicators } = await ask(page, '/indicators');
  const label = indicators.find(({ id }) => id === what).label.en;
  await search(page, `level:<=low -level:none indicator:${what.toLowerCase()}`);
  await page.locator('.term', { hasText: /^Level\W*≤ low$/ }).waitFor();
  await page.locator('.term.negated', { hasText: /none$/ }).waitFor();
  await page.locator('.term', { hasText: label }).waitFor();
  assert.equal(await total(page, `indicator:${what}`), await total(page, '-xyzzyx', `&indicator=${what}`));
  await search(page, 'indicator:CO-99');
  await page.locator('.failure', { hasText: 'the nearest is CO-09' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('level:>=medium').waitFor();
  assert.deepEqual(await violations(page), []);
  assert.ok(faults.length === 1 && /status of 400 .*indicator%3ACO-99/.test(faults[0]), `${faults}`);
  await close();
});

test('prices: ranges that fit the case, taken in and left out, and the field that says the same', async () => {
  const { page, faults, close } = await reader.open();
  const { total: all, facets } = await ask(page, '/search?q=-xyzzyx');
  const [first, second] = facets.price;
  await go(page, '#/search?q=-xyzzyx');
  const facet = page.locator('fieldset.facet', { has: page.getByText('Price', { exact: true }) });
  const values = facet.locator('.facet-value');
  await values.nth(0).click();
  await page.waitForFunction(() => /price=[^&]/.test(location.hash));
  await page.getByText(new RegExp(`^${first.count} posts$`)).first().waitFor();
  await values.nth(1).click();
  await page.waitForFunction(() => /price=[^&]+(,|%2C)/.test(location.hash));
  const both = await total(page, `price:${first.what} OR price:${second.what}`);
  await page.getByText(new RegExp(`^${both} posts$`)).first().waitFor();
  await values.nth(1).click();
  await values.nth(0).click();
  await page.waitForFunction((what) => decodeURIComponent(location.hash).includes(`price=-${what},-`), first.what);
  assert.equal(await total(page, `-price:${first.what} -price:${second.what}`), all - both);
  await search(page, 'price:5..1250.50EUR -price:..7XXX');
  await page.locator('.term', { hasText: /^Price\W*5 – 1,250.5 EUR$/ }).waitFor();
  await page.locator('.term.negated', { hasText: '≤ 7 currency not stated' }).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
  await close();
});

test('marks within a word: told as such, refused where they are too broad, found by the snippet', async () => {
  const { page, faults, close } = await reader.open();
  await search(page, 'exp*ce title:dri?er');
  await page.locator('.term', { hasText: /^Words like\W*exp\*ce$/ }).waitFor();
  await page.locator('.term', { hasText: /^Title\W*dri\?er$/ }).waitFor();
  assert.equal(await total(page, 'exp*ence'), await total(page, 'experience'));
  await search(page, 'exp*ence');
  await page.locator('.snippet', { hasText: /exp.*ence/i }).first().waitFor();
  await search(page, 'e*e');
  await page.locator('.failure', { hasText: 'too broad' }).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.ok(faults.length === 1 && /status of 400 /.test(faults[0]), `${faults}`);
  await close();
});

test('a case that was not read for indicators says so, and only where they are asked for', async () => {
  rmSync(join(dir, 'derived', 'indicators.mbun'));
  const { page, faults, close } = await reader.open();
  await search(page, 'level:high');
  await page.getByRole('note').filter({ hasText: 'not been read for indicators' }).waitFor();
  await search(page, 'job');
  await page.locator('.hit').first().waitFor();
  assert.equal(await page.getByRole('note').count(), 0);
  await go(page, '#/search?q=job&level=high');
  await page.getByRole('note').filter({ hasText: 'not been read for indicators' }).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
  run('link', dir);
  await close();
});
