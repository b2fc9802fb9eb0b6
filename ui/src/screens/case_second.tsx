// Which acts wait for a second person. More of them at once; fewer only once a second person agreed.
import { useState } from 'preact/hooks';
import { api, type CaseStatus, type FourEyesAct } from '../api.ts';
import { t, type Key } from '../app/i18n.ts';
import { refresh_case, say, say_error } from '../app/store.ts';
import { Button, Check, Dialog, Field } from '../parts/basics.tsx';
import { say_waits } from '../parts/second.tsx';

const kActs: Record<FourEyesAct, Key> = { referred: 'second.referred', export: 'second.export', share: 'second.share', purge: 'second.purge' };
const all = Object.keys(kActs) as FourEyesAct[];

function SecondDialog({ set, close }: { set: FourEyesAct[]; close: () => void }) {
  const [acts, set_acts] = useState(set);
  const [reason, set_reason] = useState('');
  const is_less = set.some((act) => !acts.includes(act));
  const is_other = is_less || acts.length !== set.length;
  const send = async () => {
    const { request } = await api.set_four_eyes(acts, reason.trim());
    if (request) say_waits(request);
    else say(t('second.set'));
    await refresh_case();
    close();
  };
  return (
    <Dialog title={t('second.title')} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send().catch(say_error);
        }}
      >
        <p class="note">{t('second.note')}</p>
        <fieldset>
          <legend>{t('second.acts')}</legend>
          {all.map((act) => (
            <Check key={act} label={t(kActs[act])} value={acts.includes(act)} onChange={(yes) => set_acts(all.filter((one) => (one === act ? yes : acts.includes(one))))} />
          ))}
        </fieldset>
        {is_less && (
          <Field label={t('decide.reason')} help={t('second.less_help')}>
            {(id) => <textarea id={id} rows={2} maxLength={1000} dir="auto" required value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />}
          </Field>
        )}
        <footer>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button tone="main" submit disabled={!is_other || (is_less && !reason.trim())} onClick={() => {}}>
            {t('common.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

export function SecondButton({ of }: { of: CaseStatus }) {
  const [open, set_open] = useState(false);
  return (
    <>
      <Button icon="people" onClick={() => set_open(true)}>
        {t('second.title')}
      </Button>
      {open && <SecondDialog set={of.four_eyes} close={() => set_open(false)} />}
    </>
  );
}
