// A list of selectors, pasted or from a file: which of them does the case know?
import { useState } from 'preact/hooks';
import { api, type BatchRow } from '../api.ts';
import { number, t } from '../app/i18n.ts';
import { say_error } from '../app/store.ts';
import { Button, Field, Section } from '../parts/basics.tsx';
import { IdLink, SelectorName, Value } from '../parts/ident.tsx';

export function Batch() {
  const [text, set_text] = useState('');
  const [rows, set_rows] = useState<BatchRow[] | null>(null);
  const [busy, set_busy] = useState(false);
  const ask = () => {
    const values = text.split(/[\n\r;\t]+/).map((line) => line.trim()).filter(Boolean).slice(0, 10000);
    if (!values.length) return;
    set_busy(true);
    api.search_batch(values).then(({ rows }) => set_rows(rows), say_error).finally(() => set_busy(false));
  };
  return (
    <Section title={t('batch.title')} note={t('batch.note')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <Field label={t('batch.values')}>{(id) => <textarea id={id} rows={4} dir="ltr" value={text} spellcheck={false} onInput={(event) => set_text(event.currentTarget.value)} />}</Field>
        <div class="row">
          <label class="button plain file">
            <span>{t('batch.file')}</span>
            <input type="file" accept=".txt,.csv,.tsv" onChange={(event) => void event.currentTarget.files?.[0]?.text().then(set_text)} />
          </label>
          <Button tone="main" submit disabled={busy || !text.trim()} onClick={() => {}}>
            {t('batch.ask')}
          </Button>
        </div>
      </form>
      {rows && (
        <table class="table">
          <caption>{t('batch.known', { known: rows.filter((r) => r.id).length, n: rows.length })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('batch.typed')}</th>
              <th scope="col">{t('batch.read_as')}</th>
              <th scope="col" class="number">
                {t('column.posts')}
              </th>
              <th scope="col">{t('column.networks')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <td>
                  <Value>{row.typed}</Value>
                </td>
                <td>{row.id ? <SelectorName of={{ ...row, service: '' }} /> : <span class="muted">{t('batch.unknown')}</span>}</td>
                <td class="number">{number(row.posts)}</td>
                <td class="wrap">
                  {row.networks.slice(0, 6).map((id) => (
                    <IdLink key={id} id={id} />
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
