// A stand-in for the program's report: enough to see the page's report screen work.
const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const rows = (list) => list.map((cells) => `<tr>${cells.map((c) => `<td>${escape(c)}</td>`).join('')}</tr>`).join('');

export function report(network, links, state, query) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escape(network.id)}</title><link rel="stylesheet" href="/report.css">
<h1>${escape(network.id)}</h1><p>${network.posts} posts, ${network.links} links, ${escape(network.first_seen.slice(0, 10))} to ${escape(network.last_seen.slice(0, 10))}.
These posts probably have one operator. It is a lead, not a verdict.</p>
<h2>Places</h2><table>${rows(network.route.map((s) => [s.city, s.country, s.first.slice(0, 10), s.last.slice(0, 10), s.posts]))}</table>
<h2>Selectors</h2><table>${rows(network.selectors.map((s) => [s.id, s.kind, s.value, s.posts]))}</table>
${query.get('annex') === '0' ? '' : `<h2>Evidence annex</h2><table>${rows(links.links.map((l) => [l.a.name, l.b.name, l.bits.toFixed(1), l.why]))}</table>`}
<footer>Maillon ${escape(state.version)} · state ${escape(state.state)}</footer></html>`;
}
