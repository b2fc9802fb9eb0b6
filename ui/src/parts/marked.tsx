// Text of a post with its selectors marked where they stand, and terms masked if so set.
// Offsets are UTF-8 bytes, as everywhere in the program.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../app/i18n.ts';
import { dots, masked_terms } from '../app/mask.ts';
import { Icon } from './icon.tsx';

export interface Mark {
  begin: number; // bytes
  end: number;
  kind: string;
  title: string;
  href?: string;
}

// Byte offsets -> places in the string; `offsets` ascending.
export function to_units(text: string, offsets: number[]): number[] {
  const places: number[] = [];
  let byte = 0;
  let unit = 0;
  for (const offset of offsets) {
    while (byte < offset && unit < text.length) {
      const code = text.codePointAt(unit) as number;
      byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      unit += code > 0xffff ? 2 : 1;
    }
    places.push(unit);
  }
  return places;
}

export interface Piece {
  text: string;
  mark: Mark | null;
}

// Cuts a text at its marks. Of marks that overlap, the one that begins first stays.
export function cut(text: string, marks: Mark[]): Piece[] {
  const kept: Mark[] = [];
  for (const mark of [...marks].sort((a, b) => a.begin - b.begin || b.end - a.end))
    if (mark.end > mark.begin && mark.begin >= (kept.at(-1)?.end ?? 0)) kept.push(mark);
  const places = to_units(text, kept.flatMap((mark) => [mark.begin, mark.end]));
  const pieces: Piece[] = [];
  let at = 0;
  kept.forEach((mark, i) => {
    const [begin, end] = [places[2 * i], places[2 * i + 1]];
    if (begin > at) pieces.push({ text: text.slice(at, begin), mark: null });
    if (end > begin) pieces.push({ text: text.slice(begin, end), mark });
    at = Math.max(at, end);
  });
  if (at < text.length) pieces.push({ text: text.slice(at), mark: null });
  return pieces;
}

function MaskedTerm({ term }: { term: string }) {
  const [shown, show] = useState(false);
  if (shown) return <>{term}</>;
  return (
    <button type="button" class="masked" aria-label={t('mask.show')} title={t('mask.show')} onClick={(event) => (event.preventDefault(), show(true))}>
      {dots(term)}
    </button>
  );
}

function Openable({ text }: { text: string }) {
  const pattern = masked_terms();
  if (!pattern) return <>{text}</>;
  return <>{text.split(pattern).map((part, i) => (i % 2 ? <MaskedTerm key={i} term={part} /> : part))}</>;
}

// Control marks in the text are shown as what they are, since they are how texts are disguised.
export function Visible({ text }: { text: string }): ComponentChildren {
  const parts = text.split(/([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+)/);
  return (
    <>
      {parts.map((part, i) =>
        i % 2 ? (
          <span key={i} class="hidden-mark" title={[...part].map((c) => `U+${(c.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`).join(' ')}>
            ·
          </span>
        ) : (
          <Openable key={i} text={part} />
        ),
      )}
    </>
  );
}

const kLongest = 20000; // characters shown at first: a field may hold a megabyte

// `language`: of the text, so that it is read out in it; "" if nobody knows.
export function MarkedText({ text, marks, language }: { text: string; marks: Mark[]; language: string }) {
  const [whole, show_whole] = useState(false);
  const shown = whole || text.length <= kLongest ? text : text.slice(0, kLongest);
  return (
    <>
      <div class="post-text" dir="auto" lang={language || undefined}>
        {cut(shown, marks).map((piece, i) =>
          piece.mark ? (
            <mark key={i} class={`kind-${piece.mark.kind}`}>
              {piece.mark.href ? (
                <a href={piece.mark.href} title={piece.mark.title}>
                  <bdi>
                    <Visible text={piece.text} />
                  </bdi>
                </a>
              ) : (
                <bdi title={piece.mark.title}>
                  <Visible text={piece.text} />
                </bdi>
              )}
            </mark>
          ) : (
            <Visible key={i} text={piece.text} />
          ),
        )}
      </div>
      {shown.length < text.length && (
        <button type="button" class="button plain" onClick={() => show_whole(true)}>
          <Icon name="down" />
          <span>{t('post.whole', { n: text.length })}</span>
        </button>
      )}
    </>
  );
}
