// Every act of the case, newest first; each can be taken back, and the taking back too.
import { api, type Act } from '../api.ts';
import { minute, t } from '../app/i18n.ts';
import { useList } from '../app/load.ts';
import { useShared } from '../app/store.ts';
import { ActColumn, Button, Failure, More, PageHead, Waiting } from '../parts/basics.tsx';
import { decision_name, redo, undo } from '../parts/decide.tsx';
import { Ident, IdLink, Value } from '../parts/ident.tsx';

function Row({ act }: { act: Act }) {
  return (
    <tr class={act.active ? '' : 'undone'}>
      <td class="number">
        <Ident>{`#${act.act}`}</Ident>
      </td>
      <td>{minute(act.time)}</td>
      <td>
        <bdi>{act.actor}</bdi>
      </td>
      <td>{decision_name(act.kind)}</td>
      <td class="wrap">
        <Value>{act.what}</Value>{' '}
        {act.subjects.map((id) => (
          <IdLink key={id} id={id} />
        ))}
      </td>
      <td class="acts">
        {act.active ? (
          <Button small icon="undo" onClick={() => void undo(act.act)}>
            {t('common.undo')}
          </Button>
        ) : (
          <>
            <span class="muted">{t('history.undone')}</span>{' '}
            <Button small icon="redo" onClick={() => void redo(act.act)}>
              {t('common.redo')}
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}

export function ActList({ id }: { id?: string }) {
  const listed = useList((after, signal) => api.history({ id, after, limit: 100 }, signal), (page) => page.acts, [id ?? '']);
  if (listed.error) return <Failure error={listed.error} retry={listed.reload} />;
  if (!listed.data) return <Waiting />;
  if (!listed.rows.length) return <p class="muted">{t('history.none')}</p>;
  return (
    <>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t('history.act')}</th>
            <th scope="col">{t('history.time')}</th>
            <th scope="col">{t('history.actor')}</th>
            <th scope="col">{t('history.kind')}</th>
            <th scope="col">{t('history.what')}</th>
            <ActColumn />
          </tr>
        </thead>
        <tbody>
          {listed.rows.map((act) => (
            <Row key={act.act} act={act} />
          ))}
        </tbody>
      </table>
      <More of={listed} />
    </>
  );
}

export function History(_: { query: Record<string, string> }) {
  const { status } = useShared();
  return (
    <div class="screen">
      <PageHead
        title={t('nav.history')}
        actions={
          <>
            <Button icon="undo" disabled={!status?.undo} onClick={() => void undo()}>
              {t('common.undo')}
            </Button>
            <Button icon="redo" disabled={!status?.redo} onClick={() => void redo()}>
              {t('common.redo')}
            </Button>
          </>
        }
      >
        <p class="lede">{t('history.lede')}</p>
      </PageHead>
      <ActList />
      {status && (
        <p class="muted state-hash">
          {t('history.state', { n: status.log_entries })} <Ident>{status.state}</Ident>
        </p>
      )}
    </div>
  );
}
