// Whether what is raised hangs on who is spoken of: shares by group, with their intervals.
import { api, type FairGroup, type Fairness } from '../api.ts';
import { decimal, language_name, number, percent, t, type Key } from '../app/i18n.ts';
import { refresh_case, say_error } from '../app/store.ts';
import { Button, Section } from '../parts/basics.tsx';
import { Value } from '../parts/ident.tsx';
import { useJob } from './case_work.tsx';

const kAttributes: Record<string, Key> = { language: 'facet.language', sex: 'fair.sex', age: 'fair.age', sector: 'fair.sector', nationality: 'fair.nationality' };
const kGroups: Record<string, Key> = {
  women: 'fair.women',
  men: 'fair.men',
  both: 'fair.both',
  'under 18': 'fair.under_18',
  '50 and over': 'fair.50_and_over',
  'domestic work': 'fair.domestic',
  hospitality: 'fair.hospitality',
  construction: 'fair.construction',
  agriculture: 'fair.agriculture',
  'factory and warehouse': 'fair.factory',
  transport: 'fair.transport',
  'entertainment and body work': 'fair.entertainment',
  'office and call centre': 'fair.office',
};

function group_name(attribute: string, group: string) {
  if (attribute === 'language') return language_name(group);
  const known = kGroups[group];
  return known ? t(known) : group;
}

function Row({ name, of }: { name: string; of: FairGroup }) {
  const rate = (measure: string) => {
    const found = of.rates[measure];
    return found?.n ? `${percent(found.share ?? 0)} [${percent(found.low)}–${percent(found.high)}]` : '–';
  };
  return (
    <tr>
      <th scope="row">
        <Value>{name}</Value>
      </th>
      <td class="number">{number(of.posts)}</td>
      {Object.keys(of.rates).map((measure) => (
        <td class="number" key={measure}>
          <bdi>{rate(measure)}</bdi>
        </td>
      ))}
    </tr>
  );
}

const Head = ({ names }: { names: string[] }) => (
  <thead>
    <tr>
      <th scope="col">{t('fair.group')}</th>
      <th scope="col" class="number">
        {t('part.posts')}
      </th>
      {names.map((name) => (
        <th scope="col" class="number" key={name}>
          {name}
        </th>
      ))}
    </tr>
  </thead>
);

function Rates({ of }: { of: Fairness }) {
  const measures = Object.keys(of.all.rates);
  const measure_name = (name: string) => t(name === 'learned' ? 'fair.learned' : 'fair.raised');
  return (
    <div role="status">
      <p>{t('fair.over', { n: of.posts })}</p>
      {of.note && (
        <p class="note" dir="auto">
          <Value>{of.note}</Value>
        </p>
      )}
      <table class="table">
        <Head names={measures.map(measure_name)} />
        <tbody>
          <Row name={t('fair.all')} of={of.all} />
        </tbody>
      </table>
      {of.attributes.map((one) => (
        <table class="table" key={one.attribute}>
          <caption>{kAttributes[one.attribute] ? t(kAttributes[one.attribute] as Key) : one.attribute}</caption>
          <Head names={measures.map(measure_name)} />
          <tbody>
            {one.groups.map((group) => (
              <Row key={group.group} name={group_name(one.attribute, group.group)} of={group} />
            ))}
            {one.others > 0 && <Row name={t('fair.small', { n: one.others })} of={one.other} />}
            {one.not_stated.posts > 0 && <Row name={t('common.not_stated')} of={one.not_stated} />}
          </tbody>
        </table>
      ))}
      {of.gaps.length > 0 && (
        <>
          <h3>{t('fair.gaps')}</h3>
          <ul class="guess-notes">
            {of.gaps.map((gap) => (
              <li key={gap.attribute + gap.measure}>
                {measure_name(gap.measure)}: <bdi>{group_name(gap.attribute, gap.high)}</bdi> – <bdi>{group_name(gap.attribute, gap.low)}</bdi>: {t('fair.points', { points: decimal(100 * gap.size) })} ({t(gap.apart ? 'fair.apart' : 'fair.meet')})
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

export function FairSection() {
  const { busy, result } = useJob('fairness');
  return (
    <Section title={t('fair.title')} note={t('fair.note')}>
      {result && <Rates of={result} />}
      <Button disabled={busy} onClick={() => void api.fairness().then(refresh_case).catch(say_error)}>
        {t('fair.do')}
      </Button>
    </Section>
  );
}
