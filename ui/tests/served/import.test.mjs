// Records and their pictures, dropped together: what each file is, what is missing, what was kept.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ask, enter, go, guessed, make_world, run, scratch, seconds, serve, violations } from '../harness.mjs';

const dir = scratch('case');
let server, reader;
before(async () => {
  server = await serve(dir);
  reader = await enter(server);
});
after(() => server?.stop());

test('a table and a ZIP of its photographs: guessed, said before, kept', async () => {
  const records = make_world('pictured', 60, '--images');
  const zip = scratch('images.zip');
  execFileSync('python3', ['-m', 'zipfile', '-c', zip, scratch('pictured/images')]);
  const more = scratch('more.csv');
  writeFileSync(more, 'id,body,images,shelf\n1,A room to let,nowhere.jpg,top\n');
  const { page, faults, close } = await reader.open('#/import');
  await page.locator('#files').setInputFiles([zip, records, more]);
  await guessed(page);
  // What was guessed of each file can be said otherwise.
  const role = (name) => page.getByRole('combobox', { name: `What ${name} is` });
  assert.equal(await role('\u2068images.zip\u2069').inputValue(), 'pictures');
  assert.equal(await role('\u2068posts.jsonl\u2069').inputValue(), 'records');
  // Every file is looked at: its columns stand there, and the picture that is in no file.
  await page.getByRole('combobox', { name: 'Field for the column \u2068shelf\u2069' }).waitFor();
  await page.getByText("picture 'nowhere.jpg' is not there").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByText('Some are in no file here').waitFor();
  // Without the ZIP nothing that the records name is there, and that is said.
  await page.getByRole('button', { name: /Leave out .*images\.zip/ }).click();
  await page.getByText(/Found: 0\./).waitFor();
  await go(page, '#/import');
  await page.locator('#files').setInputFiles([zip]);
  await page.getByText(/Found: [1-9]/).waitFor();
  await page.getByLabel('Read the text in pictures').uncheck();
  await page.getByLabel('Purpose', { exact: true }).fill('inquiry 12/2026');
  await page.getByLabel('Legal basis', { exact: true }).fill('order of the court');
  await page.getByLabel('Site or channel', { exact: true }).fill('a board');
  // What is typed stays, whatever is drawn anew meanwhile.
  await page.evaluate(() => (location.hash += '&again=1'));
  await page.waitForTimeout(200);
  for (const [name, text] of [['Purpose', 'inquiry 12/2026'], ['Legal basis', 'order of the court'], ['Site or channel', 'a board']])
    assert.equal(await page.getByLabel(name, { exact: true }).inputValue(), text);
  await page.getByLabel('Site or channel', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Import 2 files' }).click();
  await page.getByText('records read').waitFor({ timeout: seconds(60) });
  const { pictures, pictures_quarantined } = (await ask(page, '/case')).job.result;
  assert.ok(pictures > 20 && pictures_quarantined === 1);
  await page.getByText(`Pictures kept: ${pictures}`).waitFor();
  const { purpose, legal_basis } = await ask(page, '/case');
  assert.deepEqual([purpose.text, legal_basis.text], ['inquiry 12/2026', 'order of the court']);
  await page.getByText('Notes of the import').click();
  await page.getByText('SHA-256').first().waitFor();
  await page.getByRole('link', { name: /Pictures missing or unreadable: 1/ }).click();
  await page.getByRole('cell', { name: "picture 'nowhere.jpg' is not" }).waitFor();
  await go(page, '#/case');
  await page.getByText('inquiry 12/2026').waitFor();
  await page.getByText('No clock is set').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('pictures alone are no import, and one that is told to be records is refused with a reason', async () => {
  const picture = scratch('alone.bmp');
  writeFileSync(picture, readFileSync(scratch('images.zip')).subarray(0, 100));
  const { page, faults, refusals, close } = await reader.open('#/import');
  refusals.push(400);
  await page.locator('#files').setInputFiles(picture);
  await page.getByText('These are only pictures').waitFor();
  await page.getByRole('combobox', { name: /alone\.bmp/ }).selectOption('records');
  await page.locator('main .problem').waitFor();
  assert.equal(await page.getByRole('button', { name: /^Import/ }).count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

test('what was guessed of a file is said otherwise, read anew at once, kept in a mapping and through a reload', async () => {
  const file = scratch('guessed.csv');
  // Windows-1251, read as it were by letters alone; days and months that could be either.
  const words = 'Нужны люди на сбор урожая; жильё даём';
  const old = Buffer.from([...words].map((c) => (c === 'ё' ? 0xb8 : c >= 'А' && c <= 'я' ? c.charCodeAt(0) - 0x350 : c.charCodeAt(0))));
  const rows = [1, 2, 3].map((n) => Buffer.concat([Buffer.from(`${n},0${n}/04/2026,`), old, Buffer.from('\n')]));
  writeFileSync(file, Buffer.concat([Buffer.from('id,date,text\n'), ...rows]));
  const { page, faults, refusals, close } = await reader.open('#/import');
  refusals.push(400);
  await page.locator('#files').setInputFiles(file);
  await guessed(page);
  const choice = (name) => page.getByRole('combobox', { name, exact: true });
  await page.getByText(/As guessed: .?WINDOWS-1251/).waitFor({ state: 'attached' });
  await page.getByText(/02\/04\/2026.* → 2 Apr 2026|02\/04\/2026.* → Apr 2, 2026/).waitFor();
  await choice('Dates such as 03/04/2026').selectOption('mdy');
  await page.getByText(/02\/04\/2026.* → 4 Feb 2026|02\/04\/2026.* → Feb 4, 2026/).waitFor();
  // Of another encoding the letters are others; what is wrong is taken back the same way.
  await page.getByText('Нужны люди').first().waitFor();
  await choice('Encoding').selectOption('windows-1252');
  await page.getByText('Нужны люди').first().waitFor({ state: 'detached' });
  await choice('Encoding').selectOption('windows-1251');
  await page.getByText('Нужны люди').first().waitFor();
  await choice('Separated by').selectOption('pipe');
  await page.locator('main .problem').waitFor();
  assert.equal(await page.getByRole('button', { name: /^Import/ }).count(), 0);
  await choice('Separated by').selectOption('');
  await choice('Dates such as 03/04/2026').selectOption('mdy');
  await page.getByRole('combobox', { name: /Field for the column .*date/ }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.reload();
  await guessed(page);
  assert.equal(await choice('Dates such as 03/04/2026').inputValue(), 'mdy');
  await page.getByText(/--map .*encoding=windows-1251.*date_order=mdy/).waitFor();
  await page.getByLabel('Name of this mapping').fill('old board');
  await page.getByRole('button', { name: 'Save mapping' }).click();
  await page.getByText('The mapping is kept with the case.').waitFor();
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await page.getByText('records read').waitFor({ timeout: seconds(60) });
  const { mappings } = await ask(page, '/mappings');
  assert.equal(mappings.find((m) => m.name === 'old board').map.date_order, 'mdy');
  const found = await ask(page, `/search?q=${encodeURIComponent('урожая')}&sort=oldest`);
  assert.deepEqual(found.posts.map((post) => post.posted_at.slice(0, 10)), ['2026-01-04', '2026-02-04', '2026-03-04']);
  assert.deepEqual(faults, []);
  await close();
});

test('a mapping is saved as a file that the command line takes, loaded again, and says what does not fit', async () => {
  const first = scratch('first.csv');
  writeFileSync(first, 'number,words,spoken\n1,A cook is wanted in the north,Mira\n2,A driver is wanted in the south,Bel\n');
  const { page, faults, refusals, close } = await reader.open('#/import');
  await page.locator('#files').setInputFiles(first);
  const field = (column) => page.getByRole('combobox', { name: `Field for the column \u2068${column}\u2069` });
  await field('words').selectOption('body');
  await field('number').selectOption('id');
  await field('spoken').selectOption('author');
  await page.getByLabel('Name of this mapping').fill('a board');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
  assert.equal(download.suggestedFilename(), 'a board.json');
  const file = scratch('board.json');
  await download.saveAs(file);
  const saved = JSON.parse(readFileSync(file, 'utf8'));
  assert.deepEqual(saved, { maillon_mapping: 1, name: 'a board', map: { id: 'number', body: 'words', author: 'spoken' }, source: '' });
  assert.match(run('import', scratch('by-hand'), first, '--map-file', file, '--dry-run'), /author +Mira/);
  // What the command line writes is taken by the page.
  run('import', scratch('by-hand'), first, '--map-file', file, '--source', 'board', '--save-map', 'mine');
  const exported = scratch('mine.json');
  writeFileSync(exported, run('mappings', scratch('by-hand'), '--export', 'mine'));
  await go(page, '#/import');
  await page.locator('#files').setInputFiles(first);
  await field('spoken').waitFor();
  await page.locator('#mapping').setInputFiles(exported);
  await page.waitForFunction(() => [...document.querySelectorAll('select')].some((choice) => choice.value === 'author'));
  assert.equal(await page.getByLabel('Site or channel', { exact: true }).inputValue(), 'board');
  assert.equal(await page.getByLabel('Name of this mapping').inputValue(), 'mine');
  // A file that is no mapping, and one that does not fit.
  await page.locator('#mapping').setInputFiles(first);
  await page.getByText(/first\.csv.* holds no mapping of columns/).waitFor();
  const other = scratch('other.csv');
  writeFileSync(other, 'number,body\n1,A cook is wanted in the north\n');
  refusals.push(400);
  await go(page, '#/import');
  for (const button of await page.getByRole('button', { name: /Leave out/ }).all()) await button.click();
  await page.locator('#files').setInputFiles(other);
  await page.getByRole('button', { name: /Leave out .*first/ }).first().click();
  await guessed(page);
  await page.locator('#mapping').setInputFiles(exported);
  await page.getByRole('alert').filter({ hasText: "no columns 'words', 'spoken'" }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Guess it' }).click();
  await field('body').waitFor();
  assert.deepEqual(faults, []);
  await close();
});
