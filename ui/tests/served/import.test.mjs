// Records and their pictures, dropped together: what each file is, what is missing, what was kept.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ask, enter, go, guessed, make_world, scratch, serve, violations } from '../harness.mjs';

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
  await page.getByRole('button', { name: 'Import 2 files' }).click();
  await page.getByText('records read').waitFor();
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
