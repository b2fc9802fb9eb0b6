// The lists of known pictures and selectors of this machine: looked at, read in, looked up here.
import { useState } from 'preact/hooks';
import { api, type ListImport, type KnownList, type ListFound } from '../api.ts';
import { number, t, type Key } from '../app/i18n.ts';
import { useLoad } from '../app/load.ts';
import { refresh_case, say_error, useShared } from '../app/store.ts';
import { Awaited, Button, Check, Choice, Field, Folded } from '../parts/basics.tsx';
import { IdLink, SelectorName, Value } from '../parts/ident.tsx';
import { useJob } from './case_work.tsx';

type Role = 'block' | 'review' | 'allow';
const kRoles: Record<Role, Key> = { block: 'lists.block', review: 'lists.review', allow: 'lists.allow' };
export const role_name = (role: string | undefined) => (role && role in kRoles ? t(kRoles[role as Role]) : '');

function Found({ name }: { name: string }) {
  const loaded = useLoad((signal) => api.list_found(name, signal), ['list', name]);
  return (
    <Awaited of={loaded}>
      {(of: ListFound) =>
        of.rows.length ? (
          <table class="table">
            <caption>{t('lists.found', { n: of.rows.length, list: name })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('part.selector')}</th>
                <th scope="col" class="number">
                  {t('part.posts')}
                </th>
                <th scope="col">{t('column.networks')}</th>
              </tr>
            </thead>
            <tbody>
              {of.rows.map((row) => (
                <tr key={row.id}>
                  <td class="wrap">
                    <SelectorName of={row} />
                  </td>
                  <td class="number">{number(row.posts)}</td>
                  <td>
                    {row.networks.map((id) => (
                      <span key={id}>
                        <IdLink id={id} />{' '}
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <p role="status">{t('lists.none_found', { list: name })}</p>
        )
      }
    </Awaited>
  );
}

function Rows({ lists, choose }: { lists: KnownList[]; choose: (name: string) => void }) {
  const { status } = useShared();
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t('lists.name')}</th>
          <th scope="col">{t('lists.role')}</th>
          <th scope="col" class="number">
            {t('lists.hashes')}
          </th>
          <th scope="col" class="number">
            {t('part.selectors')}
          </th>
          <th scope="col">{t('lists.last')}</th>
          <th scope="col">
            <span class="visually-hidden">{t('column.act')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lists.map((one) => (
          <tr key={one.list}>
            <th scope="row">
              <bdi>{one.list}</bdi>
            </th>
            <td>{[...new Set([one.role, one.selector_role].map(role_name).filter(Boolean))].join(' · ')}</td>
            <td class="number">{one.entries === undefined ? '–' : number(one.entries)}</td>
            <td class="number">{one.selectors === undefined ? '–' : number(one.selectors)}</td>
            <td>{one.last_import}</td>
            <td class="acts">
              {Boolean(one.selectors) && Boolean(status?.posts) && (
                <Button small icon="search" onClick={() => choose(one.list)}>
                  {t('lists.look_up')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Read({ of }: { of: ListImport }) {
  const kinds = Object.values(of.selectors ?? {});
  const sum = (...counts: (number | undefined)[]) => number(counts.reduce<number>((all, one) => all + (one ?? 0), 0));
  const counts = {
    list: of.list,
    added: sum(of.added, of.hashes?.added, ...kinds.map((kind) => kind.added)),
    changed: sum(of.changed, of.hashes?.changed, ...kinds.map((kind) => kind.updated)),
    removed: sum(of.deleted, of.hashes?.deleted, ...kinds.map((kind) => kind.removed)),
    rejected: sum(of.rejected),
  };
  return (
    <div role="status">
      <p class="says">{t('lists.read', counts)}</p>
      <ul class="guess-notes" dir="auto">
        {Object.entries(of.reasons).map(([reason, count]) => (
          <li key={reason}>
            {number(count)} <Value>{reason}</Value>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ImportForm({ known }: { known: string[] }) {
  const { job } = useShared();
  const [file, set_file] = useState<File | null>(null);
  const [name, set_name] = useState('');
  const [role, set_role] = useState<Role | ''>(''); // as usual for what the file holds
  const [restricted, set_restricted] = useState(false);
  const [replace, set_replace] = useState(false);
  const [busy, set_busy] = useState(false);
  const is_known = known.includes(name.trim());
  const send = async (chosen: File) => {
    const upload = await api.upload(chosen);
    await api.import_list({ file: upload.file, list: name.trim(), role: is_known ? '' : role, restricted, replace: is_known && replace });
    await refresh_case();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!file) return;
        set_busy(true);
        void send(file).catch(say_error).finally(() => set_busy(false));
      }}
    >
      <Field label={t('lists.file')} help={t('lists.file_help')}>
        {(id) => <input id={id} type="file" required onChange={(event) => set_file(event.currentTarget.files?.[0] ?? null)} />}
      </Field>
      <Field label={t('lists.name')} help={t('lists.name_help')}>
        {(id) => <input id={id} required pattern="[A-Za-z0-9_\-]{1,64}" dir="ltr" autocomplete="off" value={name} onInput={(event) => set_name(event.currentTarget.value)} />}
      </Field>
      {is_known ? (
        <Check label={t('lists.replace')} value={replace} onChange={set_replace} />
      ) : (
        <Choice label={t('lists.role')} value={role} options={[{ value: '' as Role | '', label: t('lists.usual') }, ...(Object.keys(kRoles) as Role[]).map((value) => ({ value, label: t(kRoles[value]) }))]} onChange={set_role} />
      )}
      <div>
        <Check label={t('lists.restricted')} value={restricted} onChange={set_restricted} help={t('lists.restricted_help')} />
      </div>
      <Button icon="plus" submit disabled={busy || job?.state === 'running' || !file || !name.trim()} onClick={() => {}}>
        {busy ? t('common.loading') : t('lists.import')}
      </Button>
    </form>
  );
}

function Lists() {
  const { job } = useShared();
  const read = useJob('list');
  const loaded = useLoad((signal) => api.lists(signal), ['lists', job?.state === 'done' && job.kind === 'list' ? job.job : 0]);
  const [chosen, choose] = useState('');
  return (
    <Awaited of={loaded}>
      {(of) => (
        <>
          <p class="note">{t('lists.note', { folder: of.folder })}</p>
          {of.lists.length ? <Rows lists={of.lists} choose={choose} /> : <p class="muted">{t('lists.none')}</p>}
          {chosen && <Found key={chosen} name={chosen} />}
          {read.result && <Read of={read.result} />}
          {of.can_import && <ImportForm known={of.lists.map((one) => one.list)} />}
        </>
      )}
    </Awaited>
  );
}

export const ListsSection = () => (
  <Folded title={t('lists.title')}>
    <Lists />
  </Folded>
);
