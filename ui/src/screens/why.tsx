// Why linked? For any two things, as `maillon explain`.
import { useEffect, useState } from 'preact/hooks';
import { api, type Post } from '../api.ts';
import { t } from '../app/i18n.ts';
import { useKeys } from '../app/keys.ts';
import { useLoad } from '../app/load.ts';
import { go } from '../app/router.ts';
import { Awaited, Button, Field, PageHead, Section } from '../parts/basics.tsx';
import { ask_decision } from '../parts/decide.tsx';
import { Differences } from '../parts/differences.tsx';
import { Ledger } from '../parts/ledger.tsx';

const side = ({ post, fields }: Post) => ({ name: post.name, text: `${fields.title ?? ''}\n${fields.body ?? ''}`, slots: [] });

function Texts({ a, b }: { a: string; b: string }) {
  const both = useLoad((signal) => Promise.all([api.post(a, signal), api.post(b, signal)]), [`${a}${b}`]);
  return <Awaited of={both}>{([x, y]) => <Differences a={side(x)} b={side(y)} />}</Awaited>;
}

function Answer({ a, b }: { a: string; b: string }) {
  const loaded = useLoad((signal) => api.explain(a, b, signal), [`${a} ${b}`]);
  const pair = loaded.data;
  useKeys(
    {
      y: () => pair && ask_decision({ kind: 'same', a: pair.a.id, b: pair.b.id }),
      n: () => pair && ask_decision({ kind: 'different', a: pair.a.id, b: pair.b.id }),
    },
    [pair],
  );
  return (
    <Awaited of={loaded}>
      {(ledger) => (
        <>
          <Ledger of={ledger} />
          <Section title={t('why.texts')}>
            <Texts a={ledger.a.id} b={ledger.b.id} />
          </Section>
        </>
      )}
    </Awaited>
  );
}

export function Why({ query }: { query: Record<string, string> }) {
  const [a, set_a] = useState(query.a ?? '');
  const [b, set_b] = useState(query.b ?? '');
  useEffect(() => (set_a(query.a ?? ''), set_b(query.b ?? '')), [query.a, query.b]);
  return (
    <div class="screen why">
      <PageHead title={t('why.title')}>
        <p class="lede">{t('why.lede')}</p>
      </PageHead>
      <form
        class="tools"
        onSubmit={(event) => {
          event.preventDefault();
          if (a.trim() && b.trim()) go(['why'], { a: a.trim(), b: b.trim() });
        }}
      >
        <Field label={t('why.one')}>{(id) => <input id={id} value={a} maxLength={300} dir="ltr" spellcheck={false} onInput={(event) => set_a(event.currentTarget.value)} />}</Field>
        <Field label={t('why.other')}>{(id) => <input id={id} value={b} maxLength={300} dir="ltr" spellcheck={false} onInput={(event) => set_b(event.currentTarget.value)} />}</Field>
        <Button tone="main" submit onClick={() => {}}>
          {t('why.ask')}
        </Button>
      </form>
      {query.a && query.b ? <Answer a={query.a} b={query.b} /> : <p class="muted">{t('why.hint')}</p>}
    </div>
  );
}
