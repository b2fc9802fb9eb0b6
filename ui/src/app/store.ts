// What all screens share: the case as it stands, the running job, the connection, messages.
import { useEffect, useState } from 'preact/hooks';
import { api, ApiError, type CaseStatus, type Job, type Offer, type SavedSearch } from '../api.ts';
import { t } from './i18n.ts';

export interface Message {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  action?: { label: string; run: () => void };
}

interface Shared {
  status: CaseStatus | null;
  error: ApiError | null;
  online: boolean;
  version: number; // grows when the case changed: screens load again
  job: Job | null;
  messages: Message[];
  alerts: SavedSearch[];
}

let shared: Shared = { status: null, error: null, online: true, version: 0, job: null, messages: [], alerts: [] };
const listeners = new Set<() => void>();

function change(part: Partial<Shared>) {
  shared = { ...shared, ...part };
  for (const listener of listeners) listener();
}

export const get_shared = () => shared;

export function useShared(): Shared {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = () => redraw((n) => n + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return shared;
}

let message_count = 0;
export function say(text: string, tone: Message['tone'] = 'plain', action?: Message['action']) {
  const message = { id: ++message_count, text, tone, action };
  change({ messages: [...shared.messages.slice(-3), message] });
  if (tone === 'plain') setTimeout(() => dismiss(message.id), action ? 12000 : 6000);
}
export const dismiss = (id: number) => change({ messages: shared.messages.filter((m) => m.id !== id) });

export function say_error(error: unknown) {
  if (error instanceof ApiError && error.status === 0) return change({ online: false });
  const known = error instanceof ApiError ? error : null;
  say(known ? [known.message, known.what_to_do].filter(Boolean).join(' — ') : String(error), 'bad');
}

let asks = 0; // of the case's status
let answered = 0; // the latest ask that was

export async function refresh_case() {
  const ask = ++asks;
  try {
    const status = await api.case();
    if (ask < answered) return; // overtaken: what came after it is newer
    answered = ask;
    // What failed meanwhile is loaded again.
    const is_new = !shared.online || (shared.status !== null && (shared.status.state !== status.state || shared.status.linked !== status.linked));
    change({ status, error: null, online: true, job: status.job, version: shared.version + (is_new ? 1 : 0) });
    if (status.job) tell_end(status.job);
    else told ??= 0; // whatever comes is new
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    change(error.status === 0 ? { online: false } : { error, online: true });
  }
}

// What the server can do. Before it has said so, nothing that a person might then miss.
export const offers = (what: Offer) => shared.status?.offers.includes(what) ?? false;

// The latest job whose end was told, or had come before this page was opened.
let told: number | null = null;

// Says how a job ended, once, whether or not it was ever seen running: some end before they are.
function tell_end(job: Job): boolean {
  const is_running = job.state === 'running';
  // The first that is heard of; or a server that was started anew counts from one.
  if (told === null || job.job < told) told = is_running ? job.job - 1 : job.job;
  if (is_running || job.job === told) return false;
  told = job.job;
  if (job.state === 'failed') say([job.error, job.what_to_do].filter(Boolean).join(' — '), 'bad');
  else if (job.kind !== 'purge' || job.result?.purge?.done) say(t(`job.done_${job.kind}`));
  return true;
}

const kAskAgain = 2000; // ms, after a refusal

// Listens as long as the page lives. The server says what is new and ends the reply; EventSource
// asks again by itself. So an end is no fault, unless the server does not answer at all, or
// refuses, as one that was started anew does until its address was opened in this browser.
export function follow_events() {
  const source = new EventSource('/api/events');
  source.addEventListener('open', () => (shared.online && !shared.error) || void refresh_case());
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(follow_events, kAskAgain);
      if (!shared.error) void refresh_case();
    } else if (shared.online) fetch('/livez', { cache: 'no-store' }).catch(() => change({ online: false }));
  });
  source.addEventListener('state', () => void refresh_case());
  source.addEventListener('progress', (event) => {
    const job: Job = JSON.parse((event as MessageEvent).data);
    change({ job });
    if (tell_end(job)) void refresh_case();
  });
  source.addEventListener('alert', (event) => {
    const saved: SavedSearch = JSON.parse((event as MessageEvent).data);
    change({ alerts: [...shared.alerts.filter((a) => a.id !== saved.id), saved] });
  });
}

export const forget_alert = (id: number) => change({ alerts: shared.alerts.filter((a) => a.id !== id) });
