// The page starts here: settings, texts, then the shell; events keep it up to date.
import './style/main.css';
import { render } from 'preact';
import { load_texts } from './app/i18n.ts';
import { apply_settings, get_settings, on_settings } from './app/settings.ts';
import { follow_events, refresh_case } from './app/store.ts';
import { Shell } from './screens/shell.tsx';

async function start() {
  apply_settings();
  const root = document.getElementById('app') as HTMLElement;
  const case_known = refresh_case();
  await load_texts();
  const draw = () => render(<Shell key={`${get_settings().language}${get_settings().numerals}`} />, root);
  let written = '';
  const signature = () => JSON.stringify(get_settings());
  written = signature();
  on_settings(() => {
    if (signature() === written) return draw();
    written = signature();
    void load_texts().then(draw);
  });
  draw();
  await case_known;
  follow_events();
}

void start();
