// The page's state is in the address, after the #: "#/networks/N-5/graph?hide=S-1".
import { useEffect, useState } from 'preact/hooks';

export interface Place {
  path: string[];
  query: Record<string, string>;
}

function parse(hash: string): Place {
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      return text;
    }
  };
  const pairs = (query ?? '').split('&').filter(Boolean).map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
  });
  return { path: path.split('/').filter(Boolean).map(decode), query: Object.fromEntries(pairs) };
}

type Query = Record<string, string | number | undefined | null | false>;

export function href(path: string[], query: Query = {}): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return '#/' + path.map(encodeURIComponent).join('/') + (parts.length ? '?' + parts.join('&') : '');
}

let current = parse(location.hash);
const listeners = new Set<() => void>();
addEventListener('hashchange', () => {
  current = parse(location.hash);
  for (const listener of listeners) listener();
});

export const here = () => current;

export function go(path: string[], query: Query = {}, replace = false) {
  const next = href(path, query);
  if (next === location.hash) return;
  if (replace) history.replaceState(null, '', next);
  else location.hash = next;
  // The event comes later; who changes the query twice in one turn must not lose the first.
  current = parse(next);
  for (const listener of listeners) listener();
}

// Changes some of the query and leaves the rest; a value of '' goes away.
export const set_query = (change: Query, replace = true) => go(current.path, { ...current.query, ...change }, replace);

export function usePlace(): Place {
  const [place, set] = useState(current);
  useEffect(() => {
    const listener = () => set(current);
    listeners.add(listener);
    listener();
    return () => void listeners.delete(listener);
  }, []);
  return place;
}

// The search for the posts of a network that state just these values ('': nothing), fewer by more terms.
export function posts_of(network: string, just: Record<string, string>, more = ''): string {
  const terms = Object.entries(just).map(([field, value]) => ` ${field}="${value.replaceAll('"', '""')}"`);
  return href(['search'], { q: `network:${network}${terms.join('')}${more}` });
}

// Where an ID is read.
// `mark`: what is to be marked there, see screens/post.tsx.
export function href_of(id: string, mark?: string): string {
  const folder = ({ N: 'networks', P: 'posts', S: 'selectors', T: 'wordings' } as Record<string, string>)[id[0]];
  return folder ? href([folder, id], { mark }) : href(['search'], { q: id });
}
