// The page's own server for development and tests: static files of build/ui with the headers
// that `maillon serve` sends, and /api from the command line of a program that is built.
//   node dev/server.mjs --case DIR [--maillon PROGRAM] [--posts FILE.jsonl] [--port N]
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Acts } from './acts.mjs';
import { load_facts, make_cli } from './facts.mjs';
import { make_routes } from './routes.mjs';

const kTypes = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };
const kPolicy = "default-src 'self'; img-src 'self' blob: data:; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

export async function start({ dir, program, world, port = 0, built }) {
  const cli = make_cli(program);
  const server = {
    dir, cli, listeners: new Set(), files: new Map(), searches: [], mappings: [], job: null, once: new Map(), refs: new Map(),
    acts: new Acts(cli, dir), facts: await load_facts(cli, dir, world), folder: mkdtempSync(join(tmpdir(), 'maillon-page-')),
    tell(event, data) {
      for (const reply of server.listeners) reply.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    async reload() {
      server.facts = await load_facts(cli, dir, world);
      server.refs.clear();
    },
    receive(request, name) {
      return new Promise((resolve) => {
        const file = randomUUID();
        const path = join(server.folder, file + (/\.[a-z]{1,5}$/.exec(name)?.[0] ?? ''));
        const hash = createHash('sha256');
        let bytes = 0;
        request.on('data', (chunk) => ((bytes += chunk.length), hash.update(chunk)));
        request.pipe(createWriteStream(path)).on('finish', () => {
          server.files.set(file, { path, name: basename(name) });
          resolve({ file, name: basename(name), bytes, sha256: hash.digest('hex') });
        });
      });
    },
  };
  const routes = make_routes(server);

  async function answer(request, reply) {
    const url = new URL(request.url, 'http://localhost');
    const send = (status, body, type = 'application/json') => {
      reply.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Content-Security-Policy': kPolicy });
      reply.end(Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (!url.pathname.startsWith('/api/')) {
      const path = join(built, url.pathname === '/' ? 'index.html' : basename(url.pathname));
      if (!existsSync(path)) return send(404, 'not here', 'text/plain');
      return send(200, readFileSync(path), kTypes[extname(path)] ?? 'application/octet-stream');
    }
    for (const [method, pattern, handler] of routes) {
      const match = request.method === method && pattern.exec(url.pathname.slice(4));
      if (!match) continue;
      try {
        let body = {};
        if (method === 'POST' && url.pathname !== '/api/files') {
          let text = '';
          for await (const chunk of request) text += chunk;
          body = text ? JSON.parse(text) : {};
        }
        const result = await handler({ query: url.searchParams, id: decodeURIComponent(match[1] ?? ''), body, request, reply });
        if (result?.raw !== undefined) send(200, result.raw, result.type);
        else if (result !== undefined) send(200, result);
      } catch (error) {
        send(error.status ?? (error.code === 1 ? 404 : 400), { error: error.message, what_to_do: error.what_to_do ?? '', conflicts: error.conflicts ?? [] });
      }
      return;
    }
    send(404, { error: `no such call: ${url.pathname}`, what_to_do: '' });
  }

  const http = createServer((request, reply) => void answer(request, reply).catch((error) => (console.error(error), reply.destroy())));
  await new Promise((resolve) => http.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${http.address().port}`, close: () => (http.closeAllConnections(), http.close()), server };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name, fallback) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? fallback : process.argv[at + 1];
  };
  const root = new URL('../../', import.meta.url).pathname;
  const { url } = await start({
    dir: option('case'), program: option('maillon', join(root, 'build/release/maillon')), world: option('posts'), port: Number(option('port', 8080)),
    built: option('built', join(root, 'build/ui')),
  });
  console.log(url);
}
