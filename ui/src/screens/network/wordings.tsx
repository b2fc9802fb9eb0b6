// The wordings of a network: the template with its slots in place, what stands in them, and
// two posts side by side with what differs.
import { useEffect, useState } from 'preact/hooks';
import { api, type Network, type Post, type Template } from '../../api.ts';
import { day, number, t } from '../../app/i18n.ts';
import { masked } from '../../app/mask.ts';
import { useLoad } from '../../app/load.ts';
import { set_query } from '../../app/router.ts';
import { Awaited, Choice, Section } from '../../parts/basics.tsx';
import { Differences } from '../../parts/differences.tsx';
import { first_line, IdLink, kind_name, Value } from '../../parts/ident.tsx';
import { Visible } from '../../parts/marked.tsx';

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

export function SlotTable({ of }: { of: Template }) {
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
                <span class="slot-value" key={value.what}>
                  <Value>{value.what}</Value> <span class="count">{number(value.posts)}</span>
                </span>
              ))}
              {slot.values.length > 6 && <span class="muted">{t('common.more', { n: slot.values.length - 6 })}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const text_of = (post: Post) => [post.fields.title, post.fields.body].filter(Boolean).join('\n');

export function SideBySide({ of, query }: { of: Template; query: Record<string, string> }) {
  const options = of.fills.map(({ post }) => ({ value: post.id, label: `${post.name} · ${day(post.posted_at)}` }));
  const a = query.a ?? options[0]?.value ?? '';
  const b = query.b ?? options[1]?.value ?? '';
  const both = useLoad((signal) => (a && b ? Promise.all([api.post(a, signal), api.post(b, signal)]) : Promise.resolve(null)), [`${a}${b}`]);
  if (options.length < 2) return null;
  return (
    <Section title={t('wording.side_by_side')} note={t('wording.side_note')}>
      <div class="tools">
        <Choice inline label={t('wording.first')} value={a} options={options} onChange={(value) => set_query({ a: value })} />
        <Choice inline label={t('wording.second')} value={b} options={options} onChange={(value) => set_query({ b: value })} />
      </div>
      <Awaited of={both}>{(posts) => posts && <Differences a={text_of(posts[0])} b={text_of(posts[1])} a_name={posts[0].post.name} b_name={posts[1].post.name} />}</Awaited>
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
          {template.slots.length > 0 && (
            <Section title={t('wording.slots')}>
              <SlotTable of={template} />
            </Section>
          )}
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
            <button type="button" aria-current={template.id === chosen ? 'true' : undefined} onClick={() => (choose(template.id), set_query({ t: template.id, a: '', b: '' }))}>
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
