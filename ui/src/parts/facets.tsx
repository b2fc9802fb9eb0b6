// Facets with counts: a click takes a value in, a second one leaves it out, a third forgets it.
// The choice stands in the address: country=FR,GB or country=-US.
import { useState } from 'preact/hooks';
import type { Facets } from '../api.ts';
import { number, t } from '../app/i18n.ts';
import { set_query } from '../app/router.ts';
import { Button } from './basics.tsx';
import { Icon } from './icon.tsx';
import { printable } from './ident.tsx';

export type Chosen = Map<string, 'in' | 'out'>;

export function read_choice(text: string | undefined): Chosen {
  const chosen: Chosen = new Map();
  for (const part of (text ?? '').split(',').filter(Boolean)) chosen.set(part.replace(/^-/, ''), part.startsWith('-') ? 'out' : 'in');
  return chosen;
}
export const write_choice = (chosen: Chosen) => [...chosen].map(([what, way]) => (way === 'out' ? '-' : '') + what).join(',');

export function next_choice(chosen: Chosen, what: string): Chosen {
  const next = new Map(chosen);
  const way = next.get(what);
  if (way === undefined) next.set(what, 'in');
  else if (way === 'in') next.set(what, 'out');
  else next.delete(what);
  return next;
}

const kShort = 7;
const kMost = 30; // values of which there may be thousands are cut there

function Facet(props: { name: string; title: string; values: { what: string; count: number }[]; text: string | undefined; label: (what: string) => string }) {
  const [long, set_long] = useState(false);
  const chosen = read_choice(props.text);
  const values = [...props.values, ...[...chosen.keys()].filter((what) => !props.values.some((v) => v.what === what)).map((what) => ({ what, count: 0 }))];
  if (!values.length) return null;
  const shown = long ? values : values.filter((v, i) => i < kShort || chosen.has(v.what));
  return (
    <fieldset class="facet">
      <legend>{props.title}</legend>
      <ul>
        {shown.map(({ what, count }) => {
          const way = chosen.get(what);
          return (
            <li key={what}>
              <button
                type="button"
                class={`facet-value ${way ?? ''}`}
                aria-pressed={way === 'in' ? 'true' : way === 'out' ? 'mixed' : 'false'}
                onClick={() => set_query({ [props.name]: write_choice(next_choice(chosen, what)) })}
              >
                <span class="facet-box" aria-hidden="true">
                  {way && <Icon name={way === 'in' ? 'check' : 'minus'} />}
                </span>
                <bdi class="facet-name">{printable(props.label(what))}</bdi>
                {way === 'out' && <span class="visually-hidden">{t('facets.left_out')}</span>}
                <span class="count">{number(count)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {values.length > kShort && (
        <button type="button" class="link" onClick={() => set_long(!long)}>
          {long ? t('common.fewer') : t('common.more', { n: values.length - shown.length })}
        </button>
      )}
      {long && props.values.length === kMost && <p class="muted">{t('facets.most', { n: kMost })}</p>}
    </fieldset>
  );
}

export function FacetColumn(props: { facets: Facets; query: Record<string, string>; names: { name: string; title: string; label?: (what: string) => string }[] }) {
  const used = props.names.filter(({ name }) => props.query[name]);
  return (
    <aside class="facets" aria-label={t('facets.title')}>
      {props.names.map(({ name, title, label }) => (
        <Facet key={name} name={name} title={title} values={props.facets[name] ?? []} text={props.query[name]} label={label ?? ((what) => what)} />
      ))}
      {used.length > 0 && (
        <Button small icon="close" onClick={() => set_query(Object.fromEntries(used.map(({ name }) => [name, ''])))}>
          {t('facets.clear')}
        </Button>
      )}
      {(used.length > 0 || props.names.some(({ name }) => props.facets[name]?.length)) && <p class="help">{t('facets.help')}</p>}
    </aside>
  );
}
