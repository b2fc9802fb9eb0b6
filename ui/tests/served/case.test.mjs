// What the command line can do with a whole case, done on the page: labels and notes anywhere, a
// link by other choices, a learned order, a check of every byte, files for other programs.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ask, enter, go, is_idle, run, scratch, serve, settled, until, violations } from '../harness.mjs';

// 40 pairs of posts of one phone each; the words of the even ones differ from those of the odd.
function pairs() {
  const cues = ['passport advance agent debt lodging abroad fee photos', 'pension union contract holiday interview reference office training'].map((line) => line.split(' '));
  const syllables = 'bam lor mit tan kef rus nod vil dur shum pin gor'.split(' ');
  let seed = 7;
  const dice = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const word = () => [0, 0, 0].map(() => syllables[dice(syllables.length)]).join('');
  return Array.from({ length: 80 }, (_, i) => {
    const n = i >> 1;
    const own = Array.from({ length: 6 }, word);
    const four = Array.from({ length: 4 }, (_, k) => cues[n % 2][(dice(2) + 2 * k) % 8]);
    return JSON.stringify({ id: `${n}-${i % 2}`, source: 'board', city: n % 2 ? 'Lyon' : 'Leeds', posted_at: `2026-0${1 + (n % 3)}-0${1 + (n % 9)}`, price: `${100 + n} EUR`, body: `${own.slice(0, 3).join(' ')} ${four.join(' ')} ${own.slice(3).join(' ')} call +1 775 555 01${String(n).padStart(2, '0')}` });
  }).join('\n');
}

const dir = scratch('case');
let server, reader, page, tab;
before(async () => {
  writeFileSync(scratch('pairs.jsonl'), pairs());
  run('import', dir, scratch('pairs.jsonl'));
  run('link', dir);
  server = await serve(dir);
  reader = await enter(server);
  tab = await reader.open('#/leads');
  page = tab.page;
});
after(() => server?.stop());

const send = (path, body) => page.evaluate(async ([to, what]) => (await fetch('/api' + to, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(what) })).json(), [path, body]);
const job_done = (kind) => until(async () => {
  const { job } = await ask(page, '/case');
  return job?.kind === kind && job.state === 'done';
});

test('labels and notes on a post, a selector and a wording; a label is taken away', async () => {
  const { posts } = await ask(page, '/search?q=training&limit=1');
  const { selectors } = await ask(page, `/show/${posts[0].id}`);
  for (const hash of [`#/posts/${posts[0].id}`, `#/selectors/${selectors[0].id}`]) {
    await go(page, hash);
    await page.getByRole('button', { name: 'Label', exact: true }).click();
    await page.locator('dialog input').fill('to ask about');
    await page.getByRole('button', { name: 'Keep the decision' }).click();
    await page.locator('main .label', { hasText: 'to ask about' }).waitFor();
    await page.locator('main .notes textarea').fill('# Seen\n1. *twice*\n2. in Leeds\n\n> quoted\n\n| who | when |\n|---|---|\n| [her page](https://away.example/x) | May |');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await page.locator('.note-card ol em', { hasText: 'twice' }).waitFor();
    await page.locator('.note-card blockquote', { hasText: 'quoted' }).waitFor();
    // An address is text: no click leads anywhere.
    await page.locator('.note-card th[scope=col] + th').waitFor();
    await page.locator('.note-card td code', { hasText: 'https://away.example/x' }).waitFor();
    assert.equal(await page.locator('.note-card a[href*="away"]').count(), 0);
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: /Take the label .*to ask about.* away/ }).click();
    await page.locator('main .label').waitFor({ state: 'detached' });
  }
  assert.deepEqual(tab.faults.splice(0), []);
});

test('a link by other choices is kept with the case', async () => {
  await go(page, '#/case');
  await page.getByText('Link by other choices').click();
  await page.getByLabel('Country of phones in national form').selectOption('FR');
  await page.getByLabel('Photographs', { exact: true }).uncheck();
  await page.locator('main').getByRole('button', { name: 'Link now' }).first().click();
  await job_done('link');
  await until(async () => is_idle(await ask(page, '/case')));
  const { terms } = await ask(page, '/search?q=0612345678');
  assert.equal(terms[0].value, '+33612345678');
  assert.deepEqual(tab.faults.splice(0), []);
});

test('an order is learned from decisions, ordered by, and says what to look at next', async () => {
  await go(page, '#/case');
  await page.getByRole('button', { name: /^Learn/ }).click();
  await page.getByText('No order is learned yet.').waitFor();
  const { networks } = await ask(page, '/networks?limit=100');
  for (const { id, cities } of networks.slice(0, 24)) await send('/decisions', { kind: 'triage', a: id, value: cities[0] === 'Leeds' ? 'referred' : 'closed', reason: 'a test' });
  await page.getByRole('button', { name: /^Learn/ }).click();
  await page.locator('caption', { hasText: 'Look at these next' }).waitFor();
  assert.equal(await page.locator('main table', { hasText: 'Look at these next' }).locator('tr').count(), 10);
  assert.deepEqual(await violations(page), []);
  await page.getByRole('link', { name: 'By what was decided' }).click();
  await page.locator('.lead-name a').first().waitFor();
  assert.equal(new URL(page.url()).hash, '#/leads?sort=learned');
  const { networks: [best] } = await ask(page, '/networks?sort=learned&state=new&limit=1');
  assert.ok(best.learned > 0.5 && best.cities[0] === 'Leeds');
  assert.deepEqual(tab.faults.splice(0), []);
});

test('every byte is checked, and damage is named', async () => {
  await go(page, '#/case');
  const check = page.getByRole('button', { name: 'Check every byte' });
  await check.click();
  await page.getByText('Intact: nothing was changed.').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.reload();
  await page.getByText('Intact: nothing was changed.').waitFor();
  const original = readdirSync(`${dir}/originals`, { recursive: true, withFileTypes: true }).find((one) => one.isFile());
  const path = `${original.parentPath ?? original.path}/${original.name}`;
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte)));
  await check.click();
  await page.getByText('Damaged: bytes are not what they were.').waitFor();
  await page.locator('main li', { hasText: 'originals' }).first().waitFor();
  assert.deepEqual(await violations(page), []);
  writeFileSync(path, bytes);
  assert.deepEqual(tab.faults.splice(0), []);
});

test('files for other programs: tables of the case, documents of a network', async () => {
  const save = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name, exact: true }).last().click()]);
    return [download.suggestedFilename(), readFileSync(await download.path(), 'utf8')];
  };
  await go(page, '#/case');
  const [name, table] = await save('Selectors');
  assert.equal(name, 'selectors.csv');
  assert.match(table, /'?\+17755550100/);
  await page.getByLabel('Safe to open in a spreadsheet').uncheck();
  assert.ok((await save('Selectors'))[1] === run('export', dir, '--table', 'selectors'));
  const [{ id }] = (await ask(page, '/networks?limit=1')).networks;
  await go(page, `#/networks/${id}/report`);
  assert.equal((await save('GraphML'))[1], run('export', dir, '--format', 'graphml', '--network', id));
  assert.ok(JSON.parse((await save('STIX 2.1'))[1]).objects.length > 1);
  // The report's choices reach the document.
  await page.getByRole('combobox', { name: 'Evidence annex' }).selectOption('0');
  await page.getByLabel('Mask contacts and names').check();
  const frame = page.locator('iframe.report-frame');
  await until(async () => /annex=0.*mask=1/.test((await frame.getAttribute('src')) ?? ''));
  // What was there before stands in the frame until the document has come.
  await until(async () => !(await page.frameLocator('iframe.report-frame').locator('body').innerText()).includes('+1775555'));
  await page.frameLocator('iframe.report-frame').locator('h1').waitFor();
  assert.deepEqual(tab.faults.splice(0), []);
});

test('a lead goes back to new by a button; the help names what a search can say', async () => {
  const [{ id }] = (await ask(page, '/networks?state=closed,referred&limit=1')).networks;
  await go(page, `#/networks/${id}`);
  await page.getByRole('button', { name: 'Back to new' }).click();
  await page.locator('main .state-new').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Back to new' }).count(), 0);
  await page.getByRole('button', { name: 'Help and keys' }).click();
  await page.locator('dialog code', { hasText: 'harvest OR greenhouse' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  assert.deepEqual(tab.faults.splice(0), []);
});

test('a search within prices and dates, narrowed by month', async () => {
  await go(page, '#/search?q=price:100..104 date:2026-01..2026-02');
  await page.locator('.hit').first().waitFor();
  assert.equal((await ask(page, '/search?q=price:100..104%20date:2026-01..2026-02')).total, 8);
  const terms = await page.locator('.term').allInnerTexts();
  assert.ok(terms.some((text) => text.includes('100 – 104')), terms.join(' | '));
  await page.getByRole('button', { name: /^Feb 26/ }).click();
  await settled(page);
  await page.getByText('4 posts', { exact: true }).first().waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(tab.faults.splice(0), []);
});

test('near misses are filtered by what left them apart', async () => {
  await go(page, '#/review');
  const choice = page.getByRole('combobox', { name: 'Left apart by' });
  for (const reason of ['wording', 'threshold', 'network']) {
    await choice.selectOption(reason);
    await settled(page);
    assert.ok(page.url().includes(`reason=${reason}`));
    const { near_misses } = await ask(page, `/near-misses?reason=${reason}`);
    assert.ok(near_misses.every((pair) => pair.reason === reason));
  }
  assert.deepEqual(tab.faults.splice(0), []);
});
