// What is half done in this tab: it outlives a reload, and ends with the tab or at the log-out. (A
// browser may write it to the disk to open its tabs again.) What was sent is forgotten: write null.
import { useState } from 'preact/hooks';

const full_name = (name: string) => `maillon.${name}`;

export function read_kept<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(full_name(name)) ?? 'null');
  } catch {
    return null;
  }
}

export function write_kept(name: string, value: unknown) {
  try {
    if (value === null) sessionStorage.removeItem(full_name(name));
    else sessionStorage.setItem(full_name(name), JSON.stringify(value));
  } catch {
    // More than the browser keeps: it is lost in a reload, and nothing else.
    sessionStorage.removeItem(full_name(name));
  }
}

export function useKept<T>(name: string, at_first: T): [T, (value: T) => void, () => void] {
  const [value, set] = useState<T>(() => read_kept<T>(name) ?? at_first);
  const write = (next: T) => (set(next), write_kept(name, next));
  const forget = () => (set(at_first), write_kept(name, null));
  return [value, write, forget];
}
