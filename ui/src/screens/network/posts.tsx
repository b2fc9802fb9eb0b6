// All posts of a network, in order of time.
import { api, type PostRef } from '../../api.ts';
import { day, t } from '../../app/i18n.ts';
import { useList } from '../../app/load.ts';
import { href_of, set_query } from '../../app/router.ts';
import { Choice, Failure, Waiting } from '../../parts/basics.tsx';
import { Ident, PlaceName, printable } from '../../parts/ident.tsx';
import { VirtualRows } from '../../parts/virtual.tsx';

function Row({ post, place }: { post: PostRef; place: number }) {
  return (
    <div class="post-row" role="row" aria-rowindex={place + 1}>
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
  if (listed.error) return <Failure error={listed.error} retry={listed.reload} />;
  if (!listed.data) return <Waiting />;
  return (
    <div class="part">
      <div class="tools">
        <Choice inline label={t('leads.sort')} value={sort} options={(['oldest', 'newest'] as const).map((value) => ({ value: value as string, label: t(`sort.post_${value}`) }))} onChange={(value) => set_query({ sort: value === 'oldest' ? '' : value })} />
        <span class="muted">{t('unit.posts', { n: listed.data.total })}</span>
      </div>
      <VirtualRows rows={listed.rows} height={34} label={t('part.posts')} total={listed.data.total} onEnd={listed.more} row={(post, place) => <Row post={post} place={place} />} />
    </div>
  );
}
