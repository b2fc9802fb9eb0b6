// What a person sets for themselves: language, numerals, colours, motion, keys, masked terms.
import { useState } from 'preact/hooks';
import { number, t } from '../app/i18n.ts';
import { change_settings, get_settings, kLanguages, type Language } from '../app/settings.ts';
import { Check, Choice, Field, PageHead, Section } from '../parts/basics.tsx';

const kOwnNames: Record<Language, string> = { en: 'English', fr: 'Français', es: 'Español', ar: 'العربية', ru: 'Русский', zh: '中文' };

export function SettingsScreen() {
  const settings = get_settings();
  const [terms, set_terms] = useState(settings.masked);
  return (
    <div class="screen settings">
      <PageHead title={t('nav.settings')}>
        <p class="lede">{t('settings.lede')}</p>
      </PageHead>
      <div class="two-columns">
        <Section title={t('settings.language')}>
          <Choice label={t('settings.page_language')} value={settings.language} options={kLanguages.map((language) => ({ value: language, label: kOwnNames[language] }))} onChange={(language) => change_settings({ language })} />
          <Choice
            label={t('settings.numerals')}
            value={settings.numerals}
            options={[
              { value: 'latn', label: t('settings.numerals_latin') },
              { value: 'native', label: t('settings.numerals_own') },
            ]}
            onChange={(numerals) => change_settings({ numerals })}
          />
          <p class="help">{t('settings.numerals_example', { n: 1234567 })} {number(1234567)}</p>
          <p class="help">{t('settings.reviewed')}</p>
        </Section>
        <Section title={t('settings.look')}>
          <Choice
            label={t('settings.theme')}
            value={settings.theme}
            options={(['auto', 'light', 'dark'] as const).map((theme) => ({ value: theme, label: t(`settings.theme_${theme}`) }))}
            onChange={(theme) => change_settings({ theme })}
          />
          <Choice
            label={t('settings.motion')}
            value={settings.motion}
            options={(['auto', 'reduced'] as const).map((motion) => ({ value: motion, label: t(`settings.motion_${motion}`) }))}
            onChange={(motion) => change_settings({ motion })}
          />
          <Check label={t('settings.dense')} value={settings.dense} onChange={(dense) => change_settings({ dense })} />
        </Section>
        <Section title={t('settings.keys')}>
          <Check label={t('settings.single_keys')} help={t('settings.single_keys_help')} value={settings.keys} onChange={(keys) => change_settings({ keys })} />
        </Section>
        <Section title={t('settings.care')} note={t('settings.care_note')}>
          <Check label={t('settings.mask')} value={settings.mask} onChange={(mask) => change_settings({ mask })} />
          <Field label={t('settings.terms')} help={t('settings.terms_help')}>
            {(id) => <textarea id={id} rows={5} maxLength={20000} dir="auto" value={terms} onInput={(event) => set_terms(event.currentTarget.value)} onChange={(event) => change_settings({ masked: event.currentTarget.value })} />}
          </Field>
        </Section>
      </div>
    </div>
  );
}
