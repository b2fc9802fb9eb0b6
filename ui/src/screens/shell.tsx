// What surrounds every screen: the way to the others, the search box, the state of the case.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api.ts';
import { number, t, type Key } from '../app/i18n.ts';
import { useKeys } from '../app/keys.ts';
import { useKept } from '../app/kept.ts';
import { go, href, href_of, usePlace } from '../app/router.ts';
import { dismiss, forget_alert, refresh_case, say_error, useShared } from '../app/store.ts';
import { Button, Failure, Waiting } from '../parts/basics.tsx';
import { DecideHost, redo, undo } from '../parts/decide.tsx';
import { Icon } from '../parts/icon.tsx';
import { HelpDialog } from './help.tsx';
import { Screen } from './routes.tsx';

const kPlaces: { id: string; label: Key; key: string; paths: string[] }[] = [
  { id: 'leads', label: 'nav.leads', key: 'l', paths: ['leads', 'networks'] },
  { id: 'search', label: 'nav.search', key: 's', paths: ['search', 'posts', 'selectors', 'wordings'] },
  { id: 'review', label: 'nav.review', key: 'r', paths: ['review', 'why'] },
  { id: 'case', label: 'nav.case', key: 'c', paths: ['case', 'import', 'quarantine'] },
  { id: 'history', label: 'nav.history', key: 'h', paths: ['history'] },
];

function Navigation({ screen }: { screen: string }) {
  const { status } = useShared();
  return (
    <nav class="nav" aria-label={t('nav.title')}>
      <a class="brand" href={href(['leads'])}>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="7" />
          <path d="M13.400 18.600 18.600 13.400M15.200 10.600 17.500 8.300a4.400 4.400 0 0 1 6.200 6.200L21.400 16.800M16.800 21.400 14.500 23.700a4.400 4.400 0 0 1-6.200-6.200L10.600 15.200" />
        </svg>
        <span>Maillon</span>
      </a>
      <ul>
        {kPlaces.map((place) => (
          <li key={place.id}>
            <a href={href([place.id])} aria-current={place.paths.includes(screen) ? 'page' : undefined}>
              <Icon name={place.id} />
              <span>{t(place.label)}</span>
              {place.id === 'leads' && status && status.networks > 0 && <span class="count">{number(status.networks)}</span>}
            </a>
          </li>
        ))}
      </ul>
      <ul class="nav-end">
        <li>
          <a href={href(['settings'])} aria-current={screen === 'settings' ? 'page' : undefined}>
            <Icon name="settings" />
            <span>{t('nav.settings')}</span>
          </a>
        </li>
      </ul>
      <p class="nav-rule">{t('nav.rule')}</p>
    </nav>
  );
}

function SearchBox() {
  const place = usePlace();
  const box = useRef<HTMLInputElement>(null);
  const asked = place.path[0] === 'search' ? (place.query.q ?? '') : '';
  // What was typed and not asked yet.
  const [typed, set_typed, forget] = useKept<string | null>('box', null);
  const text = typed ?? asked;
  const before = useRef(asked);
  useEffect(() => {
    if (before.current !== asked) forget();
    before.current = asked;
  }, [asked]);
  useKeys({ '/': (event) => (event.preventDefault(), box.current?.focus(), box.current?.select()) });
  return (
    <form
      class="search-box"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        const id = /^(n-\d+|[pst]-[0-9a-f]{12})$/i.exec(text.trim())?.[0];
        if (id) location.hash = href_of(id[0].toUpperCase() + id.slice(1).toLowerCase());
        else go(['search'], { q: text.trim() });
        forget();
        document.getElementById('main')?.focus(); // the keys of the list work at once
      }}
    >
      <Icon name="search" />
      <input
        ref={box}
        type="search"
        name="q"
        dir="auto"
        maxLength={2000}
        value={text}
        placeholder={t('search.placeholder')}
        aria-label={t('search.label')}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => set_typed(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

function CaseState() {
  const { status, job } = useShared();
  const [busy, set_busy] = useState(false);
  if (!status) return null;
  if (job?.state === 'running')
    return (
      <div class="job" role="status">
        <span>
          {t(`job.doing_${job.kind}`)}
          {job.total > 0 && ` ${number(job.done)} / ${number(job.total)}`}
        </span>
        <progress max={job.total || 1} value={job.total ? job.done : undefined} aria-label={t('job.progress')} />
        <Button small tone="quiet" icon="close" label={t('job.stop')} onClick={() => void api.stop_job().catch(say_error)} />
      </div>
    );
  if (status.fresh || !status.imports.some((i) => i.active)) return null;
  return (
    <div class="stale">
      <span dir="auto" title={status.stale}>
        {t('case.stale')}
      </span>
      <Button
        small
        tone="main"
        disabled={busy}
        onClick={() => {
          set_busy(true);
          void api.link().then(refresh_case).catch(say_error).finally(() => set_busy(false));
        }}
      >
        {t('case.link_now')}
      </Button>
    </div>
  );
}

function Messages() {
  const { messages, alerts } = useShared();
  return (
    <div class="messages" aria-live="polite" role="region" aria-label={t('messages.title')}>
      {alerts.map((alert) => (
        <div class="message" key={alert.id}>
          <Icon name="bell" />
          <span>{t('alerts.new_hits', { n: alert.fresh, name: alert.name })}</span>
          <Button small onClick={() => (forget_alert(alert.id), go(['search'], { q: alert.q }))}>
            {t('alerts.look')}
          </Button>
          <Button small tone="quiet" icon="close" label={t('common.close')} onClick={() => forget_alert(alert.id)} />
        </div>
      ))}
      {messages.map((message) => (
        <div class={`message ${message.tone}`} key={message.id} role={message.tone === 'bad' ? 'alert' : undefined}>
          {message.tone === 'bad' && <Icon name="warn" />}
          <span dir="auto">{message.text}</span>
          {message.action && (
            <Button small onClick={() => (dismiss(message.id), message.action?.run())}>
              {message.action.label}
            </Button>
          )}
          <Button small tone="quiet" icon="close" label={t('common.close')} onClick={() => dismiss(message.id)} />
        </div>
      ))}
    </div>
  );
}

// Over the graph these keys are about the graph: see use_steps().
const has_own_steps = () => document.querySelector('canvas.graph') !== null;

export function Shell() {
  const place = usePlace();
  const { status, error, online } = useShared();
  const [help, set_help] = useState(false);
  const screen = place.path[0] ?? 'leads';
  const main = useRef<HTMLElement>(null);
  const subject = place.path.slice(0, 2).join('/');
  // A new screen begins at its top; the keyboard goes along if what it was on is gone.
  useEffect(() => {
    main.current?.scrollTo(0, 0);
    if (document.activeElement === document.body) main.current?.focus();
  }, [subject]);
  const to: Record<string, (event: KeyboardEvent) => void> = {};
  for (const entry of kPlaces) to[`g ${entry.key}`] = () => go([entry.id]);
  useKeys({
    ...to,
    'Shift+?': () => set_help(true),
    '?': () => set_help(true),
    '$mod+z': (event) => has_own_steps() || (event.preventDefault(), void undo()),
    '$mod+Shift+z': (event) => has_own_steps() || (event.preventDefault(), void redo()),
    '$mod+y': (event) => has_own_steps() || (event.preventDefault(), void redo()),
  });
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        {t('nav.skip')}
      </a>
      <Navigation screen={screen} />
      <div class="column">
        <header class="bar">
          <SearchBox />
          <CaseState />
          <div class="bar-end">
            {status && (status.four_eyes.length > 0 || status.requests > 0) && (
              <a class={`button ${status.requests ? 'plain' : 'quiet'}`} href={href(['requests'])} aria-current={screen === 'requests' ? 'page' : undefined} aria-label={t('requests.open', { n: status.requests })}>
                <Icon name="people" />
                <span class="count">{number(status.requests)}</span>
              </a>
            )}
            <Button tone="quiet" icon="undo" label={status?.undo ? t('common.undo_what', { what: status.undo.what }) : t('common.undo')} disabled={!status?.undo} onClick={() => void undo()} />
            <Button tone="quiet" icon="redo" label={status?.redo ? t('common.redo_what', { what: status.redo.what }) : t('common.redo')} disabled={!status?.redo} onClick={() => void redo()} />
            <Button tone="quiet" icon="help" label={t('help.title')} onClick={() => set_help(true)} />
          </div>
        </header>
        {!online && (
          <div class="offline" role="alert">
            <Icon name="warn" />
            <span>{t('error.unreachable')}</span>
            <span>{t('error.unreachable_help')}</span>
            <Button small onClick={() => void refresh_case()}>
              {t('common.again')}
            </Button>
          </div>
        )}
        <main id="main" ref={main} tabIndex={-1}>
          {error ? <Failure error={error} retry={() => void refresh_case()} /> : status || !online ? <Screen place={place} /> : <Waiting />}
        </main>
      </div>
      <Messages />
      <DecideHost />
      {help && <HelpDialog close={() => set_help(false)} />}
    </div>
  );
}
