// An import while it runs, and what it has brought.
import { useEffect } from 'preact/hooks';
import { api } from '../api.ts';
import { t } from '../app/i18n.ts';
import { href } from '../app/router.ts';
import { say_error, useShared } from '../app/store.ts';
import { Button, Section } from '../parts/basics.tsx';
import { Icon } from '../parts/icon.tsx';
import { printable } from '../parts/ident.tsx';
import { KnownPictures } from '../parts/photograph.tsx';

export function Running({ on_done }: { on_done: () => void }) {
  const { job } = useShared();
  useEffect(() => {
    if (job?.state === 'done') on_done();
  }, [job?.state]);
  if (job?.state === 'failed')
    return (
      <>
        <p class="problem" role="alert" dir="auto">
          {[job.error, job.what_to_do].filter(Boolean).join(' — ')}
        </p>
        {/* What is in the case already is not to be read again. */}
        {job.result?.import ? (
          <a class="button main" href={href(['case'])}>
            {t('nav.case')}
          </a>
        ) : (
          <a class="button main" href={href(['import'], { step: 'columns' })}>
            {t('import.back')}
          </a>
        )}
      </>
    );
  return (
    <Section title={t('import.running')}>
      <p role="status">{t(`job.doing_${job?.result?.records !== undefined ? 'link' : 'import'}`)}</p>
      <progress class="wide-progress" max={job?.total || 1} value={job?.total ? job.done : undefined} aria-label={t('job.progress')} />
      <p class="muted">{t('import.running_note')}</p>
      <Button onClick={() => void api.stop_job().catch(say_error)}>{t('job.stop')}</Button>
    </Section>
  );
}

export function Done() {
  const { job, status } = useShared();
  const result = job?.result ?? {};
  const quarantined = result.quarantined ?? 0;
  const quarantine = href(['quarantine'], { import: result.import ?? '' });
  return (
    <Section title={t('import.done')}>
      <p class="says">{t('import.done_text', { records: result.records ?? 0, networks: status?.networks ?? 0 })}</p>
      {quarantined > 0 && (
        <p>
          <a href={quarantine}>{t('import.done_quarantine', { n: quarantined })}</a>
        </p>
      )}
      {(result.pictures ?? 0) > 0 && <p>{t('import.done_pictures', { count: result.pictures ?? 0 })}</p>}
      <KnownPictures of={result} />
      {(result.pictures_quarantined ?? 0) > 0 && (
        <p>
          <a href={quarantine}>{t('import.done_pictures_bad', { count: result.pictures_quarantined ?? 0 })}</a>
        </p>
      )}
      {(result.notes?.length ?? 0) > 0 && (
        <details>
          <summary>{t('import.notes')}</summary>
          <ul class="guess-notes" dir="auto">
            {result.notes?.map((note) => (
              <li key={note}>{printable(note)}</li>
            ))}
          </ul>
        </details>
      )}
      <div class="row">
        <a class="button main" href={href(['leads'])}>
          <span>{t('import.to_leads')}</span>
          <Icon name="next" />
        </a>
        <a class="button plain" href={href(['case'])}>
          {t('nav.case')}
        </a>
      </div>
    </Section>
  );
}
