// The signed pack of a network, for a court: what is in it, and the fingerprint by which it is checked.
import { useState } from 'preact/hooks';
import { api } from '../api.ts';
import { t } from '../app/i18n.ts';
import { get_settings } from '../app/settings.ts';
import { refresh_case, useShared } from '../app/store.ts';
import { Check, Section } from '../parts/basics.tsx';
import { Ident } from '../parts/ident.tsx';
import { FetchFile } from '../parts/second.tsx';

export function Pack({ network }: { network: string }) {
  const { status } = useShared();
  const [originals, set_originals] = useState(false);
  const [disclosure, set_disclosure] = useState(false);
  const address = api.pack(network, { originals: originals ? 1 : '', disclosure: disclosure ? 1 : '', language: get_settings().language });
  return (
    <Section title={t('pack.title')} note={t('pack.note')}>
      <div class="pack">
        <Check label={t('pack.originals')} value={originals} onChange={set_originals} />
        <Check label={t('pack.disclosure')} value={disclosure} onChange={set_disclosure} />
        <FetchFile address={address} name={`${network}-${disclosure ? 'disclosure' : 'pack'}.zip`} act="share" icon="save" done={() => void refresh_case()}>
          {t('pack.make')}
        </FetchFile>
        {status?.signing_key && (
          <p class="muted">
            {t('pack.key')} <Ident>{status.signing_key}</Ident>
          </p>
        )}
      </div>
    </Section>
  );
}
