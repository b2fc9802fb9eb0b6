// How things are named: IDs and values stand isolated, so that no text direction turns them.
import type { ComponentChildren } from 'preact';
import type { PostRef, SelectorRow, Stop } from '../api.ts';
import { country_name, day, t, type Key } from '../app/i18n.ts';
import { masked } from '../app/mask.ts';
import { href_of } from '../app/router.ts';
import { Icon } from './icon.tsx';

const kFields = ['title', 'body', 'author', 'price', 'url', 'source', 'id', 'city', 'country', 'language', 'posted_at', 'lat', 'lon', 'images', 'picture'];
export const field_name = (field: string) => {
  const name = field === 'image_text' ? 'picture' : field;
  return kFields.includes(name) ? t(`field.${name}` as Key) : field;
};

const kLongest = 400; // characters of a name: a field may hold a megabyte

// What came from the data is shown in a line without marks that turn or hide other text, and
// with dots for masked terms.
export const printable = (text: string) => masked((text.length > kLongest ? text.slice(0, kLongest) + '…' : text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '\u00b7'));

export const Ident = ({ children }: { children: string }) => <bdi class="ident">{printable(children)}</bdi>;

export const Value = ({ children }: { children: string }) => (
  <bdi class="value" dir="auto">
    {printable(children)}
  </bdi>
);

export const kKinds = ['phone', 'email', 'handle', 'url', 'wallet', 'iban', 'image', 'template', 'post'] as const;
const kNamed = new Set<string>(['phone', 'email', 'handle', 'url', 'wallet', 'iban', 'image', 'template', 'text', 'post', 'network', 'fields', 'name', 'price', 'place', 'number', 'date']);
export const kind_name = (kind: string) => (kNamed.has(kind) ? t(`kind.${kind}` as Key) : kind);

export const KindMark = ({ kind }: { kind: string }) => (
  <span class={`kind-mark kind-${kind}`}>
    <Icon name={kind === 'text' ? 'template' : kind} label={kind_name(kind)} />
  </span>
);

export const IdLink = ({ id, children }: { id: string; children?: ComponentChildren }) => (
  <a class="id-link" href={href_of(id)}>
    {children ?? <Ident>{id}</Ident>}
  </a>
);

export function SelectorName({ of }: { of: Pick<SelectorRow, 'id' | 'kind' | 'service' | 'value'> }) {
  return (
    <a class="selector-name" href={href_of(of.id)}>
      <KindMark kind={of.kind} />
      <Value>{of.value}</Value>
      {of.service && of.service !== 'account' && <span class="service">{of.service}</span>}
      {of.service === 'account' && <span class="service">{t('kind.account')}</span>}
    </a>
  );
}

export function place_name(place: { city: string; country: string }): string {
  if (!place.city && !place.country) return t('common.not_stated');
  return printable([place.city, place.city ? place.country : country_name(place.country)].filter(Boolean).join(', '));
}

export const PlaceName = ({ of }: { of: Pick<Stop, 'city' | 'country'> }) => (
  <bdi class="place" title={country_name(of.country)}>
    {place_name(of)}
  </bdi>
);

// "phone +4479…", "instagram handle renidu", "text T-1": the kind, and the value.
export function split_signal(text: string): { kind: string; value: string } {
  const words = text.split(' ');
  const at = words.findIndex((word) => ['phone', 'email', 'url', 'handle', 'wallet', 'iban', 'text', 'image'].includes(word));
  return at < 0 ? { kind: 'text', value: text } : { kind: words[at], value: words.slice(at + 1).join(' ') };
}

// What a link rests on, as the program lists it: "phone +4479…; text T-1".
export function RestsOn({ text }: { text: string }) {
  return (
    <span class="rests-on">
      {text.split('; ').map((part) => {
        const { kind, value } = split_signal(part);
        return (
          <span key={part} class="signal">
            <KindMark kind={kind} />
            {/^T-[0-9a-f]+\b/.test(value) ? <IdLink id={value.split(/\s/)[0]} /> : <Value>{value || kind_name(kind)}</Value>}
          </span>
        );
      })}
    </span>
  );
}

// One line for a post: title, where and when, where it came from.
export function PostLine({ of, lead, mark }: { of: PostRef; lead?: ComponentChildren; mark?: string }) {
  return (
    <div class="post-line">
      <a href={href_of(of.id, mark)} dir="auto" class="post-title">
        {of.title ? printable(of.title) : <Ident>{of.id}</Ident>}
      </a>
      <span class="post-facts">
        {lead}
        <span>{day(of.posted_at)}</span>
        <PlaceName of={of} />
        <bdi class="source-name">{printable(of.name)}</bdi>
        {of.network && <IdLink id={of.network} />}
      </span>
    </div>
  );
}

export function first_line(text: string): string {
  return printable((text.split('\n').find((line) => line.trim()) ?? '').replace(/\{\d+\}/g, '…'));
}
