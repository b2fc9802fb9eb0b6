// The words that two texts have in common, in order (Myers, An O(ND) Difference Algorithm,
// 1986), capped: texts that differ in more than kMost places are shown as wholly different.
export interface Part {
  text: string;
  same: boolean;
}

const kMost = 1500;
export const words_of = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu) ?? [];

// Pairs of places (i, j) with a[i] === b[j], ascending in both.
function common(a: string[], b: string[]): [number, number][] {
  const most = Math.min(kMost, a.length + b.length);
  const reach = new Int32Array(2 * most + 3);
  const middle = most + 1;
  const trail: Int32Array[] = [];
  for (let d = 0; d <= most; ++d) {
    trail.push(reach.slice());
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && reach[middle + k - 1] < reach[middle + k + 1]) ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) ++x;
      reach[middle + k] = x;
      if (x >= a.length && x - k >= b.length) return walk_back(a.length, b.length, trail, middle);
    }
  }
  return [];
}

function walk_back(x: number, y: number, trail: Int32Array[], middle: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let d = trail.length - 1; d >= 0; --d) {
    const reach = trail[d];
    const k = x - y;
    const before = k === -d || (k !== d && reach[middle + k - 1] < reach[middle + k + 1]) ? k + 1 : k - 1;
    const x0 = d === 0 ? 0 : reach[middle + before];
    const y0 = d === 0 ? 0 : x0 - before;
    while (x > x0 && y > y0 && (d === 0 || x > x0) && pairs.push([--x, --y]));
    x = x0;
    y = y0;
  }
  return pairs.reverse();
}

function parts_of(words: string[], kept: Set<number>): Part[] {
  const parts: Part[] = [];
  words.forEach((word, i) => {
    const same = kept.has(i);
    const last = parts.at(-1);
    if (last && last.same === same) last.text += word;
    else parts.push({ text: word, same });
  });
  return parts;
}

export function diff(a: string, b: string): { a: Part[]; b: Part[]; same: number } {
  const [left, right] = [words_of(a), words_of(b)];
  const pairs = common(left, right);
  const count = pairs.filter(([i]) => /\S/.test(left[i])).length;
  const total = Math.max(left.filter((w) => /\S/.test(w)).length, right.filter((w) => /\S/.test(w)).length, 1);
  return { a: parts_of(left, new Set(pairs.map(([i]) => i))), b: parts_of(right, new Set(pairs.map(([, j]) => j))), same: count / total };
}

// What stands in a slot of the wording, or a selector by itself; places in the text, ascending.
export interface InSlot {
  begin: number;
  end: number;
  n: number; // 0: in no slot
  kind: string;
}

// The parts cut where slots begin and end; those of one slot together.
export function in_slots(parts: Part[], slots: InSlot[]): { slot: InSlot | null; parts: Part[] }[] {
  const groups: { slot: InSlot | null; parts: Part[] }[] = [];
  let next = 0;
  let begin = 0;
  for (const { text, same } of parts) {
    const end = begin + text.length;
    for (let at = begin; at < end; ) {
      while (next < slots.length && slots[next].end <= at) ++next;
      const slot = slots[next]?.begin <= at ? slots[next] : null;
      const stop = Math.min(end, slot ? slot.end : (slots[next]?.begin ?? end));
      const part = { text: text.slice(at - begin, stop - begin), same };
      const last = groups.at(-1);
      if (last && last.slot === slot) last.parts.push(part);
      else groups.push({ slot, parts: [part] });
      at = stop;
    }
    begin = end;
  }
  return groups;
}
