// What was nearly joined, one pair at a time, for a person to say: same, different, or not yet.
import { api, type NearMiss } from '../api.ts';
import { decimal, number, percent, t, type Key } from '../app/i18n.ts';
import { useCursor } from '../app/cursor.ts';
import { useKeys } from '../app/keys.ts';
import { useList, useLoad } from '../app/load.ts';
import { set_query } from '../app/router.ts';
import { Awaited, Button, Choice, Empty, Failure, PageHead, Waiting } from '../parts/basics.tsx';
import { ask_decision } from '../parts/decide.tsx';
import { Ident, IdLink, kind_name, split_signal, Value } from '../parts/ident.tsx';
import { Ledger } from '../parts/ledger.tsx';
import { Sentence } from '../parts/said.tsx';

const kSorts = ['closest', 'posts', 'pairs'] as const;
const kWhy = ['wording', 'threshold', 'network'] as const;

// What both have, without links: it stands in a button.
const Shared = ({ text }: { text: string }) => (
  <>
    {text.split('; ').map((part, i) => {
      const { kind, value } = split_signal(part);
      return (
        <span key={i}>
          {i > 0 && ' · '}
          {kind_name(kind)} <Value>{value}</Value>
        </span>
      );
    })}
  </>
);

function Pair({ pair }: { pair: NearMiss }) {
  const loaded = useLoad((signal) => api.explain(pair.a.id, pair.b.id, signal), [`${pair.a.id}${pair.b.id}`]);
  return (
    <>
      <p class="near-head">
        <IdLink id={pair.side_a.id} /> <span class="muted">{t('unit.posts', { n: pair.side_a.posts })}</span>
        <span class="decide-sign">?</span>
        <IdLink id={pair.side_b.id} /> <span class="muted">{t('unit.posts', { n: pair.side_b.posts })}</span>
      </p>
      <p class="note">
        <Sentence of={pair.why_said} />
        {pair.share !== null && ` · ${t('review.share', { share: percent(pair.share) })}`}
      </p>
      <Awaited of={loaded}>{(ledger) => <Ledger of={ledger} compact />}</Awaited>
    </>
  );
}

export function Review({ query }: { query: Record<string, string> }) {
  const sort = query.sort ?? 'closest';
  const listed = useList((after, signal) => api.near_misses({ id: query.id, reason: query.reason, sort, after, limit: 60 }, signal), (page) => page.near_misses, [query.id, query.reason, sort]);
  const cursor = useCursor(listed.rows.length);
  const place = Math.min(cursor.at, listed.rows.length - 1);
  const pair = listed.rows[place];
  const move = (step: number) => {
    cursor.move_by(step);
    if (cursor.now() > listed.rows.length - 10) listed.more();
  };
  const judge = (kind: 'same' | 'different') => () => pair && ask_decision({ kind, a: pair.a.id, b: pair.b.id });
  useKeys({ j: () => move(1), k: () => move(-1), h: () => move(1), y: judge('same'), n: judge('different') }, [pair, place]);
  return (
    <div class="screen review">
      <PageHead title={t('review.title')} actions={<><Choice inline label={t('review.reason')} value={query.reason ?? ''} options={[{ value: '', label: t('review.reason_any') }, ...kWhy.map((value) => ({ value: value as string, label: t(`review.reason_${value}`) }))]} onChange={(reason) => set_query({ reason, at: '' })} /><Choice inline label={t('leads.sort')} value={sort} options={kSorts.map((value) => ({ value: value as string, label: t(`sort.${value}` as Key) }))} onChange={(value) => set_query({ sort: value === 'closest' ? '' : value, at: '' })} /></>}>
        <p class="lede">
          {t('review.lede')}
          {query.id && (
            <>
              {' '}
              <Ident>{query.id}</Ident>
              <Button small tone="quiet" icon="close" label={t('review.all')} onClick={() => set_query({ id: '', at: '' })} />
            </>
          )}
        </p>
      </PageHead>
      {listed.error && <Failure error={listed.error} retry={listed.reload} />}
      {!listed.data && !listed.error && <Waiting />}
      {listed.data && !pair && (
        <Empty title={t('review.none')}>
          <p>{t('review.none_help')}</p>
        </Empty>
      )}
      {listed.data && pair && (
        <div class="side-by-side narrow-first">
          <ol class="picker" aria-label={t('review.title')}>
            {listed.rows.map((row, i) => (
              <li key={`${row.a.id}${row.b.id}`}>
                <button type="button" aria-current={i === place ? 'true' : undefined} onClick={() => cursor.move_to(i)}>
                  <span class="picker-pair">
                    <Ident>{row.side_a.id}</Ident>
                    <span class="muted">?</span>
                    <Ident>{row.side_b.id}</Ident>
                  </span>
                  <span class="muted clip">{row.evidence ? <Shared text={row.evidence} /> : t('review.share', { share: percent(row.share ?? 0) })}</span>
                  <span class="count">{decimal(Math.max(row.evidence_bits, row.wording_bits))}</span>
                </button>
              </li>
            ))}
          </ol>
          <div class="side">
            <p class="muted" role="status">
              {t('review.place', { at: place + 1, n: listed.data.groups })} · {t('review.decided', { n: listed.data.decided })}
              <span class="row inline">
                <Button small icon="back" hint="k" onClick={() => move(-1)}>
                  {t('review.before')}
                </Button>
                <Button small icon="next" hint="h" onClick={() => move(1)}>
                  {t('review.skip')}
                </Button>
              </span>
            </p>
            <Pair key={`${pair.a.id}${pair.b.id}`} pair={pair} />
            <p class="visually-hidden">{number(place + 1)}</p>
          </div>
        </div>
      )}
    </div>
  );
}
