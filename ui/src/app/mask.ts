// Terms that a person has chosen not to read by accident: dots stand for them in whatever comes
// from the data; in the text of a post a press shows one.
import { get_settings } from './settings.ts';

// Null if nothing is to be masked. One group: split() gives the terms at odd places.
export function masked_terms(): RegExp | null {
  const { mask, masked } = get_settings();
  if (!mask) return null;
  const terms = masked.split('\n').map((term) => term.trim()).filter(Boolean);
  if (!terms.length) return null;
  return new RegExp(`(${terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu');
}

export const dots = (term: string) => '•'.repeat(Math.min(8, [...term].length));

export function masked(text: string): string {
  const pattern = masked_terms();
  return pattern ? text.replace(pattern, dots) : text;
}
