// Notes on a network, in a small Markdown. Each is an act: dated, attributed, undone like any.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { api, type Network } from '../../api.ts';
import { minute, t } from '../../app/i18n.ts';
import { masked } from '../../app/mask.ts';
import { href_of } from '../../app/router.ts';
import { get_shared, offers, refresh_case, say, say_error } from '../../app/store.ts';
import { Button, Field, Section } from '../../parts/basics.tsx';
import { undo } from '../../parts/decide.tsx';

// **strong**, *emphasis*, `code`, and IDs, which become links. Nothing else is markup: an
// address in a note is text, so that no click leaves the machine.
export function inline(text: string): ComponentChildren[] {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\b[NPST]-[0-9a-f]+\b)/).map((part) => {
    if (/^\*\*.+\*\*$/.test(part)) return <strong>{part.slice(2, -2)}</strong>;
    if (/^\*.+\*$/.test(part)) return <em>{part.slice(1, -1)}</em>;
    if (/^`.+`$/.test(part)) return <code>{part.slice(1, -1)}</code>;
    if (/^[NPST]-[0-9a-f]+$/.test(part)) return <a href={href_of(part)}>{part}</a>;
    return masked(part);
  });
}

export function Markdown({ text }: { text: string }) {
  const blocks: ComponentChildren[] = [];
  let items: string[] = [];
  const flush = () => {
    if (items.length) blocks.push(<ul>{items.map((item) => <li>{inline(item)}</li>)}</ul>);
    items = [];
  };
  for (const line of text.split('\n')) {
    const item = /^\s*[-*]\s+(.*)$/.exec(line);
    if (item) {
      items.push(item[1]);
      continue;
    }
    flush();
    const head = /^#{1,4}\s+(.*)$/.exec(line);
    if (head) blocks.push(<h4>{inline(head[1])}</h4>);
    else if (line.trim()) blocks.push(<p>{inline(line)}</p>);
  }
  flush();
  return (
    <div class="markdown" dir="auto">
      {blocks}
    </div>
  );
}

export function Notes({ network }: { network: Network }) {
  const kDraft = `maillon.draft.${network.id}`;
  const [text, set_text] = useState(sessionStorage.getItem(kDraft) ?? '');
  const write = (value: string) => (set_text(value), sessionStorage.setItem(kDraft, value));
  const keep = async () => {
    if (!text.trim()) return;
    try {
      await api.decide({ kind: 'note', a: network.id, value: text, reason: '', known_state: get_shared().status?.state ?? '' });
      write('');
      say(t('notes.kept'));
      await refresh_case();
    } catch (error) {
      say_error(error);
    }
  };
  return (
    <div class="part notes">
      <Section title={t('part.notes')} note={t('notes.note')}>
        {!offers('note') && <p class="note">{t('offers.note')}</p>}
        {offers('note') && <form onSubmit={(event) => (event.preventDefault(), void keep())}>
          <Field label={t('notes.new')} help={t('notes.help')}>
            {(id) => <textarea id={id} rows={5} maxLength={100000} dir="auto" value={text} onInput={(event) => write(event.currentTarget.value)} />}
          </Field>
          <Button tone="main" submit disabled={!text.trim()} onClick={() => {}}>
            {t('notes.keep')}
          </Button>
        </form>}
      </Section>
      {network.notes.length === 0 && <p class="muted">{t('notes.none')}</p>}
      {[...network.notes].reverse().map((note) => (
        <article class="note-card" key={note.act}>
          <header>
            <bdi>{note.actor}</bdi> · {minute(note.time)}
            <Button small tone="quiet" icon="undo" onClick={() => void undo(note.act)}>
              {t('common.undo')}
            </Button>
          </header>
          <Markdown text={note.text} />
        </article>
      ))}
    </div>
  );
}
