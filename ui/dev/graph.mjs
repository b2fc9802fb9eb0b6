// A stand-in for the layout that the program computes: the same shape of reply, from the
// exported tables, with a plain force layout. Seeded, so that tests see the same picture.
import { selector_key } from './facts.mjs';

function random_source(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

// Repulsion within cells of a grid, springs along edges.
export function lay_out(nodes, edges, rounds = 160) {
  const random = random_source(7);
  const spread = 30 * Math.sqrt(nodes.length + 1);
  for (const node of nodes) {
    const angle = 2 * Math.PI * random();
    const radius = spread * Math.sqrt(random());
    node.x = radius * Math.cos(angle);
    node.y = radius * Math.sin(angle);
  }
  const degree = new Array(nodes.length).fill(0);
  for (const edge of edges) degree[edge.a]++, degree[edge.b]++;
  for (let round = 0; round < rounds; ++round) {
    const heat = 14 * (1 - round / rounds) + 0.5;
    const cell = 120;
    const grid = new Map();
    nodes.forEach((node, i) => {
      const key = `${Math.floor(node.x / cell)},${Math.floor(node.y / cell)}`;
      if (!grid.has(key)) grid.set(key, []);
      grid.get(key).push(i);
    });
    const dx = new Float64Array(nodes.length);
    const dy = new Float64Array(nodes.length);
    nodes.forEach((node, i) => {
      const [cx, cy] = [Math.floor(node.x / cell), Math.floor(node.y / cell)];
      for (let gx = cx - 1; gx <= cx + 1; ++gx)
        for (let gy = cy - 1; gy <= cy + 1; ++gy)
          for (const j of grid.get(`${gx},${gy}`) ?? []) {
            if (i === j) continue;
            const [x, y] = [node.x - nodes[j].x, node.y - nodes[j].y];
            const distance2 = x * x + y * y + 1;
            const force = (900 * (1 + Math.min(6, degree[i] / 6))) / distance2;
            dx[i] += (x / Math.sqrt(distance2)) * force;
            dy[i] += (y / Math.sqrt(distance2)) * force;
          }
      dx[i] -= node.x * 0.004;
      dy[i] -= node.y * 0.004;
    });
    for (const { a, b } of edges) {
      const [x, y] = [nodes[b].x - nodes[a].x, nodes[b].y - nodes[a].y];
      const pull = 0.06;
      dx[a] += (x * pull) / Math.sqrt(degree[a]), (dy[a] += (y * pull) / Math.sqrt(degree[a]));
      dx[b] -= (x * pull) / Math.sqrt(degree[b]), (dy[b] -= (y * pull) / Math.sqrt(degree[b]));
    }
    nodes.forEach((node, i) => {
      const length = Math.hypot(dx[i], dy[i]) || 1;
      const step = Math.min(heat, length);
      node.x += (dx[i] / length) * step;
      node.y += (dy[i] / length) * step;
    });
  }
  for (const node of nodes) (node.x = Math.round(node.x * 10) / 10), (node.y = Math.round(node.y * 10) / 10);
}

const cache = new Map();

// `shown`: the reply of `show N-...`; `refs`: name -> P-.
export function network_graph(facts, shown, refs, query, state) {
  const key = state + shown.id + query;
  if (cache.has(key)) return cache.get(key);
  const posts = facts.by_network.get(shown.id)?.posts ?? [];
  const names = new Set(posts.map((p) => p.name));
  const nodes = [];
  const place = new Map();
  const add = (id, node) => (place.set(id, nodes.length), nodes.push({ id, hub: false, network: shown.id, place: '', hidden: {}, x: 0, y: 0, ...node }));
  const ids = new Map();
  for (const s of [...shown.selectors, ...shown.hubs]) {
    ids.set(selector_key(s), s.id);
    add(s.id, { kind: s.kind, label: s.value, posts: s.posts, hub: s.note.startsWith('hub') });
  }
  for (const t of shown.templates) add(t.id, { kind: 'template', label: t.text.split('\n')[0].slice(0, 60), posts: t.posts });
  const neighbours = new Map();
  const tie = (id, name) => neighbours.set(id, (neighbours.get(id) ?? new Set()).add(name));
  for (const row of facts.by_network.get(shown.id)?.selectors ?? []) if (names.has(row.name) && ids.has(selector_key(row))) tie(ids.get(selector_key(row)), row.name);
  for (const post of posts) if (place.has(post.template)) tie(post.template, post.name);
  const cap = Number(query.get('cap') ?? 2000);
  const collapsed = new Set((query.get('collapse') ?? '').split(',').filter(Boolean));
  const wanted = new Set();
  if (nodes.length + posts.length <= cap) posts.forEach((p) => wanted.add(p.name));
  for (const step of (query.get('expand') ?? '').split(',').filter(Boolean)) {
    const [id, , count] = step.split(':');
    [...(neighbours.get(id) ?? [])].filter((n) => !wanted.has(n)).slice(0, Number(count ?? 25)).forEach((n) => wanted.add(n));
  }
  const owners = new Map();
  for (const [id, all] of neighbours) for (const name of all) if (!nodes[place.get(id)].hub) owners.set(name, [...(owners.get(name) ?? []), id]);
  for (const name of [...wanted]) if ((owners.get(name) ?? []).every((id) => collapsed.has(id)) && owners.get(name)?.length) wanted.delete(name);
  for (const post of posts)
    if (wanted.has(post.name))
      add(post.name, { id: refs.get(post.name) ?? post.name, kind: 'post', label: post.name, posts: 1, place: [post.city, post.country].filter(Boolean).join(', ') });
  const edges = [];
  for (const [id, all] of neighbours) {
    const a = place.get(id);
    for (const name of all) if (place.has(name)) edges.push({ a, b: place.get(name), kind: nodes[a].kind, bits: nodes[a].hub ? 0 : Math.round(100 * Math.log2(4955 / nodes[a].posts)) / 100 });
    const hidden = [...all].filter((n) => !place.has(n)).length;
    if (hidden) nodes[a].hidden.post = hidden;
  }
  const keys = [...neighbours.keys()];
  for (let i = 0; i < keys.length; ++i)
    for (let j = i + 1; j < keys.length; ++j) {
      const both = [...neighbours.get(keys[i])].filter((n) => neighbours.get(keys[j]).has(n) && !place.has(n)).length;
      if (both) edges.push({ a: place.get(keys[i]), b: place.get(keys[j]), kind: 'post', bits: Math.round(100 * Math.log2(both + 1)) / 100 });
    }
  lay_out(nodes, edges.filter((e) => e.bits > 0));
  const reach = Math.max(...nodes.filter((n) => !n.hub).map((n) => n.x), 0) + 90;
  nodes.filter((n) => n.hub).forEach((n, i) => ((n.x = reach + 60 * (i % 2)), (n.y = -200 + 46 * i)));
  const graph = { nodes, edges, omitted: posts.length > wanted.size ? { post: posts.length - wanted.size } : {} };
  cache.set(key, graph);
  return graph;
}

// 5,000 nodes and 10,000 edges, to measure drawing.
export function big_graph(count = 5000) {
  if (cache.has(count)) return cache.get(count);
  const random = random_source(3);
  const kinds = ['post', 'post', 'post', 'post', 'phone', 'email', 'handle', 'template'];
  const nodes = Array.from({ length: count }, (_, i) => ({
    id: `P-${i.toString(16).padStart(12, '0')}`, kind: kinds[i % 8], label: `made-up:${i}`, posts: 1 + Math.floor(20 * random() ** 6),
    x: 0, y: 0, hub: i % 501 === 0, network: 'N-99999', place: '', hidden: {},
  }));
  const edges = Array.from({ length: 2 * count }, (_, i) => ({ a: i % count, b: Math.floor((i % count) / 8) * 8 + 4 + Math.floor(4 * random() * (i % 9 ? 1 : 9)), kind: 'phone', bits: 1 + 14 * random() })).filter((e) => e.b < count && e.a !== e.b);
  lay_out(nodes, edges, 40);
  const graph = { nodes, edges, omitted: {} };
  cache.set(count, graph);
  return graph;
}
