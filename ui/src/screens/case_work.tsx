// What can be done with a whole case: link it by other choices, learn an order, check every
// byte, take it out for other programs.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, type Printed, type Ranked, type Replayed, type Verified } from '../api.ts';
import { bytes, country_name, language_name, percent, t, type Key } from '../app/i18n.ts';
import { href, href_of } from '../app/router.ts';
import { refresh_case, say_error, useShared } from '../app/store.ts';
import { Button, Check, Field, Section } from '../parts/basics.tsx';
import { kCountries } from '../parts/countries.ts';
import { Facts } from '../parts/figures.tsx';
import { Icon } from '../parts/icon.tsx';
import { Ident, IdLink, Value } from '../parts/ident.tsx';
import { Download } from '../parts/second.tsx';

// A job that this button starts, and what its last run has brought.
export function useJob<K extends keyof Printed>(kind: K): { busy: boolean; result: Printed[K] | undefined } {
  const { job } = useShared();
  const printed: Partial<Printed> = job?.result ?? {};
  return { busy: job?.state === 'running', result: job?.kind === kind && job.state === 'done' ? printed[kind] : undefined };
}
const start = (asked: Promise<unknown>) => void asked.then(refresh_case).catch(say_error);

const kEvidence = ['text', 'selector', 'image'] as const;

export function LinkSection() {
  const { job } = useShared();
  const [country, set_country] = useState('');
  const [evidence, set_evidence] = useState<readonly string[]>(kEvidence);
  const [force, set_force] = useState(false);
  const by_name = [...kCountries].sort((a, b) => country_name(a).localeCompare(country_name(b)));
  return (
    <details class="section">
      <summary>{t('link.choices')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start(api.link({ country, evidence: evidence.join(), force }));
        }}
      >
        <Field label={t('link.country')} help={t('link.country_help')}>
          {(id) => (
            <select id={id} value={country} onChange={(event) => set_country(event.currentTarget.value)}>
              <option value="">{t('link.country_kept')}</option>
              <option value="none">{t('link.country_none')}</option>
              {by_name.map((code) => (
                <option key={code} value={code}>
                  {country_name(code)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <fieldset>
          <legend>{t('link.evidence')}</legend>
          {kEvidence.map((kind) => (
            <Check key={kind} label={t(`link.evidence_${kind}`)} value={evidence.includes(kind)} onChange={(yes) => set_evidence(kEvidence.filter((one) => (one === kind ? yes : evidence.includes(one))))} />
          ))}
        </fieldset>
        <Check label={t('link.force')} value={force} onChange={set_force} />
        <Button submit tone="main" disabled={job?.state === 'running' || !evidence.length} onClick={() => {}}>
          {t('case.link_now')}
        </Button>
      </form>
    </details>
  );
}

function Order({ of }: { of: Ranked }) {
  if (!of.learned)
    return (
      <p class="note" role="status">
        {t('rank.not_learned')} <Value>{of.why ?? ''}</Value>
      </p>
    );
  const figures = of.figures;
  return (
    <>
      <Facts
        rows={[
          [t('rank.from'), t('rank.from_counts', { referred: of.from.referred, closed: of.from.closed, labelled: of.from.labelled })],
          ...(figures ? ([[t('rank.precision'), percent(figures.precision)], [t('rank.recall'), percent(figures.recall)], [t('rank.chance'), percent(figures.positives / figures.examples)]] as [string, string][]) : []),
        ]}
      />
      <p>
        <a href={href(['leads'], { sort: 'learned' })}>{t('sort.learned')}</a>
      </p>
      {of.next && of.next.length > 0 && (
        <table class="table">
          <caption>{t('rank.next')}</caption>
          <tbody>
            {of.next.map((post) => (
              <tr key={post.id}>
                <td>
                  <a href={href_of(post.id)} dir="auto">
                    <Value>{post.begins || post.id}</Value>
                  </a>
                </td>
                <td>{post.network && <IdLink id={post.network} />}</td>
                <td>{language_name(post.language)}</td>
                <td class="number">{percent(post.score)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

export function LearnSection() {
  const { busy, result } = useJob('rank');
  return (
    <Section title={t('rank.title')} note={t('rank.note')}>
      {result && <Order of={result} />}
      <Button disabled={busy} onClick={() => start(api.rank())}>
        {t('rank.learn')}
      </Button>
    </Section>
  );
}

const Verdict = ({ good, children }: { good: boolean; children: string }) => (
  <p class={good ? 'says' : 'problem'}>
    <Icon name={good ? 'check' : 'warn'} /> {children}
  </p>
);

function Checked({ of }: { of: Verified }) {
  return (
    <div role="status">
      <Verdict good={!of.damaged}>{t(of.damaged ? 'verify.damaged' : 'verify.intact')}</Verdict>
      <Facts
        rows={[
          [t('verify.checked'), t('verify.counts', { originals: of.originals, acts: of.acts, entries: of.log_entries, bytes: bytes(of.bytes) })],
          [t('verify.root'), <Ident>{of.log_root}</Ident>],
        ]}
      />
      <ul class="guess-notes" dir="auto">
        {of.findings.map((finding, i) => (
          <li key={i}>
            <Value>{`${finding.where}: ${finding.what}`}</Value> {finding.advice}
          </li>
        ))}
      </ul>
    </div>
  );
}

// What differs is named as its file is: whoever looks into it needs that.
function Compared({ of }: { of: Replayed }) {
  const other = of.parts.filter((part) => !part.same).map((part) => part.name);
  return (
    <div role="status">
      <Verdict good={of.same}>{t(of.same ? 'replay.same' : 'replay.differs')}</Verdict>
      <Facts
        rows={[
          [t('replay.from'), t('replay.counts', { originals: of.originals, imports: of.imports, decisions: of.decisions, links: of.links })],
          [t('replay.parts'), <bdi dir="ltr">{of.parts.map((part) => part.name).join(' · ')}</bdi>],
          ...(other.length ? [[t('replay.other'), <bdi dir="ltr">{other.join(' · ')}</bdi>] as [string, VNode]] : []),
        ]}
      />
      {!of.same && <p class="note">{t('replay.what_to_do')}</p>}
    </div>
  );
}

export function VerifySection() {
  const verify = useJob('verify');
  const replay = useJob('replay');
  return (
    <>
      {verify.result && <Checked of={verify.result} />}
      {replay.result && <Compared of={replay.result} />}
      <div class="row">
        <Button icon="check" disabled={verify.busy} onClick={() => start(api.verify())}>
          {t('verify.do')}
        </Button>
        <Button icon="redo" disabled={replay.busy} onClick={() => start(api.replay())}>
          {t('replay.do')}
        </Button>
      </div>
      <p class="note">{t('replay.note')}</p>
    </>
  );
}

const kTables: [string, Key][] = [['posts', 'part.posts'], ['selectors', 'part.selectors'], ['links', 'part.links'], ['networks', 'column.networks'], ['templates', 'part.wordings'], ['near_misses', 'export.near_misses'], ['pictures', 'part.photographs']];
const kFormats: [string, string][] = [['graphml', 'GraphML'], ['geojson', 'GeoJSON'], ['ftm', 'FollowTheMoney'], ['stix', 'STIX 2.1'], ['misp', 'MISP'], ['htcds', 'HTCDS 2.0'], ['case-uco', 'CASE/UCO']];

// All of it, or the documents of one network.
export function Documents({ network }: { network?: string }) {
  const [spreadsheet, set_spreadsheet] = useState(true);
  return (
    <Section title={t('export.title')} note={t('export.note')}>
      {!network && (
        <>
          <Check label={t('export.spreadsheet')} value={spreadsheet} onChange={set_spreadsheet} />
          <ul class="downloads" aria-label="CSV">
            {kTables.map(([table, name]) => (
              <li key={table}>
                <Download address={api.export_file({ table, spreadsheet: spreadsheet ? 1 : 0 })}>{t(name)}</Download>{' '}
                <span class="muted">CSV</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <ul class="downloads" aria-label={t('export.documents')}>
        {kFormats.map(([format, name]) => (
          <li key={format}>
            <Download address={api.export_file({ format, network })}>
              <bdi dir="ltr">{name}</bdi>
            </Download>
          </li>
        ))}
      </ul>
    </Section>
  );
}
