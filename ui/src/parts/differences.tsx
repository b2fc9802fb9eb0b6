// Two texts side by side; what only one of them says is marked, and what stands in the slots of
// their wording is framed.
import { useMemo } from 'preact/hooks';
import { diff, in_slots, type InSlot, type Part } from '../app/diff.ts';
import { number, percent, t } from '../app/i18n.ts';
import { Ident, kind_name } from './ident.tsx';
import { Visible } from './marked.tsx';

export interface SideText {
  name: string;
  text: string;
  slots: InSlot[];
  latin?: string; // the same in Latin letters, by a machine
}

const Pieces = ({ of }: { of: Part[] }) => (
  <>
    {of.map((part, i) => (part.same ? <Visible key={i} text={part.text} /> : <mark key={i} class="differs"><Visible text={part.text} /></mark>))}
  </>
);

function Side({ of, parts, side }: { of: SideText; parts: Part[]; side: 'a' | 'b' }) {
  return (
    <div class="difference">
      <h3>
        <span class={`side-mark side-${side}`}>{side.toUpperCase()}</span> <Ident>{of.name}</Ident>
      </h3>
      <div class="post-text" dir="auto">
        {in_slots(parts, of.slots).map(({ slot, parts: within }, i) =>
          slot?.n === 0 ? (
            <bdi key={i}>
              <Pieces of={within} />
            </bdi>
          ) : slot ? (
            <span key={i} class={`slot slot-${slot.kind}`} title={kind_name(slot.kind)}>
              <span class="slot-number">{number(slot.n)}</span>
              <bdi>
                <Pieces of={within} />
              </bdi>
            </span>
          ) : (
            <Pieces key={i} of={within} />
          ),
        )}
      </div>
      {of.latin && (
        <>
          <p class="muted">{t('wording.latin_note')}</p>
          <div class="post-text latin" dir="ltr">
            <Visible text={of.latin} />
          </div>
        </>
      )}
    </div>
  );
}

export function Differences({ a, b }: { a: SideText; b: SideText }) {
  const result = useMemo(() => diff(a.text.slice(0, 20000), b.text.slice(0, 20000)), [a.text, b.text]);
  return (
    <>
      <p class="muted">{t('wording.same_share', { share: percent(result.same) })}</p>
      <div class="differences">
        <Side of={a} parts={result.a} side="a" />
        <Side of={b} parts={result.b} side="b" />
      </div>
    </>
  );
}
