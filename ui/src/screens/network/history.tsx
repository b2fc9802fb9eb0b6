// What became of a network's number, and what people decided about it.
import { Section } from '../../parts/basics.tsx';
import { Value } from '../../parts/ident.tsx';
import { t } from '../../app/i18n.ts';
import { ActList } from '../history.tsx';

export function HistoryPart({ id, became }: { id: string; became: string[] }) {
  return (
    <div class="part">
      <Section title={t('history.of_network')}>
        <ActList id={id} />
      </Section>
      <Section title={t('history.became')} note={t('history.became_note')}>
        {became.length === 0 && <p class="muted">{t('history.nothing_became')}</p>}
        <ul>
          {became.map((line) => (
            <li key={line}>
              <Value>{line}</Value>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
