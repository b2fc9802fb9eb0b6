// From an empty case to a report on 20,000 posts: once with the mouse, once with the keyboard
// alone; then what a reader does in such a case: far down a list, after a reload, in two tabs,
// and taking back everything that was done.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, enter, give_reason, go, guessed, is_idle, make_world, scratch, seconds, serve, settled, state_of, tab_to, until } from '../harness.mjs';
import { kRoot } from '../load.mjs';

const verifier = join(kRoot, '../tools/verify_pack.py');
const dir = scratch('case');
let server, reader;
before(async () => {
  server = await serve(dir);
  reader = await enter(server);
});
after(() => server?.stop());

const text = (page, selector) => page.locator(selector).first().innerText();
// The report that the frame shows, and the file that its button gives.
async function check_report(page, press_save) {
  await page.frameLocator('iframe.report-frame').getByText('Evidence annex').first().waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), press_save()]);
  const html = readFileSync(await download.path(), 'utf8');
  assert.match(html, /^<!doctype html>/i);
  assert.doesNotMatch(html, /<script/i);
}

// The signed pack, and the fingerprint that goes another way.
async function check_pack(page) {
  await page.getByLabel('For the defence').check();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Make the pack' }).click()]);
  assert.match(download.suggestedFilename(), /^N-\d+-disclosure\.zip$/);
  const fingerprint = page.locator('.section', { hasText: 'Fingerprint of the key' }).locator('.pack bdi');
  const said = execFileSync('python3', [verifier, await download.path(), '--key', (await fingerprint.innerText()).trim()], { encoding: 'utf8' });
  assert.match(said, /N-\d+/);
}

test('by mouse: from an empty case to a report', async () => {
  const world = make_world('world', 20000);
  const { page, faults, close } = await reader.open('#/leads');
  await page.getByRole('link', { name: 'Import posts' }).click();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Choose files' }).click()]);
  await chooser.setFiles(world);
  await guessed(page);
  assert.equal(await page.getByLabel(/Field for the column \W*id\W*$/).inputValue(), 'id');
  // A mapping that is changed survives a reload in the middle, and so does a running import.
  await page.getByLabel(/Field for the column \W*title\W*$/).selectOption('');
  await page.reload();
  await guessed(page);
  assert.equal(await page.getByLabel(/Field for the column \W*title\W*$/).inputValue(), '');
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await page.getByRole('button', { name: 'Stop' }).first().waitFor();
  await page.reload();
  await page.getByText('20,000 records read').waitFor({ timeout: seconds(60) });
  await page.getByRole('link', { name: 'To the leads' }).click();

  await page.locator('.lead-name a').first().waitFor();
  assert.match(await text(page, '.lede'), /networks; [\d,]+ of [\d,]+ posts are in one/);
  await page.getByRole('button', { name: /^France/ }).click();
  await page.waitForFunction(() => location.hash.includes('country=FR'));
  await page.getByRole('button', { name: /^France/ }).click();
  await page.waitForFunction(() => location.hash.includes('country=-FR'));
  await page.getByRole('button', { name: /^France/ }).click();
  await page.waitForFunction(() => !location.hash.includes('country'));
  const name = await page.locator('.lead-name a').nth(1).innerText();
  await page.locator('.lead-name a').nth(1).click();

  // Why is it a network, and what would break it?
  await page.getByText('What would break it').waitFor();
  await page.getByRole('link', { name: 'Graph', exact: true }).click();
  await page.locator('canvas.graph').waitFor();
  await page.getByRole('link', { name: 'Time and places' }).click();
  await page.locator('.strips svg').first().waitFor();
  await page.getByRole('link', { name: 'Facts' }).click();
  await page.getByRole('link', { name: 'Why linked?' }).first().click();
  await page.getByText('passes the threshold').first().waitFor();
  assert.match(await text(page, '.ledger-table tfoot'), /Before any evidence/);

  // A decision, and what runs into it, which is told before anything is kept.
  await page.getByRole('button', { name: 'Different operators' }).click();
  await give_reason(page, 'Another operator');
  await page.getByText('A person decided:').waitFor();
  await page.getByRole('button', { name: 'Same operator' }).click();
  await page.getByRole('button', { name: 'The same contact' }).click();
  await page.getByRole('button', { name: 'Keep the decision' }).click();
  await page.getByText('This runs into an earlier decision').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: /^Undo: / }).first().click();
  await page.getByText('A person decided:').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Redo: / }).first().click();
  await page.getByText('A person decided:').waitFor();
  await page.getByRole('button', { name: 'Link now' }).click();
  await page.getByText('Linked.').waitFor({ timeout: seconds(60) });
  await page.getByRole('button', { name: /^Undo: / }).first().click();
  await page.getByRole('button', { name: 'Link now' }).click();
  await until(async () => {
    const now = await ask(page, '/case');
    return now.fresh && is_idle(now);
  });

  // A search is saved; the lead is taken into review, labelled and noted.
  await page.getByRole('searchbox', { name: 'Search the case' }).fill('job');
  await page.getByRole('searchbox', { name: 'Search the case' }).press('Enter');
  await page.locator('.hit').first().waitFor();
  await page.getByRole('button', { name: 'Save search' }).click();
  await page.locator('dialog input').first().fill('jobs');
  await page.locator('dialog button[type=submit]').click();
  await page.getByText('The search is saved.').waitFor();
  await page.getByRole('link', { name: /^Leads/ }).first().click();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('button', { name: 'Take into review' }).click();
  await page.locator('.page-head .state-in_review').waitFor();
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await page.locator('dialog input').first().fill('for the inspectorate');
  await page.getByRole('button', { name: 'Keep the decision' }).click();
  await page.locator('.page-head .label').waitFor();
  await page.getByRole('link', { name: /^Notes/ }).click();
  await page.locator('main textarea').fill('Seen **twice**');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.locator('.note-card strong').waitFor();
  await page.getByRole('link', { name: 'Report' }).click();
  await check_report(page, () => page.getByRole('link', { name: 'HTML' }).click());
  assert.match(await page.frameLocator('iframe.report-frame').locator('body').innerText(), /for the inspectorate/);
  await check_pack(page);
  assert.deepEqual(faults, []);
  await close();
});

test('by keyboard alone: from an empty case to a report', async () => {
  const world = make_world('small-world', 2000);
  const fresh = await serve(scratch('keyboard-case'));
  const typist = await enter(fresh);
  const { page, faults } = await typist.open('#/leads');
  const { keyboard } = page;
  const press_on = async (wanted) => (await tab_to(page, wanted), keyboard.press('Enter'));
  const keep = async (reason) => {
    await page.getByRole('dialog').waitFor();
    if (reason) await press_on(reason);
    await press_on(/^Keep the decision$/);
    await page.locator('dialog').waitFor({ state: 'detached' });
  };
  await press_on(/^Import posts$/);
  await page.locator('.drop').waitFor();
  const chosen = page.waitForEvent('filechooser');
  await press_on(/^Choose files$/);
  await (await chosen).setFiles(world);
  await guessed(page);
  await press_on(/^Import 1 file$/);
  await page.getByText('2,000 records read').waitFor({ timeout: seconds(60) });
  await press_on(/^To the leads/);
  await page.locator('.lead-name a').first().waitFor();

  await keyboard.press('j');
  await keyboard.press('j');
  await keyboard.press('k');
  assert.equal(await page.locator('.lead.current').getAttribute('aria-rowindex'), '3');
  const name = await text(page, '.lead.current .lead-name a');
  await keyboard.press('y');
  await page.locator('.lead .state-in_review').first().waitFor();
  // A search, a post, and from there why it was joined.
  await keyboard.press('/');
  await keyboard.type('job');
  await keyboard.press('Enter');
  await page.locator('.hit').first().waitFor();
  await keyboard.press('j');
  await keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.startsWith('#/posts/'));
  await settled(page);
  // What was nearly joined, and a decision on it, taken back.
  await keyboard.press('g');
  await keyboard.press('r');
  await page.getByText('What both have').waitFor();
  await keyboard.press('n');
  await keep(/^Another operator$/);
  await keyboard.press('Control+z');
  await page.getByText(/^Undone: /).first().waitFor();
  await keyboard.press('?');
  await page.getByRole('dialog').getByText('Help and keys').waitFor();
  await keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });

  // The dossier: its parts by [ and ], the graph from node to node, two posts split off and
  // that taken back.
  await keyboard.press('g');
  await keyboard.press('l');
  await page.locator('.lead-name a').first().waitFor();
  await press_on(new RegExp(`^${name}$`));
  await page.getByText('What would break it').waitFor();
  await keyboard.press(']');
  await page.locator('canvas.graph').waitFor();
  await tab_to(page, /^The graph|Graph of/);
  await keyboard.press('ArrowRight');
  await page.waitForFunction(() => location.hash.includes('focus='));
  for (let i = 0; i < 12 && !(await text(page, '.focus-name .item-kind')).match(/^post$/i); ++i) {
    const at = await page.evaluate(() => location.hash);
    await keyboard.press(['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'][i % 4]);
    await page.waitForFunction((was) => location.hash !== was, at, { timeout: 500 }).catch(() => {});
  }
  await keyboard.press('Space');
  await press_on(/^Split off/);
  await keep(/^Another operator$/);
  await keyboard.press('Control+z');
  await page.getByText(/^Undone: /).first().waitFor();
  await press_on(/^Label$/);
  await page.getByRole('dialog').waitFor();
  await keyboard.type('for the inspectorate');
  await keep();
  await press_on(/^Report$/);
  await page.locator('iframe.report-frame').waitFor();
  await check_report(page, () => press_on(/^HTML$/));
  assert.deepEqual(faults, []);
  await typist.close();
  await fresh.stop();
});

test('far down a list, a decision keeps the place', async () => {
  const { page, faults, close } = await reader.open('#/leads');
  await page.locator('.lead-name a').first().waitFor();
  for (let i = 0; i < 130; ++i) {
    await page.keyboard.press('j');
    if (i === 95) await page.locator('[aria-rowindex="105"]').waitFor();
  }
  assert.equal(await page.locator('.lead.current').getAttribute('aria-rowindex'), '132');
  const name = await text(page, '.lead.current .lead-name a');
  await page.keyboard.press('y');
  await page.locator('.message', { hasText: name }).waitFor();
  await page.locator('.lead[aria-rowindex="132"] .state-in_review').waitFor();
  // The cursor has gone on by one, and the row that was decided on is still above it.
  assert.equal(await page.locator('.lead.current').getAttribute('aria-rowindex'), '133');
  assert.deepEqual(faults, []);
  await close();
});

test('a reload in the middle goes on there: brush, filter, draft, an open question', async () => {
  const { page, faults, close } = await reader.open('#/leads');
  const { networks } = await ask(page, '/networks?limit=5');
  const [{ id, first_seen: begin }] = networks;
  const same_after_reload = async (hash, selector, read) => {
    if (hash) await go(page, hash);
    await page.locator(selector).first().waitFor();
    const was = await read();
    await page.reload();
    await page.locator(selector).first().waitFor();
    assert.deepEqual(await read(), was);
  };
  const inner = (selector) => () => text(page, selector);
  await same_after_reload(`#/networks/${id}/time?from=${begin.slice(0, 10)}&to=2030-01-01`, '.time-part > p[role=status]', inner('.time-part > p[role=status]'));
  await same_after_reload('#/leads?country=FR&sort=posts&at=3', '.lead.current', inner('.lead.current .lead-name a'));
  await same_after_reload('#/search?q=job&at=4', '.hit.current', inner('.hit.current .post-title'));
  await same_after_reload(`#/networks/${id}/links?sort=strongest`, '.ledger-side .ledger-table', inner('.ledger-side'));
  await go(page, `#/networks/${id}/notes`);
  await page.locator('main textarea').fill('half a thought');
  await same_after_reload('', 'main textarea', () => page.locator('main textarea').inputValue());
  await page.locator('main textarea').fill('');
  // A question that is half answered.
  await page.getByRole('button', { name: /^Close/ }).click();
  await page.locator('dialog textarea').fill('an ordinary');
  await same_after_reload('', 'dialog textarea', () => page.locator('dialog').innerText());
  assert.equal(await page.locator('dialog textarea').inputValue(), 'an ordinary');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await settled(page);
  assert.equal(await page.locator('dialog').count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

test('two tabs on the same thing: one follows by itself, and is told when it decides', async () => {
  const one = await reader.open('#/leads');
  const { id } = (await ask(one.page, '/networks?limit=3&state=new')).networks[2];
  await go(one.page, `#/networks/${id}`);
  const two = await reader.open(`#/networks/${id}`);
  const ask_to_close = async ({ page }) => {
    await page.getByRole('button', { name: /^Close/ }).first().click();
    await page.getByRole('button', { name: 'An ordinary business' }).click();
  };
  await one.page.bringToFront();
  await ask_to_close(one);
  await two.page.bringToFront();
  await two.page.getByRole('button', { name: 'Take into review' }).click();
  await one.page.bringToFront();
  await one.page.locator('.page-head .state-in_review').waitFor();
  // The question of the first tab is of what stood when it was asked.
  await one.page.getByRole('button', { name: 'Keep the decision' }).click();
  await one.page.getByText('Somebody decided on this since you opened it.').waitFor();
  await one.page.getByRole('button', { name: 'Decide anyway' }).click();
  await two.page.bringToFront();
  await two.page.locator('.page-head .state-closed').waitFor();
  assert.deepEqual([...one.faults, ...two.faults], []);
  await one.close();
  await two.close();
});

test('A is not B, C would be with both: asked, with the three named; what was undone is done again from the history', async () => {
  const { page, faults, close } = await reader.open('#/leads');
  const ids = (await ask(page, '/networks?limit=40')).networks.filter(({ posts }) => posts > 1).map(({ id }) => id);
  const posts_of = async (id) => (await ask(page, `/networks/${id}/posts?limit=2`)).posts.map((post) => post.id);
  const [a, c] = await posts_of(ids[4]);
  const [b] = await posts_of(ids[5]);
  const decide = async (x, y, key) => {
    await go(page, `#/why?a=${x}&b=${y}`);
    await page.locator('.ledger-table').waitFor();
    await page.keyboard.press(key);
    await page.locator('dialog textarea').first().fill('a reason');
    await page.locator('dialog footer button[type=submit]').click();
  };
  await decide(a, b, 'n');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await decide(c, b, 'y');
  const told = await page.locator('dialog .conflicts li').first().innerText();
  const plain = told.replace(/[\u2068\u2069]/g, '');
  assert.match(plain, new RegExp(`^${c} would be with (${a} and with ${b}|${b} and with ${a}),`));
  await page.keyboard.press('Escape');
  await go(page, '#/history');
  const row = page.locator('tbody tr').first();
  await row.getByRole('button', { name: 'Undo' }).click();
  await row.getByRole('button', { name: 'Redo' }).click();
  await row.getByRole('button', { name: 'Undo' }).click();
  await row.getByRole('button', { name: 'Redo' }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

// The same numbers on every run.
function dice(seed) {
  return (n) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
}

test('random acts and then the undoing of all of them: the state of the case is as before', async () => {
  const { page, faults, close } = await reader.open('#/leads');
  const { networks } = await ask(page, '/networks?limit=40');
  const { near_misses: pairs } = await ask(page, '/near-misses?limit=40');
  const roll = dice(20);
  const some = (list) => list[roll(list.length)];
  const kept = async () => {
    // A decision that runs into an earlier one is taken all the same.
    const keep = page.locator('dialog footer button[type=submit]');
    await keep.click();
    await page.waitForFunction(() => !document.querySelector('dialog') || document.querySelector('dialog .conflicts'));
    if (await keep.count()) await keep.click();
    await page.locator('dialog').waitFor({ state: 'detached' });
  };
  const kinds = {
    triage: async () => {
      await go(page, `#/networks/${some(networks).id}`);
      await page.getByRole('button', { name: 'Close', exact: false }).first().waitFor();
      await page.locator('.page-head .actions button').first().click();
      if (await page.locator('dialog').count()) {
        await page.locator('.ready-reasons button').first().click();
        await kept();
      }
    },
    label: async () => {
      await go(page, `#/networks/${some(networks).id}`);
      await page.getByRole('button', { name: 'Label', exact: true }).click();
      await page.locator('dialog input').first().fill(`label ${roll(5)}`);
      await kept();
    },
    note: async () => {
      await go(page, `#/networks/${some(networks).id}/notes`);
      await page.locator('main textarea').fill(`note ${roll(1000)}`);
      await page.getByRole('button', { name: 'Keep the note' }).click();
    },
    hub: async () => {
      await go(page, `#/networks/${some(networks).id}/selectors`);
      await page.locator('.acts button').first().click();
      await page.locator('.ready-reasons button, dialog textarea').first().waitFor();
      await page.locator('dialog textarea').fill('several operators');
      await kept();
    },
    judge: async () => {
      const pair = some(pairs);
      await go(page, `#/why?a=${pair.a.id}&b=${pair.b.id}`);
      await page.getByRole('button', { name: roll(2) ? 'Same operator' : 'Different operators' }).click();
      await page.locator('.ready-reasons button').first().click();
      await kept();
    },
  };
  const before_acts = { state: state_of(dir), acts: (await ask(page, '/history?limit=1')).total };
  const count = async () => (await ask(page, '/history?limit=1')).total;
  let acts = before_acts.acts;
  for (let i = 0; i < 20; ++i) {
    const was = acts;
    await some(Object.values(kinds))();
    await until(async () => (acts = await count()) > was);
    assert.equal(acts, was + 1);
  }
  assert.notEqual(state_of(dir), before_acts.state);
  const after_acts = state_of(dir);
  await go(page, '#/history');
  const press = async (key) => {
    const top = async () => (await ask(page, '/case')).undo.act;
    const was = await top();
    await page.keyboard.press(key);
    await until(async () => (await top()) !== was);
  };
  for (let i = 0; i < 20; ++i) await press('Control+z');
  assert.equal(state_of(dir), before_acts.state);
  for (let i = 0; i < 20; ++i) await press('Control+Shift+z');
  assert.equal(state_of(dir), after_acts);
  assert.deepEqual(faults, []);
  await close();
});
