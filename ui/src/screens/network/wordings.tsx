// The wordings of a network: the template with its slots in place, what stands in them and in
// which posts, and two posts side by side with what differs.
import { useEffect, useState } from 'preact/hooks';
import { api, type Network, type Post, type Template } from '../../api.ts';
import { day, number, t } from '../../app/i18n.ts';
import { masked } from '../../app/mask.ts';
import { useLoad } from '../../app/load.ts';
import { here, href, set_query } from '../../app/router.ts';
import { Awaited, Check, Choice, Section } from '../../parts/basics.tsx';
import { Differences, type SideText } from '../../parts/differences.tsx';
import { first_line, IdLink, kind_name, PostLine, printable, Value } from '../../parts/ident.tsx';
import { to_units, Visible } from '../../parts/marked.tsx';

function Slot({ n, of }: { n: number; of: Template['slots'][number] | undefined }) {
  const example = of?.values[0]?.what ?? '';
  return (
    <span class={`slot slot-${of?.kind ?? 'text'}`} title={of ? t('wording.slot_title', { kind: kind_name(of.kind), filled: of.filled, distinct: of.distinct }) : undefined}>
      <span class="slot-number">{number(n)}</span>
      <bdi>
        <Visible text={example} />
      </bdi>
    </span>
  );
}

export function TemplateText({ of }: { of: Template }) {
  return (
    <div class="post-text template-text" dir="auto">
      {of.text.slice(0, 20000).split(/(\{\d+\})/).map((part, i) => {
        const n = /^\{(\d+)\}$/.exec(part)?.[1];
        return n ? <Slot key={i} n={Number(n)} of={of.slots[Number(n) - 1]} /> : masked(part);
      })}
    </div>
  );
}

function SlotTable({ of }: { of: Template }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col" class="number">
            {t('wording.slot')}
          </th>
          <th scope="col">{t('facet.kind')}</th>
          <th scope="col" class="number">
            {t('wording.filled')}
          </th>
          <th scope="col" class="number">
            {t('wording.distinct')}
          </th>
          <th scope="col">{t('wording.values')}</th>
        </tr>
      </thead>
      <tbody>
        {of.slots.map((slot, i) => (
          <tr key={i}>
            <td class="number">{number(i + 1)}</td>
            <td>{kind_name(slot.kind)}</td>
            <td class="number">{number(slot.filled)}</td>
            <td class="number">{number(slot.distinct)}</td>
            <td class="wrap">
              {slot.values.slice(0, 6).map((value) => (
                <a class="slot-value" key={value.what} title={t('time.posts')} href={href(here().path, { ...here().query, slot: i + 1, value: value.what })}>
                  <Value>{value.what}</Value> <span class="count">{number(value.posts)}</span>
                </a>
              ))}
              {slot.values.length > 6 && <span class="muted">{t('common.more', { n: slot.values.length - 6 })}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

// The posts that have a value in a slot; each leads to where it stands there.
function SlotPosts({ id, slot, value }: { id: string; slot: number; value: string }) {
  const loaded = useLoad((signal) => api.template(id, signal, { slot, value }), [`${id} ${slot} ${value}`]);
  return (
    <Section title={`${t('wording.slot')} ${number(slot)}: \u2068${printable(value)}\u2069`}>
      <Awaited of={loaded}>
        {(of) => (
          <>
            {of.fills.map(({ post, places }) => {
              const at = places.find((place) => place.slot === slot);
              return <PostLine key={post.id} of={post} mark={at && `${at.field}:${at.begin}:${at.end}`} />;
            })}
          </>
        )}
      </Awaited>
    </Section>
  );
}

export function Slots({ of, query }: { of: Template; query: Record<string, string> }) {
  if (!of.slots.length) return null;
  return (
    <>
      <Section title={t('wording.slots')} note={of.read < of.posts ? t('time.shown', { n: of.read, all: of.posts }) : undefined}>
        <SlotTable of={of} />
      </Section>
      {query.slot && query.value && <SlotPosts id={of.id} slot={Number(query.slot)} value={query.value} />}
    </>
  );
}

const texts_of = (fields: Record<string, string> = {}) => [fields.title, fields.body].filter(Boolean).join('\n');

function side_of(of: Template, post: Post): SideText {
  const { title } = post.fields;
  const found = of.fills.find((fill) => fill.post.id === post.post.id)?.places ?? [];
  // Selectors that stand in no slot are isolated, too, so that no text around turns them.
  const alone = post.selectors.filter((s) => (s.field === 'title' || s.field === 'body') && !found.some((slot) => slot.field === s.field && slot.begin < s.end && s.begin < slot.end));
  const slots = [...found, ...alone.map((s) => ({ ...s, slot: 0 }))].map(({ slot, field, begin, end }) => {
    const [from, to] = to_units(post.fields[field] ?? '', [begin, end]);
    const before = field === 'body' && title ? title.length + 1 : 0;
    return { begin: before + from, end: before + to, n: slot, kind: of.slots[slot - 1]?.kind ?? 'text' };
  });
  return { name: post.post.name, text: texts_of(post.fields), slots: slots.sort((x, y) => x.begin - y.begin), latin: texts_of(post.latin) };
}

export function SideBySide({ of, query }: { of: Template; query: Record<string, string> }) {
  const options = of.fills.map(({ post }) => ({ value: post.id, label: `${post.name} · ${day(post.posted_at)}` }));
  const a = query.a ?? options[0]?.value ?? '';
  const b = query.b ?? options[1]?.value ?? '';
  const latin = query.latin === '1';
  const both = useLoad((signal) => (a && b ? Promise.all([api.post(a, signal, latin), api.post(b, signal, latin)]) : Promise.resolve(null)), [`${a}${b}${latin}`]);
  if (options.length < 2) return null;
  return (
    <Section title={t('wording.side_by_side')} note={t('wording.side_note')}>
      <div class="tools">
        <Choice inline label={t('wording.first')} value={a} options={options} onChange={(value) => set_query({ a: value })} />
        <Choice inline label={t('wording.second')} value={b} options={options} onChange={(value) => set_query({ b: value })} />
        <Check label={t('wording.latin')} value={latin} onChange={(on) => set_query({ latin: on ? '1' : '' })} />
      </div>
      <Awaited of={both}>{(posts) => posts && <Differences a={side_of(of, posts[0])} b={side_of(of, posts[1])} />}</Awaited>
    </Section>
  );
}

export function OneWording({ id, query }: { id: string; query: Record<string, string> }) {
  const loaded = useLoad((signal) => api.template(id, signal), [id]);
  return (
    <Awaited of={loaded}>
      {(template) => (
        <>
          <Section title={t('wording.template')} note={t('wording.template_note', { n: template.posts })} aside={<IdLink id={template.id} />}>
            <TemplateText of={template} />
          </Section>
          <Slots of={template} query={query} />
          <SideBySide of={template} query={query} />
        </>
      )}
    </Awaited>
  );
}

export function Wordings({ network, query }: { network: Network; query: Record<string, string> }) {
  const [chosen, choose] = useState(query.t ?? network.templates[0]?.id ?? '');
  useEffect(() => {
    if (query.t) choose(query.t);
  }, [query.t]);
  if (!network.templates.length) return <p class="muted part">{t('wording.none')}</p>;
  return (
    <div class="part side-by-side narrow-first">
      <ul class="picker" aria-label={t('part.wordings')}>
        {network.templates.map((template) => (
          <li key={template.id}>
            <button type="button" aria-current={template.id === chosen ? 'true' : undefined} onClick={() => (choose(template.id), set_query({ t: template.id, a: '', b: '', slot: '' }))}>
              <bdi dir="auto" class="clip">
                {first_line(template.text)}
              </bdi>
              <span class="count">{number(template.posts)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="side">{chosen && <OneWording id={chosen} query={query} />}</div>
    </div>
  );
}
