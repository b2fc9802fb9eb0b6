// Indicators on the page: their names in the reader's language, what was seen, how it combines,
// and how often each is seen in the case at large. Leads, never a verdict.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, type IndicatorTable, type Level, type Sign, type Signs } from '../api.ts';
import { country_name, number, percent, t, type Key } from '../app/i18n.ts';
import { get_settings } from '../app/settings.ts';
import { useShared } from '../app/store.ts';
import { Section } from './basics.tsx';
import { Facts } from './figures.tsx';
import { field_name, IdLink, printable } from './ident.tsx';

type Row = IndicatorTable['indicators'][number];
let rows: Promise<Map<string, Row>> | null = null;
let of_version = -1;
function load(version: number) {
  if (version !== of_version) rows = null;
  of_version = version;
  return (rows ??= api.indicators().then((table) => new Map(table.indicators.map((i) => [i.id, i]))));
}

// The indicators by id, as far as they are there; asked for once for each state of the case.
export type SignTable = Map<string, Row>;
export function useIndicators(): SignTable {
  const [table, set_table] = useState(new Map<string, Row>());
  const { version } = useShared();
  useEffect(() => {
    load(version).then(set_table, () => (rows = null));
  }, [version]);
  return table;
}
export const sign_name = (table: SignTable, id: string) => table.get(id)?.label[get_settings().language] ?? table.get(id)?.label.en ?? id;

const strength_name = (of: string) => t(`strength.${of.toLowerCase()}` as Key);
export const strength_text = (of: { strength: string | null; proposed: boolean }) => (!of.strength ? t('sign.no_weight') : of.proposed ? t('sign.proposed', { strength: strength_name(of.strength) }) : strength_name(of.strength));
export const state_name = (state: string) => t(state === 'seen' ? 'element.seen' : state === 'denied' ? 'element.denied' : 'sign.named');

export const LevelChip = ({ of }: { of: Level }) => (of && of !== 'none' ? <span class={`chip level-${of}`}>{t(`level.${of}` as Key)}</span> : null);

function Lines({ of, total, table, case_posts, to }: { of: Sign[]; total: number; table: Map<string, Row>; case_posts: number; to?: (id: string) => string }) {
  return (
    <ul class="found">
      {of.map((sign) => (
        <li key={sign.id}>
          <details>
            <summary>
              <bdi class="indicator">{sign_name(table, sign.id)}</bdi>
              <span class="figure">{strength_text(sign)}</span>
              {total > 1 && <span class="count">{`${number(sign.posts)} / ${number(total)}`}</span>}
              <span class="muted">{t('sign.base_rate', { share: percent(case_posts ? sign.case_posts / case_posts : 0) })}</span>
            </summary>
            {sign.words.length > 0 && (
              <p>
                {sign.words.map((word, i) => (
                  <>
                    {i > 0 && ' · '}
                    <bdi>“{printable(word.what)}”</bdi> {number(word.posts)}
                  </>
                ))}
              </p>
            )}
            {to && (
              <p>
                <a href={to(sign.id)}>{t('time.posts')}</a>
              </p>
            )}
            <p dir="ltr" lang="en">
              {sign.id}: {table.get(sign.id)?.meaning}
            </p>
            {table.get(sign.id)?.against && (
              <p>
                {t('sign.against')} <span dir="ltr" lang="en">{table.get(sign.id)?.against}</span>
              </p>
            )}
            <p class="muted" dir="ltr" lang="en">
              {table.get(sign.id)?.sources.split('\n').join('; ')}
            </p>
          </details>
        </li>
      ))}
    </ul>
  );
}

// Each word by itself, whatever direction it is written in.
function Words({ list }: { list: string[] }) {
  return (
    <span>
      {list.map((word, i) => (
        <>
          {i > 0 && ' · '}
          <bdi>“{printable(word)}”</bdi>
        </>
      ))}
    </span>
  );
}

// Why the level is what it is.
function reasons(of: Signs): string {
  const list = of.dimensions.map((d) => t('sign.rule', { what: t(`dimension.${d}` as Key) }));
  for (const why of ['recruitment', 'destination', 'child', 'capped', 'ordinary', 'wording'] as const) if (of[why]) list.push(t(`sign.${why}`));
  return list.join(' · ');
}

// `to`: where the posts that show an indicator are.
export function SignSection({ of, total, to }: { of: Signs | null; total: number; to?: (id: string) => string }) {
  const table = useIndicators();
  if (!of) return null;
  const nothing = !of.seen.length && !of.denied.length && !of.marks.length && !of.wording_words.length && of.kind === 'plain';
  return (
    <Section title={t('facts.indicators')} note={t('sign.note')}>
      {nothing ? (
        <p class="muted">{t('facts.no_indicators')}</p>
      ) : (
        <>
          <Facts
            rows={[
              [t('sign.reading'), <span>{t(`reading.${of.kind}` as Key)}</span>],
              [t('sign.level'), <span>{t(`level.${of.level}` as Key)}{reasons(of) && ` — ${reasons(of)}`}</span>],
              ...(of.wording_words.length ? [[t('sign.words'), <Words list={of.wording_words} />] as [string, ComponentChildren]] : []),
              [t('sign.elements'), <span>{(['act', 'means', 'purpose', 'child'] as const).map((e) => `${t(`palermo.${e}`)}: ${t(`element.${of.palermo[e]}`)}`).join(' · ')}</span>],
            ]}
          />
          <Lines of={of.seen} total={total} table={table} case_posts={of.case_posts} to={to} />
          {of.denied.length > 0 && (
            <>
              <h3>{t('sign.denied')}</h3>
              <Lines of={of.denied} total={1} table={table} case_posts={of.case_posts} />
            </>
          )}
        </>
      )}
      {of.marks.length > 0 && (
        <ul class="found">
          {of.marks.map((m) => (
            <li key={`${m.field}${m.begin}${m.id}`}>
              <bdi class="clip">“{printable(m.words)}”</bdi> <span class="muted">{`${sign_name(table, m.id)} · ${state_name(m.state)} · ${field_name(m.field)}`}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

// Whoever may be asking for help comes first: whom to call, and how to make contact safely.
export function HelpCard({ of }: { of: Signs | null }) {
  if (!of?.hotlines.length) return null;
  return (
    <Section title={t('hotline.title')} note={t('hotline.note')}>
      {of.asking.length > 0 && (
        <p class="id-links">
          {of.asking.map((id) => (
            <IdLink key={id} id={id} />
          ))}
        </p>
      )}
      <ul class="found">
        {of.hotlines.map((line) => (
          <li key={line.country + line.phone}>
            {country_name(line.country)}: <bdi>{line.name}</bdi>{' '}
            <strong dir="ltr">{line.phone}</strong> <span class="muted">{t('hotline.stale', { day: /\d{4}-\d\d-\d\d/.exec(line.note)?.[0] ?? t('common.not_stated') })}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
