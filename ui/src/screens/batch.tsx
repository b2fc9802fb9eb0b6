// A list of selectors, or a STIX, FollowTheMoney or MISP document, pasted or from a file: which of
// them does the case know?
import { useEffect, useState } from 'preact/hooks';
import { api, type BatchDocument, type BatchRow } from '../api.ts';
import { number, t } from '../app/i18n.ts';
import { useKept } from '../app/kept.ts';
import { href } from '../app/router.ts';
import { say_error } from '../app/store.ts';
import { Button, Field, Section } from '../parts/basics.tsx';
import { IdLink, SelectorName, Value } from '../parts/ident.tsx';

// What is looked up, and the line of names above it, if there is one: it holds letters alone,
// and what follows holds numbers, addresses or accounts.
export function values_of(text: string): { header: string; values: string[] } {
  const lines = text.replace(/^\uFEFF/, '').split(/[\n\r]+/).map((line) => line.trim()).filter(Boolean);
  const commas = (line: string) => line.split(',').length;
  const is_table = lines.length > 1 && commas(lines[0]) > 1 && lines.every((line) => commas(line) === commas(lines[0]));
  const is_names = /^[^\d@/:.+]+$/.test(lines[0] ?? '') && lines.slice(1).some((line) => /[\d@/:]/.test(line));
  const cells = lines.slice(is_names ? 1 : 0).flatMap((line) => line.split(is_table ? /[;\t,]/ : /[;\t]/));
  return { header: is_names ? lines[0] : '', values: cells.map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')).filter(Boolean) };
}

// JSON: the server reads it, as `maillon search --batch` does.
export const is_document = (text: string) => /^\uFEFF?\s*[{[]/.test(text);

const kMost = 10000; // values of one question
const kNetworks = 6; // shown of one value

export function Batch() {
  const [cut, set_cut] = useState(0); // values that were not asked about
  const [text, set_text, forget] = useKept('batch', '');
  const [asked, set_asked, forget_asked] = useKept('batch.asked', '');
  const [rows, set_rows] = useState<BatchRow[] | null>(null);
  const [busy, set_busy] = useState(false);
  const [header, set_header] = useState('');
  const [left, set_left] = useState<BatchDocument | null>(null);
  const ask_document = () => {
    set_busy(true);
    set_asked('values');
    set_header('');
    api
      .search_document(text)
      .then(({ rows, document }) => (set_rows(rows), set_left(document)), say_error)
      .finally(() => set_busy(false));
  };
  const ask = (with_header = false) => {
    if (is_document(text)) return ask_document();
    const read = values_of(text);
    set_header(with_header ? '' : read.header);
    const all = [...(with_header ? [read.header] : []), ...read.values];
    const values = all.slice(0, kMost);
    set_cut(all.length - values.length);
    if (!values.length) return;
    set_busy(true);
    set_asked(with_header ? 'header' : 'values');
    set_left(null);
    api.search_batch(values).then(({ rows }) => set_rows(rows), say_error).finally(() => set_busy(false));
  };
  // A reload asks again.
  useEffect(() => void (asked && ask(asked === 'header')), []);
  const clear = () => (forget(), forget_asked(), set_rows(null));
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
            <input type="file" accept=".txt,.csv,.tsv,.json,.jsonl,.ndjson,.ftm" onChange={(event) => void event.currentTarget.files?.[0]?.text().then(set_text)} />
          </label>
          <Button tone="main" submit disabled={busy || !text.trim()} onClick={() => {}}>
            {t('batch.ask')}
          </Button>
          {text && <Button onClick={clear}>{t('batch.clear')}</Button>}
        </div>
      </form>
      {rows && header && (
        <p class="note">
          {t('batch.header')} <Value>{header}</Value>{' '}
          <Button small onClick={() => ask(true)}>
            {t('batch.ask')}
          </Button>
        </p>
      )}
      {rows && cut > 0 && <p class="note">{t('batch.cut', { n: cut, most: number(kMost) })}</p>}
      {rows && left && <p class="note">{t('batch.document', { ...left, format: left.format.toUpperCase() })}</p>}
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
                  {row.networks.slice(0, kNetworks).map((id) => (
                    <IdLink key={id} id={id} />
                  ))}
                  {row.networks.length > kNetworks && <a href={href(['search'], { q: row.value || row.typed })}>{t('common.more', { n: row.networks.length - kNetworks })}</a>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
