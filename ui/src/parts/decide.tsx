// Deciding: every screen asks here. A reason is asked where it matters, a conflict with an
// earlier decision is shown before anything is kept, and each act offers its undoing.
import { useEffect, useState } from 'preact/hooks';
import { api, ApiError, type Conflict, type Decision, type DecisionKind, type TriageState } from '../api.ts';
import { minute, t, type Key } from '../app/i18n.ts';
import { read_kept, write_kept } from '../app/kept.ts';
import { go } from '../app/router.ts';
import { get_shared, offers, refresh_case, say, say_error } from '../app/store.ts';
import { Button, Dialog, Field } from './basics.tsx';
import { Icon } from './icon.tsx';
import { Ident, IdLink } from './ident.tsx';

export type Asked = Pick<Decision, 'kind' | 'a' | 'b' | 'posts' | 'value'> & { on_done?: () => void };

// What is being asked, and of which state of the case: what others decide meanwhile is then told,
// even if this tab has heard of it. It stands in the tab's storage, so that a reload asks again.
interface Open {
  asked: Asked;
  known_state: string;
  reason?: string;
  value?: string;
  other?: string;
}
const read_open = () => read_kept<Open>('asked');
const write_open = (open: Open | null) => write_kept('asked', open);
const state_now = () => get_shared().status?.state ?? '';

let show: (open: Open | null) => void = () => {};
export const ask_decision = (asked: Asked) => show({ asked, known_state: state_now() });

// A reason must be given for what sets something aside or hands it on.
const needs_reason = (asked: Asked) => asked.kind !== 'note' && asked.kind !== 'label' && !(asked.kind === 'triage' && (asked.value === 'in_review' || asked.value === 'new'));

const kReasons: Partial<Record<string, Key[]>> = {
  closed: ['reason.business', 'reason.not_enough', 'reason.duplicate', 'reason.out_of_scope'],
  referred: ['reason.to_police', 'reason.to_labour', 'reason.to_support'],
  same: ['reason.same_contact', 'reason.same_wording', 'reason.known'],
  different: ['reason.other_operator', 'reason.recycled_number', 'reason.copied_wording'],
  split: ['reason.other_operator', 'reason.recycled_number', 'reason.copied_wording'],
  hub: ['reason.agency', 'reason.site_contact', 'reason.shared_device'],
};

export const decision_name = (kind: string) => t(`act.${kind.replace('-', '_')}` as Key);

async function keep(asked: Asked, known_state: string, reason: string, anyway: boolean) {
  const { on_done, ...decision } = asked;
  const done = await api.decide({ ...decision, reason, known_state, ...(anyway ? { anyway } : {}) });
  const { act } = done;
  if (act === undefined) say(t('requests.waits', { request: `${done.request}` }), 'plain', { label: t('requests.title'), run: () => go(['requests']) });
  else say(t('decide.kept', { what: asked.kind === 'triage' ? t(`state.${asked.value as TriageState}`) : decision_name(asked.kind), subject: done.subject }), 'plain', {
    label: t('common.undo'),
    run: () => void undo(act),
  });
  await refresh_case();
  on_done?.();
}

export async function undo(act?: number) {
  const last = get_shared().status?.undo;
  // Not by a slip of the keys: thousands of posts would leave every result.
  if (act === undefined && last?.kind === 'import' && !confirm(t('common.undo_what', { what: last.what }))) return;
  try {
    const taken = await api.undo(act);
    say(t('decide.undone', { what: taken.what }), 'plain', act === undefined ? { label: t('common.redo'), run: () => void redo() } : undefined);
    await refresh_case();
  } catch (error) {
    say_error(error);
  }
}

export async function redo(act?: number) {
  try {
    const done = await api.redo(act);
    say(t('decide.redone', { what: done.what }));
    await refresh_case();
  } catch (error) {
    say_error(error);
  }
}

export function triage(id: string, state: TriageState, on_done?: () => void) {
  if (!offers('triage')) return say(t('offers.triage'));
  const asked: Asked = { kind: 'triage', a: id, value: state, on_done };
  if (needs_reason(asked)) ask_decision(asked);
  else keep(asked, state_now(), '', false).catch((error) => (error instanceof ApiError && error.conflicts.length ? ask_decision(asked) : say_error(error)));
}

function Subject({ of }: { of: Asked }) {
  const both = [of.a, of.b].filter(Boolean) as string[];
  return (
    <p class="decide-subject">
      {both.map((id, i) => (
        <span key={id}>
          {i > 0 && <span class="decide-sign">{of.kind === 'different' ? '≠' : '='}</span>}
          <IdLink id={id} />
        </span>
      ))}
      {of.posts && <span>{t('unit.posts', { n: of.posts.length })}</span>}
      {of.kind === 'triage' && <span class={`state state-${of.value}`}>{t(`state.${of.value as TriageState}`)}</span>}
    </p>
  );
}

// The two that are different operators, by the earlier decision or by this one, and who would be with both.
function triangle({ act, third }: Conflict, asked: Asked) {
  const [a, b] = act.kind === 'different' && act.subjects.length > 1 ? act.subjects : [asked.a, asked.b ?? ''];
  return { a: a!, b: b!, c: third };
}

function Conflicts({ of, asked }: { of: Conflict[]; asked: Asked }) {
  return (
    <div class="conflicts" role="alert">
      <p>
        <Icon name="warn" />
        <strong>{t('conflict.title')}</strong>
      </p>
      <ul>
        {of.map((conflict) => (
          <li key={conflict.act.act}>
            {conflict.kind === 'triangle' ? t('conflict.triangle', triangle(conflict, asked)) : conflict.kind === 'changed' ? t('conflict.changed') : t('conflict.contradicts')}
            <span class="conflict-act">
              <Ident>{`#${conflict.act.act}`}</Ident> {decision_name(conflict.act.kind)} · <bdi>{conflict.act.actor}</bdi> · {minute(conflict.act.time)}
              <bdi dir="auto">{conflict.act.what}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const kMeaning: Record<DecisionKind, Key> = {
  same: 'decide.means_same', different: 'decide.means_different', hub: 'decide.means_hub', not_hub: 'decide.means_not_hub',
  split: 'decide.means_split', label: 'decide.means_label', unlabel: 'decide.means_unlabel', note: 'decide.means_note', triage: 'decide.means_triage',
};

function DecideDialog({ open, close }: { open: Open; close: () => void }) {
  const { asked } = open;
  const [reason, set_reason] = useState(open.reason ?? '');
  const [value, set_value] = useState(open.value ?? asked.value ?? '');
  const [other, set_other] = useState(open.other ?? '');
  const [conflicts, set_conflicts] = useState<Conflict[]>([]);
  const [error, set_error] = useState('');
  const [busy, set_busy] = useState(false);
  const [missing, set_missing] = useState(false);
  // With each key, not with the next drawing: what was typed outlives a reload at once.
  const keep_typed = (typed: Partial<Open>) => write_open({ ...open, ...read_open(), ...typed });
  const say_reason = (reason: string) => (set_reason(reason), keep_typed({ reason }));
  const say_value = (value: string) => (set_value(value), keep_typed({ value }));
  const say_other = (other: string) => (set_other(other), keep_typed({ other }));
  const send = async (anyway: boolean) => {
    if (needs_reason(asked) && !reason.trim()) return set_missing(true);
    if (asked.kind === 'label' && !value.trim()) return;
    const whole: Asked = { ...asked, ...(value ? { value: value.trim() } : {}), ...(other ? { b: other } : {}) };
    if (asked.kind === 'same' && !whole.b) return;
    set_busy(true);
    try {
      await keep(whole, open.known_state, reason.trim(), anyway);
      close();
    } catch (failure) {
      if (failure instanceof ApiError && failure.conflicts.length) set_conflicts(failure.conflicts);
      else set_error(failure instanceof ApiError ? [failure.message, failure.what_to_do].filter(Boolean).join(' — ') : String(failure));
    }
    set_busy(false);
  };
  const ready = kReasons[asked.kind === 'triage' ? (asked.value as string) : asked.kind] ?? [];
  return (
    <Dialog title={decision_name(asked.kind)} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(conflicts.length > 0);
        }}
      >
        <Subject of={asked} />
        <p class="note">{t(kMeaning[asked.kind])}</p>
        {conflicts.length > 0 && <Conflicts of={conflicts} asked={asked} />}
        {asked.kind === 'same' && !asked.b && (
          <Field label={t('decide.other')}>{(id) => <input id={id} required autofocus maxLength={40} dir="ltr" spellcheck={false} pattern="[NPnp]-[0-9a-f]+" value={other} onInput={(event) => say_other(event.currentTarget.value.trim())} />}</Field>
        )}
        {asked.kind === 'label' && (
          <Field label={t('label.title')}>{(id) => <input id={id} required autofocus maxLength={80} dir="auto" value={value} onInput={(event) => say_value(event.currentTarget.value)} />}</Field>
        )}
        <Field label={t('decide.reason')} help={t('decide.reason_help')}>
          {(id) => (
            <textarea
              id={id}
              rows={3}
              maxLength={4000}
              autofocus
              value={reason}
              required={needs_reason(asked)}
              aria-invalid={missing && !reason.trim()}
              onInput={(event) => say_reason(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && void send(conflicts.length > 0)}
            />
          )}
        </Field>
        {missing && !reason.trim() && (
          <p class="problem" role="alert">
            {t('decide.reason_missing')}
          </p>
        )}
        {ready.length > 0 && (
          <div class="ready-reasons">
            {ready.map((key) => (
              <Button key={key} small onClick={() => say_reason(t(key))}>
                {t(key)}
              </Button>
            ))}
          </div>
        )}
        {error && (
          <p class="problem" role="alert" dir="auto">
            {error}
          </p>
        )}
        <footer>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button tone="main" submit disabled={busy} onClick={() => {}}>
            {conflicts.length ? t('conflict.anyway') : t('decide.keep')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

export function DecideHost() {
  const [open, set_open] = useState(read_open);
  useEffect(() => {
    show = (next) => (write_open(next), set_open(next));
    return () => void (show = () => {});
  }, []);
  return open && <DecideDialog key={`${open.asked.kind}${open.asked.a}${open.asked.b}`} open={open} close={() => show(null)} />;
}
