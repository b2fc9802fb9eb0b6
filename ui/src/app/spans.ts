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

const kPause = 21 * kDay;

// The route as the program tells it everywhere (network/order.h): a pause of more than 21 days in
// one place ends the stay. In order of their first posts.
export function stays_of(events: Event[]): Stay[] {
  const stays: Stay[] = [];
  for (const { place, at } of events.filter((event) => event.place >= 0).sort((a, b) => a.place - b.place || a.at - b.at)) {
    const last = stays.at(-1);
    if (last?.place === place && at - last.to <= kPause) {
      last.to = at;
      ++last.posts;
    } else stays.push({ place, from: at, to: at, posts: 1 });
  }
  return stays.sort((a, b) => a.from - b.from || a.to - b.to || a.place - b.place);
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
