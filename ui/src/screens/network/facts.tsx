// The facts of a network on one screen: what it is, what holds it, what would split it.
import type { LinkRow, Network } from '../../api.ts';
import { country_name, days_between, decimal, language_name, number, t } from '../../app/i18n.ts';
import { href, posts_of } from '../../app/router.ts';
import { Section } from '../../parts/basics.tsx';
import { Facts as FactList, Posterior, Tallies } from '../../parts/figures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { first_line, IdLink, PlaceName, PostLine, RestsOn, SelectorName, Value } from '../../parts/ident.tsx';
import { Sentence } from '../../parts/said.tsx';
import { HelpCard, SignSection } from '../../parts/signs.tsx';

function Strongest({ title, link }: { title: string; link: LinkRow | null }) {
  if (!link) return null;
  return (
    <div class="key-link">
      <h3>{title}</h3>
      <p>
        <span class="figure">{t('unit.bits', { value: decimal(link.bits) })}</span> · <Posterior value={link.posterior} /> · <RestsOn text={link.why} />
      </p>
      <PostLine of={{ ...link.a, network: '' }} />
      <PostLine of={{ ...link.b, network: '' }} />
      <a class="button small" href={href(['why'], { a: link.a.id, b: link.b.id })}>
        <span>{t('why.title')}</span>
        <Icon name="next" />
      </a>
    </div>
  );
}

// "" where no time is stated.
const dates = (first: string, last: string) => (first && last ? ` date:${first.slice(0, 10)}..${last.slice(0, 10)}` : '');
const kStops = 12; // of the route, here

function Route({ network }: { network: Network }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t('column.place')}</th>
          <th scope="col">{t('column.seen')}</th>
          <th scope="col" class="number">
            {t('column.posts')}
          </th>
        </tr>
      </thead>
      <tbody>
        {network.route.slice(0, kStops).map((stop, i) => (
          <tr key={i}>
            <td>
              <PlaceName of={stop} /> <span class="muted">{stop.city ? country_name(stop.country) : ''}</span>
            </td>
            <td>{days_between(stop.first, stop.last)}</td>
            <td class="number">
              <a href={posts_of(network.id, { city: stop.city, country: stop.country }, dates(stop.first, stop.last))}>{number(stop.posts)}</a>
            </td>
          </tr>
        ))}
        {network.route.length > kStops && (
          <tr>
            <td colSpan={3}>
              <a href={href(['networks', network.id, 'time'])}>{t('common.more', { n: network.route.length - kStops })}</a>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Holds({ network }: { network: Network }) {
  return (
    <ul class="holds">
      {network.selectors.slice(0, 8).map((selector) => (
        <li key={selector.id}>
          <SelectorName of={selector} />
          <span class="share">
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(100 * selector.posts) / network.posts} height="6" />
            </svg>
          </span>
          <span class="count">{t('unit.posts', { n: selector.posts })}</span>
        </li>
      ))}
      {network.templates.slice(0, 3).map((wording) => (
        <li key={wording.id}>
          <a class="selector-name" href={href(['networks', network.id, 'wordings'], { t: wording.id })}>
            <span class="kind-mark kind-template">
              <Icon name="template" label={t('kind.template')} />
            </span>
            <bdi class="clip" dir="auto">
              {first_line(wording.text)}
            </bdi>
          </a>
          <span class="share">
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(100 * wording.posts) / network.posts} height="6" />
            </svg>
          </span>
          <span class="count">{t('unit.posts', { n: wording.posts })}</span>
        </li>
      ))}
    </ul>
  );
}

export function Facts({ network }: { network: Network }) {
  const to = (field: string) => (what: string) => posts_of(network.id, { [field]: what });
  return (
    <div class="facts-grid">
      <Section title={t('facts.says')}>
        <p class="says">{t('facts.says_text', { n: network.posts })}</p>
        <FactList
          rows={[
            [t('column.seen'), <a href={posts_of(network.id, {}, dates(network.first_seen, network.last_seen)) + '&sort=oldest'}>{days_between(network.first_seen, network.last_seen)}</a>],
            [t('facet.language'), <Tallies of={network.languages} name={language_name} to={to('language')} />],
            [t('facet.source'), <Tallies of={network.sources} most={6} to={to('source')} />],
            [t('facts.names'), <Tallies of={network.names} most={6} to={to('author')} />],
            [t('facts.prices'), <Tallies of={network.prices} most={8} to={to('price')} />],
          ]}
        />
      </Section>
      <HelpCard of={network.signs} />
      <SignSection of={network.signs} total={network.posts} to={(id) => href(['search'], { q: `network:${network.id}`, indicator: id })} />
      <Section title={t('facts.holds')}>
        <Holds network={network} />
      </Section>
      <Section title={t('facts.route')} aside={<a href={href(['networks', network.id, 'time'])}>{t('part.time')}</a>}>
        <Route network={network} />
      </Section>
      <Section title={t('facts.breaks')} note={t('facts.breaks_note')}>
        {network.splits.length === 0 && <p class="muted">{t('facts.no_splits')}</p>}
        <ul class="splits">
          {network.splits.map((split) => (
            <li key={split.what}>
              <Icon name="split" />
              <span>
                {t('facts.without')} {split.said.length ? <Sentence of={split.said} /> : <RestsOn text={split.what} />}
              </span>
              <span class="parts">
                {t('facts.falls_into', { n: split.parts.length })} <span class="muted">{split.parts.slice(0, 8).map(number).join(' · ')}</span>
              </span>
            </li>
          ))}
        </ul>
        <div class="key-links">
          <Strongest title={t('facts.weakest')} link={network.weakest} />
          <Strongest title={t('facts.strongest')} link={network.strongest} />
        </div>
      </Section>
      {network.listed.length > 0 && (
        <Section title={t('listed.title')}>
          <ul class="hubs">
            {network.listed.map((of, i) => (
              <li key={i}>
                <IdLink id={of.id} /> {t('listed.on', { list: of.list, role: of.role })} <Value>{of.text}</Value>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('facts.hubs')} note={t('facts.hubs_note')}>
        {network.hubs.length === 0 && <p class="muted">{t('facts.no_hubs')}</p>}
        <ul class="hubs">
          {network.hubs.map((hub) => (
            <li key={hub.id}>
              <SelectorName of={hub} />
              <span class="count">{t('facts.hub_count', { here: hub.posts, all: hub.posts_in_case })}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section
        title={t('facts.near')}
        aside={
          network.near_misses.groups > 0 && (
            <a href={href(['review'], { id: network.id })}>
              {t('review.title')}
            </a>
          )
        }
      >
        <p class={network.near_misses.groups ? '' : 'muted'}>{t('facts.near_count', { n: network.near_misses.groups })}</p>
      </Section>
      <Section title={t('facts.sample')} aside={<a href={href(['networks', network.id, 'posts'])}>{t('facts.all_posts')}</a>}>
        {network.sample.map((post) => (
          <PostLine key={post.id} of={{ ...post, network: '' }} />
        ))}
      </Section>
    </div>
  );
}
