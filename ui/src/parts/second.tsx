// What leaves the case: at once, or where the case asks for a second person, once one agreed.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { api, ApiError } from '../api.ts';
import { t } from '../app/i18n.ts';
import { useLoad } from '../app/load.ts';
import { go } from '../app/router.ts';
import { get_shared, refresh_case, say, say_error, useShared } from '../app/store.ts';
import { Awaited, Button, Dialog, Field } from './basics.tsx';

const waits = (request: number) => say(t('requests.waits', { request: `${request}` }), 'plain', { label: t('requests.title'), run: () => go(['requests']) });

// Nothing was asked for yet: `request` is 0.
async function permission(address: string) {
  if (!get_shared().status?.four_eyes.includes('export')) return { granted: true, request: 0 };
  try {
    return await api.may_fetch(address);
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return { granted: false, request: 0 };
    throw error;
  }
}

function AskDialog({ address, close, done }: { address: string; close: () => void; done?: () => void }) {
  const [reason, set_reason] = useState('');
  const send = async () => {
    try {
      waits((await api.may_fetch(address, reason.trim())).request);
      close();
      await refresh_case();
      done?.();
    } catch (error) {
      say_error(error);
    }
  };
  return (
    <Dialog title={t('requests.ask')} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p class="note">{t('requests.ask_note')}</p>
        <Field label={t('decide.reason')}>
          {(id) => <textarea id={id} rows={3} maxLength={4000} autofocus required value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />}
        </Field>
        <footer>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button tone="main" submit disabled={!reason.trim()} onClick={() => {}}>
            {t('requests.ask')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

function save(address: string, name: string) {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

export function Download({ address, name = '', look, children }: { address: string; name?: string; look?: string; children: ComponentChildren }) {
  const { status } = useShared();
  const [asking, set_asking] = useState(false);
  if (!status?.four_eyes.includes('export'))
    return (
      <a class={look} href={address} download={name}>
        {children}
      </a>
    );
  const fetch_it = async () => {
    const { granted, request } = await permission(address);
    if (granted) save(address, name);
    else if (request) waits(request);
    else set_asking(true);
  };
  return (
    <>
      <button type="button" class={look ?? 'as-link'} onClick={() => void fetch_it().catch(say_error)}>
        {children}
      </button>
      {asking && <AskDialog address={address} close={() => set_asking(false)} />}
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
