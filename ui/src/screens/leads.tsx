// The ranked list of networks: what to look at next, and how far each has come.
import { api, type NetworkRow, type Networks, type TriageState } from '../api.ts';
import { country_name, days_between, language_name, list, number, t, type Key } from '../app/i18n.ts';
import { list_keys, useCursor, type Cursor } from '../app/cursor.ts';
import { useKeys } from '../app/keys.ts';
import { useKept } from '../app/kept.ts';
import { useList } from '../app/load.ts';
import { go, href, set_query } from '../app/router.ts';
import { useShared } from '../app/store.ts';
import { Choice, Empty, Failure, PageHead, Waiting } from '../parts/basics.tsx';
import { triage } from '../parts/decide.tsx';
import { FacetColumn } from '../parts/facets.tsx';
import { Spark, StateChip, Strength } from '../parts/figures.tsx';
import { Icon } from '../parts/icon.tsx';
import { Ident, KindMark, kind_name, printable, split_signal, Value } from '../parts/ident.tsx';
import { LevelChip, sign_name, useIndicators } from '../parts/signs.tsx';
import { VirtualRows } from '../parts/virtual.tsx';

const kSorts = ['rank', 'level', 'posts', 'newest', 'oldest', 'places'] as const;

function LeadRow({ row, place, current, choose }: { row: NetworkRow; place: number; current: boolean; choose: () => void }) {
  const table = useIndicators();
  const top = split_signal(row.top);
  return (
    <div class={`lead${current ? ' current' : ''}`} role="row" aria-rowindex={place + 2} aria-current={current ? 'true' : undefined} onClick={choose}>
      <div role="cell" class="lead-name">
        <a href={href(['networks', row.id])}>
          <Ident>{row.id}</Ident>
        </a>
        <StateChip of={row.triage} />
      </div>
      <div role="cell" class="lead-size">
        <span class="big">{number(row.posts)}</span>
        <Spark values={row.days} label={t('leads.spark', { n: row.posts })} />
      </div>
      <div role="cell" class="lead-what">
        <span class="lead-top">
          <KindMark kind={top.kind} />
          <Value>{top.value.replace(/\{\d+\}/g, '…')}</Value>
        </span>
        <span class="lead-more">
          {t('leads.holds', { selectors: row.selectors, wordings: row.templates })}
          {row.labels.map((label) => (
            <bdi class="label" key={label}>
              {label}
            </bdi>
          ))}
          {row.kind === 'help_seeking' && (
            <span>
              <Icon name="warn" /> {t('reading.help_seeking')}
            </span>
          )}
          {row.pictures_listed > 0 && (
            <span>
              <Icon name="warn" /> {t('photo.known', { listed: row.pictures_listed, restricted: row.pictures_restricted })}
            </span>
          )}
          {row.notes > 0 && <span>{t('leads.notes', { n: row.notes })}</span>}
        </span>
      </div>
      <div role="cell" class="lead-where">
        <span class="clip">{list(row.cities.slice(0, 4).map(printable)) || t('common.not_stated')}</span>
        <span class="muted clip">{list(row.countries.map(country_name))}</span>
      </div>
      <div role="cell" class="lead-when">
        <span class="clip">{days_between(row.first_seen, row.last_seen)}</span>
        <span class="muted clip">{list(row.languages.map(language_name))}</span>
      </div>
      <div role="cell" class="lead-strength">
        <Strength weakest={row.weakest} bits={row.bits} />
      </div>
      {row.indicators.length > 0 && (
        <div role="cell" class="lead-signs">
          <LevelChip of={row.level} />
          {row.indicators.slice(0, 4).map((id) => (
            <bdi class="indicator" key={id}>
              {sign_name(table, id)}
            </bdi>
          ))}
          {row.indicators.length > 4 && <span>{`+${number(row.indicators.length - 4)}`}</span>}
        </div>
      )}
    </div>
  );
}

// Whoever may be asking for help is not one lead among others.
function AskingForHelp({ of, query }: { of: Networks | null; query: Record<string, string> }) {
  const count = of?.facets.read_as?.find(({ what }) => what === 'help_seeking')?.count ?? 0;
  if (!count || query.read_as) return null;
  return (
    <p class="problem">
      <Icon name="warn" />{' '}
      <a href={href(['leads'], { ...query, read_as: 'help_seeking' })}>{t('leads.asking', { n: count })}</a>
    </p>
  );
}

function useLeadKeys(rows: NetworkRow[], cursor: Cursor) {
  const judge = (state: TriageState) => () => {
    const row = rows[cursor.now()];
    if (row) triage(row.id, state, () => cursor.move_by(1));
  };
  useKeys(
    {
      ...list_keys(rows, cursor, (row) => go(['networks', row.id])),
      y: judge('in_review'),
      h: judge('new'),
      n: judge('closed'),
    },
    [rows],
  );
}

export function Leads({ query }: { query: Record<string, string> }) {
  const { status } = useShared();
  const table = useIndicators();
  const { at: _at, ...asked } = query;
  const listed = useList(
    (after, signal) => api.networks({ ...asked, after, limit: 100 }, signal),
    (page) => page.networks,
    [JSON.stringify(asked)],
  );
  const cursor = useCursor(listed.rows.length);
  useLeadKeys(listed.rows, cursor);
  const [typed, set_typed, forget] = useKept<string | null>('leads', null);
  const text = typed ?? query.q ?? '';
  const filter = () => (set_query({ q: text, at: '' }), forget());

  if (status && !status.imports.some((i) => i.active))
    return (
      <Empty whole title={t('leads.no_case')}>
        <p>{t('leads.no_case_help')}</p>
        <a class="button main" href={href(['import'])}>
          {t('import.title')}
        </a>
      </Empty>
    );
  const data = listed.data;
  // An order by what was decided is offered once `maillon rank` has learned one.
  const sorts = query.sort === 'learned' || listed.rows.some((row) => row.learned !== null) ? ([...kSorts, 'learned'] as const) : kSorts;
  return (
    <div class="screen leads">
      <PageHead
        title={t('leads.title')}
        actions={
          <>
            <input type="search" class="filter" dir="auto" maxLength={200} value={text} placeholder={t('leads.filter')} aria-label={t('leads.filter')} onInput={(event) => set_typed(event.currentTarget.value)} onChange={filter} onKeyDown={(event) => event.key === 'Enter' && filter()} />
            <Choice inline label={t('leads.sort')} value={(query.sort ?? 'rank') as string} options={sorts.map((sort) => ({ value: sort as string, label: t(`sort.${sort}` as Key) }))} onChange={(sort) => set_query({ sort: sort === 'rank' ? '' : sort })} />
          </>
        }
      >
        <p class="lede">{data ? t('leads.summary', { networks: data.total, posts: data.posts_in_networks, all: data.posts }) : '\u00a0'}</p>
      </PageHead>
      <AskingForHelp of={data} query={query} />
      {listed.error && <Failure error={listed.error} retry={listed.reload} />}
      {!data && !listed.error && <Waiting />}
      {data && (
        <div class="with-facets">
          <FacetColumn
            facets={data.facets}
            query={query}
            names={[
              { name: 'state', title: t('facet.state'), label: (what) => t(`state.${what as TriageState}`) },
              { name: 'label', title: t('facet.label') },
              { name: 'level', title: t('sign.level'), label: (what) => t(`level.${what}` as Key) },
              { name: 'read_as', title: t('sign.reading'), label: (what) => t(`reading.${what}` as Key) },
              { name: 'indicator', title: t('facts.indicators'), label: (what) => sign_name(table, what) },
              { name: 'kind', title: t('facet.kind'), label: kind_name },
              { name: 'country', title: t('facet.country'), label: country_name },
              { name: 'city', title: t('facet.city') },
              { name: 'language', title: t('facet.language'), label: language_name },
            ]}
          />
          {listed.rows.length === 0 ? (
            <Empty title={t('leads.none')}>
              <p>{t('leads.none_help')}</p>
            </Empty>
          ) : (
            <VirtualRows
              rows={listed.rows}
              height={62}
              label={t('leads.title')}
              total={data.total}
              current={cursor.at}
              onEnd={listed.more}
              head={
                <div class="lead head" role="row" aria-rowindex={1}>
                  {(['network', 'posts', 'mostly', 'where', 'when', 'strength'] as const).map((column) => (
                    <div role="columnheader" key={column}>
                      {t(`leads.column_${column}`)}
                    </div>
                  ))}
                </div>
              }
              row={(row, place) => <LeadRow row={row} place={place} current={place === cursor.at} choose={() => cursor.move_to(place)} />}
            />
          )}
        </div>
      )}
    </div>
  );
}
