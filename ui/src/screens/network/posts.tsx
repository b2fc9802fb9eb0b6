// All posts of a network, in order of time.
import { api, type PostRef } from '../../api.ts';
import { day, t } from '../../app/i18n.ts';
import { list_keys, useCursor } from '../../app/cursor.ts';
import { useKeys } from '../../app/keys.ts';
import { useList } from '../../app/load.ts';
import { go, href_of, set_query } from '../../app/router.ts';
import { Choice, Failure, Waiting } from '../../parts/basics.tsx';
import { Ident, PlaceName, printable } from '../../parts/ident.tsx';
import { VirtualRows } from '../../parts/virtual.tsx';

function Row({ post, place, current }: { post: PostRef; place: number; current: boolean }) {
  return (
    <div class={`post-row${current ? ' current' : ''}`} role="row" aria-rowindex={place + 1} aria-current={current ? 'true' : undefined}>
      <span role="cell">{day(post.posted_at)}</span>
      <span role="cell" class="clip">
        <a href={href_of(post.id)} dir="auto">
          {post.title ? printable(post.title) : <Ident>{post.id}</Ident>}
        </a>
      </span>
      <span role="cell">
        <PlaceName of={post} />
      </span>
      <bdi role="cell" class="source-name">
        {printable(post.name)}
      </bdi>
    </div>
  );
}

export function PostsPart({ id, query }: { id: string; query: Record<string, string> }) {
  const sort = query.sort ?? 'oldest';
  const listed = useList((after, signal) => api.network_posts(id, { sort, after, limit: 200 }, signal), (page) => page.posts, [id, sort]);
  const cursor = useCursor(listed.rows.length, -1);
  useKeys(
    list_keys(listed.rows, cursor, (post) => go(['posts', post.id])),
    [listed.rows],
  );
  if (listed.error) return <Failure error={listed.error} retry={listed.reload} />;
  if (!listed.data) return <Waiting />;
  return (
    <div class="part">
      <div class="tools">
        <Choice inline label={t('leads.sort')} value={sort} options={(['oldest', 'newest'] as const).map((value) => ({ value: value as string, label: t(`sort.post_${value}`) }))} onChange={(value) => set_query({ sort: value === 'oldest' ? '' : value, at: '' })} />
        <span class="muted">{t('unit.posts', { n: listed.data.total })}</span>
      </div>
      <VirtualRows rows={listed.rows} height={34} label={t('part.posts')} total={listed.data.total} current={cursor.at} onEnd={listed.more} row={(post, place) => <Row post={post} place={place} current={place === cursor.at} />} />
    </div>
  );
}
