// A wording by itself, apart from any one network.
import { api } from '../api.ts';
import { days_between, t } from '../app/i18n.ts';
import { useLoad } from '../app/load.ts';
import { Awaited, PageHead, Section } from '../parts/basics.tsx';
import { first_line, Ident, IdLink, PostLine } from '../parts/ident.tsx';
import { LabelButton, Labels, Notes } from '../parts/notes.tsx';
import { SideBySide, Slots, TemplateText } from './network/wordings.tsx';

export function WordingScreen({ id, query }: { id: string; query: Record<string, string> }) {
  const loaded = useLoad((signal) => api.template(id, signal), [id]);
  return (
    <div class="screen">
      <Awaited of={loaded}>
        {(template) => (
          <>
            <PageHead over={<>{t('word.wording')} <Ident>{template.id}</Ident></>} title={<span dir="auto">{first_line(template.text)}</span>} actions={<LabelButton id={id} />}>
              <p class="lede">
                <span>{t('unit.posts', { n: template.posts })}</span>
                <span>{days_between(template.first, template.last)}</span>
                {template.networks.slice(0, 6).map((network) => (
                  <IdLink key={network.what} id={network.what} />
                ))}
                <Labels id={id} of={template.labels} />
              </p>
            </PageHead>
            <Section title={t('wording.template')}>
              <TemplateText of={template} />
            </Section>
            <Slots of={template} query={query} />
            <SideBySide of={template} query={query} />
            <Section title={t('facts.sample')}>
              {template.fills.slice(0, 12).map(({ post }) => (
                <PostLine key={post.id} of={post} />
              ))}
            </Section>
            <Notes id={id} notes={template.notes} />
          </>
        )}
      </Awaited>
    </div>
  );
}
