// Posts in time: the bars of the chart, and the route from place to place. Pure.
export const kDay = 86400;

export interface Event {
  post: string;
  at: number; // seconds
  strip: number;
  place: number;
}

export interface Stay {
  place: number;
  from: number;
  to: number;
  posts: number;
}

// The route: places in order of their first post, with how many posts each and when.
export function stays_of(events: Event[]): Stay[] {
  const stays = new Map<number, Stay>();
  for (const event of events) {
    if (event.place < 0) continue;
    const stay = stays.get(event.place);
    if (!stay) stays.set(event.place, { place: event.place, from: event.at, to: event.at, posts: 1 });
    else {
      stay.from = Math.min(stay.from, event.at);
      stay.to = Math.max(stay.to, event.at);
      ++stay.posts;
    }
  }
  return [...stays.values()].sort((a, b) => a.from - b.from || a.place - b.place);
}

// Posts in equal spans, whole days, at most about a hundred.
export function histogram(events: Event[], from: number, to: number): [number[], number[]] {
  const span = Math.max(1, Math.ceil((to - from) / kDay / 100)) * kDay;
  const start = Math.floor(from / kDay) * kDay;
  const count = Math.max(1, Math.floor((to - start) / span) + 1);
  const bins = new Array(count).fill(0);
  for (const event of events) bins[Math.min(count - 1, Math.max(0, Math.floor((event.at - start) / span)))]++;
  return [bins.map((_, i) => start + (i + 0.5) * span), bins];
}
