// A photograph: the blurred grey thumbnail from the server, and nothing more until a person
// asks, says why, and holds the button. Letting go, leaving the tab or the window blurs it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, ApiError, type PictureRow } from '../api.ts';
import { t } from '../app/i18n.ts';
import { read_kept, useKept, write_kept } from '../app/kept.ts';
import { href } from '../app/router.ts';
import { say_error } from '../app/store.ts';
import { Button, Dialog, Field } from './basics.tsx';
import { Icon } from './icon.tsx';
import { Ident } from './ident.tsx';

// The dialog stands open through a reload: which picture it asks of, and what was written.
const kAsked = 'reveal';

function ReasonDialog({ id, close, allow }: { id: string; close: () => void; allow: (url: string) => void }) {
  const [reason, set_reason, forget] = useKept('reveal.reason', '');
  useEffect(() => () => (forget(), write_kept(kAsked, null)), []); // not in a reload, which unmounts nothing
  const [busy, set_busy] = useState(false);
  return (
    <Dialog title={t('photo.reveal_title')} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!reason.trim() || busy) return;
          set_busy(true);
          api
            .reveal(id, reason.trim())
            .then(({ url }) => fetch(url))
            .then((reply) => reply.ok ? reply.blob() : Promise.reject(new ApiError(reply.status, t('photo.not_shown'), '')))
            .then((blob) => (allow(URL.createObjectURL(blob)), close()))
            .catch(say_error)
            .finally(() => set_busy(false));
        }}
      >
        <p>{t('photo.reveal_note')}</p>
        <p class="note">
          <Icon name="warn" /> {t('help.rule_children')}
        </p>
        <Field label={t('decide.reason')} help={t('photo.reason_help')}>
          {(field) => <textarea id={field} rows={2} maxLength={4000} required autofocus value={reason} onInput={(event) => set_reason(event.currentTarget.value)} />}
        </Field>
        <footer>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button tone="main" submit disabled={busy || !reason.trim()} onClick={() => {}}>
            {t('photo.allow')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

// How many pictures hash lists name, where any are; leads to their posts.
export function KnownPictures({ of, within = '' }: { of: { pictures_listed?: number; pictures_restricted?: number }; within?: string }) {
  if (!of.pictures_listed) return null;
  return (
    <p class="problem">
      <Icon name="warn" /> <a href={href(['search'], { q: `listed:yes ${within}`.trim() })}>{t('photo.known', { listed: of.pictures_listed, restricted: of.pictures_restricted ?? 0 })}</a>{' '}
      {(of.pictures_restricted ?? 0) > 0 && t('picture.restricted')}
    </p>
  );
}

// What hash lists say of it, and nothing of what it shows.
function NeverShown({ of, caption }: { of: PictureRow; caption?: preact.ComponentChildren }) {
  return (
    <figure class="photograph">
      <figcaption>
        <span class="photo-name">
          <Ident>{of.id}</Ident>
          {caption}
        </span>
        <p class="problem">
          <Icon name="warn" /> {of.classed ? t('picture.restricted') : of.listed.join(' ')}
        </p>
      </figcaption>
    </figure>
  );
}

export function Photograph({ of, caption }: { of: PictureRow; caption?: preact.ComponentChildren }) {
  return of.restricted ? <NeverShown of={of} caption={caption} /> : <Shown of={of} caption={caption} />;
}

function Shown({ of: { id, listed }, caption }: { of: PictureRow; caption?: preact.ComponentChildren }) {
  const [asking, set_asking] = useState(read_kept(kAsked) === id);
  const ask = (open: boolean) => (set_asking(open), write_kept(kAsked, open ? id : null));
  const [url, set_url] = useState('');
  const [held, hold] = useState(false);
  const address = useRef('');
  address.current = url;
  const forget = () => {
    hold(false);
    if (address.current) URL.revokeObjectURL(address.current);
    set_url('');
  };
  useEffect(() => {
    const leave = () => hold(false);
    const hide = () => document.hidden && forget();
    addEventListener('blur', leave);
    document.addEventListener('visibilitychange', hide);
    return () => {
      removeEventListener('blur', leave);
      document.removeEventListener('visibilitychange', hide);
      if (address.current) URL.revokeObjectURL(address.current);
    };
  }, []);
  const down = (event: Event) => (event.preventDefault(), hold(true));
  return (
    <figure class="photograph">
      <div class="photo-frame">
        <img src={held && url ? url : api.thumbnail(id)} class={held && url ? 'revealed' : 'blurred'} alt={t(held && url ? 'photo.shown_alt' : 'photo.blurred_alt', { id })} loading="lazy" draggable={false} />
      </div>
      <figcaption>
        <span class="photo-name">
          <Ident>{id}</Ident>
          {caption}
        </span>
        {listed.map((line) => (
          <p key={line} class="note" dir="ltr">
            <Icon name="warn" /> {line}
          </p>
        ))}
        {url ? (
          <span class="row">
            <button
              type="button"
              class="button main small"
              onPointerDown={down}
              onPointerUp={() => hold(false)}
              onPointerLeave={() => hold(false)}
              onPointerCancel={() => hold(false)}
              onContextMenu={(event) => event.preventDefault()}
              onKeyDown={(event) => (event.key === ' ' || event.key === 'Enter') && !event.repeat && down(event)}
              onKeyUp={() => hold(false)}
              onBlur={() => hold(false)}
            >
              <Icon name="show" />
              <span>{t('photo.hold')}</span>
            </button>
            <Button small tone="quiet" icon="close" label={t('photo.forget')} onClick={forget} />
          </span>
        ) : (
          <Button small icon="show" onClick={() => ask(true)}>
            {t('photo.reveal')}
          </Button>
        )}
      </figcaption>
      {asking && <ReasonDialog id={id} close={() => ask(false)} allow={set_url} />}
    </figure>
  );
}
