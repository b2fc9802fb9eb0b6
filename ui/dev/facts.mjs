// What the development server knows of a case: replies of the command line, and the exported
// tables put in memory. Nothing here is shipped; `maillon serve` answers from the case itself.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export function make_cli(program) {
  const run = (args, options = {}) =>
    new Promise((resolve) => {
      execFile(program, args, { maxBuffer: 1 << 30, ...options }, (error, stdout, stderr) =>
        resolve({ code: error ? (error.code ?? 2) : 0, stdout, stderr }),
      );
    });
  const json = async (args) => {
    const { code, stdout, stderr } = await run([...args, '--json']);
    if (code !== 0 && !stdout.trim())
      throw Object.assign(new Error(stderr.trim().replace(/^maillon: /, '') || 'failed'), { code });
    return JSON.parse(stdout || 'null');
  };
  const table = async (dir, name) => {
    const { stdout } = await run(['export', dir, '--table', name, '--format', 'jsonl']);
    return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  };
  return { program, run, json, table };
}

export const selector_key = (s) => `${s.kind}|${s.service}|${s.value}`;

// A few towns of the made-up world; the rest have no coordinates, as in many real tables.
const kTowns = {
  'Hull,GB': [53.74, -0.34], 'Leeds,GB': [53.8, -1.55], 'London,GB': [51.51, -0.13],
  'Glasgow,GB': [55.86, -4.25], 'Derby,GB': [52.92, -1.48], 'Bristol,GB': [51.45, -2.59],
  'Denver,US': [39.74, -104.99], 'Seattle,US': [47.61, -122.33], 'Reno,US': [39.53, -119.81],
  'Genève,CH': [46.2, 6.15], 'Basel,CH': [47.56, 7.59], 'Marseille,FR': [43.3, 5.37],
  'Casablanca,MA': [33.57, -7.59], 'Agadir,MA': [30.42, -9.6], 'Puebla,MX': [19.04, -98.2],
  'Recife,BR': [-8.05, -34.9], 'Lyon,FR': [45.76, 4.84], 'Toulouse,FR': [43.6, 1.44],
};

// Loads the tables of a linked case; an empty one if there is none.
export async function load_facts(cli, dir, world) {
  const facts = { posts: [], by_name: new Map(), by_network: new Map(), links: [], selectors: [], ids: new Map(), bodies: new Map() };
  if (!existsSync(dir)) return facts;
  [facts.posts, facts.links, facts.selectors] = await Promise.all(['posts', 'links', 'selectors'].map((t) => cli.table(dir, t)));
  for (const post of facts.posts) {
    post.name = `${post.source}:${post.id}`;
    facts.by_name.set(post.name, post);
    if (!post.network) continue;
    if (!facts.by_network.has(post.network)) facts.by_network.set(post.network, { posts: [], links: [], selectors: [] });
    facts.by_network.get(post.network).posts.push(post);
  }
  for (const link of facts.links) {
    const network = facts.by_name.get(link.a)?.network;
    if (network && network === facts.by_name.get(link.b)?.network && link.accepted) facts.by_network.get(network).links.push(link);
  }
  for (const row of facts.selectors) {
    row.name = `${row.source}:${row.id}`;
    facts.by_network.get(facts.by_name.get(row.name)?.network)?.selectors.push(row);
  }
  for (const all of facts.by_network.values()) all.posts.sort((a, b) => (a.posted_at < b.posted_at ? -1 : 1));
  // The texts, for the lines under a search result.
  if (world && existsSync(world))
    for (const line of readFileSync(world, 'utf8').split('\n')) {
      if (!line) continue;
      const record = JSON.parse(line);
      facts.bodies.set(`${record.source}:${record.id}`, record);
    }
  return facts;
}

export function network_extras(facts, id) {
  const all = facts.by_network.get(id) ?? { posts: [], links: [] };
  const bits = all.links.map((l) => l.bits).sort((a, b) => a - b);
  const days = new Array(24).fill(0);
  const times = all.posts.map((p) => Date.parse(p.posted_at)).filter((t) => t);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  for (const t of times) days[Math.min(23, Math.floor((24 * (t - from)) / (to - from + 1)))]++;
  return {
    links: all.links.length,
    weakest: all.links.reduce((low, l) => Math.min(low, l.posterior), 1),
    bits: bits[bits.length >> 1] ?? 0,
    days,
  };
}

export function timeline(facts, id) {
  const posts = facts.by_network.get(id)?.posts ?? [];
  const strips = new Map();
  const places = new Map();
  const events = [];
  for (const post of posts) {
    if (!strips.has(post.template)) strips.set(post.template, { id: post.template, label: '', posts: 0 });
    strips.get(post.template).posts++;
    if ((post.city || post.country) && !places.has(`${post.city},${post.country}`)) {
      const [lat, lon] = kTowns[`${post.city},${post.country}`] ?? [null, null];
      places.set(`${post.city},${post.country}`, { city: post.city, country: post.country, lat, lon });
    }
  }
  const order = [...strips.values()].sort((a, b) => (a.id === '') - (b.id === '') || b.posts - a.posts);
  const keys = [...places.keys()];
  for (const post of posts)
    events.push({
      post: post.name,
      at: post.posted_at,
      strip: order.findIndex((s) => s.id === post.template),
      place: keys.indexOf(`${post.city},${post.country}`),
    });
  return { from: posts[0]?.posted_at ?? '', to: posts.at(-1)?.posted_at ?? '', strips: order, places: [...places.values()], events, omitted: 0 };
}

// A query in parts, much simpler than the program's own reading of it.
export function terms_of(q) {
  const terms = [];
  for (const [typed] of q.matchAll(/-?(?:\w+:)?"[^"]*"|\S+/g)) {
    const negated = typed.startsWith('-') && typed.length > 1;
    const rest = negated ? typed.slice(1) : typed;
    const field = /^(city|country|language|source|author|title|body|kind|service|network|template|selector|after|before|price|id):(.*)$/.exec(rest);
    const base = { field: '', value: rest, typed, negated, id: '' };
    if (rest === 'OR') terms.push({ ...base, type: 'or' });
    else if (/^[0-9a-f]{64}$/i.test(rest)) terms.push({ ...base, type: 'sha256' });
    else if (field) terms.push({ ...base, type: 'field', field: field[1], value: field[2].replace(/"/g, '') });
    else if (rest.startsWith('"')) terms.push({ ...base, type: 'phrase', value: rest.replace(/"/g, '') });
    else if (rest.endsWith('*')) terms.push({ ...base, type: 'prefix', value: rest.slice(0, -1) });
    else terms.push({ ...base, type: 'word' });
  }
  return terms;
}

export function facet(rows, of) {
  const counts = new Map();
  for (const row of rows) for (const what of [of(row)].flat()) if (what) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => ({ what, count })).sort((a, b) => b.count - a.count);
}

// Does the row pass "FR,GB,-US"?
export function passes(filter, values) {
  if (!filter) return true;
  const wanted = filter.split(',');
  const out = wanted.filter((w) => w.startsWith('-')).map((w) => w.slice(1));
  const within = wanted.filter((w) => !w.startsWith('-'));
  const has = [values].flat();
  return !has.some((v) => out.includes(v)) && (!within.length || has.some((v) => within.includes(v)));
}

export function page(rows, query, fallback = 50) {
  const start = Number(query.get('after') ?? 0);
  const limit = Number(query.get('limit') ?? fallback);
  const end = start + limit;
  return { rows: rows.slice(start, end), next: end < rows.length ? String(end) : null };
}
