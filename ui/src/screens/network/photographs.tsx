// The photographs that posts of the network share, blurred.
import type { Network } from '../../api.ts';
import { t } from '../../app/i18n.ts';
import { href } from '../../app/router.ts';
import { Section } from '../../parts/basics.tsx';
import { Photograph } from '../../parts/photograph.tsx';

export function Photographs({ network }: { network: Network }) {
  return (
    <div class="part">
      <Section title={t('part.photographs')} note={t('photo.note')}>
        {network.pictures.length === 0 && <p class="muted">{t('photo.none')}</p>}
        <div class="photographs">
          {network.pictures.map((picture) => (
            <Photograph
              key={picture.id}
              of={picture}
              caption={<a href={href(['search'], { q: picture.id })}>{t('facts.hub_count', { here: picture.posts, all: picture.posts_in_case })}</a>}
            />
          ))}
        </div>
      </Section>
    </div>
  );
}
