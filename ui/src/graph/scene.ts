// What the graph view shows, without a canvas: nodes with their places, what is hidden, pinned
// and selected, paths and picking. Pure, so that tests need no browser.
import type { Graph, GraphNode } from '../api.ts';

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

const kCell = 64;

export class Scene {
  readonly nodes: GraphNode[];
  readonly edges: Graph['edges'];
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly place = new Map<string, number>();
  readonly visible: Uint8Array;
  selected = new Set<number>();
  pinned = new Set<number>();
  path: number[] = [];
  private readonly neighbours: number[][];
  private grid: Map<number, number[]> | null = null;

  constructor(graph: Graph, moved: Record<string, [number, number]> = {}) {
    this.nodes = graph.nodes;
    this.edges = graph.edges;
    this.x = new Float64Array(graph.nodes.length);
    this.y = new Float64Array(graph.nodes.length);
    this.visible = new Uint8Array(graph.nodes.length).fill(1);
    this.neighbours = graph.nodes.map(() => []);
    graph.nodes.forEach((node, i) => {
      this.place.set(node.id, i);
      [this.x[i], this.y[i]] = moved[node.id] ?? [node.x, node.y];
      if (moved[node.id]) this.pinned.add(i);
    });
    for (const { a, b } of graph.edges) {
      this.neighbours[a].push(b);
      this.neighbours[b].push(a);
    }
  }

  hide(ids: Iterable<string>, kinds: Set<string>) {
    this.visible.fill(1);
    this.nodes.forEach((node, i) => {
      if (kinds.has(node.hub ? 'hub' : node.kind)) this.visible[i] = 0;
    });
    for (const id of ids) {
      const i = this.place.get(id);
      if (i !== undefined) this.visible[i] = 0;
    }
    this.grid = null;
  }

  radius(i: number): number {
    const node = this.nodes[i];
    return node.kind === 'post' ? 4 : 5 + Math.min(9, 1.5 * Math.sqrt(node.posts));
  }

  move(i: number, x: number, y: number) {
    this.x[i] = x;
    this.y[i] = y;
    this.grid = null;
  }

  // The nodes that touch i, as the edges say, those that are hidden left out.
  near(i: number): number[] {
    return this.neighbours[i].filter((j) => this.visible[j]);
  }

  bounds(): Box {
    const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
    for (let i = 0; i < this.nodes.length; ++i) {
      if (!this.visible[i]) continue;
      box.x0 = Math.min(box.x0, this.x[i]);
      box.y0 = Math.min(box.y0, this.y[i]);
      box.x1 = Math.max(box.x1, this.x[i]);
      box.y1 = Math.max(box.y1, this.y[i]);
    }
    return box.x0 === Infinity ? { x0: -1, y0: -1, x1: 1, y1: 1 } : box;
  }

  private key = (x: number, y: number) => Math.floor(x / kCell) * 73856093 + Math.floor(y / kCell);

  private cells(): Map<number, number[]> {
    if (this.grid) return this.grid;
    this.grid = new Map();
    for (let i = 0; i < this.nodes.length; ++i) {
      if (!this.visible[i]) continue;
      const key = this.key(this.x[i], this.y[i]);
      const cell = this.grid.get(key);
      if (cell) cell.push(i);
      else this.grid.set(key, [i]);
    }
    return this.grid;
  }

  // The node at a point, at most `slack` beyond its rim; -1 if there is none.
  pick(x: number, y: number, slack: number): number {
    let best = -1;
    let closest = Infinity;
    const reach = Math.ceil((20 + slack) / kCell);
    for (let dx = -reach; dx <= reach; ++dx)
      for (let dy = -reach; dy <= reach; ++dy)
        for (const i of this.cells().get(this.key(x + dx * kCell, y + dy * kCell)) ?? []) {
          const distance = Math.hypot(this.x[i] - x, this.y[i] - y) - this.radius(i);
          if (distance <= slack && distance < closest) [best, closest] = [i, distance];
        }
    return best;
  }

  // The nodes within a polygon (even-odd).
  within(points: [number, number][]): number[] {
    const inside: number[] = [];
    for (let i = 0; i < this.nodes.length; ++i) {
      if (!this.visible[i]) continue;
      let odd = false;
      for (let j = 0, k = points.length - 1; j < points.length; k = j++) {
        const [xj, yj] = points[j];
        const [xk, yk] = points[k];
        if (yj > this.y[i] !== yk > this.y[i] && this.x[i] < ((xk - xj) * (this.y[i] - yj)) / (yk - yj) + xj) odd = !odd;
      }
      if (odd) inside.push(i);
    }
    return inside;
  }

  // The shortest way over edges that count (breadth first); hubs link nobody. Empty: none.
  find_path(from: number, to: number): number[] {
    const before = new Map<number, number>([[from, from]]);
    const queue = [from];
    for (let head = 0; head < queue.length; ++head) {
      const at = queue[head];
      if (at === to) {
        const path = [to];
        while (path[0] !== from) path.unshift(before.get(path[0]) as number);
        return path;
      }
      for (const next of this.near(at))
        if (!before.has(next) && (!this.nodes[next].hub || next === to)) {
          before.set(next, at);
          queue.push(next);
        }
    }
    return [];
  }

  // The neighbour that lies most in a direction, for the arrow keys; -1 if none does.
  toward(from: number, dx: number, dy: number): number {
    let best = -1;
    let most = 0.5; // within 60 degrees
    for (const i of new Set(this.near(from))) {
      const [x, y] = [this.x[i] - this.x[from], this.y[i] - this.y[from]];
      const cosine = (x * dx + y * dy) / (Math.hypot(x, y) || 1);
      if (cosine > most) [best, most] = [i, cosine];
    }
    return best;
  }
}
