// The graph of 5,000 nodes and about 10,000 ties on Canvas 2D, without WebGL or a GPU: panned
// at 20 frames a second or more. Measured in processor time of the page's own thread, since
// other work on the machine would count as ours otherwise.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { make_case, open, serve } from '../harness.mjs';

let server;
before(async () => (server = await serve(make_case(1500))));
after(() => server?.close());

test('5,000 nodes are panned at 20 frames a second or more', async () => {
  const { page, faults, close } = await open(server.url, { hash: '#/networks/N-99999/graph', viewport: { width: 1600, height: 1000 } });
  await page.waitForFunction(() => globalThis.graph_view?.scene.nodes.length === 5000, null, { timeout: 60000 });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => (await session.send('Performance.getMetrics')).metrics.find((m) => m.name === 'TaskDuration').value;
  const before_pan = await busy();
  const result = await page.evaluate(async () => {
    const view = globalThis.graph_view;
    const frames = 60;
    const start = performance.now();
    const first = view.frames;
    const paints = view.paints;
    for (let i = 0; i < frames; ++i) {
      view.pan_by(14, i % 2 ? 3 : -3); // always on, so that the view leaves what was drawn
      await new Promise((done) => requestAnimationFrame(done));
    }
    return { frames: view.frames - first, paints: view.paints - paints, wall: performance.now() - start };
  });
  const spent = (await busy()) - before_pan;
  assert.ok(result.paints >= 1, 'the scene itself was drawn on the way');
  console.log(`# pan: ${result.paints} drawings of the scene, ${result.frames} frames, ${(1000 * spent / result.frames).toFixed(1)} ms of processor time a frame, ${(1000 * result.frames / result.wall).toFixed(0)} frames a second by the clock`);
  assert.ok(result.frames >= 55, 'every pan is drawn');
  assert.ok(spent / result.frames < 0.05, `${spent / result.frames} s a frame`);
  assert.deepEqual(faults, []);
  await close();
});

test('what is saved as SVG and PNG holds the graph', async () => {
  const { page, close } = await open(server.url, { hash: '#/networks/N-2/graph' });
  await page.locator('canvas.graph').waitFor();
  for (const [name, begin] of [['SVG', '<svg '], ['PNG', '\x89PNG']]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(await download.path());
    assert.ok(bytes.toString('latin1').startsWith(begin), name);
    assert.ok(bytes.length > 2000, name);
  }
  await close();
});
