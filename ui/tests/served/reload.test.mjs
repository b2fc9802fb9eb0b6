// A page that is reloaded in the middle of anything goes on there; what was sent or put away is
// not kept, and nothing that was typed stands in the address before it is asked.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, enter, go, make_case, serve, settled } from '../harness.mjs';

let server, reader;
before(async () => {
  server = await serve(make_case(400, { images: true }));
  reader = await enter(server);
});
after(() => server?.stop());

const kept = (page) => page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith('maillon.')));
async function again(page) {
  await page.reload();
  await settled(page);
}

test('a graph: where one looks, how near, and the tool', async () => {
  const { page, faults, close } = await reader.open();
  const [{ id }] = (await ask(page, '/networks?limit=1')).networks;
  await go(page, `#/networks/${id}/graph`);
  await page.locator('canvas.graph').waitFor();
  const camera = () => page.evaluate(() => Object.values(globalThis.graph_view.camera).map((value) => Math.round(value * 100) / 100));
  const whole = await camera();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.locator('canvas.graph').press('Shift+ArrowRight');
  await page.getByRole('button', { name: /lasso/i }).click();
  // It is written down once the view has come to rest.
  await page.waitForFunction(() => {
    const { x, y, zoom } = globalThis.graph_view.camera;
    return decodeURIComponent(location.hash).includes(`camera=${[x, y, zoom * 100].map(Math.round)}`) && location.hash.includes('tool=lasso');
  });
  const near = await camera();
  assert.ok(near[2] > whole[2] * 1.5);
  await again(page);
  await page.locator('canvas.graph').waitFor();
  const now = await camera();
  for (const i of [0, 1, 2]) assert.ok(Math.abs(now[i] - near[i]) <= (i < 2 ? 0.51 : 0.0051), `${now} is not ${near}`);
  assert.equal(await page.getByRole('button', { name: /lasso/i }).getAttribute('aria-pressed'), 'true');
  // All of it again, and nothing of that in the address.
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.waitForFunction(() => !location.hash.includes('camera='));
  assert.deepEqual(faults, []);
  await close();
});

test('a pasted list of selectors, and what is typed in the box', async () => {
  const { page, faults, close } = await reader.open('#/search');
  await page.getByLabel('Selectors, one a line').fill('+1 775 555 0102\nnobody@example.invalid');
  await page.getByRole('searchbox', { name: 'Search the case' }).fill('half a sea');
  await again(page);
  assert.match(await page.getByLabel('Selectors, one a line').inputValue(), /nobody@/);
  assert.equal(await page.getByRole('searchbox', { name: 'Search the case' }).inputValue(), 'half a sea');
  await page.getByRole('button', { name: 'Look them up' }).click();
  await page.getByText('of 2 are in the case').waitFor();
  await again(page);
  await page.getByText('of 2 are in the case').waitFor();
  assert.doesNotMatch(await page.evaluate(() => location.href), /555|nobody|half/);
  // A document of another system is read by the server.
  const event = { Event: { Attribute: [{ uuid: '1', type: 'email', value: 'nobody@example.org' }] } };
  await page.getByLabel('Selectors, one a line').fill(JSON.stringify(event, null, 1));
  await page.getByRole('button', { name: 'Look them up' }).click();
  await page.getByText('document, selectors: 1').waitFor();
  await page.getByText('of 1 are in the case').waitFor();
  await page.getByRole('button', { name: 'Clear the list' }).click();
  await page.getByRole('searchbox', { name: 'Search the case' }).press('Enter');
  await page.waitForFunction(() => location.hash.includes('q=half'));
  assert.deepEqual((await kept(page)).filter((name) => /batch|box/.test(name)), []);
  // What is asked of the results, half said.
  await page.getByRole('button', { name: 'Save search' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('a name for it');
  await again(page);
  assert.equal(await page.getByRole('dialog').getByRole('textbox').inputValue(), 'a name for it');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.deepEqual((await kept(page)).filter((name) => name.includes('save')), []);
  assert.deepEqual(faults, []);
  await close();
});

test('the reason for a photograph, a decision and a note, half written', async () => {
  const { page, faults, close } = await reader.open();
  const { networks } = await ask(page, '/networks?limit=50&kind=image');
  const { id } = networks[0];
  await go(page, `#/networks/${id}/photographs`);
  await page.getByRole('button', { name: 'Reveal…' }).first().click();
  await page.getByRole('dialog').getByRole('textbox').fill('to compare the roo');
  await again(page);
  assert.equal(await page.getByRole('dialog').getByRole('textbox').inputValue(), 'to compare the roo');
  await page.getByRole('dialog').getByRole('textbox').fill('to compare the rooms');
  await page.getByRole('dialog').locator('button[type=submit]').click();
  await page.getByRole('button', { name: /hold/i }).first().waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.deepEqual((await kept(page)).filter((name) => name.includes('reveal')), []);
  await go(page, `#/networks/${id}/notes`);
  await page.locator('main textarea').fill('Half a no');
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await page.getByRole('dialog').getByRole('textbox').first().fill('for the insp');
  await again(page);
  assert.equal(await page.getByRole('dialog').getByRole('textbox').first().inputValue(), 'for the insp');
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.equal(await page.locator('main textarea').inputValue(), 'Half a no');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.locator('.note-card').waitFor();
  await page.waitForFunction(() => document.querySelector('main textarea').value === '');
  await again(page);
  assert.equal(await page.locator('main textarea').inputValue(), '');
  assert.deepEqual(faults, []);
  await close();
});
