// The colours of the styles, for what is drawn on a canvas.
import type { Look } from '../graph/paint.ts';

const kKinds = ['post', 'template', 'phone', 'email', 'handle', 'url', 'wallet', 'iban', 'image'];

export function look_of_page(): Look {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const kinds: Record<string, string> = {};
  for (const kind of kKinds) kinds[kind] = value(`--kind-${kind}`);
  kinds.network = value('--accent');
  for (let i = 0; i < 8; ++i) kinds[`place${i}`] = value(`--place-${i}`);
  return {
    ink: value('--ink'),
    muted: value('--ink-3'),
    line: value('--graph-line'),
    surface: value('--surface'),
    accent: value('--accent'),
    kinds,
    font: `500 12px ${value('--sans')}`,
  };
}
