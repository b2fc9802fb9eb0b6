// What a person set for themselves. Kept in this browser, not in the case.
export const kLanguages = ['en', 'fr', 'es', 'ar', 'ru', 'zh'] as const;
export type Language = (typeof kLanguages)[number];

export interface Settings {
  language: Language;
  numerals: 'latn' | 'native';
  theme: 'auto' | 'light' | 'dark';
  motion: 'auto' | 'reduced';
  keys: boolean; // single-key shortcuts
  mask: boolean;
  masked: string; // terms, one a line
  dense: boolean;
}

const kName = 'maillon.settings';

function preferred_language(): Language {
  for (const wanted of navigator.languages ?? [])
    for (const language of kLanguages) if (wanted.toLowerCase().split('-')[0] === language) return language;
  return 'en';
}

function read(): Settings {
  const defaults: Settings = {
    language: preferred_language(),
    numerals: 'latn',
    theme: 'auto',
    motion: 'auto',
    keys: true,
    mask: false,
    masked: '',
    dense: false,
  };
  try {
    return { ...defaults, ...JSON.parse(localStorage.getItem(kName) ?? '{}') };
  } catch {
    return defaults;
  }
}

let settings = read();
const listeners = new Set<() => void>();

export const get_settings = () => settings;

export function change_settings(change: Partial<Settings>) {
  settings = { ...settings, ...change };
  localStorage.setItem(kName, JSON.stringify(settings));
  apply_settings();
  for (const listener of listeners) listener();
}

export function on_settings(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const is_dark = () =>
  settings.theme === 'dark' || (settings.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);

export const is_still = () =>
  settings.motion === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches;

// Writes what the styles need to know onto the root element.
export function apply_settings() {
  const root = document.documentElement;
  root.lang = settings.language;
  root.dir = settings.language === 'ar' ? 'rtl' : 'ltr';
  root.dataset.theme = is_dark() ? 'dark' : 'light';
  root.dataset.motion = is_still() ? 'reduced' : 'full';
  root.dataset.density = settings.dense ? 'dense' : 'regular';
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  apply_settings();
  for (const listener of listeners) listener();
});
