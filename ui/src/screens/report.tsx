// The report of a network as it will be printed, in a frame; the browser prints it, also to PDF.
import { useRef } from 'preact/hooks';
import { api } from '../api.ts';
import { t } from '../app/i18n.ts';
import { href, set_query } from '../app/router.ts';
import { get_settings } from '../app/settings.ts';
import { Button, Check, PageHead } from '../parts/basics.tsx';
import { Icon } from '../parts/icon.tsx';
import { Ident, IdLink } from '../parts/ident.tsx';

export function Report({ id, query }: { id: string; query: Record<string, string> }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const address = api.report(id, { annex: query.annex, names: query.names, language: get_settings().language });
  return (
    <div class="screen report">
      <PageHead
        over={<IdLink id={id} />}
        title={
          <>
            {t('report.of')} <Ident>{id}</Ident>
          </>
        }
        actions={
          <>
            <Check label={t('report.annex')} value={query.annex !== '0'} onChange={(value) => set_query({ annex: value ? '' : '0' })} />
            <Check label={t('report.names')} value={query.names === '1'} onChange={(value) => set_query({ names: value ? '1' : '' })} />
            <a class="button plain" href={address} download={`${id}.html`}>
              <Icon name="save" />
              <span>{t('report.save')}</span>
            </a>
            <Button icon="print" tone="main" onClick={() => frame.current?.contentWindow?.print()}>
              {t('report.print')}
            </Button>
          </>
        }
      >
        <p class="lede">{t('report.lede')}</p>
      </PageHead>
      <iframe ref={frame} class="report-frame" src={address} title={t('report.of_id', { id })} sandbox="allow-same-origin allow-modals" />
      <p class="muted">
        <a href={href(['networks', id])}>{t('report.back')}</a>
      </p>
    </div>
  );
}
