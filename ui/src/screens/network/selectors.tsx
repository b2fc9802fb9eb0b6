// The selectors of a network and the hubs that it touches; a hub is set aside here.
import type { Network, SelectorRow } from '../../api.ts';
import { days_between, number, t } from '../../app/i18n.ts';
import { ActColumn, Button, Section } from '../../parts/basics.tsx';
import { ask_decision } from '../../parts/decide.tsx';
import { SelectorName } from '../../parts/ident.tsx';
import { Sentence } from '../../parts/said.tsx';

export function SelectorTable({ rows, hubs }: { rows: SelectorRow[]; hubs?: boolean }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t('word.selector')}</th>
          <th scope="col" class="number">
            {t('column.here')}
          </th>
          <th scope="col" class="number">
            {t('column.in_case')}
          </th>
          <th scope="col">{t('column.seen')}</th>
          <th scope="col">{t('column.note')}</th>
          <ActColumn />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <SelectorName of={row} />
            </td>
            <td class="number">{number(row.posts)}</td>
            <td class="number">{number(row.posts_in_case)}</td>
            <td>{days_between(row.first, row.last)}</td>
            <td class="muted">{row.said.length > 0 && <Sentence of={row.said} />}</td>
            <td class="acts">
              <Button small icon="hub" onClick={() => ask_decision({ kind: hubs ? 'not_hub' : 'hub', a: row.id })}>
                {t(hubs ? 'act.not_hub' : 'act.hub')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Selectors({ network }: { network: Network }) {
  return (
    <div class="part">
      <Section title={t('part.selectors')} note={t('selectors.note')}>
        <SelectorTable rows={network.selectors} />
      </Section>
      {network.hubs.length > 0 && (
        <Section title={t('facts.hubs')} note={t('facts.hubs_note')}>
          <SelectorTable rows={network.hubs} hubs />
        </Section>
      )}
    </div>
  );
}
