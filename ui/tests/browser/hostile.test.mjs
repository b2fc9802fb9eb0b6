// Posts are written by adversaries: markup, script, marks that turn text, a megabyte in a
// field. All of it is text on the page.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { add_to_case, go, make_case, open, scratch, serve, settled } from '../harness.mjs';

const kAttack = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>"\'><svg onload=window.hit=1>';
let server;
let ids = [];

before(async () => {
  const made = make_case(1500);
  const file = scratch('hostile.jsonl');
  const rows = [0, 1, 2].map((i) => ({ id: `x${i}${kAttack}`, source: `evil${kAttack}`, url: 'javascript:alert(1)', author: kAttack, title: `${kAttack} zebrafish ${i}`, body: `zebrafish ${kAttack}\u202egnp.exe call +1 775 555 01${10 + i} or +1 775 555 0199 ${'wide '.repeat(i === 2 ? 200000 : 20)}`, city: `${kAttack}`, country: 'US', price: kAttack, posted_at: '2024-05-0' + (i + 1) }));
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n') + '\n');
  add_to_case(made.dir, file);
  server = await serve(made);
  const found = await (await fetch(`${server.url}/api/search?q=zebrafish`)).json();
  ids = found.posts.map((post) => post.id);
  assert.equal(ids.length, 3);
});
after(() => server?.close());

test('stored markup and script stay text on every screen that shows a post', async () => {
  const { page, faults, close } = await open(server.url, { hash: '#/search?q=zebrafish' });
  await settled(page);
  const network = (await (await fetch(`${server.url}/api/show/${ids[0]}`)).json()).post.network;
  assert.ok(network, 'the posts share a phone and are linked');
  const screens = [...ids.map((id) => `#/posts/${id}`), `#/why?a=${ids[0]}&b=${ids[1]}`, '#/leads?q=evil', ...(network ? ['', '/graph?view=table', '/graph', '/time', '/posts', '/links', '/wordings'].map((part) => `#/networks/${network}${part}`) : [])];
  for (const hash of screens) {
    await go(page, hash);
    await page.waitForTimeout(150);
    assert.equal(await page.evaluate(() => window.hit), undefined, hash);
    assert.equal(await page.locator('main img[src=x], main script').count(), 0, hash);
    assert.equal(await page.locator('main a[href^="javascript:"]').count(), 0, hash);
  }
  await go(page, `#/posts/${ids[0]}`);
  const shown = await page.locator('main').innerText();
  assert.ok(shown.includes('<script>window.hit=1</script>'), 'the attack is shown as what it is');
  assert.ok(!shown.includes('\u202e'), 'no mark turns the text');
  assert.deepEqual(faults, []);
  await close();
});

test('a field of a megabyte is cut, and shown whole when asked', async () => {
  const big = ids.length && (await Promise.all(ids.map(async (id) => [id, (await (await fetch(`${server.url}/api/show/${id}`)).json()).fields.body.length]))).sort((a, b) => b[1] - a[1])[0][0];
  const { page, close } = await open(server.url, { hash: `#/posts/${big}` });
  const more = page.getByRole('button', { name: /Show all .* characters/ });
  await more.waitFor();
  await more.click();
  await page.waitForFunction(() => document.querySelector('.post-columns .section > .post-text')?.textContent.length > 900000);
  await close();
});

test('a query, an ID and a setting that are markup do nothing', async () => {
  const { page, close } = await open(server.url, { hash: `#/search?q=${encodeURIComponent(kAttack)}` });
  await page.waitForTimeout(1000);
  await page.evaluate((attack) => (location.hash = `#/networks/${encodeURIComponent(attack)}`), kAttack);
  await page.locator('.failure').waitFor();
  assert.equal(await page.evaluate(() => window.hit), undefined);
  await close();
});
