// A selector: how it is spelled, the posts that carry it, and what is tied to it through them.
import { useState } from 'preact/hooks';
import { api, type Selector } from '../api.ts';
import { days_between, language_name, number, t } from '../app/i18n.ts';
import { useLoad } from '../app/load.ts';
import { href } from '../app/router.ts';
import { useShared } from '../app/store.ts';
import { Awaited, Button, PageHead, Section } from '../parts/basics.tsx';
import { ask_decision } from '../parts/decide.tsx';
import { Facts, Tallies } from '../parts/figures.tsx';
import { Icon } from '../parts/icon.tsx';
import { IdLink, kind_name, place_name, PostLine, Value } from '../parts/ident.tsx';
import { LabelButton, Labels, Notes } from '../parts/notes.tsx';
import { Photograph } from '../parts/photograph.tsx';
import { Sentence } from '../parts/said.tsx';
import { ReasonDialog } from '../parts/second.tsx';
import { SelectorTable } from './network/selectors.tsx';

const kNetworks = 8;
const kPictures = 12;

function Around({ of, query }: { of: Selector['direct']; query?: string }) {
  return (
    <>
      <Facts
        rows={[
          [t('column.posts'), number(of.posts)],
          [t('column.seen'), days_between(of.first, of.last)],
          [t('column.networks'), of.networks.length ? <span class="id-links">{of.networks.slice(0, kNetworks).map((n) => <IdLink key={n.what} id={n.what} />)}{of.networks.length > kNetworks && (query ? <a href={href(['search'], { q: query })}>{t('common.more', { n: of.networks.length - kNetworks })}</a> : <span class="muted">{t('common.more', { n: of.networks.length - kNetworks })}</span>)}</span> : t('search.alone')],
          [t('facts.route'), <Tallies of={of.route.map((stop) => ({ what: place_name(stop), posts: stop.posts }))} most={8} />],
          [t('facet.language'), <Tallies of={of.languages} name={language_name} />],
          [t('facet.source'), <Tallies of={of.sources} most={6} />],
          [t('facts.names'), <Tallies of={of.names} most={6} />],
          [t('facts.prices'), <Tallies of={of.prices} most={6} />],
        ]}
      />
      {of.sample.map((post) => (
        <PostLine key={post.id} of={post} />
      ))}
    </>
  );
}

export function SelectorScreen({ id }: { id: string }) {
  const loaded = useLoad((signal) => api.selector(id, signal), [id]);
  const { status } = useShared();
  const [whole, set_whole] = useState({ id: '', value: '' }); // told for a reason
  const [unmasking, set_unmasking] = useState(false);
  const unmask = async (reason: string) => set_whole({ id, value: (await api.unmask(id, reason)).value });
  return (
    <div class="screen">
      {unmasking && <ReasonDialog title={t('unmask.one')} note={t('unmask.one_note')} send={unmask} close={() => set_unmasking(false)} />}
      <Awaited of={loaded}>
        {(selector) => {
          const { kind, note } = selector.selector;
          const value = whole.id === id ? whole.value : selector.selector.value;
          const is_hub = selector.hub_note !== '' || note.startsWith('hub');
          return (
            <>
              <PageHead
                over={kind_name(kind)}
                title={<Value>{value}</Value>}
                actions={
                  <>
                    {status?.masked && whole.id !== id && (
                      <Button icon="show" onClick={() => set_unmasking(true)}>
                        {t('unmask.one')}
                      </Button>
                    )}
                    <Button icon="hub" onClick={() => ask_decision({ kind: is_hub ? 'not_hub' : 'hub', a: id })}>
                      {t(is_hub ? 'act.not_hub' : 'act.hub')}
                    </Button>
                    <LabelButton id={id} />
                    <a class="button plain" href={href(['search'], { q: value })}>
                      <Icon name="search" />
                      <span>{t('selector.search')}</span>
                    </a>
                  </>
                }
              >
                <p class="lede">
                  <span>{t('unit.posts', { n: selector.selector.posts })}</span>
                  <span>{days_between(selector.selector.first, selector.selector.last)}</span>
                  <Labels id={id} of={selector.labels} />
                  {is_hub && <span class="label">{t('graph.hubs')}</span>}
                </p>
                {selector.hub_said.length > 0 && (
                  <p class="note">
                    <Sentence of={selector.hub_said} />
                  </p>
                )}
                {selector.listed.map((of, i) => (
                  <p key={i} class="note">
                    {t('listed.on', { list: of.list, role: of.role })} <Value>{of.text}</Value>
                  </p>
                ))}
              </PageHead>
              {kind === 'image' && (
                <div class="photographs">
                  {selector.pictures.slice(0, kPictures).map((picture) => (
                    <Photograph key={picture.id} of={picture} />
                  ))}
                </div>
              )}
              <div class="facts-grid">
                <Section title={t('selector.spellings')}>
                  <Tallies of={selector.spellings} />
                </Section>
                <Section title={t('selector.direct')}>
                  <Around of={selector.direct} query={value} />
                </Section>
                <Section title={t('selector.indirect')} note={t('selector.indirect_note')}>
                  <Around of={selector.indirect} />
                </Section>
              </div>
              <Section title={t('selector.shared')}>
                {selector.shared.length ? <SelectorTable rows={selector.shared} /> : <p class="muted">{t('selector.no_shared')}</p>}
              </Section>
              <Notes id={id} notes={selector.notes} />
            </>
          );
        }}
      </Awaited>
    </div>
  );
}
