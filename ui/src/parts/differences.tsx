// Two texts side by side; what only one of them says is marked.
import { useMemo } from 'preact/hooks';
import { diff, type Part } from '../app/diff.ts';
import { percent, t } from '../app/i18n.ts';
import { Ident } from './ident.tsx';
import { Visible } from './marked.tsx';

function Side({ name, parts, side }: { name: string; parts: Part[]; side: 'a' | 'b' }) {
  return (
    <div class="difference">
      <h3>
        <span class={`side-mark side-${side}`}>{side.toUpperCase()}</span> <Ident>{name}</Ident>
      </h3>
      <div class="post-text" dir="auto">
        {parts.map((part, i) => (part.same ? <Visible key={i} text={part.text} /> : <mark key={i} class="differs"><Visible text={part.text} /></mark>))}
      </div>
    </div>
  );
}

export function Differences({ a, b, a_name, b_name }: { a: string; b: string; a_name: string; b_name: string }) {
  const result = useMemo(() => diff(a.slice(0, 20000), b.slice(0, 20000)), [a, b]);
  return (
    <>
      <p class="muted">{t('wording.same_share', { share: percent(result.same) })}</p>
      <div class="differences">
        <Side name={a_name} parts={result.a} side="a" />
        <Side name={b_name} parts={result.b} side="b" />
      </div>
    </>
  );
}
