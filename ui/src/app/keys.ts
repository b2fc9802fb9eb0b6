// Keys of the page. Single letters can be switched off (WCAG 2.1.4); those with Ctrl and the
// arrows, Enter and Escape always work. Nothing fires while a person types.
import { useEffect } from 'preact/hooks';
import { tinykeys } from 'tinykeys';
import { get_settings } from './settings.ts';

const is_typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

type Bindings = Record<string, (event: KeyboardEvent) => void>;

export function useKeys(bindings: Bindings, deps: unknown[] = []) {
  useEffect(() => {
    const guarded: Bindings = {};
    for (const [key, run] of Object.entries(bindings)) {
      const is_single = !/Control|Meta|\$mod|Escape|Arrow|Enter/.test(key);
      guarded[key] = (event) => {
        if (is_typing(event.target) || event.defaultPrevented) return;
        if (document.querySelector('dialog[open]') && !(event.target as HTMLElement)?.closest?.('dialog')) return;
        if (is_single && (!get_settings().keys || event.ctrlKey || event.metaKey || event.altKey)) return;
        run(event);
      };
    }
    return tinykeys(window, guarded);
  }, deps);
}
