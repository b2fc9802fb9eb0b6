// What people wrote and did, found again: labels as a facet and in searches, who revealed what; and
// the reasons of links in the reader's language.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, enter, give_reason, go, make_case, run, serve, settled, violations } from '../harness.mjs';

const dir = make_case(600, { images: true });
const { networks } = JSON.parse(run('networks', dir, '--json', '--limit', '3'));
const [first, second] = networks.map(({ id }) => id);
run('label', dir, first, 'urgent');
run('label', dir, first, 'with police');
run('label', dir, second, 'urgent');

let server, reader;
before(async () => {
  server = await serve(dir);
  reader = await enter(server);
});
after(() => server?.stop());

test('labels: a facet of leads and of a search, with counts, and a field of searches', async () => {
  const { page, faults, close } = await reader.open('#/leads');
  await page.getByRole('button', { name: /^urgent\W*2$/ }).click();
  await page.waitForFunction(() => location.hash.includes('label=urgent'));
  await page.waitForFunction(() => document.querySelectorAll('.lead-name a').length === 2);
  await page.getByRole('button', { name: /^with police\W*1$/ }).waitFor();
  await page.getByRole('button', { name: /^urgent\W*2$/ }).click();
  await page.waitForFunction(() => location.hash.includes('label=-urgent'));
  await page.waitForFunction((id) => ![...document.querySelectorAll('.lead-name a')].some((a) => a.textContent === id), first);
  const of = async (id) => (await ask(page, `/networks/${id}/posts?limit=1`)).total;
  const all = (await of(first)) + (await of(second));
  await go(page, '#/search?q=label:urgent');
  await page.locator('.hit').first().waitFor();
  assert.equal((await ask(page, '/search?q=label:urgent')).total, all);
  assert.equal((await ask(page, '/search?q=label:urgent%20-label:police')).total, await of(second));
  await page.locator('.term', { hasText: 'urgent' }).first().waitFor();
  await page.getByRole('button', { name: new RegExp(`^with police\\W*${await of(first)}$`) }).click();
  await page.waitForFunction(() => location.hash.includes('label=with'));
  await page.getByText(new RegExp(`^${await of(first)} posts?$`)).first().waitFor();
  // A label that is given later is found without a link.
  run('label', dir, second, 'police too');
  assert.equal((await ask(page, '/search?q=label:police')).total, all);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
  await close();
});

test('words of like spelling and close together are told as such', async () => {
  const { page, faults, close } = await reader.open();
  await go(page, `#/search?q=${encodeURIComponent('harvst~ "looking people"~9')}`);
  await page.locator('.term', { hasText: 'Spelled like' }).waitFor();
  await page.locator('.term', { hasText: /Close together, .?9.? between/ }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Words spelled like it').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('who revealed what, when and why', async () => {
  const { page, faults, close } = await reader.open();
  const { id } = (await ask(page, '/networks?limit=1&kind=image')).networks[0];
  await go(page, `#/networks/${id}/photographs`);
  await page.getByRole('button', { name: 'Reveal…' }).first().click();
  await page.getByRole('dialog').getByRole('textbox').fill('to compare the rooms');
  await page.getByRole('dialog').locator('button[type=submit]').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await go(page, '#/case');
  await page.getByText('Who looked at what').click();
  await page.getByRole('cell', { name: /I-[0-9a-f]+.*to compare the rooms/ }).waitFor();
  assert.deepEqual(await violations(page), []);
  const before = await ask(page, '/log?action=log');
  await page.getByRole('combobox', { name: 'Act', exact: true }).selectOption('search');
  await page.getByRole('cell', { name: /label:urgent/ }).first().waitFor();
  // To look at it stands in it.
  const { entries, total } = await ask(page, '/log?action=log');
  assert.ok(total > before.total && entries[0].seq > before.entries[0].seq);
  // What is noted meanwhile moves no page of the list.
  const everything = await ask(page, '/log?limit=5');
  const below = await ask(page, `/log?limit=5&after=${everything.next}`);
  assert.equal(below.entries[0].seq, everything.entries.at(-1).seq - 1);
  const all = (await ask(page, '/log?action=search,reveal')).entries.map(({ seq }) => seq);
  const newest = await ask(page, '/log?action=search,reveal&limit=2');
  const older = await ask(page, `/log?action=search,reveal&limit=2&after=${newest.next}`);
  assert.deepEqual([...newest.entries, ...older.entries].map(({ seq }) => seq), all.slice(0, 4));
  assert.deepEqual(faults, []);
  await close();
});

test('why two posts are linked, in every language and without a word of English', async () => {
  const { page, close } = await reader.open();
  const [pair] = (await ask(page, `/networks/${first}/links?limit=1&sort=weakest`)).links;
  await go(page, `#/why?a=${pair.a.id}&b=${pair.b.id}`);
  await page.getByRole('button', { name: 'Different operators' }).first().click();
  await give_reason(page, 'Another operator');
  await close();
  const explained = new Set();
  for (const language of ['en', 'fr', 'es', 'ar', 'ru', 'zh']) {
    const { page, faults, close } = await reader.open(`#/why?a=${pair.a.id}&b=${pair.b.id}`, { language });
    await page.locator('.ledger-table').waitFor();
    const text = await page.locator('.ledger').innerText();
    assert.doesNotMatch(text, /said\.|\{\w+\}/);
    if (language !== 'en') assert.doesNotMatch(text, /both are in|at most|decided|not weighed|estimated from|in common/i, language);
    explained.add(await page.locator('.against-list').innerText());
    await go(page, '#/review');
    await page.locator('.near-head, .empty').first().waitFor();
    const near = await page.locator('main').innerText();
    assert.doesNotMatch(near, /said\.|\{\w+\}/);
    if (language !== 'en') assert.doesNotMatch(near, /alike by wording|too little|below the threshold/i, language);
    if (language === 'ar') assert.deepEqual(await violations(page), []);
    assert.deepEqual(faults, []);
    await close();
  }
  assert.equal(explained.size, 6);
});
