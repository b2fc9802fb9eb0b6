// What was guessed of files on their first rows, and how to say it otherwise.
import type { Preview } from '../api.ts';
import type { Map } from '../app/column_map.ts';
import { day, language_name, minute, number, t, type Key } from '../app/i18n.ts';
import { Choice } from '../parts/basics.tsx';
import { Facts, Tallies } from '../parts/figures.tsx';
import { Icon } from '../parts/icon.tsx';
import { printable, Value } from '../parts/ident.tsx';

const kEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1251', 'windows-1256', 'gb18030'];
const kDelimiters: Record<string, string> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' };
const delimiter_name = (delimiter: string) => Object.keys(kDelimiters).find((name) => kDelimiters[name] === delimiter) ?? delimiter;

// Choices, each with what was guessed first; `files` is empty where they could not be read so.
export function Reading({ files, map, change }: { files: Preview[]; map: Map; change: (name: string, value: string) => void }) {
  const is_table = !files.length || files.some((file) => file.format === 'csv');
  const choose = (name: string, title: Key, values: string[], guess: (file: Preview) => string, called: (value: string) => string) => {
    const guesses = [...new Set(files.map(guess))];
    const stated = map[name] ?? '';
    const known = stated && !values.includes(stated) ? [stated] : [];
    // What a file is read as is a guess only where nobody said it.
    const guessed = !stated && guesses.length === 1 && guesses[0] ? t('guess.as_guessed', { what: called(guesses[0]) }) : t('guess.guess_it');
    return <Choice label={t(title)} value={stated} options={[{ value: '', label: guessed }, ...[...values, ...known].map((value) => ({ value, label: called(value) }))]} onChange={(value) => change(name, value)} />;
  };
  return (
    <div class="reading">
      {choose('encoding', 'guess.encoding', kEncodings, (file) => file.encoding, (value) => value.toUpperCase())}
      {is_table && choose('delimiter', 'guess.delimiter', Object.keys(kDelimiters), (file) => delimiter_name(file.delimiter), (value) => (value in kDelimiters ? t(`guess.by_${value}` as Key) : printable(value)))}
      {is_table && choose('header', 'guess.header', ['yes', 'no'], (file) => (file.header ? 'yes' : 'no'), (value) => t(`guess.header_${value}` as Key))}
      {choose('date_order', 'guess.dates', ['dmy', 'mdy', 'ymd'], (file) => file.dates, (value) => t(`guess.order_${value}` as Key))}
    </div>
  );
}

function Dates({ of }: { of: Preview }) {
  return (
    <>
      {of.first_dates.map(({ stated, read }, i) => (
        <div key={i}>
          <Value>{printable(stated.slice(0, 60))}</Value> → {read ? (read.endsWith('T00:00:00Z') ? day(read) : minute(read)) : t('guess.no_date')}
        </div>
      ))}
      {of.undated > 0 && (
        <div class="problem">
          <Icon name="warn" /> {t('guess.undated', { bad: of.undated, of: of.dated })}
        </div>
      )}
    </>
  );
}

export function Guess({ of }: { of: Preview }) {
  return (
    <>
      <Facts
        rows={[
          [t('guess.format'), <Value>{of.format}</Value>],
          ...(of.dated ? ([[t('guess.dates_read'), <Dates of={of} />]] as [string, preact.ComponentChildren][]) : []),
          ...(of.languages.length ? ([[t('facet.language'), <Tallies of={of.languages} name={language_name} />]] as [string, preact.ComponentChildren][]) : []),
          [t('guess.rows'), number(of.rows)],
          [t('quarantine.title'), number(of.quarantined)],
        ]}
      />
      {of.wrong.length > 0 && (
        <ul class="guess-notes">
          {of.wrong.map((one) => (
            <li key={one.line}>
              {t('quarantine.line')} {number(one.line)}: <Value>{one.reason}</Value>
            </li>
          ))}
        </ul>
      )}
      <ul class="guess-notes" dir="auto">
        {of.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}
