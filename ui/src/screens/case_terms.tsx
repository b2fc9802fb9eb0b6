// On what terms the case is kept: what it is for, how long it keeps what it has, what is on hold, and
// what goes for good.
import { useEffect, useState } from 'preact/hooks';
import { api, type CaseStatus, type Hold, type Purged, type Stated } from '../api.ts';
import { day, number, t } from '../app/i18n.ts';
import { offers, refresh_case, say, say_error, useShared } from '../app/store.ts';
import { Button, Dialog, Field } from '../parts/basics.tsx';
import { Facts } from '../parts/figures.tsx';
import { printable, Value } from '../parts/ident.tsx';
import { say_waits } from '../parts/second.tsx';
import { SecondButton } from './case_second.tsx';

// What is to be kept or to go: an import, the posts named, or, with neither, the case and what is due.
export interface Kept {
  import?: number;
  posts?: string[];
}

function PurposeDialog({ of, close }: { of: CaseStatus; close: () => void }) {
  const [purpose, set_purpose] = useState(of.purpose?.text ?? '');
  const [legal_basis, set_basis] = useState(of.legal_basis?.text ?? '');
  return (
    <Dialog title={t('purpose.state')} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void api.state_purpose(purpose.trim(), legal_basis.trim()).then(refresh_case).then(close).catch(say_error);
        }}
      >
        <p class="note">{t('purpose.note')}</p>
        <Field label={t('case.purpose')}>{(id) => <textarea id={id} rows={2} maxLength={1000} dir="auto" autofocus value={purpose} onInput={(event) => set_purpose(event.currentTarget.value)} />}</Field>
        <Field label={t('case.legal_basis')}>{(id) => <textarea id={id} rows={2} maxLength={1000} dir="auto" value={legal_basis} onInput={(event) => set_basis(event.currentTarget.value)} />}</Field>
        <footer>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button tone="main" submit disabled={!purpose.trim() && !legal_basis.trim()} onClick={() => {}}>
            {t('common.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

function Clock({ days, import: act = 0 }: { days: number; import?: number }) {
  const [typed, set_typed] = useState(`${days}`);
  const set = () => api.set_clock(Number(typed), act).then(() => (say(t('keep.clock_set')), refresh_case()));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void set().catch(say_error);
      }}
    >
      <Field label={t('keep.clock')} help={t('keep.clock_help')}>
        {(id) => <input id={id} type="number" min={0} max={36500} required value={typed} onInput={(event) => set_typed(event.currentTarget.value)} />}
      </Field>
      <Button submit disabled={Number(typed) === days} onClick={() => {}}>
        {t('keep.set_clock')}
      </Button>
    </form>
  );
}

function HoldPart({ holds, import: act = 0 }: { holds: Hold[]; import?: number }) {
  const [reason, set_reason] = useState('');
  const own = holds.find((one) => one.import === act);
  const whole = act ? holds.find((one) => !one.import) : undefined;
  const set = () => api.set_hold(!own, act, reason.trim()).then(() => (set_reason(''), refresh_case()));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void set().catch(say_error);
      }}
    >
      <h3>{t('keep.hold')}</h3>
      <p class="note">{t('keep.hold_note')}</p>
      {[whole, own].map((one) => one && (
        <p key={one.import}>
          <b>{t(one.import === act ? 'keep.hold_since' : 'keep.hold_whole', { day: day(one.time), who: one.actor })}</b> <Value>{one.reason}</Value>
        </p>
      ))}
      <Field label={t('decide.reason')}>{(id) => <textarea id={id} rows={2} maxLength={1000} dir="auto" required value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />}</Field>
      <Button submit disabled={!reason.trim()} onClick={() => {}}>
        {t(own ? 'keep.hold_off' : 'keep.hold_on')}
      </Button>
    </form>
  );
}

function Plan({ of }: { of: Purged }) {
  const records = of.imports.reduce((sum, one) => sum + one.records, of.records);
  return (
    <>
      <Facts
        rows={[
          ...(of.imports.length ? [[t('case.imports'), of.imports.map((one) => `#${one.id}`).join(', ')] as [string, string]] : []),
          ...(of.posts.length ? [[t('part.posts'), <Value>{of.posts.join(', ')}</Value>] as [string, preact.ComponentChildren]] : []),
          [t('case.records'), number(records)],
          ...(of.decisions ? [[t('purge.words'), number(of.decisions)] as [string, string]] : []),
          ...(of.kept_files.length ? [[t('purge.stays'), <Value>{of.kept_files.map(printable).join(', ')}</Value>] as [string, preact.ComponentChildren]] : []),
        ]}
      />
      <p class="note">{t('purge.copies')}</p>
    </>
  );
}

// First what would go, by a job of its own, then with a reason and for good.
export function PurgePart({ of, close }: { of: Kept; close: () => void }) {
  const { job } = useShared();
  const [asked, set_asked] = useState(0);
  const [reason, set_reason] = useState('');
  const what = { imports: of.import ? [of.import] : undefined, posts: of.posts };
  const start = (yes: boolean) => api.purge({ ...what, reason: reason.trim(), yes }).then((made) => (set_asked(made.job), refresh_case()));
  const mine = job?.job === asked ? job : null;
  const plan = mine?.state === 'done' ? mine.result?.purge : undefined;
  const is_empty = plan && !plan.imports.length && !plan.posts.length;
  useEffect(() => {
    if (plan?.request) say_waits(plan.request);
    if (plan?.done || plan?.request) close();
  }, [plan]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void start(Boolean(plan)).catch(say_error);
      }}
    >
      <h3>{t('purge.title')}</h3>
      <p class="note">{t('purge.note')}</p>
      {is_empty && <p role="status">{t('purge.nothing')}</p>}
      {plan && !is_empty ? (
        <>
          <Plan of={plan} />
          <Field label={t('decide.reason')}>{(id) => <textarea id={id} rows={2} maxLength={1000} dir="auto" autofocus required value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />}</Field>
          <Button tone="bad" submit disabled={!reason.trim()} onClick={() => {}}>
            {t('purge.do')}
          </Button>
        </>
      ) : (
        <Button submit disabled={job?.state === 'running'} onClick={() => {}}>
          {t('purge.look')}
        </Button>
      )}
    </form>
  );
}

export function PurgeDialog({ of, close }: { of: Kept; close: () => void }) {
  return (
    <Dialog title={t('purge.title')} onClose={close}>
      <PurgePart of={of} close={close} />
    </Dialog>
  );
}

// Of the case, or of one import.
export function KeepButton({ import: act }: { import?: number }) {
  const { status } = useShared();
  const [open, set_open] = useState(false);
  if (!offers('keep') || !status) return null;
  const days = act ? (status.retention?.find((one) => one.import === act)?.days ?? 0) : (status.retention_days ?? 0);
  const close = () => set_open(false);
  return (
    <>
      <Button small={Boolean(act)} onClick={() => set_open(true)}>
        {t('keep.open')}
      </Button>
      {open && (
        <Dialog title={act ? t('keep.title_import', { act: `#${act}` }) : t('keep.title_case')} onClose={close}>
          <Clock key={days} days={days} import={act} />
          <HoldPart holds={status.holds ?? []} import={act} />
          <PurgePart of={{ import: act }} close={close} />
        </Dialog>
      )}
    </>
  );
}

export function Terms({ of }: { of: CaseStatus }) {
  const [stating, set_stating] = useState(false);
  const said = (stated: Stated | null | undefined) => (stated ? <Value>{`${stated.text} (${stated.actor}, ${day(stated.time)})`}</Value> : t('common.not_stated'));
  const clocks = (of.retention ?? []).filter((one) => one.days || one.held);
  return (
    <>
      <Facts
        rows={[
          [t('case.purpose'), said(of.purpose)],
          [t('case.legal_basis'), said(of.legal_basis)],
          [
            t('case.retention'),
            clocks.length ? (
              <>
                {clocks.map((one) => (
                  <div key={one.import}>
                    {one.days > 0 ? t('case.due', { act: `#${one.import}`, day: day(one.due) }) : `#${one.import}`} {one.held && <b>{t('case.held')}</b>}
                  </div>
                ))}
              </>
            ) : (
              t('case.no_clock')
            ),
          ],
        ]}
      />
      {of.imports.length > 0 && (
        <div class="button-row">
          {offers('purpose') && <Button onClick={() => set_stating(true)}>{t('purpose.state')}</Button>}
          <KeepButton />
          {offers('keep') && <SecondButton of={of} />}
        </div>
      )}
      {stating && <PurposeDialog of={of} close={() => set_stating(false)} />}
    </>
  );
}
