// Who looked at what, when and why: pictures that were revealed first of all.
import { useState } from 'preact/hooks';
import { api, type LogEntry } from '../api.ts';
import { minute, number, t, type Key } from '../app/i18n.ts';
import { useList } from '../app/load.ts';
import { href_of } from '../app/router.ts';
import { Choice, Failure, More, Waiting } from '../parts/basics.tsx';
import { Ident, printable, Value } from '../parts/ident.tsx';

// As the log calls them; a choice may be several.
const kActions = ['reveal', 'show', 'search', 'explain', 'report', 'export', 'pack', 'unmask', 'granted', 'purge'] as const;

function Row({ of }: { of: LogEntry }) {
  const what = String(of.detail.what ?? '').slice(0, 300);
  return (
    <tr>
      <td class="number">{number(of.seq)}</td>
      <td>{minute(of.time)}</td>
      <td>
        <bdi>{printable(of.actor)}</bdi>
      </td>
      <td>{(kActions as readonly string[]).includes(of.action) ? t(`log.${of.action}` as Key) : <Value>{of.action}</Value>}</td>
      <td class="wrap">
        {/^[NPST]-[0-9a-f]+$/.test(what) ? (
          <a href={href_of(what)}>
            <Ident>{what}</Ident>
          </a>
        ) : (
          <Value>{what}</Value>
        )}
        {of.detail.reason && (
          <div>
            <bdi dir="auto">{printable(of.detail.reason)}</bdi>
          </div>
        )}
      </td>
    </tr>
  );
}

function Entries({ action }: { action: string }) {
  const listed = useList((after, signal) => api.log({ action, after, limit: 50 }, signal), (page) => page.entries, [action]);
  if (listed.error) return <Failure error={listed.error} retry={listed.reload} />;
  if (!listed.data) return <Waiting />;
  if (!listed.rows.length) return <p class="muted">{t('log.none')}</p>;
  return (
    <>
      <table class="table">
        <thead>
          <tr>
            <th scope="col" class="number">
              {t('log.entry')}
            </th>
            <th scope="col">{t('history.time')}</th>
            <th scope="col">{t('log.who')}</th>
            <th scope="col">{t('history.act')}</th>
            <th scope="col">{t('log.what')}</th>
          </tr>
        </thead>
        <tbody>
          {listed.rows.map((entry) => (
            <Row key={entry.seq} of={entry} />
          ))}
        </tbody>
      </table>
      <More of={listed} />
    </>
  );
}

// Read when it is opened, not before: to look at the log stands in the log.
export function LogSection() {
  const [open, set_open] = useState(false);
  const [action, set_action] = useState<string>('reveal');
  return (
    <details class="section" onToggle={(event) => set_open(event.currentTarget.open)}>
      <summary>{t('log.title')}</summary>
      <p class="note">{t('log.note')}</p>
      <Choice inline label={t('history.act')} value={action} options={[...kActions, ''].map((value) => ({ value: value as string, label: value ? t(`log.${value}` as Key) : t('log.all') }))} onChange={set_action} />
      {open && <Entries action={action} />}
    </details>
  );
}
