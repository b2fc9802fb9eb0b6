// A post: its text with everything that was found in it marked where it stands, where its values
// come from, the bytes that it rests on, and the posts next to it with the reason. What somebody
// came to see is marked more: `mark` names fields ("author,city") or a place ("body:12:16").
import { useEffect, useState } from 'preact/hooks';
import { api, type Post } from '../api.ts';
import { bytes, decimal, language_name, minute, number, percent, t } from '../app/i18n.ts';
import { useLoad } from '../app/load.ts';
import { href, href_of } from '../app/router.ts';
import { offers } from '../app/store.ts';
import { Awaited, Button, PageHead, Section } from '../parts/basics.tsx';
import { Facts } from '../parts/figures.tsx';
import { Icon } from '../parts/icon.tsx';
import { field_name, Ident, IdLink, kind_name, PlaceName, PostLine, printable, RestsOn, SelectorName, Value } from '../parts/ident.tsx';
import { LabelButton, Labels, Notes } from '../parts/notes.tsx';
import { MarkedText, type Mark } from '../parts/marked.tsx';
import { origin_text, values_of } from './origins.tsx';
import { KnownPictures, Photograph } from '../parts/photograph.tsx';
import { HelpCard, sign_name, SignSection, useIndicators } from '../parts/signs.tsx';
import { PurgeDialog } from './case_terms.tsx';

function marks_of(post: Post, field: string, name: (id: string) => string, asked: string[]): Mark[] {
  const selectors = post.selectors.filter((s) => s.field === field).map((s) => ({ begin: s.begin, end: s.end, kind: s.kind, title: `${kind_name(s.kind)} ${s.value}`, href: s.id ? href_of(s.id) : undefined }));
  const indicators = (post.signs?.marks ?? []).filter((m) => m.field === field && m.state === 'seen').map((m) => ({ begin: m.begin, end: m.end, kind: 'indicator', title: name(m.id) }));
  const stated = post.origins.flatMap((o) => o.places.filter((place) => place.field === field).map((place) => ({ ...place, kind: asked.includes(o.field) ? 'asked' : 'stated', title: `${field_name(o.field)}: ${origin_text(o)}` })));
  const place = asked.map((one) => one.split(':')).find(([of, begin]) => of === field && begin);
  const all: Mark[] = [...selectors, ...indicators, ...stated];
  if (!place) return all;
  const [begin, end] = [Number(place[1]), Number(place[2])];
  return [{ begin, end, kind: 'asked', title: t('wording.slot') }, ...all.filter((mark) => mark.end <= begin || mark.begin >= end)];
}

function Text({ post, asked }: { post: Post; asked: string[] }) {
  const table = useIndicators();
  const name = (id: string) => sign_name(table, id);
  const [open, set_open] = useState(!post.signs?.child);
  useEffect(() => document.querySelector('mark.kind-asked')?.scrollIntoView({ block: 'center' }), [open]);
  if (!open)
    return (
      <Section title={t('post.text')}>
        <p class="note">
          <Icon name="warn" /> {t('post.child_note')} {t('help.rule_children')}
        </p>
        <Button icon="show" onClick={() => set_open(true)}>
          {t('post.show_text')}
        </Button>
      </Section>
    );
  return (
    <Section title={t('post.text')} note={t('post.text_note')}>
      {post.fields.title && (
        <div class="title-field">
          <MarkedText text={post.fields.title} marks={marks_of(post, 'title', name, asked)} language={post.language} />
        </div>
      )}
      <MarkedText text={post.fields.body ?? ''} marks={marks_of(post, 'body', name, asked)} language={post.language} />
      {post.fields.image_text && (
        <div class="picture-text">
          <p class="muted">{t('field.picture')}</p>
          <MarkedText text={post.fields.image_text} marks={marks_of(post, 'image_text', name, asked)} language={post.language} />
        </div>
      )}
    </Section>
  );
}

function Found({ post }: { post: Post }) {
  const distinct = new Map(post.selectors.map((s) => [`${s.kind}${s.service}${s.value}`, s]));
  if (!distinct.size) return <p class="muted">{t('post.no_selectors')}</p>;
  return (
    <ul class="found">
      {[...distinct.values()].map((s) => (
        <li key={s.id + s.value}>
          <SelectorName of={s} />
          <span class="muted">{[...new Set(post.selectors.filter((o) => o.value === s.value).map((o) => field_name(o.field)))].join(', ')}</span>
        </li>
      ))}
    </ul>
  );
}

function Bytes({ post }: { post: Post }) {
  return (
    <ul class="sightings">
      {post.sightings.map((s) => (
        <li key={`${s.sha256}${s.begin}`}>
          <Value>{s.file.split('/').at(-1) ?? s.file}</Value>
          <span>
            {t('post.line', { n: s.line })} · {t('post.bytes', { begin: s.begin, end: s.end })} · {bytes(s.end - s.begin)}
          </span>
          <span class="muted">{t('post.imported', { when: minute(s.imported_at), version: s.version })}</span>
          <code class="hash" dir="ltr">
            {s.sha256}
          </code>
        </li>
      ))}
    </ul>
  );
}

function Neighbours({ post }: { post: Post }) {
  return (
    <Section title={t('post.neighbours')} note={t('post.neighbours_note', { n: post.neighbors_total })}>
      {post.neighbors.length === 0 && <p class="muted">{t('post.no_neighbours')}</p>}
      <ul class="neighbours">
        {post.neighbors.map((near) => (
          <li key={near.post.id}>
            <PostLine of={near.post} />
            <span class="near-why">
              <span class="figure">{t('unit.bits', { value: decimal(near.bits) })}</span>
              <span class="figure">{percent(near.posterior)}</span>
              <RestsOn text={near.why} />
              <a class="button small" href={href(['why'], { a: post.post.id, b: near.post.id })}>
                <span>{t('why.title')}</span>
                <Icon name="next" />
              </a>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

// Somebody asks that what is said of them be gone.
function PurgeButton({ id }: { id: string }) {
  const [open, set_open] = useState(false);
  return (
    <>
      {offers('keep') && <Button onClick={() => set_open(true)}>{t('purge.title')}</Button>}
      {open && <PurgeDialog of={{ posts: [id] }} close={() => set_open(false)} />}
    </>
  );
}

export function PostScreen({ id, query }: { id: string; query: Record<string, string> }) {
  const asked = (query.mark ?? '').split(',');
  const loaded = useLoad((signal) => api.post(id, signal), [id]);
  return (
    <div class="screen post">
      <Awaited of={loaded}>
        {(post) => (
          <>
            <PageHead over={post.post.network ? <IdLink id={post.post.network} /> : <a href={href(['search'])}>{t('nav.search')}</a>} title={<span dir="auto">{printable(post.post.title) || <Ident>{post.post.id}</Ident>}</span>} actions={<><LabelButton id={id} /><PurgeButton id={id} /></>}>
              <p class="lede">
                <Ident>{post.post.id}</Ident>
                <bdi>{printable(post.post.name)}</bdi>
                <span>{minute(post.post.posted_at)}</span>
                <PlaceName of={post.post} />
                <span>{language_name(post.language)}</span>
                <Labels id={id} of={post.labels} />
              </p>
            </PageHead>
            <div class="post-columns">
              <div>
                <KnownPictures of={post} />
                <HelpCard of={post.signs} />
                <Text key={post.post.id} post={post} asked={asked} />
                <Neighbours post={post} />
                <Notes id={id} notes={post.notes} />
              </div>
              <div>
                <SignSection of={post.signs} total={1} />
                <Section title={t('post.found')}>
                  <Found post={post} />
                </Section>
                {post.pictures.length > 0 && (
                  <Section title={t('part.photographs')}>
                    <div class="photographs small">
                      {post.pictures.map((picture) => (
                        <Photograph key={picture.id} of={picture} />
                      ))}
                    </div>
                  </Section>
                )}
                <Section title={t('post.fields')}>
                  <Facts
                    rows={[
                      ...values_of(post, asked),
                      ...(post.template ? [[t('word.wording'), <IdLink id={post.template} />] as [string, preact.ComponentChildren]] : []),
                    ]}
                  />
                </Section>
                <Section title={t('post.rests_on')} note={t('post.rests_note')}>
                  <Bytes post={post} />
                </Section>
                <p class="muted">{t('post.counted', { n: number(post.neighbors_total) })}</p>
              </div>
            </div>
          </>
        )}
      </Awaited>
    </div>
  );
}
