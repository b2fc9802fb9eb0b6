// Texts in six languages. A text is a string with {slots}, or one string for each plural form
// of the language, chosen by the slot n. Slots that are strings are isolated, so that a phone
// number keeps its order within Arabic.
import type english from '../../i18n/en.json';
import { get_settings } from './settings.ts';
import { short_key } from './short_key.mjs';

export type Key = keyof typeof english;
type Slots = Record<string, string | number>;
type Text = string | Record<string, string>;

// As build.mjs writes them: '~' holds those that the page names by their place, '~12'.
let texts: Record<string, Text> & { '~'?: Text[] } = {};
let plural = new Intl.PluralRules('en');
let locale = 'en';
const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.DisplayNames | Intl.ListFormat>();

export async function load_texts() {
  const { language, numerals } = get_settings();
  const reply = await fetch(`/text-${language}.json`);
  texts = await reply.json();
  const system = numerals === 'native' && language === 'ar' ? 'arab' : numerals === 'native' && language === 'zh' ? 'hanidec' : 'latn';
  locale = `${language}-u-nu-${system}`;
  plural = new Intl.PluralRules(language);
  formats.clear();
}

const isolate = (value: string) => `\u2068${value}\u2069`;

function form_of(key: Key, slots: Slots): string {
  const text = (key[0] === '~' ? texts['~']?.[Number(key.slice(1))] : texts[short_key(key)]) ?? key;
  if (typeof text === 'string') return text;
  const n = Number(slots.n ?? 0);
  return text[plural.select(n)] ?? text.other ?? key;
}

export function t(key: Key, slots: Slots = {}): string {
  return form_of(key, slots).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = slots[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? number(value) : isolate(value);
  });
}

function number_format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(locale, options));
  return formats.get(key) as Intl.NumberFormat;
}
function date_format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }));
  return formats.get(key) as Intl.DateTimeFormat;
}

export const number = (value: number) => number_format({ maximumFractionDigits: 0 }).format(value);
const amount = (value: string) => number_format({ maximumFractionDigits: 2 }).format(Number(value));
export const decimal = (value: number, digits = 1) =>
  number_format({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
export const signed = (value: number) =>
  number_format({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(value);
// 0.9999 is 99.99 %, never rounded up to a certainty.
export const percent = (value: number) =>
  number_format({ style: 'percent', maximumFractionDigits: value > 0.99 ? 2 : 1 }).format(Math.floor(value * 10000 + 0.05) / 10000);

export function bytes(value: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let at = 0;
  while (value >= 1000 && at < 3) (value /= 1000), ++at;
  return number_format({ style: 'unit', unit: units[at], unitDisplay: at ? 'short' : 'long', maximumFractionDigits: at ? 1 : 0 }).format(value);
}

// Not stated: "", or null where nothing was counted.
const valid = (time: string | number | null) => time !== null && time !== '' && !Number.isNaN(new Date(time).getTime());
export const day = (time: string | number) =>
  valid(time) ? date_format({ day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(time)) : t('common.not_stated');
export const minute = (time: string | number) =>
  valid(time)
    ? date_format({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }).format(new Date(time))
    : t('common.not_stated');
export const month = (time: string | number) => date_format({ month: 'short', year: '2-digit' }).format(new Date(time));
export function days_between(from: string, to: string): string {
  if (!valid(from) || !valid(to)) return t('common.not_stated');
  if (from.slice(0, 10) === to.slice(0, 10)) return day(from);
  return date_format({ day: 'numeric', month: 'short', year: 'numeric' }).formatRange(new Date(from), new Date(to));
}

// Making a formatter costs more than a hundred uses of one: each is kept.
function kept<F extends Intl.DisplayNames | Intl.ListFormat>(key: string, make: () => F): F {
  const name = locale + key;
  if (!formats.has(name)) formats.set(name, make());
  return formats.get(name) as F;
}
function display_name(type: 'region' | 'language', code: string): string {
  if (!code) return '';
  try {
    return kept(type, () => new Intl.DisplayNames(locale, { type })).of(code) ?? code;
  } catch {
    return code; // not a code
  }
}
export const country_name = (code: string) => display_name('region', code);
export const language_name = (code: string) => display_name('language', code);
export const list = (values: string[]) =>
  kept('list', () => new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' })).format(values.map(isolate));

// A range of prices as searches take it: "100..199.99EUR"; what is none stays as it is.
export function price_range(text: string): string {
  const [, low, high, named] = /^(\d*(?:\.\d+)?)\.\.(\d*(?:\.\d+)?)(.*)$/.exec(text) ?? [];
  if (low === undefined) return text;
  const currency = named === 'XXX' ? t('price.not_stated') : named;
  const range = low && high ? `${amount(low)} – ${amount(high)}` : high ? `≤ ${amount(high)}` : Number(low) || !currency ? `≥ ${amount(low)}` : '';
  return `${range} ${currency}`.trim();
}
