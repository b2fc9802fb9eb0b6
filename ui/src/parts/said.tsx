// Sentences of the program about a pair, in the reader's language: the server says which one it
// is and what stands in it.
import type { Said } from '../api.ts';
import { language_name, percent, t, type Key } from '../app/i18n.ts';
import { kind_name, printable } from './ident.tsx';

function slots(of: Said): Record<string, string | number> {
  const read = (slot: string, value: string) => {
    if (of.name === 'two_languages') return language_name(value);
    if (slot === 'share' && /^[\d.]+ %$/.test(value)) return percent(Number(value.slice(0, -2)) / 100);
    return /^\d{1,15}$/.test(value) ? Number(value) : printable(value);
  };
  return Object.fromEntries(Object.entries(of.values).map(([slot, value]) => [slot, read(slot, value)]));
}

// A reason is told where one was given.
const key_of = (of: Said) => `said.${of.name}${of.values.reason ? '_why' : ''}` as Key;

export const said = (all: Said[]): string => all.map((one) => t(key_of(one), slots(one))).join(' · ');

// In the language of the page, and so in its direction.
export const Sentence = ({ of }: { of: Said[] }) => <span>{said(of)}</span>;

// What speaks against is named by a kind, maybe with the service before it.
export function against_kind(kind: string): string {
  if (kind === 'language') return t('facet.language');
  if (kind === 'decision') return t('said.decision');
  const words = kind.split(' ');
  return [kind_name(words.pop() ?? ''), ...words].join(' · ');
}
