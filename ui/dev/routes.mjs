// The calls of ui/API.md, answered from the command line and from memory.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { facet, network_extras, page, passes, terms_of, timeline } from './facts.mjs';
import { big_graph, network_graph } from './graph.mjs';
import { full, pictures_of, thumbnail } from './pictures.mjs';
import { report } from './report.mjs';

const kBig = 'N-99999';
const kOffers = ['decide', 'redo', 'import', 'reveal', 'triage', 'label', 'note', 'split', 'join', 'report', 'searches', 'mappings'];
const posterior_of = (sum) => Math.min(0.9999, 1 / (1 + 2 ** -sum));
const refuse = (status, error, what_to_do = '', conflicts = []) => Object.assign(new Error(error), { status, what_to_do, conflicts });

function parsed(line) {
  try {
    return [JSON.parse(line)];
  } catch {
    return []; // a bad row is shown as one by the import itself
  }
}

export function make_routes(server) {
  const { cli, dir, acts } = server;
  const call = (verb, ...args) => cli.json([verb, dir, ...args]);

  async function state() {
    const status = await call('status').catch(() => null);
    const hash = (status?.state ?? '') + acts.serial;
    acts.seen.set(hash, acts.serial);
    return {
      ...(status ?? { case: dir, fresh: true, stale: '', imports: [], decisions: 0, weights: [], log_entries: 0 }),
      state: hash, version: '0.1.0', actor: 'analyst', posts: server.facts.posts.length, networks: server.facts.by_network.size,
      quarantined: (status?.imports ?? []).filter((i) => i.active).reduce((sum, i) => sum + i.quarantined, 0),
      linked: String(server.facts.posts.length), offers: kOffers, job: server.job, undo: await acts.latest(), redo: acts.undone.at(-1) ?? null,
    };
  }
  const changed = async (result) => (server.tell('state', { state: String(acts.serial) }), result);

  async function networks({ query }) {
    const all = server.facts.posts.length ? await call('networks', '--limit', '0', '--sort', query.get('sort') || 'rank') : { networks: [], posts: 0, posts_in_networks: 0 };
    const rows = all.networks.map((n) => ({ ...n, ...network_extras(server.facts, n.id), triage: acts.triage(n.id), labels: acts.labels(n.id), notes: acts.notes(n.id).length }));
    const kind_of = (n) => n.top.split(' ').find((w) => ['phone', 'email', 'iban', 'wallet', 'url', 'handle'].includes(w)) ?? 'text';
    const fields = { state: (n) => n.triage.state, country: (n) => n.countries, language: (n) => n.languages, kind: kind_of };
    const q = (query.get('q') ?? '').toLowerCase();
    const min = Number(query.get('min_posts') ?? 0);
    const fits = (n, but) => Object.entries(fields).every(([name, of]) => name === but || passes(query.get(name), of(n))) && n.posts >= min && (!q || [n.id, n.top, ...n.cities, ...n.labels].some((t) => t.toLowerCase().includes(q)));
    const kept = rows.filter((n) => fits(n));
    const part = page(kept, query);
    const facets = Object.fromEntries(Object.entries(fields).map(([name, of]) => [name, facet(rows.filter((n) => fits(n, name)), of)]));
    return { total: kept.length, posts: all.posts, posts_in_networks: all.posts_in_networks, networks: part.rows, next: part.next, facets };
  }

  // name -> PostRef of a network's posts.
  async function posts_of(id) {
    const found = await call('search', `network:${id}`, '--limit', '0').catch(() => ({ posts: [] }));
    for (const post of found.posts) server.refs.set(post.name, post);
    return found.posts.reverse();
  }

  async function show({ id }) {
    const shown = await call('show', id === kBig ? 'N-1' : id);
    if (shown === null) throw refuse(404, `the case has no ${id}`, 'Search for it, or go back.');
    if (shown.links !== undefined && shown.route)
      return { ...shown, id, triage: acts.triage(id), labels: acts.labels(id), notes: acts.notes(id), pictures: pictures_of(id) };
    if (shown.fields) {
      for (const selector of shown.selectors) {
        const known = server.facts.ids.get(selector.value) ?? (await call('show', selector.value).catch(() => null))?.selector?.id ?? '';
        server.facts.ids.set(selector.value, known);
        selector.id = known;
      }
      return { ...shown, indicators: [], pictures: shown.post.network ? pictures_of(shown.post.network).slice(0, 2).map((p) => p.id) : [] };
    }
    return shown;
  }

  async function network_links({ id, query }) {
    await posts_of(id);
    const links = [...(server.facts.by_network.get(id)?.links ?? [])].sort((a, b) => a.bits - b.bits || (a.a < b.a ? -1 : 1));
    if (query.get('sort') === 'strongest') links.reverse();
    const part = page(links, query);
    const rows = part.rows.map((l) => ({ a: server.refs.get(l.a), b: server.refs.get(l.b), bits: l.bits, posterior: l.posterior, why: l.kinds.replaceAll(';', ', ') }));
    return { total: links.length, next: part.next, links: rows.filter((l) => l.a && l.b) };
  }

  async function explain({ query }) {
    const pair = [];
    for (const name of ['a', 'b']) {
      const id = query.get(name) ?? '';
      const shown = /^[NS]-/.test(id) ? await call('show', id) : null;
      const sample = shown?.sample ?? shown?.direct?.sample ?? [];
      pair.push(shown ? (sample.find((p) => p.id !== pair[0]) ?? sample[0])?.id : id);
    }
    const ledger = await call('explain', ...pair);
    const breaks = ledger.items.filter((i) => i.bits > 0).map((item) => {
      const sum_bits = Math.min(ledger.prior_bits + ledger.evidence_bits - item.bits, 13.287);
      const posterior = posterior_of(sum_bits);
      return { without: `${item.kind} ${item.what}`, sum_bits, posterior, linked: posterior >= ledger.threshold };
    });
    const decision = (await acts.all()).find((a) => a.active && ['same', 'different'].includes(a.kind) && a.subjects.includes(ledger.a.id) && a.subjects.includes(ledger.b.id)) ?? null;
    return { ...ledger, breaks, decision };
  }

  async function near_misses({ query }) {
    const args = query.get('id') ? [query.get('id')] : [];
    const all = await call('near-misses', ...args, '--limit', '200', ...(query.get('sort') ? ['--sort', query.get('sort')] : [])).catch(() => ({ groups: 0, pairs: 0, decided: 0, near_misses: [] }));
    const decided = await acts.all();
    const open = all.near_misses.filter((m) => !decided.some((a) => a.active && a.subjects.includes(m.a.id) && a.subjects.includes(m.b.id)));
    const part = page(open, query);
    return { ...all, near_misses: part.rows, next: part.next };
  }

  async function search({ query }) {
    const q = query.get('q') ?? '';
    const terms = terms_of(q);
    const whole = await call('show', q).catch(() => null);
    if (whole?.selector) terms.splice(0, terms.length, { type: 'selector', field: whole.selector.kind, value: whole.selector.value, typed: q, negated: false, id: whole.selector.id });
    const found = await call('search', q, '--limit', '0').catch((error) => {
      if (error.code === 2) throw refuse(400, error.message, 'Quote phrases with "…"; a field is written as city:reno.');
      return { query: q, understood: '', total: 0, posts: [] };
    });
    const fields = { country: (p) => p.country, language: (p) => server.facts.by_name.get(p.name)?.language, source: (p) => p.name.split(':')[0], city: (p) => p.city, year: (p) => p.posted_at.slice(0, 4), network: (p) => p.network };
    const fits = (p, but) => Object.entries(fields).every(([name, of]) => name === but || passes(query.get(name), of(p) ?? ''));
    const kept = found.posts.filter((p) => fits(p));
    if (query.get('sort') === 'oldest') kept.reverse();
    const part = page(kept, query);
    const snippet = (post) => {
      const body = server.facts.bodies.get(post.name)?.body ?? '';
      const at = Math.max(0, body.toLowerCase().indexOf(terms.find((t) => t.type === 'word')?.value.toLowerCase() ?? '\0') - 60);
      return body.slice(at, at + 180).replaceAll('\n', ' ');
    };
    return { ...found, total: kept.length, terms, next: part.next, posts: part.rows.map((p) => ({ ...p, snippet: snippet(p), language: fields.language(p) ?? '' })), facets: Object.fromEntries(Object.entries(fields).map(([name, of]) => [name, facet(found.posts.filter((p) => fits(p, name)), of).slice(0, 30)])) };
  }

  async function batch({ body }) {
    const rows = [];
    for (const typed of body.values.slice(0, 200)) {
      const shown = await call('show', typed).catch(() => null);
      const s = shown?.selector;
      rows.push({ typed, kind: s?.kind ?? '', value: s?.value ?? typed, id: s?.id ?? '', posts: s?.posts ?? 0, networks: shown?.direct?.networks.map((n) => n.what) ?? [] });
    }
    return { rows };
  }

  async function graph({ id, query }) {
    if (id === kBig) return big_graph();
    const shown = await call('show', id);
    const refs = new Map((await posts_of(id)).map((p) => [p.name, p.id]));
    return network_graph(server.facts, shown, refs, query, String(server.facts.posts.length));
  }

  async function times({ id }) {
    const refs = new Map((await posts_of(id)).map((p) => [p.name, p.id]));
    const shown = await call('show', id);
    const line = timeline(server.facts, id);
    for (const event of line.events) event.post = refs.get(event.post) ?? event.post;
    for (const strip of line.strips) strip.label = shown.templates.find((t) => t.id === strip.id)?.text.split('\n')[0] ?? '';
    return line;
  }

  // Runs verbs one after the other and tells how it goes.
  function run_job(kind, steps) {
    if (server.job?.state === 'running') throw refuse(503, 'another job is running', 'Wait until it is done, or stop it.');
    const job = (server.job = { job: Date.now(), kind, state: 'running', phase: '', done: 0, total: 0, error: '', what_to_do: '', result: {} });
    (async () => {
      for (const [phase, args] of steps) {
        Object.assign(job, { phase, done: 0, total: 0 });
        server.tell('progress', job);
        const { code, out, err } = await new Promise((resolve) => {
          const child = spawn(cli.program, args);
          let [out, err] = ['', ''];
          server.child = child;
          child.stdout.on('data', (d) => (out += d));
          child.stderr.on('data', (d) => (err += d));
          child.on('close', (code) => resolve({ code, out, err }));
        });
        if (code !== 0) return Object.assign(job, { state: 'failed', error: err.trim().split('\n').at(-1) });
        const json = JSON.parse(out || '{}');
        job.result = { ...job.result, ...(json.networks !== undefined ? { networks: json.networks } : {}), ...(json.records !== undefined ? { records: json.records, quarantined: json.quarantined, import: json.import } : {}) };
      }
      await server.reload();
      job.state = 'done';
    })().finally(async () => (server.tell('progress', job), await changed()));
    return { job: job.job };
  }

  const map_args = (map, source) => [...(map && Object.keys(map).length ? ['--map', Object.entries(map).map(([f, c]) => `${f}=${c}`).join(',')] : []), ...(source ? ['--source', source] : [])];

  async function preview({ body }) {
    const file = server.files.get(body.file);
    if (!file) throw refuse(404, 'this file is no longer there', 'Choose it again.');
    const [guess] = await call('import', file.path, '--dry-run', ...map_args(body.map, body.source));
    const text = readFileSync(file.path, 'utf8').slice(0, 1 << 20);
    const note = guess.notes.join(' ');
    const separator = { semicolons: ';', tabs: '\t', commas: ',' }[/separated by (\w+)/.exec(note)?.[1]];
    const rows = separator ? text.split(/\r?\n/).filter(Boolean).slice(0, 6).map((l) => l.split(separator)) : text.split('\n').filter((l) => l.startsWith('{')).slice(0, 5).flatMap(parsed);
    const names = separator ? rows[0] : [...new Set(rows.flatMap((r) => Object.keys(r)))];
    const sample = (name, i) => (separator ? rows.slice(1, 4).map((r) => r[i] ?? '') : rows.slice(0, 3).map((r) => String(r[name] ?? '')));
    const fields = new Map([...(/columns read: ([^;]*)/.exec(note)?.[1] ?? '').matchAll(/(\w+) = ([^,]+)/g)].flatMap(([, field, columns]) => columns.split(' + ').map((c) => [c.trim(), field])));
    const known = ['id', 'source', 'url', 'posted_at', 'author', 'title', 'body', 'city', 'country', 'lat', 'lon', 'language', 'price', 'images'];
    const columns = names.map((name, i) => ({ name, field: fields.get(name) ?? (!fields.size && known.includes(name) ? name : ''), samples: sample(name, i) }));
    return { ...guess, name: file.name, format: separator ? 'table' : 'JSON lines', delimiter: separator ?? '', encoding: 'UTF-8', dates: 'YYYY-MM-DD', languages: [], columns, rows: text.split('\n').length - 1, quarantined: 0 };
  }

  async function import_files({ body }) {
    const files = body.files.map((f) => server.files.get(f)?.path);
    if (files.includes(undefined)) throw refuse(404, 'a file is no longer there', 'Choose it again.');
    return run_job('import', [['import', ['import', dir, ...files, ...map_args(body.map, body.source), '--json']], ['link', ['link', dir, '--json']]]);
  }

  async function decide({ body }) {
    const conflicts = body.anyway ? [] : await acts.conflicts(body);
    if (conflicts.length) throw refuse(409, 'this runs into an earlier decision', 'Look at the earlier decision; then decide anyway, or leave it.', conflicts);
    return changed(await acts.decide(body));
  }

  async function quarantine({ query }) {
    const args = query.get('import') ? ['--import', query.get('import')] : [];
    const all = await call('quarantine', ...args, '--limit', '0').catch(() => ({ total: 0, rows: [], reasons: {} }));
    const part = page(all.rows, query);
    return { ...all, rows: part.rows, next: part.next };
  }

  async function history({ query }) {
    const rows = (await acts.all()).filter((a) => !query.get('id') || a.subjects.includes(query.get('id')));
    const part = page(rows, query);
    return { total: rows.length, next: part.next, acts: part.rows };
  }

  function events({ request, reply }) {
    reply.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    reply.write(':\n\n');
    server.listeners.add(reply);
    request.on('close', () => server.listeners.delete(reply));
  }

  const reveal = ({ id, body }) => {
    if (!body.reason?.trim()) throw refuse(400, 'a reason is needed', 'Say why you need to see this picture.');
    const token = randomUUID();
    server.once.set(token, id);
    return { url: `/api/pictures/once/${token}` };
  };
  const once = ({ id }) => {
    const picture = server.once.get(id);
    if (!picture || !server.once.delete(id)) throw refuse(404, 'this address has been used', 'Ask for the picture again.');
    return { raw: full(picture), type: 'image/png' };
  };
  const network_posts = async ({ id, query }) => {
    const all = await posts_of(id === kBig ? 'N-1' : id);
    const part = page(query.get('sort') === 'newest' ? all.reverse() : all, query);
    return { total: all.length, next: part.next, posts: part.rows };
  };
  const save_search = async ({ body }) => {
    const found = await call('search', body.q, '--limit', '1').catch(() => ({ total: 0 }));
    const saved = { id: Date.now(), name: body.name, q: body.q, watch: body.watch, hits: found.total, fresh: 0 };
    server.searches.push(saved);
    return saved;
  };

  return [
    ['GET', /^\/case$/, state],
    ['GET', /^\/networks$/, networks],
    ['GET', /^\/networks\/([^/]+)\/posts$/, network_posts],
    ['GET', /^\/networks\/([^/]+)\/links$/, network_links],
    ['GET', /^\/show\/([^/]+)$/, show],
    ['GET', /^\/explain$/, explain],
    ['GET', /^\/near-misses$/, near_misses],
    ['GET', /^\/search$/, search],
    ['POST', /^\/search\/batch$/, batch],
    ['GET', /^\/searches$/, () => ({ searches: server.searches })],
    ['POST', /^\/searches$/, save_search],
    ['DELETE', /^\/searches\/(\d+)$/, ({ id }) => ((server.searches = server.searches.filter((s) => s.id !== Number(id))), null)],
    ['GET', /^\/graph\/([^/]+)$/, graph],
    ['GET', /^\/timeline\/([^/]+)$/, times],
    ['GET', /^\/pictures\/([^/]+)\/thumbnail$/, ({ id }) => ({ raw: thumbnail(id), type: 'image/png' })],
    ['POST', /^\/pictures\/([^/]+)\/reveal$/, reveal],
    ['GET', /^\/pictures\/once\/([^/]+)$/, once],
    ['POST', /^\/decisions$/, decide],
    ['POST', /^\/undo$/, async ({ body }) => changed(await acts.undo(body.act))],
    ['POST', /^\/redo$/, async () => changed(await acts.redo())],
    ['GET', /^\/history$/, history],
    ['POST', /^\/files$/, ({ request, query }) => server.receive(request, query.get('name') ?? '')],
    ['POST', /^\/imports\/preview$/, preview],
    ['POST', /^\/imports$/, import_files],
    ['POST', /^\/imports\/(\d+)\/undo$/, async ({ id }) => changed(await acts.undo(Number(id)))],
    ['GET', /^\/quarantine$/, quarantine],
    ['GET', /^\/quarantine\.csv$/, async ({ query }) => ({ raw: (await cli.run(['quarantine', dir, '--import', query.get('import'), '--export', 'csv', '--spreadsheet'])).stdout, type: 'text/csv; charset=utf-8' })],
    ['GET', /^\/mappings$/, () => ({ mappings: server.mappings })],
    ['POST', /^\/mappings$/, ({ body }) => (server.mappings.push(body), body)],
    ['POST', /^\/link$/, () => run_job('link', [['link', ['link', dir, '--json']]])],
    ['POST', /^\/jobs\/stop$/, () => (server.child?.kill('SIGINT'), null)],
    ['GET', /^\/report\/([^/]+)$/, async ({ id, query }) => ({ raw: report(await show({ id }), await network_links({ id, query }), await state(), query), type: 'text/html; charset=utf-8' })],
    ['GET', /^\/events$/, events],
  ];
}
