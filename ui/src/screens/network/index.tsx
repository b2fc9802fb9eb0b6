// The dossier of a network: its head, its parts, and what can be decided about all of it.
import { api, type Network, type TriageState } from '../../api.ts';
import { country_name, days_between, list, number, t } from '../../app/i18n.ts';
import { useKeys } from '../../app/keys.ts';
import { useLoad } from '../../app/load.ts';
import { go, href } from '../../app/router.ts';
import { offers } from '../../app/store.ts';
import { Awaited, Button, PageHead, Tabs } from '../../parts/basics.tsx';
import { KnownPictures } from '../../parts/photograph.tsx';
import { ask_decision, triage } from '../../parts/decide.tsx';
import { StateChip } from '../../parts/figures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Ident } from '../../parts/ident.tsx';
import { LabelButton, Labels, Notes } from '../../parts/notes.tsx';
import { Facts } from './facts.tsx';
import { GraphPart } from './graph.tsx';
import { HistoryPart } from './history.tsx';
import { Links } from './links.tsx';
import { Photographs } from './photographs.tsx';
import { PostsPart } from './posts.tsx';
import { Selectors } from './selectors.tsx';
import { TimePart } from './time.tsx';
import { Wordings } from './wordings.tsx';

const kParts = ['facts', 'graph', 'time', 'wordings', 'photographs', 'selectors', 'links', 'posts', 'notes', 'history'] as const;

function counts(network: Network): Partial<Record<string, string>> {
  return {
    wordings: number(network.templates.length),
    photographs: number(network.pictures.length),
    selectors: number(network.selectors.length),
    links: number(network.links),
    posts: number(network.posts),
    notes: network.notes.length ? number(network.notes.length) : undefined,
  };
}

function Actions({ network }: { network: Network }) {
  const set = (state: TriageState) => () => triage(network.id, state);
  const { state } = network.triage;
  return (
    <>
      {offers('triage') && state !== 'in_review' && (
        <Button icon="show" tone={state === 'new' ? 'main' : 'plain'} hint="y" onClick={set('in_review')}>
          {t('state.do_in_review')}
        </Button>
      )}
      {offers('triage') && state === 'in_review' && (
        <Button icon="next" tone="main" onClick={set('referred')}>
          {t('state.do_referred')}
        </Button>
      )}
      {offers('triage') && state !== 'new' && (
        <Button icon="undo" hint="h" onClick={set('new')}>
          {t('state.do_new')}
        </Button>
      )}
      {offers('triage') && state !== 'closed' && (
        <Button icon="check" hint="n" onClick={set('closed')}>
          {t('state.do_closed')}
        </Button>
      )}
      <LabelButton id={network.id} />
      {offers('join') && (
        <Button icon="network" onClick={() => ask_decision({ kind: 'same', a: network.id })}>
          {t('network.join')}
        </Button>
      )}
      {offers('report') && (
        <a class="button plain" href={href(['networks', network.id, 'report'])}>
          <Icon name="print" />
          <span>{t('report.title')}</span>
        </a>
      )}
    </>
  );
}

function Part({ network, part, query }: { network: Network; part: string; query: Record<string, string> }) {
  switch (part) {
    case 'graph':
      return <GraphPart network={network} query={query} />;
    case 'time':
      return <TimePart id={network.id} query={query} />;
    case 'wordings':
      return <Wordings network={network} query={query} />;
    case 'photographs':
      return <Photographs network={network} />;
    case 'selectors':
      return <Selectors network={network} />;
    case 'links':
      return <Links network={network} query={query} />;
    case 'posts':
      return <PostsPart id={network.id} query={query} />;
    case 'notes':
      return <div class="part"><Notes id={network.id} notes={network.notes} /></div>;
    case 'history':
      return <HistoryPart id={network.id} became={network.history} />;
  }
  return <Facts network={network} />;
}

export function NetworkScreen({ id, part, query }: { id: string; part: string; query: Record<string, string> }) {
  const loaded = useLoad((signal) => api.network(id, signal), [id]);
  const at = Math.max(0, kParts.indexOf(part as (typeof kParts)[number]));
  const to = (step: number) => () => go(['networks', id, kParts[(at + step + kParts.length) % kParts.length]]);
  useKeys(
    {
      ']': to(1),
      '[': to(-1),
      y: () => triage(id, 'in_review'),
      n: () => triage(id, 'closed'),
      h: () => triage(id, 'new'),
    },
    [id, at],
  );
  return (
    <div class={`screen network part-${part}`}>
      <Awaited of={loaded}>
        {(network) => {
          const numbers = counts(network);
          const countries = [...new Set(network.route.map((stop) => stop.country).filter(Boolean))];
          return (
            <>
              <PageHead
                over={<a href={href(['leads'])}>{t('nav.leads')}</a>}
                title={
                  <>
                    {t('network.title')} <Ident>{network.id}</Ident>
                  </>
                }
                actions={<Actions network={network} />}
              >
                <p class="lede">
                  <StateChip of={network.triage} />
                  <span>{t('unit.posts', { n: network.posts })}</span>
                  <span>{days_between(network.first_seen, network.last_seen)}</span>
                  <span>{list(countries.map(country_name))}</span>
                  <Labels id={network.id} of={network.labels} />
                </p>
              </PageHead>
              <KnownPictures of={network} within={`network:${network.id}`} />
              <Tabs label={t('network.parts')} current={kParts[at]} tabs={kParts.map((name) => ({ id: name, label: t(`part.${name}`), href: href(name === 'facts' ? ['networks', id] : ['networks', id, name]), count: numbers[name] }))} />
              <Part network={network} part={kParts[at]} query={query} />
            </>
          );
        }}
      </Awaited>
    </div>
  );
}
