// What leaves the case: at once, or where the case asks for a second person, once one agreed.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { api, ApiError, type FourEyesAct } from '../api.ts';
import { save_file } from '../app/files.ts';
import { t } from '../app/i18n.ts';
import { useLoad } from '../app/load.ts';
import { go } from '../app/router.ts';
import { get_shared, refresh_case, say, say_error, useShared } from '../app/store.ts';
import { Awaited, Button, Dialog, Field } from './basics.tsx';

export const say_waits = (request: number) => say(t('requests.waits', { request: `${request}` }), 'plain', { label: t('requests.title'), run: () => go(['requests']) });

// Nothing was asked for yet: `request` is 0.
async function permission(address: string, act: FourEyesAct = 'export') {
  if (!get_shared().status?.four_eyes.includes(act)) return { granted: true, request: 0 };
  try {
    return await api.may_fetch(address);
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return { granted: false, request: 0 };
    throw error;
  }
}

// Asks for a reason and sends it; stays open if that fails.
export function ReasonDialog({ title, note, send, close }: { title: string; note: string; send: (reason: string) => Promise<unknown>; close: () => void }) {
  const [reason, set_reason] = useState('');
  return (
    <Dialog title={title} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(reason.trim()).then(close).catch(say_error);
        }}
      >
        <p class="note">{note}</p>
        <Field label={t('decide.reason')}>
          {(id) => <textarea id={id} rows={3} maxLength={1000} autofocus required value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />}
        </Field>
        <footer>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button tone="main" submit disabled={!reason.trim()} onClick={() => {}}>
            {title}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

function AskDialog({ address, close, done }: { address: string; close: () => void; done?: () => void }) {
  const send = async (reason: string) => {
    say_waits((await api.may_fetch(address, reason)).request);
    await refresh_case();
    done?.();
  };
  return <ReasonDialog title={t('requests.ask')} note={t('requests.ask_note')} send={send} close={close} />;
}

function save(address: string, name: string) {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

// `leave` takes what is at the address if it may be taken; else it says that a second person was
// asked, or opens `dialog`, which asks one.
function useLeaving(address: string, act: FourEyesAct, take: () => unknown) {
  const [asking, set_asking] = useState(false);
  const leave = async () => {
    const { granted, request } = await permission(address, act);
    if (granted) await take();
    else if (request) say_waits(request);
    else set_asking(true);
  };
  return { leave, dialog: asking && <AskDialog address={address} close={() => set_asking(false)} /> };
}

// What takes a while to be made: fetched with a button that says so; a refusal is said on the page.
export function FetchFile({ address, name, act, icon, done, children }: { address: string; name: string; act: FourEyesAct; icon: string; done?: () => void; children: ComponentChildren }) {
  const [busy, set_busy] = useState(false);
  const { leave, dialog } = useLeaving(address, act, async () => save_file(await api.fetch_file(address), name));
  return (
    <>
      <Button
        icon={icon}
        disabled={busy}
        onClick={() => {
          set_busy(true);
          void leave().then(done).catch(say_error).finally(() => set_busy(false));
        }}
      >
        {busy ? t('common.loading') : children}
      </Button>
      {dialog}
    </>
  );
}

export function Download({ address, name = '', look, children }: { address: string; name?: string; look?: string; children: ComponentChildren }) {
  const { status } = useShared();
  const { leave, dialog } = useLeaving(address, 'export', () => save(address, name));
  if (!status?.four_eyes.includes('export'))
    return (
      <a class={look} href={address} download={name}>
        {children}
      </a>
    );
  return (
    <>
      <button type="button" class={look ?? 'as-link'} onClick={() => void leave().catch(say_error)}>
        {children}
      </button>
      {dialog}
    </>
  );
}

// What is shown only once it may be fetched.
export function Granted({ address, children }: { address: string; children: ComponentChildren }) {
  const { status } = useShared();
  const loaded = useLoad(() => permission(address), [address, status?.requests, status?.four_eyes.join()]);
  const [asking, set_asking] = useState(false);
  return (
    <Awaited of={loaded}>
      {({ granted, request }) =>
        granted ? (
          children
        ) : (
          <div class="empty">
            <p class="empty-title">{request ? t('requests.waits', { request: `${request}` }) : t('requests.needed')}</p>
            {!request && (
              <Button tone="main" icon="people" onClick={() => set_asking(true)}>
                {t('requests.ask')}
              </Button>
            )}
            {asking && <AskDialog address={address} close={() => set_asking(false)} done={loaded.reload} />}
          </div>
        )
      }
    </Awaited>
  );
}
