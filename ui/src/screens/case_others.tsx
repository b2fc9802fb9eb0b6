// The cases in the same folder: what this one has in common with them, what it takes over from them,
// a copy of it among them.
import { useState } from 'preact/hooks';
import { api, type Across, type Copied, type Merged, type OtherCases, type Started } from '../api.ts';
import { bytes, number, t, type Key } from '../app/i18n.ts';
import { useLoad } from '../app/load.ts';
import { refresh_case, say, say_error, useShared } from '../app/store.ts';
import { Awaited, Button, Check, Dialog, Field, Section } from '../parts/basics.tsx';
import { Facts } from '../parts/figures.tsx';
import { Ident, IdLink, KindMark, Value } from '../parts/ident.tsx';
import { say_waits } from '../parts/second.tsx';
import { useJob } from './case_work.tsx';

const name_of = (path: string) => path.split('/').at(-1) ?? path;

// It runs, or waits for a second person here, or in other cases.
async function begin(asked: Promise<Started>, here: string) {
  for (const one of (await asked).waits ?? []) {
    if (one.case === here) say_waits(one.request);
    else say(t('others.waits_there', { name: one.case, request: `${one.request}` }));
  }
  await refresh_case();
}

// What both have: this case's selector leads to it here.
function InCommon({ of, here }: { of: Across; here: string }) {
  if (!of.total) return <p role="status">{t('others.nothing_shared')}</p>;
  return (
    <div role="status">
      <table class="table">
        <caption>
          {t('others.shared', { n: of.total })} {of.total > of.selectors.length && t('others.first', { n: of.selectors.length })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('part.selector')}</th>
            <th scope="col">{t('others.where')}</th>
          </tr>
        </thead>
        <tbody>
          {of.selectors.map((one) => {
            const own = one.cases.find((at) => name_of(at.case) === here);
            return (
              <tr key={one.kind + one.value}>
                <td class="wrap">
                  <KindMark kind={one.kind} /> {own ? <IdLink id={own.selector}><Value>{one.value}</Value></IdLink> : <Value>{one.value}</Value>}
                </td>
                <td class="wrap">
                  {one.cases.map((at) => (
                    <div key={at.case + at.selector}>
                      <bdi>{name_of(at.case)}</bdi>: {t('unit.posts', { n: at.posts })}{' '}
                      {at.networks.map((id) => (
                        <span key={id}>{at === own ? <IdLink id={id} /> : <Ident>{id}</Ident>} </span>
                      ))}
                    </div>
                  ))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Taken({ of }: { of: Merged }) {
  return (
    <div role="status">
      {of.from.map((one) => (
        <div key={one.case}>
          <p class="says">{t('others.taken', { name: name_of(one.case), imports: one.imports, records: number(one.records), decisions: one.decisions })}</p>
          {one.left_out.length > 0 && (
            <>
              <p>{t('others.left_out')}</p>
              <ul class="guess-notes" dir="auto">
                {one.left_out.map((line, i) => (
                  <li key={i}>
                    <Value>{line}</Value>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      ))}
    </div>
  );
}

function Made({ of }: { of: Copied }) {
  return (
    <div role="status">
      <Facts
        rows={[
          [t('others.copied'), <bdi dir="ltr">{of.folder}</bdi>],
          [t('verify.checked'), t('others.copied_counts', { files: number(of.files), bytes: bytes(of.bytes) })],
          [t('verify.root'), <Ident>{of.log_root}</Ident>],
        ]}
      />
      {!of.derived && <p class="note">{t('others.copied_unlinked')}</p>}
    </div>
  );
}

function MergeDialog({ names, here, close }: { names: string[]; here: string; close: () => void }) {
  const [reason, set_reason] = useState('');
  return (
    <Dialog title={t('others.merge')} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void begin(api.merge(names, reason.trim()), here).then(close).catch(say_error);
        }}
      >
        <p>
          <Value>{names.join(', ')}</Value>
        </p>
        <p class="note">{t('others.merge_note')}</p>
        <Field label={t('decide.reason')} help={t('others.reason_help')}>
          {(id) => <textarea id={id} rows={2} maxLength={1000} dir="auto" autofocus value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />}
        </Field>
        <footer>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button tone="main" submit onClick={() => {}}>
            {t('others.merge')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

function CopyForm({ here }: { here: string }) {
  const { job, status } = useShared();
  const [name, set_name] = useState(`${here}-${new Date().toISOString().slice(0, 10)}`);
  const [reason, set_reason] = useState('');
  const waits = status?.four_eyes.includes('export') ?? false;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void begin(api.copy(name.trim(), reason.trim()), here).catch(say_error);
      }}
    >
      <Field label={t('others.copy_name')} help={t('others.copy_help')}>
        {(id) => <input id={id} required maxLength={100} dir="auto" value={name} onInput={(event) => set_name(event.currentTarget.value)} />}
      </Field>
      {waits && (
        <Field label={t('decide.reason')} help={t('others.reason_help')}>
          {(id) => <input id={id} maxLength={1000} dir="auto" value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />}
        </Field>
      )}
      <Button icon="save" submit disabled={job?.state === 'running' || !name.trim()} onClick={() => {}}>
        {t('others.copy')}
      </Button>
    </form>
  );
}

const kStates: Record<OtherCases['cases'][number]['state'], Key> = { linked: 'others.linked', not_linked: 'others.not_linked', locked: 'others.locked' };

function Chosen({ of }: { of: OtherCases }) {
  const { status } = useShared();
  const across = useJob('across');
  const merge = useJob('merge');
  const [chosen, set_chosen] = useState<string[]>([]);
  const [hubs, set_hubs] = useState(false);
  const [taking, set_taking] = useState(false);
  if (!of.cases.length) return <p class="muted">{t('others.none')}</p>;
  const choose = (name: string, yes: boolean) => set_chosen(of.cases.map((one) => one.name).filter((one) => (one === name ? yes : chosen.includes(one))));
  const all_linked = Boolean(status?.posts) && chosen.every((name) => of.cases.some((one) => one.name === name && one.state === 'linked'));
  return (
    <>
      <fieldset>
        <legend>{t('others.choose')}</legend>
        {of.cases.map((one) => (
          <label class="check" key={one.name}>
            <input type="checkbox" checked={chosen.includes(one.name)} disabled={one.state === 'locked'} onChange={(event) => choose(one.name, event.currentTarget.checked)} />
            <span>
              <bdi>{one.name}</bdi> <span class="muted">{t(kStates[one.state])}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {of.total > of.cases.length && <p class="note">{t('others.first', { n: of.cases.length })}</p>}
      <Check label={t('others.hubs')} value={hubs} onChange={set_hubs} />
      {!all_linked && <p class="note">{t('others.link_first')}</p>}
      <div class="row">
        <Button icon="search" disabled={across.busy || !chosen.length || !all_linked} onClick={() => void begin(api.across(chosen, hubs), of.name).catch(say_error)}>
          {t('others.across')}
        </Button>
        <Button icon="plus" disabled={merge.busy || !chosen.length} onClick={() => set_taking(true)}>
          {t('others.merge')}
        </Button>
      </div>
      {across.result && <InCommon of={across.result} here={of.name} />}
      {merge.result && <Taken of={merge.result} />}
      {taking && <MergeDialog names={chosen} here={of.name} close={() => set_taking(false)} />}
    </>
  );
}

// Nothing where people log in: their roles are for one case.
export function OthersSection() {
  const { job } = useShared();
  const copy = useJob('copy');
  const loaded = useLoad((signal) => api.cases(signal), ['cases', job?.state === 'done' && job.kind === 'copy' ? job.job : 0]);
  if (loaded.data && !loaded.data.folder) return null;
  return (
    <Section title={t('others.title')} note={loaded.data ? t('others.note', { folder: loaded.data.folder }) : undefined}>
      <Awaited of={loaded}>
        {(of) => (
          <>
            <Chosen of={of} />
            <CopyForm here={of.name} />
            {copy.result && <Made of={copy.result} />}
          </>
        )}
      </Awaited>
    </Section>
  );
}
