// Notes on a network, post, selector or wording, in a small Markdown. Each is an act: dated,
// attributed, undone like any.
import { api, type Note } from '../api.ts';
import { minute, t } from '../app/i18n.ts';
import { useKept } from '../app/kept.ts';
import { get_shared, offers, refresh_case, say, say_error } from '../app/store.ts';
import { Button, Field, Section } from './basics.tsx';
import { ask_decision, undo } from './decide.tsx';
import { Markdown } from './markdown.tsx';

// Each with a button that takes it away.
export const Labels = ({ id, of }: { id: string; of: string[] }) => (
  <>
    {of.map((label) => (
      <span class="label" key={label}>
        <bdi>{label}</bdi>
        <Button small tone="quiet" icon="close" label={t('label.remove', { label })} onClick={() => void api.decide({ kind: 'unlabel', a: id, value: label, reason: '', known_state: get_shared().status?.state ?? '' }).then(refresh_case).catch(say_error)} />
      </span>
    ))}
  </>
);

export const LabelButton = ({ id }: { id: string }) =>
  offers('label') && (
    <Button icon="plus" onClick={() => ask_decision({ kind: 'label', a: id })}>
      {t('label.add')}
    </Button>
  );

export function Notes({ id, notes }: { id: string; notes: Note[] }) {
  const [text, write] = useKept(`draft.${id}`, '');
  const keep = async () => {
    if (!text.trim()) return;
    try {
      await api.decide({ kind: 'note', a: id, value: text, reason: '', known_state: get_shared().status?.state ?? '' });
      write('');
      say(t('notes.kept'));
      await refresh_case();
    } catch (error) {
      say_error(error);
    }
  };
  return (
    <div class="notes">
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
      {notes.length === 0 && <p class="muted">{t('notes.none')}</p>}
      {[...notes].reverse().map((note) => (
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
