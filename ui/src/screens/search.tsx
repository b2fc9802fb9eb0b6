// Search: one box, how it was understood, facets, and what answers. Saved and watched
// searches, and a batch of selectors from a list.
import { useEffect, useState } from 'preact/hooks';
import { api, type Found, type SavedSearch, type Term } from '../api.ts';
import { country_name, day, language_name, month, number, price_range, t, type Key } from '../app/i18n.ts';
import { list_keys, useCursor } from '../app/cursor.ts';
import { useKeys } from '../app/keys.ts';
import { read_kept, useKept, write_kept } from '../app/kept.ts';
import { useList, useLoad } from '../app/load.ts';
import { go, href, href_of, set_query } from '../app/router.ts';
import { offers, say, say_error, useShared } from '../app/store.ts';
import { Button, Check, Choice, Dialog, Empty, Failure, Field, PageHead, Section, Waiting } from '../parts/basics.tsx';
import { FacetColumn } from '../parts/facets.tsx';
import { Icon } from '../parts/icon.tsx';
import { Ident, IdLink, KindMark, kind_name, PlaceName, printable, Value } from '../parts/ident.tsx';
import { sign_name, useIndicators, type SignTable } from '../parts/signs.tsx';
import { VirtualRows } from '../parts/virtual.tsx';
import { Batch } from './batch.tsx';
import { PictureSection } from './known_picture.tsx';

const kMarks: Record<string, string> = { '>=': '≥ ', '<=': '≤ ', '..': ' – ' };

// What a field was asked for, in the reader's words.
function value_of(term: Term, table: SignTable): string {
  if (term.field === 'indicator') return sign_name(table, term.value);
  if (term.field === 'level') return term.value.replace(/[a-z]+|\W+/g, (part) => kMarks[part] ?? t(`level.${part}` as Key));
  return term.field === 'price' ? price_range(term.value) : term.value;
}

function TermChip({ term, table }: { term: Term; table: SignTable }) {
  const name = term.type === 'selector' ? kind_name(term.field) : term.type === 'field' ? t(`field.${term.field}` as Key) : t(`term.${term.type}` as Key, { n: Number(term.field) });
  if (term.type === 'or') return <span class="term or">{t('term.or')}</span>;
  return (
    <span class={`term${term.negated ? ' negated' : ''}`}>
      {term.type === 'selector' && <KindMark kind={term.field} />}
      <span class="term-name">{term.negated ? t('term.without', { what: name }) : name}</span>
      {term.id ? (
        <a href={href_of(term.id)}>
          <Value>{term.value}</Value>
        </a>
      ) : (
        <Value>{term.type === 'field' ? value_of(term, table) : term.value}</Value>
      )}
    </span>
  );
}

function Understood({ found, table }: { found: Found; table: SignTable }) {
  const only = found.terms.length === 1 && found.terms[0].type === 'selector' ? found.terms[0] : null;
  return (
    <div class="understood">
      <span class="understood-title">{t('search.understood')}</span>
      {found.terms.map((term, i) => (
        <TermChip key={i} term={term} table={table} />
      ))}
      {only?.id && (
        <a class="button small" href={href_of(only.id)}>
          <span>{t('search.open_selector')}</span>
          <Icon name="next" />
        </a>
      )}
    </div>
  );
}

function Hit({ post, place, current, mark }: { post: Found['posts'][number]; place: number; current: boolean; mark: string }) {
  return (
    <div class={`hit${current ? ' current' : ''}`} role="row" aria-rowindex={place + 1} aria-current={current ? 'true' : undefined}>
      <div role="cell" class="hit-text">
        <a href={href_of(post.id, mark)} dir="auto" class="post-title">
          {post.title ? printable(post.title) : <Ident>{post.id}</Ident>}
        </a>
        <span class="snippet" dir="auto">
          {post.of_picture && (
            <>
              <Icon name="image" label={t('field.picture')} />{' '}
            </>
          )}
          {printable(post.snippet)}
        </span>
      </div>
      <div role="cell" class="hit-facts">
        <span>{day(post.posted_at)}</span>
        <PlaceName of={post} />
        <bdi class="source-name">{printable(post.name)}</bdi>
      </div>
      <div role="cell" class="hit-network">{post.network ? <IdLink id={post.network} /> : <span class="muted">{t('search.alone')}</span>}</div>
    </div>
  );
}

function SaveDialog({ q, close, done }: { q: string; close: () => void; done: () => void }) {
  const [name, set_name, forget_name] = useKept('save.name', q);
  const [watch, set_watch, forget_watch] = useKept('save.watch', true);
  useEffect(() => () => (forget_name(), forget_watch(), write_kept('save', null)), []); // not in a reload, which unmounts nothing
  return (
    <Dialog title={t('search.save')} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          api.save_search(name.trim() || q, q, watch).then(() => (say(t('search.saved')), done(), close()), say_error);
        }}
      >
        <Field label={t('search.save_name')}>{(id) => <input id={id} value={name} maxLength={200} dir="auto" onInput={(event) => set_name(event.currentTarget.value)} />}</Field>
        <Check label={t('search.watch')} help={t('search.watch_help')} value={watch} onChange={set_watch} />
        <footer>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button submit tone="main" onClick={() => {}}>
            {t('common.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

function Saved({ searches, reload }: { searches: SavedSearch[]; reload: () => void }) {
  if (!searches.length) return <p class="muted">{t('search.none_saved')}</p>;
  return (
    <ul class="saved">
      {searches.map((saved) => (
        <li key={saved.id}>
          {saved.watch && <Icon name="bell" label={t('search.watch')} />}
          <a href={href(['search'], { q: saved.q })} onClick={() => void api.see_search(saved.id).catch(say_error)}>
            <bdi>{saved.name}</bdi>
          </a>
          <span class="count">{saved.trouble ? <span title={saved.trouble}>{t('search.trouble')}</span> : number(saved.hits)}</span>
          {saved.fresh > 0 && <span class="fresh">{t('search.fresh', { n: saved.fresh })}</span>}
          <Button small tone="quiet" icon="close" label={t('search.forget', { name: saved.name })} onClick={() => void api.forget_search(saved.id).then(reload, say_error)} />
        </li>
      ))}
    </ul>
  );
}

const kExamples = ['+44 7802 621 155', '"no experience needed"', 'country:fr after:2024-06-01', 'city:leeds -driver', 'harvest OR greenhouse'];

function SavedSection() {
  const saved = useLoad(() => api.saved(), ['saved']);
  return (
    <Section title={t('search.saved_title')}>
      <Saved searches={saved.data?.searches ?? []} reload={saved.reload} />
    </Section>
  );
}

function Start() {
  const { status } = useShared();
  return (
    <div class="screen">
      <PageHead title={t('search.title')}>
        <p class="lede">{t('search.lede')}</p>
      </PageHead>
      <div class="two-columns">
        <Section title={t('search.examples')}>
          <ul class="examples">
            {kExamples.map((q, i) => (
              <li key={q}>
                <a href={href(['search'], { q })}>
                  <code dir="ltr">{q}</code>
                </a>
                <span class="muted">{t(`search.example_${i + 1}` as Key)}</span>
              </li>
            ))}
          </ul>
        </Section>
        {offers('searches') && <SavedSection />}
      </div>
      {offers('import') && status && status.imports.length > 0 && <PictureSection />}
      <Batch />
    </div>
  );
}

function Results({ query }: { query: Record<string, string> }) {
  const table = useIndicators();
  const { at: _at, ...asked } = query;
  const listed = useList(
    (after, signal) => api.search({ ...asked, after, limit: 100 }, signal),
    (page) => page.posts,
    [JSON.stringify(asked)],
  );
  const [saving, set_open] = useState(read_kept('save') === query.q);
  const set_saving = (open: boolean) => (set_open(open), write_kept('save', open ? query.q : null));
  const found = listed.data;
  // The fields that were asked for are marked in the posts.
  const mark = (found?.terms ?? []).filter((term) => term.type === 'field' && !term.negated).map((term) => term.field).join();
  const cursor = useCursor(listed.rows.length, -1);
  useKeys(
    list_keys(listed.rows, cursor, (post) => go(['posts', post.id], { mark })),
    [listed.rows],
  );
  return (
    <div class="screen search">
      <PageHead
        title={t('search.results')}
        actions={
          <>
            <Choice inline label={t('leads.sort')} value={query.sort ?? 'newest'} options={(['newest', 'oldest'] as const).map((sort) => ({ value: sort as string, label: t(`sort.${sort}`) }))} onChange={(sort) => set_query({ sort: sort === 'newest' ? '' : sort })} />
            {offers('searches') && (
              <Button icon="save" onClick={() => set_saving(true)}>
                {t('search.save')}
              </Button>
            )}
          </>
        }
      >
        <p class="lede" role="status">
          {found ? t('unit.posts', { n: found.total }) : '\u00a0'}
        </p>
      </PageHead>
      {listed.error && <Failure error={listed.error} retry={listed.reload} />}
      {!found && !listed.error && <Waiting />}
      {found && <Understood found={found} table={table} />}
      {found && found.notes.length > 0 && (
        <p class="note" role="note">
          {found.notes.map(({ name }) => t(`search.${name}` as Key)).join(' · ')}
        </p>
      )}
      {found && (
        <div class="with-facets">
          <FacetColumn
            facets={found.facets}
            query={query}
            names={[
              { name: 'network', title: t('facet.network') },
              { name: 'label', title: t('facet.label') },
              { name: 'level', title: t('sign.level'), label: (what) => t(`level.${what}` as Key) },
              { name: 'indicator', title: t('facts.indicators'), label: (what) => sign_name(table, what) },
              { name: 'country', title: t('facet.country'), label: country_name },
              { name: 'city', title: t('facet.city') },
              { name: 'language', title: t('facet.language'), label: language_name },
              { name: 'source', title: t('facet.source') },
              { name: 'price', title: t('field.price'), label: price_range },
              { name: 'year', title: t('facet.year') },
              { name: 'month', title: t('facet.month'), label: (what) => month(`${what}-01`) },
            ]}
          />
          {listed.rows.length ? (
            <VirtualRows rows={listed.rows} height={58} label={t('search.results')} total={found.total} current={cursor.at} onEnd={listed.more} row={(post, place) => <Hit post={post} place={place} current={place === cursor.at} mark={mark} />} />
          ) : (
            <Empty title={t('search.nothing')}>
              <p>{t('search.nothing_help')}</p>
            </Empty>
          )}
        </div>
      )}
      {saving && <SaveDialog q={query.q} close={() => set_saving(false)} done={() => {}} />}
    </div>
  );
}

export const Search = ({ query }: { query: Record<string, string> }) => (query.q ? <Results key={query.q} query={query} /> : <Start />);
