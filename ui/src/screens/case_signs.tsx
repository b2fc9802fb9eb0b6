// The catalogue of indicators: what each means, how often it is seen here, and what it sees in a text
// that is not in the case.
import { useState } from 'preact/hooks';
import { api, type Tried } from '../api.ts';
import { number, percent, t, type Key } from '../app/i18n.ts';
import { useLoad } from '../app/load.ts';
import { say_error, useShared } from '../app/store.ts';
import { Awaited, Button, Field, Folded } from '../parts/basics.tsx';
import { Facts } from '../parts/figures.tsx';
import { printable } from '../parts/ident.tsx';
import { sign_name, state_name, strength_text, useIndicators } from '../parts/signs.tsx';

function Table() {
  const { version } = useShared();
  const table = useIndicators();
  const loaded = useLoad(() => api.indicators(), ['indicators', version]);
  return (
    <Awaited of={loaded}>
      {(of) => (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('facts.indicators')}</th>
              <th scope="col">{t('signs.strength')}</th>
              <th scope="col" class="number">
                {t('part.posts')}
              </th>
              <th scope="col" class="number">
                {t('signs.share')}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...of.indicators]
              .sort((a, b) => b.posts - a.posts)
              .map((one) => (
                <tr key={one.id}>
                  <td class="wrap">
                    <details>
                      <summary>
                        <bdi>{sign_name(table, one.id)}</bdi>
                      </summary>
                      <p dir="ltr" lang="en">
                        {one.id}: {one.meaning}
                      </p>
                      {one.against && (
                        <p>
                          {t('sign.against')} <span dir="ltr" lang="en">{one.against}</span>
                        </p>
                      )}
                      <p class="muted" dir="ltr" lang="en">
                        {one.sources.split('\n').join('; ')}
                      </p>
                    </details>
                  </td>
                  <td>{strength_text(one)}</td>
                  <td class="number">{number(one.posts)}</td>
                  <td class="number">{percent(of.posts ? one.posts / of.posts : 0)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </Awaited>
  );
}

function Seen({ of }: { of: Tried }) {
  const table = useIndicators();
  return (
    <div role="status">
      <Facts
        rows={[
          [t('sign.reading'), t(`reading.${of.kind}` as Key)],
          [t('sign.level'), t(`level.${of.level}` as Key)],
        ]}
      />
      {of.indicators.length === 0 && <p class="muted">{t('facts.no_indicators')}</p>}
      <ul class="found">
        {of.indicators.map((hit, i) => (
          <li key={i}>
            <bdi class="clip">“{printable(hit.words)}”</bdi> <span class="muted">{`${sign_name(table, hit.id)} · ${state_name(hit.state)}`}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function TryForm() {
  const [text, set_text] = useState('');
  const [seen, set_seen] = useState<{ of: string; tried: Tried } | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        api.try_text(text).then((tried) => set_seen({ of: text, tried }), say_error);
      }}
    >
      <Field label={t('signs.try')} help={t('signs.try_help')}>
        {(id) => <textarea id={id} rows={4} maxLength={50000} dir="auto" required value={text} onInput={(event) => set_text(event.currentTarget.value)} />}
      </Field>
      <Button icon="search" submit disabled={!text.trim()} onClick={() => {}}>
        {t('signs.try_do')}
      </Button>
      {seen?.of === text && <Seen of={seen.tried} />}
    </form>
  );
}

export const SignsSection = () => (
  <Folded title={t('signs.title')}>
    <p class="note">{t('sign.note')}</p>
    <TryForm />
    <Table />
  </Folded>
);
