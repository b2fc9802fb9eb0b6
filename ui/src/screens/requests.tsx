// What waits for a second person, and what was answered.
import { useState } from 'preact/hooks';
import { api, type Asking } from '../api.ts';
import { minute, t, type Key } from '../app/i18n.ts';
import { useList } from '../app/load.ts';
import { offers, refresh_case, say_error, useShared } from '../app/store.ts';
import { ActColumn, Button, Dialog, Failure, Field, More, PageHead, Waiting } from '../parts/basics.tsx';
import { Ident, IdLink, Value } from '../parts/ident.tsx';
import { ReasonDialog, say_waits } from '../parts/second.tsx';

type Answer = 'confirm' | 'refuse';

function AnswerDialog({ of, answer, done, close }: { of: Asking; answer: Answer; done: () => void; close: () => void }) {
  const [reason, set_reason] = useState('');
  const must = answer === 'refuse';
  const send = async () => {
    try {
      await api.answer(of.request, answer, reason.trim());
      close();
      await refresh_case();
      done();
    } catch (error) {
      say_error(error);
    }
  };
  return (
    <Dialog title={t(`requests.${answer}`)} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>
          <Value>{of.what}</Value>
        </p>
        <p class="note">{t(must ? 'requests.refuse_note' : kConfirmed[of.act])}</p>
        <Field label={t('decide.reason')}>
          {(id) => <textarea id={id} rows={3} maxLength={4000} autofocus required={must} value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />}
        </Field>
        <footer>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button tone={must ? 'bad' : 'main'} submit disabled={must && !reason.trim()} onClick={() => {}}>
            {t(`requests.${answer}`)}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

// What a confirmation leads to.
const kConfirmed: Record<Asking['act'], Key> = {
  referred: 'requests.confirm_at_once',
  four_eyes: 'requests.confirm_at_once',
  export: 'requests.confirm_leaves',
  share: 'requests.confirm_leaves',
  purge: 'requests.confirm_purge',
  unmask: 'requests.confirm_unmask',
};

const network_in = (asking: Asking) => /\bN-\d+/.exec(asking.what)?.[0];

function Row({ of, answer }: { of: Asking; answer: (answer: Answer) => void }) {
  const { status } = useShared();
  const network = network_in(of);
  const is_own = of.actor === status?.actor;
  return (
    <tr>
      <td class="number">
        <Ident>{`#${of.request}`}</Ident>
      </td>
      <td>{minute(of.time)}</td>
      <td>
        <bdi>{of.actor}</bdi>
      </td>
      <td class="wrap">
        {t(`requests.act_${of.act}`)}: <Value>{of.what}</Value> {network && <IdLink id={network} />}
        <p class="muted" dir="auto">
          {of.reason}
        </p>
      </td>
      <td class="wrap">
        {t(of.state === 'open' ? 'requests.state_open' : `requests.${of.state}`)}
        {of.second && (
          <>
            {' · '}
            <bdi>{of.second}</bdi>, {minute(of.answered)}
          </>
        )}
        {of.answer && (
          <p class="muted" dir="auto">
            {of.answer}
          </p>
        )}
        {of.until && <p class="muted">{t('requests.until', { time: minute(of.until) })}</p>}
      </td>
      <td class="acts">
        {of.state === 'open' && is_own && <span class="muted">{t('requests.own')}</span>}
        {of.state === 'open' && !is_own && offers('confirm') && (
          <>
            <Button small icon="check" onClick={() => answer('confirm')}>
              {t('requests.confirm')}
            </Button>{' '}
            <Button small icon="close" onClick={() => answer('refuse')}>
              {t('requests.refuse')}
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}

export function Requests() {
  const { status } = useShared();
  const listed = useList((after, signal) => api.requests({ after, limit: 100 }, signal), (page) => page.requests, ['requests', status?.requests]);
  const [answering, set_answering] = useState<{ of: Asking; answer: Answer } | null>(null);
  const [unmasking, set_unmasking] = useState(false);
  const unmask = async (reason: string) => {
    say_waits((await api.unmask_all(reason)).request);
    await refresh_case();
    listed.reload();
  };
  return (
    <div class="screen">
      <PageHead
        title={t('requests.title')}
        actions={
          status?.masked && (
            <Button icon="show" onClick={() => set_unmasking(true)}>
              {t('unmask.all')}
            </Button>
          )
        }
      >
        <p class="lede">{t('requests.lede')}</p>
      </PageHead>
      {listed.error && <Failure error={listed.error} retry={listed.reload} />}
      {!listed.data && !listed.error && <Waiting />}
      {listed.data && !listed.rows.length && <p class="muted">{t('requests.none')}</p>}
      {listed.rows.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('requests.number')}</th>
              <th scope="col">{t('history.time')}</th>
              <th scope="col">{t('history.actor')}</th>
              <th scope="col">{t('history.what')}</th>
              <th scope="col">{t('requests.answer')}</th>
              <ActColumn />
            </tr>
          </thead>
          <tbody>
            {listed.rows.map((of) => (
              <Row key={of.request} of={of} answer={(answer) => set_answering({ of, answer })} />
            ))}
          </tbody>
        </table>
      )}
      <More of={listed} />
      {unmasking && <ReasonDialog title={t('unmask.all')} note={t('unmask.all_note')} send={unmask} close={() => set_unmasking(false)} />}
      {answering && <AnswerDialog of={answering.of} answer={answering.answer} done={listed.reload} close={() => set_answering(null)} />}
    </div>
  );
}
