// The rows that could not be read, with the line and the reason; to download and mend.
import { api } from '../api.ts';
import { number, t } from '../app/i18n.ts';
import { useList } from '../app/load.ts';
import { href } from '../app/router.ts';
import { Failure, More, PageHead, Waiting } from '../parts/basics.tsx';
import { Icon } from '../parts/icon.tsx';
import { printable, Value } from '../parts/ident.tsx';
import { Download } from '../parts/second.tsx';

export function QuarantineScreen({ query }: { query: Record<string, string> }) {
  const listed = useList((after, signal) => api.quarantine({ import: query.import, after, limit: 200 }, signal), (page) => page.rows, [query.import]);
  return (
    <div class="screen">
      <PageHead
        over={<a href={href(['case'])}>{t('nav.case')}</a>}
        title={t('quarantine.title')}
        actions={
          query.import && (
            <Download look="button plain" name={`quarantine-${Number(query.import)}.csv`} address={api.quarantine_file(Number(query.import))}>
              <Icon name="save" />
              <span>{t('quarantine.download')}</span>
            </Download>
          )
        }
      >
        <p class="lede">{t('quarantine.lede')}</p>
      </PageHead>
      {listed.error && <Failure error={listed.error} retry={listed.reload} />}
      {!listed.data && !listed.error && <Waiting />}
      {listed.data && listed.rows.length === 0 && <p class="muted">{t('quarantine.none')}</p>}
      {listed.data && listed.rows.length > 0 && (
        <>
          <ul class="tallies">
            {Object.entries(listed.data.reasons).map(([reason, count]) => (
              <li key={reason}>
                <Value>{reason}</Value> <span class="count">{number(count)}</span>
              </li>
            ))}
          </ul>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t('case.files')}</th>
                <th scope="col" class="number">
                  {t('quarantine.line')}
                </th>
                <th scope="col">{t('quarantine.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {listed.rows.map((row, i) => (
                <tr key={i}>
                  <td>
                    <bdi>{printable(row.file.split('/').at(-1) ?? row.file)}</bdi>
                  </td>
                  <td class="number">{number(row.line)}</td>
                  <td>
                    <Value>{row.reason}</Value>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <More of={listed} />
        </>
      )}
    </div>
  );
}
