// A picture that is in no case, as a file: which posts show it, and which lists name it.
import { useState } from 'preact/hooks';
import { api, type KnownPicture } from '../api.ts';
import { number, t } from '../app/i18n.ts';
import { href } from '../app/router.ts';
import { say_error } from '../app/store.ts';
import { Button, Field, Section } from '../parts/basics.tsx';
import { Facts } from '../parts/figures.tsx';
import { Ident, Value } from '../parts/ident.tsx';
import { role_name } from './case_lists.tsx';

interface Looked {
  name: string;
  picture: KnownPicture;
  posts: number | null; // of the case; null: it is not linked
  query: string; // that finds them
}

async function look(file: File): Promise<Looked> {
  const upload = await api.upload(file);
  const picture = await api.look_up_picture(upload.file);
  // Too plain a picture is like many: only the same file counts.
  const query = picture.too_plain ? picture.sha256 : picture.pdq;
  // What a list says of it must not be lost with a search that fails.
  const found = await api.search({ q: query, limit: 1 }).catch(() => null);
  return { name: file.name, picture, query, posts: found && found.total };
}

function Result({ of: { name, picture, posts, query } }: { of: Looked }) {
  return (
    <div role="status">
      <Facts
        rows={[
          [t('picture.file'), <Value>{name}</Value>],
          [t('picture.here'), posts ? <a href={href(['search'], { q: query })}>{t('unit.posts', { n: posts })}</a> : t(posts === null ? 'picture.no_search' : 'picture.not_here')],
          [t('picture.lists'), picture.total ? number(picture.total) : t('picture.on_none')],
          ['PDQ', <Ident>{picture.pdq}</Ident>],
          ['SHA-256', <Ident>{picture.sha256}</Ident>],
        ]}
      />
      {picture.too_plain && <p class="note">{t('picture.too_plain')}</p>}
      <ul class="found">
        {picture.matches.map((match, i) => (
          <li key={i}>
            <span>
              {t('listed.on', { list: match.list, role: role_name(match.role) })}{' '}
              <Value>{[match.kind, match.kind === 'pdq' ? String(match.distance) : '', match.id, match.classification].filter(Boolean).join(' · ')}</Value>{' '}
              {match.restricted && <strong>{t('picture.restricted')}</strong>}
            </span>
          </li>
        ))}
      </ul>
      {picture.total > picture.matches.length && <p class="muted">{t('others.first', { n: picture.matches.length })}</p>}
    </div>
  );
}

export function PictureSection() {
  const [file, set_file] = useState<File | null>(null);
  const [looked, set_looked] = useState<Looked | null>(null);
  const [busy, set_busy] = useState(false);
  return (
    <Section title={t('picture.title')} note={t('picture.note')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!file) return;
          set_busy(true);
          look(file).then(set_looked, say_error).finally(() => set_busy(false));
        }}
      >
        <Field label={t('picture.choose')}>{(id) => <input id={id} type="file" accept="image/*,.heic" required onChange={(event) => (set_file(event.currentTarget.files?.[0] ?? null), set_looked(null))} />}</Field>
        <Button icon="search" submit disabled={busy || !file} onClick={() => {}}>
          {busy ? t('common.loading') : t('picture.look')}
        </Button>
      </form>
      {looked && <Result of={looked} />}
    </Section>
  );
}
