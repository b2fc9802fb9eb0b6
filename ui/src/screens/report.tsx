// The report of a network as it will be printed, in a frame; the browser prints it, also to PDF.
import { useRef } from 'preact/hooks';
import { api } from '../api.ts';
import { t } from '../app/i18n.ts';
import { href, set_query } from '../app/router.ts';
import { get_settings } from '../app/settings.ts';
import { Button, Check, Choice, PageHead } from '../parts/basics.tsx';
import { Icon } from '../parts/icon.tsx';
import { Ident, IdLink } from '../parts/ident.tsx';
import { Download, Granted } from '../parts/second.tsx';
import { Documents } from './case_work.tsx';
import { Pack } from './pack.tsx';

export function Report({ id, query }: { id: string; query: Record<string, string> }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const address = api.report(id, { annex: query.annex, names: query.names, mask: query.names === '1' ? '' : query.mask, language: get_settings().language });
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
            <Choice inline label={t('report.annex')} value={query.annex ?? ''} options={[{ value: '', label: t('report.annex') }, { value: 'links', label: t('report.annex_links') }, { value: '0', label: t('report.annex_none') }]} onChange={(annex) => set_query({ annex })} />
            <Check label={t('report.names')} value={query.names === '1'} onChange={(value) => set_query({ names: value ? '1' : '', mask: '' })} />
            <Check label={t('report.mask')} value={query.mask === '1'} onChange={(value) => set_query({ mask: value ? '1' : '', names: '' })} />
            <Download look="button plain" name={`${id}.html`} address={address}>
              <Icon name="save" />
              <span>{t('report.save')}</span>
            </Download>
            <Button icon="print" tone="main" onClick={() => frame.current?.contentWindow?.print()}>
              {t('report.print')}
            </Button>
          </>
        }
      >
        <p class="lede">{t('report.lede')}</p>
      </PageHead>
      <Granted address={address}>
        <iframe ref={frame} class="report-frame" src={address} title={t('report.of_id', { id })} sandbox="allow-same-origin allow-modals" />
      </Granted>
      <Pack network={id} />
      <Documents network={id} />
      <p class="muted">
        <a href={href(['networks', id])}>{t('report.back')}</a>
      </p>
    </div>
  );
}
