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

// A list of which more is loaded as it is scrolled. `first` of the reply stays in `data`.
export function useList<R, P extends { next: string | null }>(
  load: (after: string | null, signal: AbortSignal) => Promise<P>,
  rows_of: (page: P) => R[],
  deps: unknown[],
): Listed<R, P> {
  const first = useLoad((signal) => load(null, signal), deps);
  const [rest, set_rest] = useState<{ of: P | null; rows: R[]; next: string | null }>({ of: null, rows: [], next: null });
  const busy = useRef(false);
  const is_same = rest.of === first.data;
  const rows = first.data ? [...rows_of(first.data), ...(is_same ? rest.rows : [])] : [];
  const next = first.data ? (is_same ? rest.next : first.data.next) : null;
  const more = () => {
    if (!next || busy.current || !first.data) return;
    busy.current = true;
    const of = first.data;
    load(next, new AbortController().signal)
      .then((page) => set_rest((old) => ({ of, rows: [...(old.of === of ? old.rows : []), ...rows_of(page)], next: page.next })))
      .catch(say_error)
      .finally(() => (busy.current = false));
  };
  return { ...first, rows, more };
}
