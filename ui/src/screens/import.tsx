// The import wizard: files, what was guessed on their first rows, columns to fields, and go.
// Nothing is in the case before the last step; the files are on the server until then.
import { useRef, useState } from 'preact/hooks';
import { api, type Preview, type Upload } from '../api.ts';
import { field_in, flag_of, map_in, map_of, of_fields, of_file, say_of_file } from '../app/column_map.ts';
import { bytes, t, type Key } from '../app/i18n.ts';
import { useKept } from '../app/kept.ts';
import { useLoad } from '../app/load.ts';
import { go, href, set_query, usePlace } from '../app/router.ts';
import { offers, refresh_case, say, say_error, useShared } from '../app/store.ts';
import { Button, Check, Choice, Field, PageHead, Section, Waiting } from '../parts/basics.tsx';
import { Icon } from '../parts/icon.tsx';
import { printable, Value } from '../parts/ident.tsx';
import { Guess, Reading } from './import_guess.tsx';
import { Done, Running } from './import_job.tsx';
import { Mappings } from './import_mappings.tsx';

const kFields = ['', 'id', 'source', 'url', 'posted_at', 'author', 'title', 'body', 'city', 'country', 'lat', 'lon', 'language', 'price', 'images'] as const;

// A file is one of records, or holds pictures that records name: guessed by its name.
type Taken = Upload & { pictures: boolean };
export const holds_pictures = (name: string) => /\.(zip|tar|tgz|tar\.gz|jpe?g|png|webp|gif|bmp|hei[cf]|avif|mp4|mov|m4v|webm|mkv|avi|3gp)$/i.test(name);

// What is on its way to the server, of all files together.
interface Sending {
  name: string;
  done: number;
  total: number;
  stop: () => void;
}

function Sent({ of: { name, done, total, stop } }: { of: Sending }) {
  return (
    <>
      <p role="status">
        {t('import.uploading')} <bdi>{printable(name)}</bdi>
      </p>
      <progress class="wide-progress" max={total || 1} value={done} aria-label={t('job.progress')} />
      <p class="muted">
        {bytes(done)} / {bytes(total)}
      </p>
      <Button onClick={stop}>{t('job.stop')}</Button>
    </>
  );
}

function Drop({ on_files, sending }: { on_files: (files: File[]) => void; sending: Sending | null }) {
  const [over, set_over] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const choose = (from: HTMLInputElement) => {
    on_files([...(from.files ?? [])]);
    from.value = ''; // the same file may be chosen again
  };
  return (
    <div
      class={`drop${over ? ' over' : ''}`}
      onDragOver={(event) => (event.preventDefault(), set_over(true))}
      onDragLeave={() => set_over(false)}
      onDrop={(event) => {
        event.preventDefault();
        set_over(false);
        if (!sending) on_files([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <Icon name="save" />
      <p class="drop-title">{t('import.drop')}</p>
      <p class="muted">{t('import.formats')}</p>
      <input ref={input} id="files" hidden type="file" multiple onChange={(event) => choose(event.currentTarget)} />
      {sending ? (
        <Sent of={sending} />
      ) : (
        <Button tone="main" onClick={() => input.current?.click()}>
          {t('import.choose')}
        </Button>
      )}
    </div>
  );
}

type Column = Preview['columns'][number];
// Of all files, each once.
const all_columns = (files: Preview[]): Column[] => [...new Map(files.flatMap((file) => file.columns).reverse().map((column) => [column.name, column])).values()].reverse();

function Columns({ of, map, change }: { of: Column[]; map: Record<string, string>; change: (column: string, field: string) => void }) {
  return (
    <table class="table">
      <caption class="visually-hidden">{t('import.columns')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('import.column')}</th>
          <th scope="col">{t('import.becomes')}</th>
          <th scope="col">{t('import.first_rows')}</th>
        </tr>
      </thead>
      <tbody>
        {of.map((column) => (
          <tr key={column.name} class={field_in(map, column.name) ? '' : 'not-read'}>
            <td>
              <Value>{column.name}</Value>
            </td>
            <td>
              <Choice inline label={t('import.field_of', { column: column.name })} value={field_in(map, column.name)} options={kFields.map((field) => ({ value: field as string, label: field ? t(`field.${field}`) : t('import.not_read') }))} onChange={(field) => change(column.name, field)} />
            </td>
            <td class="samples">
              {column.samples.map((sample, i) => (
                <bdi key={i} dir="auto" class="clip">
                  {printable(sample.slice(0, 140)) || '–'}
                </bdi>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

// What the first rows say of pictures, before anything is imported without them.
function Pictures({ of, sent, text, set_text }: { of: Preview[]; sent: boolean; text: boolean; set_text: (read: boolean) => void }) {
  const sum = (what: 'named' | 'found' | 'web') => of.reduce((all, file) => all + file.pictures[what], 0);
  const missing = of.flatMap((file) => file.pictures.missing);
  if (!sent && !sum('named') && !sum('web')) return null;
  return (
    <Section title={t('part.photographs')}>
      {(sent || sum('named') > 0) && <p>{t('import.pictures_named', { named: sum('named'), found: sum('found') })}</p>}
      {sum('found') < sum('named') && (
        <p class="problem" role="status">
          <Icon name="warn" /> {t('import.pictures_without')}
        </p>
      )}
      {missing.length > 0 && (
        <ul class="guess-notes" dir="auto">
          {missing.map((reason, i) => (
            <li key={i}>{printable(reason)}</li>
          ))}
        </ul>
      )}
      {sum('web') > 0 && <p>{t('import.pictures_web', { count: sum('web') })}</p>}
      {sent && <Check label={t('import.image_text')} value={text} onChange={set_text} />}
    </Section>
  );
}

// Asked for where the case has none; it goes on without.
type CaseTerms = { purpose: string; legal_basis: string };
function Terms({ of, change }: { of: CaseTerms; change: (next: CaseTerms) => void }) {
  return (
    <Section title={t('import.terms')} note={t('import.terms_note')}>
      {(['purpose', 'legal_basis'] as const).map((name) => (
        <Field key={name} label={t(`case.${name}`)}>
          {(id) => <input id={id} value={of[name]} maxLength={1000} dir="auto" onInput={(event) => change({ ...of, [name]: event.currentTarget.value })} />}
        </Field>
      ))}
    </Section>
  );
}

export function Import() {
  const { query } = usePlace();
  const step = query.step ?? 'files';
  // They survive a reload of the page: the server keeps the files, the tab their handles.
  const [uploads, write] = useKept<Taken[]>('uploads', []);
  const [sending, set_sending] = useState<Sending | null>(null);
  const [source, set_source] = useState(query.source ?? ''); // what the preview was asked with
  const [typed_source, type_source] = useState(source);
  const [map, set_map] = useState(map_in(query.map));
  const [image_text, set_image_text, forget_image_text] = useKept('import.image_text', true);
  const [terms, set_terms, forget_terms] = useKept('import.terms', { purpose: '', legal_basis: '' });
  const { status } = useShared();
  const handles = (pictures: boolean) => uploads.filter((upload) => upload.pictures === pictures).map((upload) => upload.file);
  const asked = { files: handles(false), pictures: handles(true), image_text, map, source };
  const ready = step === 'columns' && asked.files.length > 0;
  // Once it runs, the files are no longer there to be looked at; what was seen of them stays.
  const begun = useRef(false);
  if (step !== 'columns') begun.current = false;
  const seen = useRef<{ files: Preview[] } | null>(null);
  const preview = useLoad(
    async () => {
      if (!ready) return null;
      if (!begun.current) seen.current = await api.preview(asked);
      return seen.current;
    },
    [`${ready} ${asked.files}`, JSON.stringify({ ...asked, image_text: true })],
  );
  // What could not be read as it is asked is not shown as it was read before.
  const files = (ready && !preview.error && preview.data?.files) || [];
  const columns = all_columns(files);

  const take = async (files: File[]) => {
    const taken: Taken[] = [];
    const stopped = new AbortController();
    const total = files.reduce((sum, file) => sum + file.size, 0);
    let before = 0;
    for (const file of files) {
      const tell = (done: number) => set_sending({ name: file.name, done: before + Math.min(done, file.size), total, stop: () => stopped.abort() });
      tell(0);
      try {
        taken.push({ ...(await api.upload(file, tell, stopped.signal)), pictures: holds_pictures(file.name) });
      } catch (error) {
        if (!stopped.signal.aborted) {
          say(t('import.not_taken', { name: printable(file.name) }), 'bad');
          say_error(error);
        }
        break;
      }
      before += file.size;
    }
    set_sending(null);
    if (!taken.length) return;
    write([...uploads, ...taken]);
    if (taken.some((file) => !file.pictures)) set_map(null);
    set_query({ step: 'columns', map: '' }, false);
  };
  const shown = { ...map_of(columns), ...map };
  const write_map = (next: Record<string, string>) => (set_map(next), set_query({ map: JSON.stringify(next) }));
  const change = (column: string, field: string) => {
    const rows = columns.map(({ name }) => ({ name, field: name === column ? field : field_in(shown, name) }));
    // A field that lost its column is not guessed again.
    write_map({ ...Object.fromEntries(Object.keys(of_fields(shown)).map((name) => [name, ''])), ...map_of(rows), ...of_file(shown) });
  };
  const say_otherwise = (name: string, value: string) => write_map(say_of_file(map ?? {}, name, value));
  const mappings = offers('mappings') && <Mappings map={shown} source={source} use={(mapping) => (write_map(mapping.map), set_source(mapping.source), type_source(mapping.source))} />;
  const run = async () => {
    begun.current = true;
    try {
      await api.import_files({ ...asked, ...terms });
      await refresh_case(); // else an earlier job would still be the latest
      go(['import'], { step: 'running' });
    } catch (error) {
      begun.current = false;
      say_error(error);
    }
  };

  return (
    <div class="screen import">
      <PageHead over={<a href={href(['case'])}>{t('nav.case')}</a>} title={t('import.title')}>
        <ol class="steps">
          {(['files', 'columns', 'running', 'done'] as const).map((name) => (
            <li key={name} aria-current={name === step ? 'step' : undefined}>
              {t(`step.${name}` as Key)}
            </li>
          ))}
        </ol>
      </PageHead>
      {step === 'files' && (
        <>
          <Drop on_files={(files) => files.length && void take(files)} sending={sending} />
          <p class="note">{t('import.purpose')}</p>
        </>
      )}
      {step === 'columns' && !uploads.length && <p class="muted">{t('import.no_files')} <a href={href(['import'])}>{t('import.choose')}</a></p>}
      {step === 'columns' && uploads.length > 0 && (
        <>
          <Section title={t('import.files')} aside={<a href={href(['import'])}>{t('import.choose')}</a>}>
            <ul class="uploads">
              {uploads.map((upload) => (
                <li key={upload.file}>
                  <bdi>{printable(upload.name)}</bdi> <span class="muted">{bytes(upload.bytes)}</span>
                  <code class="hash" dir="ltr">
                    {upload.sha256}
                  </code>
                  <Choice
                    inline
                    label={t('import.role', { name: upload.name })}
                    value={upload.pictures ? 'pictures' : 'records'}
                    options={(['records', 'pictures'] as const).map((value) => ({ value, label: t(`import.role_${value}`) }))}
                    onChange={(role) => write(uploads.map((u) => (u === upload ? { ...u, pictures: role === 'pictures' } : u)))}
                  />
                  <Button small tone="quiet" icon="close" label={t('import.remove', { name: upload.name })} onClick={() => write(uploads.filter((u) => u.file !== upload.file))} />
                </li>
              ))}
            </ul>
          </Section>
          {!ready && (
            <p class="problem" role="status">
              {t('import.only_pictures')}
            </p>
          )}
          {ready && preview.error && (
            <p class="problem" role="alert" dir="auto">
              {preview.error.message} {preview.error.what_to_do}{' '}
              {map && <Button onClick={() => (set_map(null), set_query({ map: '' }))}>{t('guess.guess_it')}</Button>}
            </p>
          )}
          {preview.loading && !files.length && !preview.error && <Waiting />}
          {/* Also where a choice was wrong, so that it can be taken back. */}
          {(files.length > 0 || (ready && preview.error)) && (
            <Section title={t('guess.reading')} note={t('guess.reading_note')}>
              <Reading files={files} map={map ?? {}} change={say_otherwise} />
              {preview.error && mappings}
            </Section>
          )}
          {files.length > 0 && (
            <>
              <div class="two-columns wide-second">
                <Section title={t('guess.title')} note={t('guess.note')}>
                  {files.map((file, i) => (
                    <details key={i} open={i === 0}>
                      <summary>
                        <bdi>{printable(file.name)}</bdi>
                      </summary>
                      <Guess of={file} />
                    </details>
                  ))}
                </Section>
                <Section title={t('import.columns')} note={t('import.columns_note')}>
                  <Columns of={columns} map={shown} change={change} />
                  {!shown.body && (
                    <p class="note">
                      <Icon name="warn" /> {t('import.no_body')}
                    </p>
                  )}
                  {mappings}
                  <p class="muted">
                    <code dir="ltr">--map {flag_of(shown)}</code>
                  </p>
                </Section>
              </div>
              <Pictures of={files} sent={asked.pictures.length > 0} text={image_text} set_text={set_image_text} />
              {(!status?.purpose || !status.legal_basis) && <Terms of={terms} change={set_terms} />}
              <Field label={t('import.source')} help={t('import.source_help')}>
                {(id) => <input id={id} value={typed_source} maxLength={200} dir="auto" onInput={(event) => type_source(event.currentTarget.value)} onChange={(event) => (set_source(event.currentTarget.value), set_query({ source: event.currentTarget.value }))} />}
              </Field>
              <div class="row end">
                <Button onClick={() => go(['import'])}>{t('import.back')}</Button>
                <Button tone="main" onClick={() => void run()}>
                  {t('import.run', { n: asked.files.length })}
                </Button>
              </div>
            </>
          )}
        </>
      )}
      {step === 'running' && <Running on_done={() => (write([]), forget_image_text(), forget_terms(), go(['import'], { step: 'done' }))} />}
      {step === 'done' && <Done />}
    </div>
  );
}
