// The links of a network, weakest first; the one that is chosen shows its ledger beside.
import { api, type LinkRow, type Network } from '../../api.ts';
import { decimal, percent, t } from '../../app/i18n.ts';
import { useKeys } from '../../app/keys.ts';
import { useList, useLoad } from '../../app/load.ts';
import { go, here, set_query } from '../../app/router.ts';
import { Awaited, Choice, Failure, Waiting } from '../../parts/basics.tsx';
import { Ident, RestsOn } from '../../parts/ident.tsx';
import { Ledger } from '../../parts/ledger.tsx';
import { VirtualRows } from '../../parts/virtual.tsx';

function Row({ link, place, chosen }: { link: LinkRow; place: number; chosen: boolean }) {
  return (
    <div class={`link-row${chosen ? ' current' : ''}`} role="row" aria-rowindex={place + 2} aria-current={chosen ? 'true' : undefined}>
      <span role="cell" class="number">
        {decimal(link.bits)}
      </span>
      <span role="cell" class="number">
        {percent(link.posterior)}
      </span>
      <span role="cell" class="clip">
        <button type="button" class="link" onClick={() => set_query({ a: link.a.id, b: link.b.id })}>
          <Ident>{link.a.name}</Ident>
          <br />
          <Ident>{link.b.name}</Ident>
        </button>
      </span>
      <span role="cell" class="clip muted">
        <RestsOn text={link.why} />
      </span>
    </div>
  );
}

function Chosen({ a, b }: { a: string; b: string }) {
  const loaded = useLoad((signal) => api.explain(a, b, signal), [`${a}${b}`]);
  return <Awaited of={loaded}>{(ledger) => <Ledger of={ledger} compact />}</Awaited>;
}

export function Links({ network, query }: { network: Network; query: Record<string, string> }) {
  const sort = query.sort ?? 'weakest';
  const listed = useList((after, signal) => api.network_links(network.id, { sort, after, limit: 200 }, signal), (page) => page.links, [network.id, sort]);
  const { a, b } = query.a && query.b ? query : sort === 'weakest' ? { a: network.weakest?.a.id, b: network.weakest?.b.id } : { a: network.strongest?.a.id, b: network.strongest?.b.id };
  const place_of = (pair: { a?: string; b?: string }) => listed.rows.findIndex((link) => link.a.id === pair.a && link.b.id === pair.b);
  const at = place_of({ a, b });
  // Keys come faster than the page draws: the address says what is chosen.
  const move = (step: number) => {
    const { query: now } = here();
    const link = listed.rows[Math.max(0, (now.a && now.b ? place_of(now) : at) + step)];
    if (link) set_query({ a: link.a.id, b: link.b.id });
  };
  useKeys(
    {
      j: () => move(1),
      k: () => move(-1),
      Enter: (event) => {
        const link = listed.rows[place_of(here().query)] ?? listed.rows[at];
        if (link && !(event.target as HTMLElement).closest('a, button')) go(['why'], { a: link.a.id, b: link.b.id });
      },
    },
    [listed.rows, a, b],
  );
  if (listed.error) return <Failure error={listed.error} retry={listed.reload} />;
  if (!listed.data) return <Waiting />;
  return (
    <div class="part side-by-side">
      <div class="side">
        <div class="tools">
          <Choice inline label={t('leads.sort')} value={sort} options={(['weakest', 'strongest'] as const).map((value) => ({ value: value as string, label: t(`sort.${value}`) }))} onChange={(value) => set_query({ sort: value === 'weakest' ? '' : value, a: '', b: '' })} />
          <span class="muted">{t('links.count', { n: listed.data.total })}</span>
        </div>
        <VirtualRows
          rows={listed.rows}
          height={56}
          label={t('part.links')}
          total={listed.data.total}
          current={at}
          onEnd={listed.more}
          head={
            <div class="link-row head" role="row" aria-rowindex={1}>
              <span role="columnheader" class="number">
                {t('word.bits')}
              </span>
              <span role="columnheader" class="number">
                {t('word.posterior')}
              </span>
              <span role="columnheader">{t('links.pair')}</span>
              <span role="columnheader">{t('links.why')}</span>
            </div>
          }
          row={(link, place) => <Row link={link} place={place} chosen={link.a.id === a && link.b.id === b} />}
        />
      </div>
      <div class="side ledger-side">{a && b && <Chosen a={a} b={b} />}</div>
    </div>
  );
}
