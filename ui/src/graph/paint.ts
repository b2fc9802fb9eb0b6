// Draws a scene. Edges and nodes of one look go into one path: a canvas without a GPU pays by
// the call. Kinds have a shape as well as a colour.
import type { Scene } from './scene.ts';

export interface Look {
  ink: string;
  muted: string;
  line: string;
  surface: string;
  accent: string;
  kinds: Record<string, string>;
  font: string;
}

export interface Camera {
  x: number; // the point of the scene in the middle of the view
  y: number;
  zoom: number;
}

// What shapes are drawn on: a canvas, or the writer of SVG.
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  closePath(): void;
}

const kSides: Record<string, [number, number]> = { email: [4, 0], phone: [4, Math.PI / 4], image: [4, Math.PI / 4], handle: [3, -Math.PI / 2], url: [5, -Math.PI / 2], wallet: [6, 0], iban: [6, 0], network: [8, Math.PI / 8] };

export function trace(pen: Pen, kind: string, x: number, y: number, radius: number) {
  if (kind === 'template') {
    const [w, h] = [radius * 1.25, radius * 0.8];
    pen.moveTo(x - w, y - h);
    pen.lineTo(x + w, y - h);
    pen.lineTo(x + w, y + h);
    pen.lineTo(x - w, y + h);
    pen.closePath();
    return;
  }
  const shape = kSides[kind];
  if (!shape) {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const [sides, turn] = shape;
  const reach = radius * 1.15;
  for (let i = 0; i < sides; ++i) {
    const angle = turn + (2 * Math.PI * i) / sides;
    const [px, py] = [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
    if (i === 0) pen.moveTo(px, py);
    else pen.lineTo(px, py);
  }
  pen.closePath();
}

// The colour group of each node: its kind, or its place ("" for the rest).
export function colour_of(scene: Scene, i: number, by: string, places: string[], look: Look): string {
  const node = scene.nodes[i];
  if (by === 'place') {
    const at = places.indexOf(node.place);
    return at >= 0 ? look.kinds[`place${at}`] : look.muted;
  }
  return look.kinds[node.kind] ?? look.muted;
}

export interface View {
  camera: Camera;
  width: number;
  height: number;
  hover: number;
  focus: number;
  colour_by: string;
  places: string[];
}

function edge_paths(scene: Scene, view: View): { thin: Path2D; strong: Path2D; idle: Path2D } {
  const { camera, width, height } = view;
  const [w, h] = [width / 2 / camera.zoom, height / 2 / camera.zoom];
  const [x0, x1, y0, y1] = [camera.x - w, camera.x + w, camera.y - h, camera.y + h];
  const paths = { thin: new Path2D(), strong: new Path2D(), idle: new Path2D() };
  for (const { a, b, bits } of scene.edges) {
    if (!scene.visible[a] || !scene.visible[b]) continue;
    const [ax, ay, bx, by] = [scene.x[a], scene.y[a], scene.x[b], scene.y[b]];
    if ((ax < x0 && bx < x0) || (ax > x1 && bx > x1) || (ay < y0 && by < y0) || (ay > y1 && by > y1)) continue;
    const path = bits === 0 ? paths.idle : bits >= 10 ? paths.strong : paths.thin;
    path.moveTo(ax, ay);
    path.lineTo(bx, by);
  }
  return paths;
}

function draw_edges(context: CanvasRenderingContext2D, scene: Scene, view: View, look: Look) {
  const { zoom } = view.camera;
  const { thin, strong, idle } = edge_paths(scene, view);
  context.strokeStyle = look.line;
  context.lineWidth = 0.8 / zoom;
  context.stroke(thin);
  context.lineWidth = 1.4 / zoom;
  context.stroke(strong);
  context.setLineDash([3 / zoom, 4 / zoom]);
  context.lineWidth = 0.6 / zoom;
  context.globalAlpha = 0.45;
  context.stroke(idle);
  context.globalAlpha = 1;
  context.setLineDash([]);
  const lit = view.hover >= 0 ? view.hover : view.focus;
  context.strokeStyle = look.accent;
  context.lineWidth = 1.8 / zoom;
  context.beginPath();
  if (lit >= 0)
    for (const near of scene.near(lit)) {
      context.moveTo(scene.x[lit], scene.y[lit]);
      context.lineTo(scene.x[near], scene.y[near]);
    }
  context.stroke();
  if (scene.path.length > 1) {
    context.lineWidth = 3.5 / zoom;
    context.beginPath();
    scene.path.forEach((i, at) => (at ? context.lineTo(scene.x[i], scene.y[i]) : context.moveTo(scene.x[i], scene.y[i])));
    context.stroke();
  }
}

function draw_nodes(context: CanvasRenderingContext2D, scene: Scene, view: View, look: Look) {
  const { camera } = view;
  const [w, h] = [view.width / 2 / camera.zoom + 30, view.height / 2 / camera.zoom + 30];
  const groups = new Map<string, Path2D>();
  const hubs = new Path2D();
  for (let i = 0; i < scene.nodes.length; ++i) {
    if (!scene.visible[i] || Math.abs(scene.x[i] - camera.x) > w || Math.abs(scene.y[i] - camera.y) > h) continue;
    if (scene.nodes[i].hub) {
      trace(hubs, scene.nodes[i].kind, scene.x[i], scene.y[i], scene.radius(i));
      continue;
    }
    const colour = colour_of(scene, i, view.colour_by, view.places, look);
    let path = groups.get(colour);
    if (!path) groups.set(colour, (path = new Path2D()));
    // A disc of a few pixels looks like a square and costs ten times as much.
    const radius = scene.radius(i);
    if (radius * camera.zoom < 2.2) path.rect(scene.x[i] - radius, scene.y[i] - radius, 2 * radius, 2 * radius);
    else trace(path, scene.nodes[i].kind, scene.x[i], scene.y[i], radius);
  }
  context.lineWidth = 1.2 / camera.zoom;
  context.strokeStyle = look.surface;
  for (const [colour, path] of groups) {
    context.fillStyle = colour;
    context.fill(path);
    if (camera.zoom > 0.35) context.stroke(path);
  }
  context.fillStyle = look.surface;
  context.fill(hubs);
  context.strokeStyle = look.muted;
  context.setLineDash([2.5 / camera.zoom, 2 / camera.zoom]);
  context.stroke(hubs);
  context.setLineDash([]);
  const ring = (i: number, colour: string, width: number, gap: number) => {
    context.beginPath();
    context.arc(scene.x[i], scene.y[i], scene.radius(i) * 1.15 + gap / camera.zoom, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = width / camera.zoom;
    context.stroke();
  };
  for (const i of scene.pinned) if (scene.visible[i]) ring(i, look.ink, 1, 2.5);
  for (const i of scene.selected) ring(i, look.accent, 2.5, 3);
  if (view.focus >= 0) ring(view.focus, look.accent, 3, 5);
  if (view.hover >= 0) ring(view.hover, look.ink, 1.5, 3);
}

// Slots of a wording are of no help in a label.
function clip(text: string): string {
  const plain = text.replace(/\{\d+\}/g, '…');
  return plain.length > 34 ? plain.slice(0, 33) + '…' : plain;
}

// Labels in screen space, the largest first, where there is room.
function draw_labels(context: CanvasRenderingContext2D, scene: Scene, view: View, look: Look) {
  const { camera } = view;
  context.font = look.font;
  context.textBaseline = 'middle';
  context.direction = 'ltr';
  context.lineJoin = 'round';
  const order: number[] = [];
  for (let i = 0; i < scene.nodes.length; ++i) {
    if (!scene.visible[i]) continue;
    const forced = i === view.hover || i === view.focus || scene.path.includes(i);
    if (forced || scene.radius(i) * camera.zoom >= (scene.nodes[i].kind === 'post' ? 9 : 7)) order.push(i);
  }
  const rank = (i: number) => (i === view.hover || i === view.focus ? 1e6 : 0) + scene.radius(i);
  order.sort((a, b) => rank(b) - rank(a));
  const taken: [number, number, number][] = []; // x, y, width
  for (const i of order.slice(0, 160)) {
    const x = (scene.x[i] - camera.x) * camera.zoom + view.width / 2 + scene.radius(i) * 1.2 * camera.zoom + 5;
    const y = (scene.y[i] - camera.y) * camera.zoom + view.height / 2;
    if (x < -200 || x > view.width || y < 0 || y > view.height) continue;
    const text = clip(scene.nodes[i].label);
    const width = context.measureText(text).width;
    if (rank(i) < 1e6 && taken.some(([tx, ty, tw]) => Math.abs(ty - y) < 14 && x < tx + tw + 6 && tx < x + width + 6)) continue;
    taken.push([x, y, width]);
    context.strokeStyle = look.surface;
    context.lineWidth = 3.5;
    context.strokeText(text, x, y);
    context.fillStyle = scene.nodes[i].hub ? look.muted : look.ink;
    context.fillText(text, x, y);
  }
}

// `ratio`: device pixels per CSS pixel.
export function paint(context: CanvasRenderingContext2D, scene: Scene, view: View, look: Look, ratio: number) {
  const { camera } = view;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = look.surface;
  context.fillRect(0, 0, view.width, view.height);
  context.setTransform(ratio * camera.zoom, 0, 0, ratio * camera.zoom, ratio * (view.width / 2 - camera.x * camera.zoom), ratio * (view.height / 2 - camera.y * camera.zoom));
  draw_edges(context, scene, view, look);
  draw_nodes(context, scene, view, look);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw_labels(context, scene, view, look);
}
