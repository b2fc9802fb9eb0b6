// Posts are written by adversaries: markup, script, marks that turn text, a megabyte in a field,
// names that lead elsewhere. All of it is text on the page; and what a reader types, too.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ask, enter, go, guessed, make_case, scratch, serve, settled } from '../harness.mjs';

const kAttack = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>"\'><svg onload=window.hit=1>';
const kMegabyte = 'wide '.repeat(210000);
// Turning marks, control characters, an escape for a terminal, half a surrogate pair.
const kMarks = '\u202egnp.exe\u2066\u0007\u001b[31m\u0085\u200f';
let server, reader, network, ids, large;

before(async () => {
  const file = scratch('hostile.jsonl');
  const phone = '+1 775 555 0199';
  const attacks = [0, 1, 2].map((i) => ({ id: `x${i}${kAttack}`, source: `evil${kAttack}`, url: 'javascript:alert(1)', author: kAttack + kMarks, title: `${kAttack} zebrafish ${i}`, body: `zebrafish ${kAttack}${kMarks} call +1 775 555 01${10 + i} or ${phone}`, city: kAttack, country: 'US', price: kAttack + kMarks, language: kAttack, posted_at: `2024-05-0${i + 1}`, images: `../../../etc/passwd;${kAttack}.jpg` }));
  // Each field in turn has a megabyte.
  const wide = ['id', 'source', 'url', 'author', 'title', 'body', 'city', 'country', 'price', 'language', 'posted_at', 'images'].map((field, i) => ({ id: `w${i}`, source: 'wideboard', title: `quagga ${i}`, body: `quagga at ${phone} ${'or so '.repeat(10)}`, posted_at: '2024-05-05', [field]: (field === 'body' ? 'quagga ' : '') + kMegabyte }));
  writeFileSync(file, [...attacks, ...wide].map((row) => JSON.stringify(row)).join('\n') + '\n');
  server = await serve(make_case(1500, { more: [file] }));
  reader = await enter(server);
  const { page, close } = await reader.open('#/leads');
  ids = (await ask(page, '/search?q=zebrafish')).posts.map((post) => post.id);
  assert.equal(ids.length, 3);
  network = (await ask(page, `/show/${ids[0]}`)).post.network;
  assert.ok(network, 'the posts share a phone and are linked');
  large = (await ask(page, '/search?q=quagga&limit=50')).posts.map((post) => post.id);
  assert.ok(large.length >= 8, `${large.length} of the rows with a megabyte in a field are kept`);
  await close();
});
after(() => server?.stop());

const unharmed = async (page, where) => {
  assert.equal(await page.evaluate(() => window.hit), undefined, where);
  assert.equal(await page.locator('img[src=x], main script').count(), 0, where);
  assert.equal(await page.locator('a[href^="javascript:"]').count(), 0, where);
};

test('stored markup and script stay text on every screen', async () => {
  const { page, faults, close } = await reader.open('#/search?q=zebrafish');
  const parts = ['', '/graph?view=table', '/graph', '/time', '/wordings', '/photographs', '/selectors', '/posts', '/links', '/notes', '/history', '/report'];
  const screens = [...ids.map((id) => `#/posts/${id}`), ...large.map((id) => `#/posts/${id}`), `#/why?a=${ids[0]}&b=${ids[1]}`, '#/search?q=zebrafish', '#/search?q=quagga', '#/leads?q=evil', '#/review', '#/case', '#/quarantine', ...parts.map((part) => `#/networks/${network}${part}`)];
  for (const hash of screens) {
    await go(page, hash);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await unharmed(page, hash);
    // Nothing is so wide that the whole page must be moved sideways.
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), `${hash} is wider than the window`);
  }
  await go(page, `#/posts/${ids[0]}`);
  const shown = await page.locator('main').innerText();
  assert.ok(shown.includes('<script>window.hit=1</script>'), 'the attack is shown as what it is');
  assert.doesNotMatch(shown, /[\u202a-\u202e\u0007\u001b\u0085]/, 'no mark turns the text, no control character is shown');
  await go(page, `#/networks/${network}/report`);
  const report = await page.frameLocator('iframe.report-frame').locator('body').innerText();
  assert.ok(report.includes('zebrafish') || report.includes('wideboard'));
  assert.equal(await page.frameLocator('iframe.report-frame').locator('script, img[src=x], svg[onload]').count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

test('a field of a megabyte is cut, and shown whole when asked', async () => {
  const { page, faults, close } = await reader.open('#/search?q=quagga');
  for (const id of large) {
    const { fields } = await ask(page, `/show/${id}`);
    if (fields.body.length < 900000) continue;
    await go(page, `#/posts/${id}`);
    await page.getByRole('button', { name: /Show all .* characters/ }).click();
    await page.waitForFunction(() => document.querySelector('.post-columns .section > .post-text')?.textContent.length > 900000);
    assert.deepEqual(faults, []);
    return close();
  }
  assert.fail('the post with a large body is not there');
});

test('an address that is markup does nothing', async () => {
  const { page, faults, refusals, close } = await reader.open(`#/search?q=${encodeURIComponent(kAttack)}`);
  refusals.push(400, 404, 422);
  for (const hash of [`#/networks/${encodeURIComponent(kAttack)}`, `#/posts/${encodeURIComponent(kAttack)}`, `#/why?a=${encodeURIComponent(kAttack)}&b=P-1`, `#/networks/${network}/time?from=${encodeURIComponent(kAttack)}`, `#/networks/${network}/graph?expand=${encodeURIComponent(kAttack)}&focus=x&path=y&chosen=z`, '#/%E0%A4%A', `#/leads?sort=${encodeURIComponent(kAttack)}&state=${encodeURIComponent(kAttack)}&at=-5`, '#/import?map=notjson&step=columns', '#/quarantine?import=-1']) {
    await go(page, hash);
    await unharmed(page, hash);
  }
  assert.deepEqual(faults, []);
  await close();
});

test('a file whose name leads elsewhere and is markup', async () => {
  const { page, faults, close } = await reader.open('#/import');
  const name = `..\\..\\${kAttack.replaceAll('/', '\\')}.jsonl`;
  await page.locator('#files').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from('{"id":"1","body":"some help in the garden"}\n') });
  await guessed(page);
  await unharmed(page, 'import');
  // The same by a request of our own, with a path that no file chooser gives.
  const kept = await page.evaluate(async () => {
    const reply = await fetch('/api/files?name=' + encodeURIComponent('../../../tmp/maillon-hostile/../x.jsonl'), { method: 'POST', body: new Blob(['{"id":"1","body":"x"}\n']) });
    return [reply.status, await reply.json()];
  });
  assert.equal(kept[0], 200);
  assert.equal(existsSync('/tmp/maillon-hostile'), false);
  for (const handle of readdirSync(scratch('case/uploads'))) assert.equal(readdirSync(scratch(`case/uploads/${handle}`)).length, 1);
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await page.getByText('records read').waitFor();
  await go(page, '#/case');
  await unharmed(page, 'case');
  assert.deepEqual(faults, []);
  await close();
});

test('a megabyte in every field of the page: refused with a word, or taken, and the page goes on', async () => {
  const { page, faults, refusals, close } = await reader.open('#/leads');
  refusals.push(400, 404, 413, 422, 431);
  const paste = (locator) => locator.evaluate((field, text) => {
    field.value = field.maxLength > 0 ? text.slice(0, field.maxLength) : text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }, kMegabyte);
  const goes_on = async (where) => {
    await page.evaluate(() => fetch('/livez'));
    assert.equal(await page.locator('.offline').count(), 0, `${where}: the server is there`);
    assert.deepEqual(faults, [], where);
  };
  const check = async (where, hash, selector, press) => {
    await go(page, hash);
    const field = page.locator(selector).first();
    await field.waitFor();
    await paste(field);
    await press?.(field);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
    await settled(page);
    await goes_on(where);
  };
  const enter_key = (field) => field.press('Enter');
  const button = (name) => () => page.getByRole('button', { name, exact: true }).click();
  await check('search', '#/leads', '.search-box input', enter_key);
  await check('filter', '#/leads', 'input.filter', enter_key);
  await check('batch', '#/search', 'textarea', () => page.locator('main form button[type=submit]').last().click());
  await check('why', `#/why?a=${ids[0]}`, 'main input >> nth=1', button('Explain'));
  await check('note', `#/networks/${network}/notes`, 'main textarea', button('Keep the note'));
  await page.evaluate(() => sessionStorage.clear());
  await check('save search', '#/search?q=zebrafish', '.page-head', async () => {
    await page.getByRole('button', { name: 'Save search' }).click();
    await paste(page.locator('dialog input').first());
    await page.locator('dialog button[type=submit]').click();
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    if (await page.locator('dialog').count()) await page.keyboard.press('Escape');
  });
  for (const [where, name] of [['label', 'Label'], ['close', /^Close/]])
    await check(where, `#/networks/${network}`, '.page-head', async () => {
      await page.getByRole('button', { name }).first().click();
      if (where === 'label') await paste(page.locator('dialog input').first());
      await paste(page.locator('dialog textarea'));
      await page.locator('dialog footer button[type=submit]').click();
      await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
      if (await page.locator('dialog').count()) await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
    });
  await check('masked terms', '#/settings', 'main textarea');
  assert.ok((await page.locator('main').innerText()).length > 0);
  await close();
});
