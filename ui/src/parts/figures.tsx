// Small figures in text: bits as a bar, posts over time, how sure, what it was decided.
import type { Triage, TriageState } from '../api.ts';
import { decimal, minute, number, percent, signed, t } from '../app/i18n.ts';
import { Icon } from './icon.tsx';

// A bar from zero; what speaks for goes one way, what speaks against the other.
export function Bits({ value, most, neutral }: { value: number; most: number; neutral?: boolean }) {
  const share = Math.min(1, Math.abs(value) / (most || 1));
  return (
    <span class={`bits ${neutral ? 'neutral' : value < 0 ? 'against' : 'for'}`}>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect x="0" y="0" width={100 * share} height="8" />
      </svg>
      <span class="figure">{t('unit.bits', { value: signed(value) })}</span>
    </span>
  );
}

export function Spark({ values, label }: { values: number[]; label: string }) {
  const most = Math.max(...values, 1);
  const step = 100 / values.length;
  return (
    <svg class="spark" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label={label}>
      {values.map((value, i) => value > 0 && <rect key={i} x={i * step + step * 0.1} width={step * 0.8} y={20 - Math.max(1.5, (19 * value) / most)} height={Math.max(1.5, (19 * value) / most)} />)}
    </svg>
  );
}

export const Posterior = ({ value }: { value: number }) => <span class="figure">{percent(value)}</span>;

// The weakest link that holds a network, as words and a number: the number alone says little.
export function Strength({ weakest, bits }: { weakest: number; bits: number }) {
  const help = t('leads.strength_help', { bits: decimal(bits), weakest: percent(weakest) });
  const level = bits >= 20 ? 3 : bits >= 14 ? 2 : 1;
  return (
    <span class="strength" title={help}>
      <svg viewBox="0 0 18 12" aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <rect key={bar} x={(bar - 1) * 6.5} y={12 - bar * 4} width="4.500" height={bar * 4} class={bar <= level ? 'on' : ''} />
        ))}
      </svg>
      <span class="figure">
        {t('unit.bits', { value: decimal(bits) })}
        <span class="muted" aria-hidden="true">
          {`≥ ${percent(weakest)}`}
        </span>
        <span class="visually-hidden">{help}</span>
      </span>
    </span>
  );
}

const kStateIcons: Record<TriageState, string> = { new: 'plus', in_review: 'show', referred: 'next', closed: 'check' };
export function StateChip({ of }: { of: Triage }) {
  return (
    <span class={`state state-${of.state}`} title={of.reason ? `${of.actor}, ${minute(of.time)}: ${of.reason}` : undefined}>
      <Icon name={kStateIcons[of.state]} />
      {t(`state.${of.state}`)}
    </span>
  );
}

export function Facts({ rows }: { rows: [string, preact.ComponentChildren][] }) {
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

// `to`: where the posts of a value are.
export function Tallies({ of, most = 12, name = (what) => what, to }: { of: { what: string; posts: number }[]; most?: number; name?: (what: string) => string; to?: (what: string) => string }) {
  if (!of.length) return <span class="muted">{t('common.not_stated')}</span>;
  const Part = to ? 'a' : 'span';
  return (
    <ul class="tallies">
      {of.slice(0, most).map((tally) => (
        <li key={tally.what}>
          <Part href={to?.(tally.what)} title={to && t('time.posts')}>
            <bdi>{name(tally.what)}</bdi> <span class="count">{number(tally.posts)}</span>
          </Part>
        </li>
      ))}
      {of.length > most && <li class="muted">{t('common.more', { n: of.length - most })}</li>}
    </ul>
  );
}
