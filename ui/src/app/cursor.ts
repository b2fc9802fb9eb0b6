// The row of a list that the keys move over. It stands in the address, and is read from a
// reference, since keys come faster than the page draws.
import { useRef, useState } from 'preact/hooks';
import { here, set_query } from './router.ts';

export interface Cursor {
  at: number; // as drawn
  now: () => number;
  move_to: (place: number) => void;
  move_by: (step: number) => void;
}

export function useCursor(count: number, first = 0): Cursor {
  const place = useRef(Number(here().query.at ?? first));
  const length = useRef(count);
  length.current = count;
  const [at, draw] = useState(place.current);
  const move_to = (to: number) => {
    place.current = Math.max(0, Math.min(length.current - 1, to));
    draw(place.current);
    set_query({ at: place.current || '' });
  };
  return { at, now: () => place.current, move_to, move_by: (step) => move_to(place.current + step) };
}

// For useKeys: j and k move over the rows, Enter opens the one they stand on, but where it is
// meant for what has the focus.
export const list_keys = <T>(rows: T[], cursor: Cursor, open: (row: T) => void) => ({
  j: () => cursor.move_by(1),
  k: () => cursor.move_by(-1),
  Enter: (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).closest('a, button, summary')) return;
    const row = rows[cursor.now()];
    if (row) open(row);
  },
});
