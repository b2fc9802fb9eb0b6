// Loading what a screen shows, and loading lists page by page.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api.ts';
import { say_error, useShared } from './store.ts';

export interface Loaded<T> {
  data: T | null;
  error: ApiError | null;
  loading: boolean;
  reload: () => void;
}

// Loads again when `deps` change, and when the case did; meanwhile what was there stays, unless
// `deps` changed its subject (the first of them).
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, deps: unknown[]): Loaded<T> {
  const { version } = useShared();
  const [turn, set_turn] = useState(0);
  const [state, set_state] = useState<{ data: T | null; error: ApiError | null; loading: boolean; subject: unknown }>({
    data: null,
    error: null,
    loading: true,
    subject: deps[0],
  });
  useEffect(() => {
    const stop = new AbortController();
    set_state((old) => ({ ...old, loading: true, data: old.subject === deps[0] ? old.data : null, subject: deps[0] }));
    load(stop.signal).then(
      (data) => stop.signal.aborted || set_state({ data, error: null, loading: false, subject: deps[0] }),
      (error) => {
        if (stop.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        if (error.status === 0) say_error(error);
        set_state((old) => ({ ...old, error, loading: false }));
      },
    );
    return () => stop.abort();
  }, [...deps, version, turn]);
  return { ...state, reload: useCallback(() => set_turn((n) => n + 1), []) };
}

export interface Listed<R, P> extends Loaded<P> {
  rows: R[];
  more: () => void; // loads the next page, if there is one
}

const kMostAgain = 2000; // rows that are loaded again at once when the case changed

// A list of which more is loaded as it is scrolled. The first page stays in `data`. When the
// case changed, as many rows are loaded again as were there, so that the reader keeps the place.
export function useList<R, P extends { next: string | null }>(
  load: (after: string | null, signal: AbortSignal) => Promise<P>,
  rows_of: (page: P) => R[],
  deps: unknown[],
): Listed<R, P> {
  const subject = JSON.stringify(deps);
  const had = useRef({ subject, count: 0 });
  if (had.current.subject !== subject) had.current = { subject, count: 0 };
  const first = useLoad(async (signal) => {
    const page = await load(null, signal);
    const rows = [...rows_of(page)];
    let next = page.next;
    while (next && rows.length < Math.min(had.current.count, kMostAgain)) {
      const more = await load(next, signal);
      rows.push(...rows_of(more));
      next = more.next;
    }
    return { subject, page, rows, next };
  }, deps);
  const [rest, set_rest] = useState<{ of: unknown; rows: R[]; next: string | null }>({ of: null, rows: [], next: null });
  const busy = useRef(false);
  const is_same = rest.of === first.data;
  const rows = first.data ? [...first.data.rows, ...(is_same ? rest.rows : [])] : [];
  const next = first.data ? (is_same ? rest.next : first.data.next) : null;
  if (first.data?.subject === subject) had.current.count = rows.length;
  const more = () => {
    if (!next || busy.current || !first.data) return;
    busy.current = true;
    const of = first.data;
    load(next, new AbortController().signal)
      .then((page) => set_rest((old) => ({ of, rows: [...(old.of === of ? old.rows : []), ...rows_of(page)], next: page.next })))
      .catch(say_error)
      .finally(() => (busy.current = false));
  };
  return { ...first, data: first.data?.page ?? null, rows, more };
}
