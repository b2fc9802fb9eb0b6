// Acts that wait for a second person, with two people who have the same case before them: what one
// asks for, the other confirms or refuses.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { ask, enter, give_reason, go, run, run_with, scratch, serve, settled, until, violations } from '../harness.mjs';

const dir = scratch('case');
let ana, bea;
before(async () => {
  writeFileSync(scratch('ads.jsonl'), ['0123', '0123', '0156', '0156', '0156'].map((end, i) => JSON.stringify({ id: `${i}`, source: 'board', posted_at: `2026-01-0${i + 1}`, body: `Work ${i}, call +1 775 555 ${end}` })).join('\n'));
  run('import', dir, scratch('ads.jsonl'));
  run('link', dir);
  run('four-eyes', dir, 'on');
  [ana, bea] = await Promise.all(['ana', 'bea'].map(async (user) => {
    const reader = await enter(await serve(dir, { user }));
    return reader.open('#/leads');
  }));
  for (const tab of [ana, bea]) tab.refusals = [400, 409];
});

const state_of = async (tab) => (await ask(tab.page, '/show/N-1')).triage.state;
const waits_in_head = (tab, n) => tab.page.getByRole('link', { name: new RegExp(`${n} acts? waits? for a second person`) }).waitFor();
const answer = async (tab, what, button, reason) => {
  await go(tab.page, '#/requests');
  await tab.page.locator('tr', { hasText: what }).getByRole('button', { name: button }).click();
  if (reason) await tab.page.locator('dialog textarea').fill(reason);
  await tab.page.locator('dialog').getByRole('button', { name: button }).click();
  await tab.page.locator('dialog').waitFor({ state: 'detached' });
};

test('referred: it waits, whoever asked cannot answer, another puts it into effect', async () => {
  await go(ana.page, '#/networks/N-1');
  await ana.page.getByRole('button', { name: 'Take into review' }).click();
  await until(async () => (await state_of(ana)) === 'in_review');
  await ana.page.getByRole('button', { name: 'Refer', exact: true }).click();
  await give_reason(ana.page, 'To the police');
  await ana.page.locator('.message', { hasText: 'waits for a second person' }).waitFor();
  assert.equal(await state_of(ana), 'in_review');
  await waits_in_head(ana, 1);
  await waits_in_head(bea, 1); // told by the server, without a reload
  await go(ana.page, '#/requests');
  await ana.page.locator('td', { hasText: 'somebody else answers' }).waitFor();
  assert.equal(await ana.page.getByRole('button', { name: 'Confirm' }).count(), 0);
  assert.deepEqual(await violations(ana.page), []);
  await go(bea.page, '#/requests');
  assert.deepEqual(await violations(bea.page), []);
  await answer(bea, 'N-1', 'Confirm', 'read all three');
  await bea.page.locator('tr', { hasText: 'read all three' }).waitFor();
  assert.equal(await state_of(ana), 'referred');
  await waits_in_head(bea, 0);
});

test('an export: asked for with a reason, then fetched as it was asked for', async () => {
  await go(ana.page, '#/case');
  const posts = ana.page.locator('.downloads').getByRole('button', { name: 'Posts' });
  await posts.click();
  await ana.page.locator('dialog textarea').fill('for the court');
  assert.deepEqual(await violations(ana.page), []);
  await ana.page.locator('dialog').getByRole('button', { name: 'Ask a second person' }).click();
  await ana.page.locator('dialog').waitFor({ state: 'detached' });
  await posts.click(); // asked for once: it says that it waits
  await ana.page.locator('.message', { hasText: 'waits for a second person' }).last().waitFor();
  assert.equal((await ask(ana.page, '/requests')).requests.filter((r) => r.act === 'export').length, 1);
  await answer(bea, 'table posts', 'Confirm');
  const [download] = await Promise.all([ana.page.waitForEvent('download'), posts.click()]);
  assert.match(download.url(), /table=posts/);
  assert.equal(await download.failure(), null);
});

test('a report is not shown before, and a refusal says why', async () => {
  await go(ana.page, '#/networks/N-2/report');
  await ana.page.getByText('nothing leaves without a second person').waitFor();
  assert.equal(await ana.page.locator('iframe').count(), 0);
  assert.deepEqual(await violations(ana.page), []);
  await ana.page.locator('.empty').getByRole('button', { name: 'Ask a second person' }).click();
  await ana.page.locator('dialog textarea').fill('for the file');
  await ana.page.locator('dialog').getByRole('button', { name: 'Ask a second person' }).click();
  await ana.page.locator('.empty', { hasText: 'waits for a second person' }).waitFor();
  await answer(bea, 'report of N-2', 'Refuse', 'not this one yet');
  await go(ana.page, '#/requests');
  await ana.page.locator('tr', { hasText: 'not this one yet' }).waitFor();
  await go(ana.page, '#/networks/N-2/report');
  await ana.page.locator('.empty').getByRole('button', { name: 'Ask a second person' }).click();
  await ana.page.locator('dialog textarea').fill('now it is complete');
  await ana.page.locator('dialog').getByRole('button', { name: 'Ask a second person' }).click();
  // In two of some thirty runs the screen did not follow by itself; why is not known yet, so look anew.
  const waits = ana.page.locator('.empty', { hasText: 'waits for a second person' });
  await waits.waitFor().catch(async () => {
    console.error('the report screen did not follow the request', await ana.page.locator('main').innerText());
    await ana.page.reload();
    await waits.waitFor();
  });
  await answer(bea, 'now it is complete', 'Confirm');
  await ana.page.locator('iframe').waitFor();
  // Its signed pack is asked for by itself.
  await ana.page.getByRole('button', { name: 'Make the pack' }).click();
  await ana.page.locator('dialog textarea').fill('the court has asked for it');
  await ana.page.locator('dialog').getByRole('button', { name: 'Ask a second person' }).click();
  await ana.page.locator('dialog').waitFor({ state: 'detached' });
  await answer(bea, 'the court has asked for it', 'Confirm');
  const [pack] = await Promise.all([ana.page.waitForEvent('download'), ana.page.getByRole('button', { name: 'Make the pack' }).click()]);
  assert.equal(pack.suggestedFilename(), 'N-2-pack.zip');
  await settled(ana.page);
  for (const tab of [ana, bea]) assert.deepEqual(tab.faults, []);
});

test('a viewer reads selectors in part: one whole for a reason, all of them once another agreed', async () => {
  const people = scratch('people');
  run_with('four unrelated words here\n', 'people', 'add', 'vic', '--dir', people);
  run('people', 'role', 'vic', dir, 'viewer', '--dir', people);
  const server = await serve(dir, { people });
  const reader = await enter(server);
  const door = await reader.context.newPage();
  await door.goto(server.door);
  await door.fill('[name=name]', 'vic');
  await door.fill('[name=password]', 'four unrelated words here');
  await door.click('[type=submit]');
  await door.waitForURL(`${server.url}/`);
  await door.close();
  const { page, refusals, faults } = await reader.open('#/networks/N-1/selectors');
  refusals.push(400);
  const whole = '+17755550156';
  assert.ok(!(await page.locator('main').innerText()).includes(whole));
  const { selectors } = await ask(page, '/show/N-1');
  assert.equal(selectors[0].value, '+17*******56');
  await go(page, `#/selectors/${selectors[0].id}`);
  await page.getByRole('button', { name: 'Show the value' }).click();
  await page.locator('dialog textarea').fill('to compare with a card');
  assert.deepEqual(await violations(page), []);
  await page.locator('dialog').getByRole('button', { name: 'Show the value' }).click();
  await page.getByRole('heading', { name: whole }).waitFor();
  assert.match(run('log', dir, '--action', 'unmask'), /vic/);
  await go(page, '#/requests');
  await page.getByRole('button', { name: 'Ask to read all selectors' }).click();
  await page.locator('dialog textarea').fill('a list to compare');
  await page.locator('dialog').getByRole('button', { name: 'Ask to read all selectors' }).click();
  await page.locator('dialog').waitFor({ state: 'detached' });
  await answer(bea, 'a list to compare', 'Confirm');
  await until(async () => (await ask(page, '/show/N-1')).selectors[0].value === whole);
  assert.deepEqual(faults, []);
});
