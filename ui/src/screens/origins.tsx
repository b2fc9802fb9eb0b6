// Where the values of a post come from, field by field.
import type { ComponentChildren } from 'preact';
import type { Origin, Post } from '../api.ts';
import { language_name, t } from '../app/i18n.ts';
import { field_name, printable, Value } from '../parts/ident.tsx';

export const origin_text = (of: Origin) => t(`origin.${of.from === 'key' ? 'column' : of.from}`, { columns: printable(of.columns.join(' + ')) });

const kTexts = ['title', 'body', 'image_text', 'images'];

// Rows of facts: the value where it is no text, and what it was read from.
export function values_of(post: Post, asked: string[]): [string, ComponentChildren][] {
  return post.origins.map((of) => {
    const value = of.from === 'text' ? language_name(post.language) : kTexts.includes(of.field) ? '' : post.fields[of.field];
    return [
      field_name(of.field),
      <>
        {value && (
          <span class={asked.includes(of.field) ? 'asked' : ''}>
            <Value>{value}</Value>
          </span>
        )}{' '}
        <bdi class="muted">{origin_text(of)}</bdi>
      </>,
    ];
  });
}
