// The cases beside the one on the page: compared, taken over, copied; which acts wait for a second
// person; rates by group; lists of the machine; the catalogue of indicators; a picture
// that is in no case; a text with a sign of a child is shown when it is asked for.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ask, enter, go, make_world, run, scratch, serve, until, violations } from '../harness.mjs';

const [one, two] = ['one', 'two'].map((name) => scratch(name));
let server, page, tab;
before(async () => {
  const post = (id, end) => JSON.stringify({ id, source: 'board', body: `Waitress wanted, room ${id}, call +1 775 555 ${end}` });
  writeFileSync(scratch('one.jsonl'), Array.from({ length: 24 }, (_, i) => post(`a${i}`, i % 2 ? '0123' : '0155')).join('\n'));
  writeFileSync(scratch('two.jsonl'), [post('c', '0123'), post('d', '0123'), post('e', '0177')].join('\n'));
  for (const dir of [one, two]) {
    run('import', dir, `${dir}.jsonl`);
    run('link', dir);
  }
  process.env.MAILLON_LISTS = scratch('lists');
  server = await serve(one);
  tab = await (await enter(server)).open('#/case');
  tab.refusals = [400, 409];
  page = tab.page;
});
after(() => server?.stop());

const main = () => page.locator('main');
const no_faults = () => assert.deepEqual(tab.faults.splice(0), []);

test('what another case has in common is found, and leads to it here', async () => {
  await main().getByText('In the same folder as this one').waitFor();
  await main().getByLabel('two', { exact: false }).first().check();
  await main().getByRole('button', { name: 'Compare with this case' }).click();
  await main().locator('caption', { hasText: '1 selector stands in several of these cases' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await main().locator('tr', { hasText: 'two: 2 posts' }).getByRole('link', { name: '+1' }).first().click();
  await until(() => page.url().includes('#/selectors/S-'));
  no_faults();
});

test('a copy is made beside it; a name that is taken is refused and said', async () => {
  await go(page, '#/case');
  const name = main().getByLabel('Name of the copy');
  await name.fill('two');
  await main().getByRole('button', { name: 'Make a copy' }).click();
  await page.locator('.message', { hasText: 'is there already' }).waitFor();
  await name.fill('kept');
  await main().getByRole('button', { name: 'Make a copy' }).click();
  await main().locator('dd', { hasText: scratch('kept') }).waitFor();
  assert.ok(existsSync(scratch('kept/case.db')));
  await main().getByLabel('kept', { exact: false }).first().waitFor(); // it is one of the cases now
  assert.deepEqual(await violations(page), []);
  no_faults();
});

test('what another case has is taken over', async () => {
  await go(page, '#/case');
  await main().getByLabel('two', { exact: false }).first().check();
  await main().getByRole('button', { name: 'Take into this case' }).click();
  assert.deepEqual(await violations(page), []);
  await page.locator('dialog').getByRole('button', { name: 'Take into this case' }).click();
  await main().locator('.says', { hasText: /From .?two.?: imports: 1 with records: .?3.?; decisions and notes: 0/ }).waitFor();
  assert.equal((await ask(page, '/case')).posts, 27);
  no_faults();
});

test('rates by group, in a table', async () => {
  await go(page, '#/case');
  await main().getByRole('button', { name: 'Work out the rates' }).click();
  const sex = main().locator('table', { has: page.locator('caption', { hasText: /^Sex$/ }) });
  await sex.locator('tr', { hasText: 'women' }).waitFor();
  assert.match(await sex.locator('tr', { hasText: 'women' }).innerText(), /27.*\[.*–.*\]/s);
  assert.deepEqual(await violations(page), []);
  no_faults();
});

test('more acts wait at once; that fewer do is asked of a second person', async () => {
  await go(page, '#/case');
  const dialog = page.locator('dialog');
  const open = () => main().getByRole('button', { name: 'Four eyes' }).click();
  await open();
  await dialog.getByLabel('Signed packs').check();
  await dialog.getByLabel('Reports, tables').check();
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.deepEqual((await ask(page, '/case')).four_eyes, ['export', 'share']);
  await open();
  await dialog.getByLabel('Signed packs').uncheck();
  const save = dialog.getByRole('button', { name: 'Save' });
  assert.ok(await save.isDisabled());
  await dialog.locator('textarea').fill('no pack leaves any more');
  await save.click();
  await page.locator('.message', { hasText: 'waits for a second person' }).waitFor();
  assert.deepEqual((await ask(page, '/case')).four_eyes, ['export', 'share']);
  no_faults();
});

test('a list is read in, and its selectors are looked up in the case', async () => {
  writeFileSync(scratch('partner.json'), run('export', two, '--format', 'stix'));
  await go(page, '#/case');
  await main().getByText('Lists of known pictures and selectors').click();
  await main().getByText('There is no list yet.').waitFor();
  await main().getByLabel('List file').setInputFiles(scratch('partner.json'));
  await main().getByLabel('List', { exact: true }).fill('partner');
  await main().getByRole('combobox', { name: 'What a match means' }).selectOption('review');
  assert.deepEqual(await violations(page), []);
  await main().getByRole('button', { name: 'Read into the list' }).click();
  await main().locator('.says', { hasText: /List .?partner.?: added: .?2/ }).waitFor();
  await main().getByRole('button', { name: 'Look up here' }).click();
  await main().locator('caption', { hasText: 'selectors of this case are on the list' }).waitFor();
  await main().locator('tr', { hasText: '+17755550123' }).getByRole('link').first().waitFor();
  // The same name again: what the file lacks may be taken away.
  await main().getByLabel('List', { exact: true }).fill('partner');
  await main().getByLabel('The file is the whole list').waitFor();
  assert.deepEqual(await violations(page), []);
  no_faults();
});

test('what the catalogue sees in a text, and how often it sees each here', async () => {
  await go(page, '#/case');
  await main().getByText('Catalogue of indicators').click();
  await main().getByLabel('Try a text').fill('We keep your passport until the debt is paid.');
  await main().getByRole('button', { name: 'Look', exact: true }).click();
  await main().locator('.found li', { hasText: 'passport' }).first().waitFor();
  const rows = main().locator('details[open] table tbody tr');
  assert.ok((await rows.count()) > 40);
  assert.deepEqual(await violations(page), []);
  no_faults();
});

test('a picture of a post finds the post; a file that is none is refused', async () => {
  const dir = scratch('pictured');
  const images = scratch('pictures/images');
  run('import', dir, make_world('pictures', 40, '--images'), '--images', images, '--no-image-text');
  run('link', dir);
  const file = readdirSync(images, { recursive: true, withFileTypes: true }).find((one) => one.isFile() && one.name.endsWith('.jpg'));
  const path = `${file.parentPath ?? file.path}/${file.name}`;
  writeFileSync(scratch('hashes.csv'), run('hash', path));
  run('list', 'import', scratch('hashes.csv'), '--list', 'seen', '--dir', scratch('lists'));
  const other = await serve(dir);
  const there = await (await enter(other)).open('#/search');
  there.refusals = [400];
  await there.page.getByLabel('Picture file').setInputFiles(path);
  await there.page.getByRole('button', { name: 'Look for it' }).click();
  await there.page.locator('.found li', { hasText: 'On the list' }).waitFor();
  assert.deepEqual(await violations(there.page), []);
  await there.page.getByLabel('Picture file').setInputFiles(scratch('one.jsonl'));
  await there.page.getByRole('button', { name: 'Look for it' }).click();
  await there.page.locator('.message', { hasText: 'no picture' }).waitFor();
  await there.page.getByLabel('Picture file').setInputFiles(path);
  await there.page.getByRole('button', { name: 'Look for it' }).click();
  await there.page.getByRole('link', { name: /^\d+ posts?$/ }).click();
  await there.page.locator('.hit').first().waitFor();
  assert.deepEqual(there.faults.splice(0), []);
  await other.stop();
});

test('a text with a sign of a child: a note first, the text when it is asked for', async () => {
  const dir = scratch('young');
  writeFileSync(scratch('young.jsonl'), [JSON.stringify({ id: '1', source: 'board', body: 'School girl of 16 for kitchen help, call +1 775 555 0123' }), JSON.stringify({ id: '2', source: 'board', body: 'Cook wanted, call +1 775 555 0123' })].join('\n'));
  run('import', dir, scratch('young.jsonl'));
  run('link', dir);
  const other = await serve(dir);
  const there = await (await enter(other)).open('#/leads');
  const { posts } = await ask(there.page, '/search?q=call');
  for (const { id, name } of posts) {
    await go(there.page, `#/posts/${id}`);
    if (name.endsWith(':1')) {
      await there.page.getByText('a sign that a child is spoken of').waitFor();
      assert.equal(await there.page.locator('.post-text').count(), 0);
      assert.deepEqual(await violations(there.page), []);
      await there.page.getByRole('button', { name: 'Show the text' }).click();
    }
    await there.page.locator('.post-text', { hasText: 'call' }).waitFor();
  }
  assert.deepEqual(there.faults.splice(0), []);
  await other.stop();
});
