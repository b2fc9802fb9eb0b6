// The parts of the page that need no browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../load.mjs';

const { diff, in_slots } = await load('app/diff.ts');
const { cut, to_units } = await load('parts/marked.tsx');
const { Scene } = await load('graph/scene.ts');
const { to_svg } = await load('graph/svg.ts');
const { next_choice, read_choice, write_choice } = await load('parts/facets.tsx');
const { href } = await load('app/router.ts');
const { printable, first_line } = await load('parts/ident.tsx');
const { map_of, flag_of, field_in, say_of_file } = await load('app/column_map.ts');
const { holds_pictures } = await load('screens/import.tsx');
const { is_document, values_of } = await load('screens/batch.tsx');
const { histogram, stays_of } = await load('app/spans.ts');

const joined = (parts, same) => parts.filter((p) => same === undefined || p.same === same).map((p) => p.text).join('');

test('differences: what is said by both is the same on both sides, nothing is lost', () => {
  for (const [a, b] of [
    ['call Anna at 12', 'call Maria at 12 now'],
    ['', 'new'],
    ['same', 'same'],
    ['a b c d e', 'e d c b a'],
    ['اتصل بنا الآن', 'اتصل بي الآن'],
    ['日结工资', '周结工资'],
  ]) {
    const result = diff(a, b);
    assert.equal(joined(result.a), a);
    assert.equal(joined(result.b), b);
    assert.equal(joined(result.a, true), joined(result.b, true));
  }
  assert.equal(joined(diff('call Anna at 12', 'call Maria at 12').b, false), 'Maria');
});

test('differences are cut at the slots of a wording', () => {
  const slots = [{ begin: 5, end: 9, n: 1, kind: 'name' }, { begin: 9, end: 12, n: 2, kind: 'text' }, { begin: 13, end: 99, n: 3, kind: 'text' }];
  const groups = in_slots([{ text: 'call An', same: true }, { text: 'na', same: false }, { text: ' at 12', same: true }], slots);
  assert.deepEqual(groups.map(({ slot, parts }) => [slot?.n ?? 0, parts.map(({ text, same }) => `${text}${same ? '' : '!'}`).join('|')]), [[0, 'call '], [1, 'An|na!'], [2, ' at'], [0, ' '], [3, '12']]);
  assert.deepEqual(in_slots([{ text: 'a', same: true }], []), [{ slot: null, parts: [{ text: 'a', same: true }] }]);
  assert.deepEqual(in_slots([], slots), []);
});

test('differences against the plain dynamic programme', () => {
  let state = 5;
  const random = (n) => (state = (Math.imul(state, 48271) >>> 0) % 2147483647) % n;
  const longest = (a, b) => {
    const table = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
    for (let i = 1; i <= a.length; ++i) for (let j = 1; j <= b.length; ++j) table[i][j] = a[i - 1] === b[j - 1] ? table[i - 1][j - 1] + 1 : Math.max(table[i - 1][j], table[i][j - 1]);
    return table[a.length][b.length];
  };
  for (let round = 0; round < 200; ++round) {
    const make = () => Array.from({ length: random(12) }, () => 'xyz,'[random(4)]);
    const [a, b] = [make(), make()];
    // Single signs are words of their own, but for letters, which stick together: part them.
    const [left, right] = [a.join(','), b.join(',')];
    const result = diff(left, right);
    const words = (text) => text.match(/[\p{L}]+|[^\p{L}]/gu) ?? [];
    assert.equal(words(joined(result.a, true)).length >= longest(words(left), words(right)) - 0, true, `${left} | ${right}`);
  }
});

test('byte offsets become places in the text', () => {
  const text = 'aé漢😀b';
  assert.deepEqual(to_units(text, [0, 1, 3, 6, 10, 11]), [0, 1, 2, 3, 5, 6]);
  const pieces = cut('Tel ０６ now', [{ begin: 4, end: 10, kind: 'phone', title: '' }]);
  assert.deepEqual(pieces.map((p) => [p.text, p.mark !== null]), [['Tel ', false], ['０６', true], [' now', false]]);
});

test('marks that overlap or lie outside lose nothing of the text', () => {
  const marks = [
    { begin: 2, end: 6, kind: 'a', title: '' },
    { begin: 4, end: 8, kind: 'b', title: '' },
    { begin: 50, end: 60, kind: 'c', title: '' },
    { begin: 3, end: 3, kind: 'd', title: '' },
  ];
  assert.equal(cut('0123456789', marks).map((p) => p.text).join(''), '0123456789');
});

test('what was posted is shown without marks that turn text', () => {
  assert.equal(printable('a\u202eb\u0000c\u200d'), 'a·b·c·');
  assert.equal(first_line('\n{1}: help in {2}\nmore'), '…: help in …');
});

test('a facet: in, out, forgotten; and back from the address', () => {
  let chosen = read_choice('');
  chosen = next_choice(chosen, 'FR');
  assert.equal(write_choice(chosen), 'FR');
  chosen = next_choice(chosen, 'FR');
  assert.equal(write_choice(chosen), '-FR');
  assert.equal(write_choice(next_choice(chosen, 'FR')), '');
  assert.equal(write_choice(read_choice('FR,-GB')), 'FR,-GB');
});

test('addresses: values are escaped, empty ones left out', () => assert.equal(href(['search'], { q: '+33 6&x=1', at: '', n: 0 }), '#/search?q=%2B33%206%26x%3D1&n=0'));

test('a mapping as the flag of the command line', () => {
  const map = map_of([{ name: 'title', field: 'body' }, { name: 'text', field: 'body' }, { name: 'x', field: '' }, { name: 'ad', field: 'id' }]);
  assert.equal(flag_of(map), 'body=title+text,id=ad');
  const odd = map_of([{ name: 'price, EUR', field: 'price' }, { name: 'a+b', field: 'body' }, { name: 'c\\', field: 'body' }]);
  assert.equal(flag_of(odd), 'price=price\\, EUR,body=a\\+b+c\\\\');
  for (const [name, field] of [['price, EUR', 'price'], ['a+b', 'body'], ['c\\', 'body'], ['a', ''], ['b', '']]) assert.equal(field_in({ ...odd, title: '' }, name), field);
});

test('what is said of a file stands beside its columns, which are guessed anew with it', () => {
  const map = { body: 'text', encoding: 'windows-1251' };
  assert.equal(flag_of(map), 'body=text,encoding=windows-1251');
  assert.equal(field_in(map, 'windows-1251'), '');
  assert.deepEqual(say_of_file(map, 'date_order', 'mdy'), { ...map, date_order: 'mdy' });
  assert.deepEqual(say_of_file(map, 'delimiter', 'tab'), { encoding: 'windows-1251', delimiter: 'tab' });
  assert.deepEqual(say_of_file({ ...map, header: 'no' }, 'encoding', ''), { header: 'no' });
});

const node = (id, kind, x, y, more = {}) => ({ id, kind, label: id, posts: 1, x, y, hub: false, network: '', place: '', hidden: {}, ...more });
const small = () =>
  new Scene({
    nodes: [node('P-1', 'post', 0, 0), node('S-1', 'phone', 50, 0), node('P-2', 'post', 100, 0), node('S-2', 'handle', 50, 80, { hub: true }), node('P-3', 'post', 100, 80)],
    edges: [{ a: 0, b: 1, kind: 'phone', bits: 9 }, { a: 2, b: 1, kind: 'phone', bits: 9 }, { a: 0, b: 3, kind: 'handle', bits: 0 }, { a: 4, b: 3, kind: 'handle', bits: 0 }],
    omitted: {},
  });

test('graph: paths go over what counts, never through a hub', () => {
  const scene = small();
  assert.deepEqual(scene.find_path(0, 2), [0, 1, 2]);
  assert.deepEqual(scene.find_path(0, 4), []);
  scene.hide(['S-1'], new Set());
  assert.deepEqual(scene.find_path(0, 2), []);
});

test('graph: picking, lasso and the arrow keys', () => {
  const scene = small();
  assert.equal(scene.pick(101, 1, 3), 2);
  assert.equal(scene.pick(300, 300, 3), -1);
  assert.deepEqual(scene.within([[-10, -10], [60, -10], [60, 10], [-10, 10]]), [0, 1]);
  assert.equal(scene.toward(0, 1, 0), 1);
  scene.move(2, -500, -500);
  assert.equal(scene.pick(-500, -500, 3), 2);
  scene.hide([], new Set(['post']));
  assert.equal(scene.pick(-500, -500, 3), -1);
});

test('graph: picking agrees with looking at every node', () => {
  const nodes = Array.from({ length: 400 }, (_, i) => node(`P-${i}`, i % 3 ? 'post' : 'phone', ((i * 7919) % 1000) - 500, ((i * 104729) % 1000) - 500, { posts: i % 40 }));
  const scene = new Scene({ nodes, edges: [], omitted: {} });
  for (let i = 0; i < 500; ++i) {
    const [x, y] = [((i * 613) % 1100) - 550, ((i * 271) % 1100) - 550];
    let best = -1;
    let closest = 5;
    nodes.forEach((_, j) => {
      const distance = Math.hypot(scene.x[j] - x, scene.y[j] - y) - scene.radius(j);
      if (distance <= closest && distance <= 5) [best, closest] = [j, distance];
    });
    const found = scene.pick(x, y, 5);
    const distance_of = (j) => (j < 0 ? 99 : Math.hypot(scene.x[j] - x, scene.y[j] - y) - scene.radius(j));
    assert.ok(Math.abs(distance_of(found) - distance_of(best)) < 1e-9 || (found < 0 && best < 0));
  }
});

test('graph as SVG: labels are escaped', () => {
  const scene = new Scene({ nodes: [node('S-1', 'phone', 0, 0, { label: '<script>"&' })], edges: [], omitted: {} });
  const svg = to_svg(scene, { ink: '#000', muted: '#777', line: '#ccc', surface: '#fff', accent: '#00f', kinds: { phone: '#00f' }, font: '' }, 'kind', [], 'N-1 <x>');
  assert.ok(!svg.includes('<script>') && svg.includes('&lt;script&gt;'));
});

test('time: every post falls into a bin; the route is in order of first posts', () => {
  const day = 86400;
  const events = [0, 1, 1, 5, 9].map((d, i) => ({ post: `P-${i}`, at: 1.7e9 + d * day, strip: 0, place: [0, 1, 0, -1, 1][i] }));
  const [, bins] = histogram(events, events[0].at, events.at(-1).at);
  assert.equal(bins.reduce((a, b) => a + b, 0), 5);
  assert.deepEqual(stays_of(events).map((s) => [s.place, s.posts]), [[0, 2], [1, 2]]);
  // Back after more than three weeks: another stay, whatever the order of the posts.
  const back = [[0, 0], [1, 2], [0, 21], [0, 43], [1, 3]].map(([place, d]) => ({ post: '', at: d * day, strip: 0, place }));
  assert.deepEqual(stays_of(back).map((s) => [s.place, s.posts, s.from / day, s.to / day]), [[0, 2, 0, 21], [1, 2, 2, 3], [0, 1, 43, 43]]);
});

test('a list of selectors: a line of names above it is none of them', () => {
  const rows = [
    ['phone\n+44 7700 900100\n+44 7700 900101', 'phone', ['+44 7700 900100', '+44 7700 900101']],
    ['\uFEFF"Phone";"Name"\r\n"0612";"Anna"\r\n', '"Phone";"Name"', ['0612', 'Anna']],
    ['handle,site\n@anna_92,board\n@bea,board', 'handle,site', ['@anna_92', 'board', '@bea', 'board']],
    ['annasmith\nbeajones', '', ['annasmith', 'beajones']], // nothing says that the first is another thing
    ['a@example.com\nb@example.com', '', ['a@example.com', 'b@example.com']],
    ['+44 (0)20, London', '', ['+44 (0)20, London']],
    ['', '', []],
  ];
  for (const [text, header, values] of rows) {
    assert.deepEqual(values_of(text), { header, values });
    assert.equal(is_document(text), false);
  }
  for (const text of ['{"Event":{}}', '\uFEFF\n [{"id":"a"}]', '{']) assert.equal(is_document(text), true);
});

test('files of pictures are told from files of records by their names', () => {
  for (const name of ['images.zip', 'A.JPG', 'x.tar.gz', 'clip.mp4', 'b.heic']) assert.ok(holds_pictures(name), name);
  for (const name of ['posts.csv', 'posts.csv.gz', 'book.xlsx', 'chat.txt', 'zip', 'a.zip.csv']) assert.ok(!holds_pictures(name), name);
});
