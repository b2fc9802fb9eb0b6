// The ledger of two posts: each item in bits with the characters it rests on, what speaks
// against, the sum, the verdict, and what would break the link. As `maillon explain`.
import { api, type EvidenceItem, type Explanation, type FieldLedger, type Quote } from '../api.ts';
import { minute, number, percent, signed, t } from '../app/i18n.ts';
import { href } from '../app/router.ts';
import { Button, Section } from './basics.tsx';
import { ask_decision, decision_name } from './decide.tsx';
import { Bits } from './figures.tsx';
import { Icon } from './icon.tsx';
import { field_name, Ident, IdLink, KindMark, kind_name, PostLine, RestsOn, Value } from './ident.tsx';
import { Visible } from './marked.tsx';
import { against_kind, Sentence } from './said.tsx';

function Quotes({ of }: { of: Quote[] }) {
  if (!of.length) return null;
  return (
    <ul class="quotes">
      {of.map((quote, i) => (
        <li key={i}>
          <span class={`side-mark side-${quote.post}`}>{quote.post.toUpperCase()}</span>
          <span class="quote-place">
            <bdi>{field_name(quote.field)}</bdi> <bdi dir="ltr">{`${number(quote.begin)}–${number(quote.end)}`}</bdi>
          </span>
          <q>
            <bdi dir="auto">
              <Visible text={quote.text} />
            </bdi>
          </q>
        </li>
      ))}
    </ul>
  );
}

// A wording is named by its ID, which leads to it, and the beginning of its text.
function What({ item }: { item: EvidenceItem }) {
  const wording = /^(T-[0-9a-f]+)\s+([^]*)$/.exec(item.what);
  // The name of an account is no handle that somebody gave as a contact.
  const account = /^account ([^]*)$/.exec(item.what);
  if (account)
    return (
      <>
        <Value>{account[1]}</Value> <span class="service">{t('kind.account')}</span>
      </>
    );
  if (!wording) return <Value>{item.what}</Value>;
  return (
    <>
      <IdLink id={wording[1]} />
      <bdi class="wording-start" dir="auto">
        <Visible text={wording[2].replace(/\{\d+\}/g, '…')} />
      </bdi>
    </>
  );
}

// The pictures that an item is about, as they are shown everywhere: small, grey and blurred.
function Pictures({ item }: { item: EvidenceItem }) {
  if (item.kind !== 'image') return null;
  const ids = [...new Set(`${item.what} ${JSON.stringify(item.said)}`.match(/I-[0-9a-f]{12}/g))];
  return (
    <span class="item-pictures">
      {ids.map((id) => (
        <img key={id} class="blurred" src={api.thumbnail(id)} alt={t('photo.blurred_alt', { id })} loading="lazy" draggable={false} onError={(event) => event.currentTarget.remove()} />
      ))}
    </span>
  );
}

function Item({ item, most }: { item: EvidenceItem; most: number }) {
  const is_held = item.bits_uncapped - item.bits > 0.05;
  return (
    <tr class={item.bits === 0 ? 'counts-nothing' : ''}>
      <td>
        <span class="item-name">
          <KindMark kind={item.kind} />
          <span class="item-kind">{kind_name(item.kind)}</span>
          <What item={item} />
        </span>
        <Pictures item={item} />
        <Quotes of={item.quotes} />
        {item.said.length > 0 && (
          <p class="note">
            <Sentence of={item.said} />
          </p>
        )}
      </td>
      <td class="rarity">{item.df > 0 && t('why.rarity', { df: item.df, of: item.of })}</td>
      <td class="bits-cell">
        <Bits value={item.bits} most={most} />
        {is_held && <span class="muted">{t('why.held', { value: signed(item.bits_uncapped) })}</span>}
      </td>
    </tr>
  );
}

function Sum({ of, most }: { of: Explanation; most: number }) {
  return (
    <tfoot>
      <tr>
        <th scope="row">{t('why.evidence')}</th>
        <td />
        <td class="bits-cell">
          <Bits value={of.evidence_bits} most={most} />
        </td>
      </tr>
      <tr>
        <th scope="row">{t('why.prior')}</th>
        <td class="rarity">{t('why.prior_help')}</td>
        <td class="bits-cell">
          <Bits value={of.prior_bits} most={most} neutral />
        </td>
      </tr>
      <tr class="sum">
        <th scope="row">{t('why.sum')}</th>
        <td class="rarity">{t('why.posterior', { posterior: percent(of.posterior), threshold: percent(of.threshold) })}</td>
        <td class="bits-cell">
          <Bits value={of.sum_bits} most={most} />
        </td>
      </tr>
    </tfoot>
  );
}

function Verdict({ of }: { of: Explanation }) {
  const key = of.refused ? 'why.refused' : of.linked ? 'why.linked' : 'why.not_linked';
  return (
    <div class={`verdict ${of.refused ? 'refused' : of.linked ? 'linked' : 'not-linked'}`}>
      <p>
        <Icon name={of.linked && !of.refused ? 'check' : of.refused ? 'warn' : 'minus'} />
        <strong>{t(key, { posterior: percent(of.posterior), threshold: percent(of.threshold) })}</strong>
      </p>
      {of.verdict_said.length > 0 && (
        <p>
          <Sentence of={of.verdict_said} />
        </p>
      )}
      {of.notes_said.map((note) => (
        <p key={note.name} class="muted">
          <Sentence of={[note]} />
        </p>
      ))}
      {of.decision && (
        <p>
          {t('why.decided')} <Ident>{`#${of.decision.act}`}</Ident> <strong>{decision_name(of.decision.kind)}</strong> · <bdi>{of.decision.actor}</bdi> · {minute(of.decision.time)}
        </p>
      )}
    </div>
  );
}

function Breaks({ of }: { of: Explanation }) {
  if (!of.breaks.length) return null;
  return (
    <Section title={t('why.breaks')} note={t('why.breaks_note')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t('why.without')}</th>
            <th scope="col" class="number">
              {t('why.sum')}
            </th>
            <th scope="col" class="number">
              {t('word.posterior')}
            </th>
            <th scope="col">{t('why.then')}</th>
          </tr>
        </thead>
        <tbody>
          {of.breaks.map((row) => (
            <tr key={row.without}>
              <td>
                <RestsOn text={row.without} />
              </td>
              <td class="number">{signed(row.sum_bits)}</td>
              <td class="number">{percent(row.posterior)}</td>
              <td>
                <span class={row.linked ? 'holds-still' : 'breaks'}>
                  <Icon name={row.linked ? 'check' : 'split'} />
                  {t(row.linked ? 'why.still_holds' : 'why.would_break')}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Columns({ of }: { of: FieldLedger }) {
  const most = Math.max(...of.columns.map((column) => Math.abs(column.bits)), 1);
  return (
    <Section title={t('why.columns')} note={t(of.one_family ? 'why.one_family' : 'why.two_families')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t('import.column')}</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
            <th scope="col">{t('word.bits')}</th>
          </tr>
        </thead>
        <tbody>
          {of.columns.map((column) => (
            <tr key={column.name}>
              <td>
                <Value>{column.name}</Value>
              </td>
              <td>
                <Value>{column.a}</Value>
              </td>
              <td>
                <Value>{column.b}</Value>
              </td>
              <td class="bits-cell">
                <Bits value={column.bits} most={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

export function DecidePair({ a, b, on_done }: { a: string; b: string; on_done?: () => void }) {
  return (
    <div class="decide-pair">
      <Button icon="check" hint="y" onClick={() => ask_decision({ kind: 'same', a, b, on_done })}>
        {t('act.same')}
      </Button>
      <Button icon="split" hint="n" onClick={() => ask_decision({ kind: 'different', a, b, on_done })}>
        {t('act.different')}
      </Button>
    </div>
  );
}

export function Ledger({ of, compact }: { of: Explanation; compact?: boolean }) {
  const most = Math.max(...of.items.map((item) => item.bits), of.evidence_bits, 1);
  return (
    <div class="ledger">
      <div class="pair">
        {(['a', 'b'] as const).map((side) => (
          <div key={side}>
            <span class={`side-mark side-${side}`}>{side.toUpperCase()}</span>
            <PostLine of={of[side]} />
          </div>
        ))}
      </div>
      <Verdict of={of} />
      <div class="row">
        <DecidePair a={of.a.id} b={of.b.id} />
        {compact && (
          <a class="button plain" href={href(['why'], { a: of.a.id, b: of.b.id })}>
            <span>{t('why.open')}</span>
            <Icon name="next" />
          </a>
        )}
      </div>
      <div class="section">
      <table class="table ledger-table">
        <caption class="visually-hidden">{t('why.items')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('why.both_have')}</th>
            <th scope="col">{t('why.how_rare')}</th>
            <th scope="col">{t('word.bits')}</th>
          </tr>
        </thead>
        <tbody>
          {of.items.map((item, i) => (
            <Item key={i} item={item} most={most} />
          ))}
          {of.items.length === 0 && (
            <tr>
              <td colSpan={3} class="muted">
                {t('why.no_items')}
              </td>
            </tr>
          )}
        </tbody>
        <Sum of={of} most={most} />
      </table>
      </div>
      <Section title={t('why.against')} note={t('why.against_note')}>
        {of.against.length === 0 && <p class="muted">{t('why.nothing_against')}</p>}
        <ul class="against-list">
          {of.against.map((item, i) => (
            <li key={i}>
              <Icon name="minus" />
              <span>
                <strong>{against_kind(item.kind)}</strong> · <Sentence of={item.said} />
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {of.fields && <Columns of={of.fields} />}
      <Breaks of={of} />
      {of.path.length > 0 && (
        <Section title={t('why.path')} note={t('why.path_note')}>
          <ol class="chain">
            {of.path.map((step) => (
              <li key={step.to.id}>
                <PostLine of={step.to} lead={<><RestsOn text={step.why} /> {t('unit.bits', { value: signed(step.bits) })}</>} />
              </li>
            ))}
          </ol>
        </Section>
      )}
    </div>
  );
}
