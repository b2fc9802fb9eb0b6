// The list of keys, one key away, and what the words on the page mean.
import { t, type Key } from '../app/i18n.ts';
import { get_settings } from '../app/settings.ts';
import { Dialog } from '../parts/basics.tsx';

const kKeys: [string[], Key][] = [
  [['/'], 'keys.search'],
  [['j', 'k'], 'keys.move'],
  [['Enter'], 'keys.open'],
  [['y'], 'keys.yes'],
  [['h'], 'keys.hold'],
  [['n'], 'keys.no'],
  [['[', ']'], 'keys.tabs'],
  [['g l', 'g s', 'g r', 'g c', 'g h'], 'keys.go'],
  [['Ctrl Z', 'Ctrl Y'], 'keys.undo'],
  [['?'], 'keys.help'],
];
const kWords: [Key, Key][] = [
  ['word.lead', 'word.lead_means'],
  ['word.network', 'word.network_means'],
  ['word.selector', 'word.selector_means'],
  ['word.wording', 'word.wording_means'],
  ['word.bits', 'word.bits_means'],
  ['word.hub', 'word.hub_means'],
  ['word.posterior', 'word.posterior_means'],
];

// The language of searches, by examples: src/search/query.h.
const kSearches: [string, Key][] = [
  ['leeds driver', 'help.search_all'],
  ['harvest OR greenhouse', 'help.search_or'],
  ['"no experience"', 'help.search_phrase'],
  ['-agency', 'help.search_not'],
  ['passp*', 'help.search_prefix'],
  ['recru*ment  wom?n', 'help.search_pattern'],
  ['harvst~  drivr~1', 'help.search_like'],
  ['"job driver"~5', 'help.search_near'],
  ['(leeds OR york) driver', 'help.search_group'],
  ['+44 7802 621155', 'help.search_selector'],
  ['city:leeds  country:GB  language:en  source:board', 'help.search_place'],
  ['title:  body:  author:  id:', 'help.search_text'],
  ['phone:  email:  url:  handle:  wallet:  iban:', 'help.search_kind'],
  ['network:N-3  template:T-…', 'help.search_network'],
  ['label:urgent', 'help.search_label'],
  ['level:>=medium  indicator:CO-01', 'help.search_signs'],
  ['after:2024-06-01  before:2025  date:2024-01..2024-03', 'help.search_date'],
  ['price:100..200EUR  price:..50$', 'help.search_price'],
];

export function HelpDialog({ close }: { close: () => void }) {
  return (
    <Dialog title={t('help.title')} onClose={close} wide>
      <div class="help-columns">
        <section>
          <h3>{t('help.keys')}</h3>
          {!get_settings().keys && <p class="note">{t('help.keys_off')}</p>}
          <dl class="keys">
            {kKeys.map(([keys, text]) => (
              <div key={text}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>{t('help.searching')}</h3>
          <dl class="words">
            {kSearches.map(([query, meaning]) => (
              <div key={query}>
                <dt>
                  <code dir="ltr">{query}</code>
                </dt>
                <dd>{t(meaning)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>{t('help.words')}</h3>
          <dl class="words">
            {kWords.map(([word, meaning]) => (
              <div key={word}>
                <dt>{t(word)}</dt>
                <dd>{t(meaning)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>{t('help.rules')}</h3>
          <ul class="rules">
            <li>{t('help.rule_leads')}</li>
            <li>{t('help.rule_people')}</li>
            <li>{t('help.rule_second_look')}</li>
            <li>{t('help.rule_children')}</li>
          </ul>
          <p class="muted">{t('help.atlas')}</p>
        </section>
      </div>
    </Dialog>
  );
}
