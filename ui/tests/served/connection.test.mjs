// A server that stops and comes back, a connection that is cut in the middle of an upload, a job
// that is stopped or fails, rows that could not be read.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ask, enter, go, guessed, is_idle, lay_wire, make_world, scratch, serve, settled, until } from '../harness.mjs';

const dir = scratch('case');
let server, wire, reader;
before(async () => {
  server = await serve(dir, { host: '127.0.0.1' });
  wire = await lay_wire(server);
  reader = await enter(wire);
});
after(() => (wire?.end(), server?.stop()));

const open_import = async () => {
  const tab = await reader.open('#/import');
  tab.faults.length = 0;
  return tab;
};
// What a cut connection leaves on the console.
const others = (faults) => faults.filter((fault) => !/net::ERR_|Failed to load resource: net/.test(fault));
const uploads = () => readdirSync(`${dir}/uploads`);

test('a row that cannot be read is set aside, counted, to be downloaded; the import is taken back', async () => {
  const file = scratch('bad.jsonl');
  writeFileSync(file, '{"id":"1","body":"help in the garden"}\n{"id":"2","body":broken\n');
  const { page, faults, close } = await open_import();
  await page.locator('#files').setInputFiles(file);
  await guessed(page);
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await page.getByText('records read').waitFor();
  await page.getByRole('link', { name: /could not be read/ }).click();
  await page.locator('main tbody tr').waitFor();
  assert.equal(await page.locator('main tbody td').nth(1).innerText(), '2');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download these rows' }).click()]);
  assert.ok(readFileSync(await download.path(), 'utf8').includes('broken'));
  await go(page, '#/case');
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.locator('tr.undone').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('a connection cut during an upload: said, nothing is left, and it goes the second time', async () => {
  const file = make_world('world', 5000);
  const { page, faults, close } = await open_import();
  wire.most = 1 << 20;
  await page.locator('#files').setInputFiles(file);
  await page.getByText(/posts\.jsonl\W* did not arrive/).waitFor();
  assert.ok(wire.cuts > 0);
  wire.most = Infinity;
  await page.locator('.offline').waitFor({ state: 'detached' });
  await until(() => uploads().length === 0);
  await page.locator('#files').setInputFiles(file);
  await guessed(page);
  assert.equal(uploads().length, 1);
  assert.deepEqual(others(faults), []);
  await close();
});

test('a file on its way: how much has arrived stands there, and it can be stopped', async () => {
  const { page, faults, close } = await open_import();
  const before = uploads().length;
  const line = await page.context().newCDPSession(page);
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 300000 });
  await page.locator('#files').setInputFiles(make_world('slow-world', 5000));
  const bar = page.locator('.drop progress');
  await bar.waitFor();
  const share = () => bar.evaluate((it) => it.value / it.max);
  await until(async () => (await share()) > 0.05);
  assert.ok((await share()) < 1);
  await page.locator('.drop').getByRole('button', { name: 'Stop' }).click();
  await page.locator('.drop').getByRole('button', { name: 'Choose files' }).waitFor();
  assert.equal(await page.getByText('did not arrive').count(), 0);
  await until(() => uploads().length === before);
  assert.deepEqual(others(faults), []);
  await close();
});

test('an import that is stopped while it links: it says what is kept, and goes on by hand', async () => {
  const file = make_world('larger-world', 20000);
  const { page, faults, close } = await open_import();
  await page.locator('#files').setInputFiles(file);
  await guessed(page);
  const { imports } = await ask(page, '/case');
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await until(async () => (await ask(page, '/case')).job.result.import > imports.length);
  await page.getByRole('button', { name: 'Stop' }).last().click();
  await page.locator('main .problem', { hasText: 'the link was stopped' }).waitFor();
  const status = await ask(page, '/case');
  assert.equal(status.imports.filter((one) => one.active).length, 1);
  assert.equal(status.networks, 0);
  await page.locator('main a.button', { hasText: 'Case' }).click();
  await page.getByRole('button', { name: 'Link now' }).click();
  await until(async () => {
    const now = await ask(page, '/case');
    return now.networks > 0 && is_idle(now);
  }, 60);
  assert.deepEqual(faults, []);
  await close();
});

test('a search is saved, and tells when new posts answer it', async () => {
  const { page, faults, close } = await reader.open('#/search?q=source:newboard');
  await page.getByRole('button', { name: 'Save search' }).click();
  await page.locator('dialog input').first().fill('new board');
  await page.locator('dialog button[type=submit]').click();
  await page.getByText('The search is saved.').waitFor();
  await go(page, '#/search');
  await page.locator('.saved a', { hasText: 'new board' }).waitFor();
  const file = scratch('more.jsonl');
  writeFileSync(file, Array.from({ length: 40 }, (_, i) => JSON.stringify({ id: `n${i}`, source: 'newboard', body: `Seasonal work for a strong hand, call +44 7700 900${100 + (i % 4)} today, place ${i}`, posted_at: '2024-05-01' })).join('\n'));
  await go(page, '#/import');
  await page.locator('#files').setInputFiles(file);
  await guessed(page);
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await page.getByText('40 records read').waitFor();
  await page.getByText('new posts for').waitFor();
  await go(page, '#/search?q=source:newboard');
  await page.locator('.hit').first().waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test('a cut connection: the page says so, and goes on where it was', async () => {
  const { page, faults, close } = await reader.open('#/search?q=job&at=2');
  await page.locator('.hit.current').waitFor();
  wire.cut();
  await page.locator('.offline').waitFor();
  // What is asked meanwhile is asked again.
  await page.evaluate(() => (location.hash = '#/leads'));
  await page.locator('main .failure').waitFor();
  wire.mend();
  await page.locator('.offline').waitFor({ state: 'detached' });
  await page.locator('.lead-name a').first().waitFor();
  assert.deepEqual(others(faults), []);
  await close();
});

test('a stopped server: the page says so; once it is back and let this browser in, it goes on', async () => {
  const { page, faults, refusals, close } = await reader.open('#/leads');
  refusals.push(401);
  const { id } = (await ask(page, '/networks?limit=1')).networks[0];
  await go(page, `#/networks/${id}/notes`);
  await page.locator('main textarea').fill('half a thought');
  await server.stop();
  wire.cut();
  await page.locator('.offline').waitFor();
  server = await serve(dir, { host: '127.0.0.1', port: server.port });
  wire.mend();
  await page.locator('.offline').waitFor({ state: 'detached' });
  await page.locator('main .failure').waitFor();
  await reader.let_in(wire.url + '/' + new URL(server.door).search);
  await page.locator('main textarea').waitFor();
  assert.equal(await page.locator('main textarea').inputValue(), 'half a thought');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.locator('.note-card').waitFor();
  await settled(page);
  assert.deepEqual(others(faults), []);
  await close();
});
