// The graph on a canvas: pan, zoom, drag (which pins), lasso, minimap, keys. It draws only when
// something changed, at most once a frame. While the view moves, the last drawing, made somewhat
// larger than the view, is shifted or stretched instead: a canvas without a GPU takes longer for
// ten thousand lines than an eye for a frame.
import { paint, type Camera, type Look, type View } from './paint.ts';
import type { Scene } from './scene.ts';

export interface Events {
  on_focus: (i: number) => void;
  on_select: (all: number[]) => void;
  on_open: (i: number) => void;
  on_pin: (moved: Record<string, [number, number]>) => void;
  on_camera: (camera: Camera | null) => void; // where the view came to rest; null: all is in it
}

const kRest = 250; // ms after which a view has come to rest
const kMargin = 0.3; // of the view, drawn beyond each of its edges

const kMap = { width: 132, height: 92, margin: 10 };

export class GraphView {
  scene: Scene;
  look: Look;
  camera: Camera = { x: 0, y: 0, zoom: 1 };
  hover = -1;
  focus = -1;
  tool: 'pan' | 'lasso' = 'pan';
  colour_by = 'kind';
  places: string[] = [];
  frames = 0;
  private readonly context: CanvasRenderingContext2D;
  private frame = 0;
  private moving_until = 0;
  private pointers = new Map<number, [number, number]>();
  private dragged = -1;
  private was_moved = false;
  private lasso: [number, number][] = [];
  private readonly watch: ResizeObserver;
  // The last drawing, with where it was drawn from; null if it no longer shows the scene.
  private picture: { canvas: HTMLCanvasElement; camera: Camera; ratio: number } | null = null;
  paints = 0; // how often the scene itself was drawn

  constructor(
    private readonly canvas: HTMLCanvasElement,
    scene: Scene,
    look: Look,
    private readonly events: Events,
    camera: Camera | null = null,
  ) {
    this.scene = scene;
    this.look = look;
    this.context = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(canvas);
    canvas.addEventListener('pointerdown', this.on_down);
    canvas.addEventListener('pointermove', this.on_move);
    canvas.addEventListener('pointerup', this.on_up);
    canvas.addEventListener('pointercancel', this.on_up);
    canvas.addEventListener('pointerleave', () => ((this.hover = -1), this.draw()));
    canvas.addEventListener('wheel', this.on_wheel, { passive: false });
    canvas.addEventListener('dblclick', (event) => {
      const i = this.at(event);
      if (i >= 0) this.events.on_open(i);
    });
    canvas.addEventListener('keydown', this.on_key);
    this.fit();
    if (camera) this.camera = camera;
    clearTimeout(this.telling);
  }

  destroy() {
    clearTimeout(this.telling);
    this.watch.disconnect();
    cancelAnimationFrame(this.frame);
  }

  get size() {
    return { width: this.canvas.clientWidth || 1, height: this.canvas.clientHeight || 1 };
  }

  fit() {
    const box = this.scene.bounds();
    const { width, height } = this.size;
    const zoom = Math.min((width - 120) / (box.x1 - box.x0 + 40), (height - 60) / (box.y1 - box.y0 + 40), 2);
    this.camera = { x: (box.x0 + box.x1) / 2 + 30 / Math.max(zoom, 0.05), y: (box.y0 + box.y1) / 2, zoom: Math.max(0.02, zoom) };
    this.draw();
    this.tell(null);
  }

  private tell(camera: Camera | null) {
    clearTimeout(this.telling);
    this.telling = window.setTimeout(() => this.events.on_camera(camera), kRest);
  }
  private telling = 0;

  zoom_by(factor: number, x = this.size.width / 2, y = this.size.height / 2) {
    const before = this.to_scene(x, y);
    this.camera.zoom = Math.max(0.02, Math.min(8, this.camera.zoom * factor));
    const after = this.to_scene(x, y);
    this.camera.x += before[0] - after[0];
    this.camera.y += before[1] - after[1];
    this.moved();
  }

  pan_by(dx: number, dy: number) {
    this.camera.x -= dx / this.camera.zoom;
    this.camera.y -= dy / this.camera.zoom;
    this.moved();
  }

  set_focus(i: number) {
    this.focus = i;
    this.draw();
    this.events.on_focus(i);
  }

  center_on(i: number) {
    this.camera.x = this.scene.x[i];
    this.camera.y = this.scene.y[i];
    this.draw();
    this.tell(this.camera);
  }

  // Draws at the next frame; `keep`: the scene is as it was, only the camera moved.
  draw(keep = false) {
    if (!keep) this.picture = null;
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint_now();
    });
  }

  private view(): View {
    return { ...this.size, camera: this.camera, hover: this.hover, focus: this.focus, colour_by: this.colour_by, places: this.places };
  }

  // Does the kept drawing cover the view, and is it sharp enough while things move?
  private is_covered(moving: boolean): boolean {
    if (!this.picture) return false;
    const { camera } = this.picture;
    const { width, height } = this.size;
    const scale = this.camera.zoom / camera.zoom;
    if (!moving && scale !== 1) return false;
    if (scale < 0.7 || scale > 1.8) return false;
    const room = (side: number) => ((0.5 + kMargin) * side) / camera.zoom - side / 2 / this.camera.zoom;
    return Math.abs(this.camera.x - camera.x) <= room(width) && Math.abs(this.camera.y - camera.y) <= room(height);
  }

  private repaint(ratio: number) {
    const { width, height } = this.size;
    const canvas = this.spare;
    const [wide, high] = [width * (1 + 2 * kMargin), height * (1 + 2 * kMargin)];
    canvas.width = Math.round(wide * ratio);
    canvas.height = Math.round(high * ratio);
    const context = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
    paint(context, this.scene, { ...this.view(), width: wide, height: high }, this.look, ratio);
    this.picture = { canvas, camera: { ...this.camera }, ratio };
    ++this.paints;
  }
  private readonly spare = document.createElement('canvas');

  private show_picture(ratio: number) {
    const { canvas, camera } = this.picture as NonNullable<typeof this.picture>;
    const { width, height } = this.size;
    const scale = this.camera.zoom / camera.zoom;
    const [wide, high] = [width * (1 + 2 * kMargin) * scale, height * (1 + 2 * kMargin) * scale];
    const x = width / 2 - wide / 2 + (camera.x - this.camera.x) * this.camera.zoom;
    const y = height / 2 - high / 2 + (camera.y - this.camera.y) * this.camera.zoom;
    const { context } = this;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = this.look.surface;
    context.fillRect(0, 0, width, height);
    // Whole device pixels: a shift by parts of one would cost a filter and blur the text.
    const snap = (value: number) => Math.round(value * ratio) / ratio;
    context.imageSmoothingEnabled = scale !== 1;
    context.drawImage(canvas, snap(x), snap(y), scale === 1 ? canvas.width / ratio : wide, scale === 1 ? canvas.height / ratio : high);
  }

  paint_now() {
    const ratio = Math.min(2, devicePixelRatio || 1);
    const { width, height } = this.size;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const moving = performance.now() < this.moving_until;
    if (!this.is_covered(moving) || this.picture?.ratio !== ratio) this.repaint(ratio);
    this.show_picture(ratio);
    this.draw_lasso();
    this.draw_map();
    ++this.frames;
    // What was stretched is drawn again once the view rests.
    clearTimeout(this.rest);
    if (moving) this.rest = window.setTimeout(() => this.draw(true), Math.max(16, this.moving_until - performance.now()));
  }
  private rest = 0;

  private moved() {
    this.moving_until = performance.now() + 140;
    this.draw(this.dragged < 0);
    this.tell(this.camera);
  }

  private draw_lasso() {
    if (this.lasso.length < 2) return;
    const { context } = this;
    context.beginPath();
    for (const [x, y] of this.lasso) context.lineTo((x - this.camera.x) * this.camera.zoom + this.size.width / 2, (y - this.camera.y) * this.camera.zoom + this.size.height / 2);
    context.setLineDash([5, 4]);
    context.strokeStyle = this.look.accent;
    context.lineWidth = 1.5;
    context.stroke();
    context.setLineDash([]);
  }

  // Where the view stands within the whole.
  private map_frame() {
    const box = this.scene.bounds();
    const { width, height } = this.size;
    const scale = Math.min(kMap.width / (box.x1 - box.x0 + 80), kMap.height / (box.y1 - box.y0 + 80));
    const x = width - kMap.width - kMap.margin;
    const y = height - kMap.height - kMap.margin;
    const to_map = (sx: number, sy: number): [number, number] => [x + kMap.width / 2 + (sx - (box.x0 + box.x1) / 2) * scale, y + kMap.height / 2 + (sy - (box.y0 + box.y1) / 2) * scale];
    return { x, y, scale, box, to_map };
  }

  private draw_map() {
    const { width, height } = this.size;
    if (width < 420) return;
    const { x, y, scale, to_map } = this.map_frame();
    const { context } = this;
    context.save();
    context.fillStyle = this.look.surface;
    context.globalAlpha = 0.92;
    context.fillRect(x, y, kMap.width, kMap.height);
    context.globalAlpha = 1;
    context.strokeStyle = this.look.line;
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, kMap.width, kMap.height);
    context.beginPath();
    context.rect(x, y, kMap.width, kMap.height);
    context.clip();
    context.fillStyle = this.look.muted;
    context.beginPath();
    const step = Math.max(1, Math.floor(this.scene.nodes.length / 1500));
    for (let i = 0; i < this.scene.nodes.length; i += step) {
      if (!this.scene.visible[i]) continue;
      const [mx, my] = to_map(this.scene.x[i], this.scene.y[i]);
      context.rect(mx - 0.75, my - 0.75, 1.5, 1.5);
    }
    context.fill();
    const [vx, vy] = to_map(this.camera.x, this.camera.y);
    const [vw, vh] = [(width / this.camera.zoom) * scale, (height / this.camera.zoom) * scale];
    context.strokeStyle = this.look.accent;
    context.lineWidth = 1.5;
    const [x0, y0] = [Math.max(vx - vw / 2, x + 1), Math.max(vy - vh / 2, y + 1)];
    const [x1, y1] = [Math.min(vx + vw / 2, x + kMap.width - 1), Math.min(vy + vh / 2, y + kMap.height - 1)];
    context.strokeRect(x0, y0, x1 - x0, y1 - y0);
    context.restore();
  }

  private to_scene(x: number, y: number): [number, number] {
    return [(x - this.size.width / 2) / this.camera.zoom + this.camera.x, (y - this.size.height / 2) / this.camera.zoom + this.camera.y];
  }

  private at(event: MouseEvent): number {
    const [x, y] = this.to_scene(event.offsetX, event.offsetY);
    return this.scene.pick(x, y, 6 / this.camera.zoom);
  }

  private in_map(event: PointerEvent): boolean {
    const { x, y } = this.map_frame();
    return this.size.width >= 420 && event.offsetX >= x && event.offsetY >= y && event.offsetX < x + kMap.width && event.offsetY < y + kMap.height;
  }

  private on_down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    this.was_moved = false;
    if (this.in_map(event)) {
      const { x, y, scale, box } = this.map_frame();
      this.camera.x = (event.offsetX - x - kMap.width / 2) / scale + (box.x0 + box.x1) / 2;
      this.camera.y = (event.offsetY - y - kMap.height / 2) / scale + (box.y0 + box.y1) / 2;
      this.dragged = -2;
      return this.moved();
    }
    this.dragged = this.tool === 'pan' ? this.at(event) : -1;
    if (this.tool === 'lasso') this.lasso = [this.to_scene(event.offsetX, event.offsetY)];
  };

  private on_move = (event: PointerEvent) => {
    const last = this.pointers.get(event.pointerId);
    if (!last) {
      const hover = this.at(event);
      if (hover !== this.hover) {
        this.hover = hover;
        this.canvas.style.cursor = hover >= 0 ? 'pointer' : this.tool === 'lasso' ? 'crosshair' : 'grab';
        this.draw();
      }
      return;
    }
    const [dx, dy] = [event.offsetX - last[0], event.offsetY - last[1]];
    if (Math.abs(dx) + Math.abs(dy) < 3 && !this.was_moved) return;
    this.was_moved = true;
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1] as [number, number];
      const before = Math.hypot(last[0] - other[0], last[1] - other[1]);
      const after = Math.hypot(event.offsetX - other[0], event.offsetY - other[1]);
      this.zoom_by(after / (before || 1), (event.offsetX + other[0]) / 2, (event.offsetY + other[1]) / 2);
    } else if (this.tool === 'lasso') {
      this.lasso.push(this.to_scene(event.offsetX, event.offsetY));
      this.draw(true);
    } else if (this.dragged >= 0) {
      const [x, y] = this.to_scene(event.offsetX, event.offsetY);
      this.scene.move(this.dragged, x, y);
      this.scene.pinned.add(this.dragged);
      this.moved();
    } else if (this.dragged === -1) this.pan_by(dx, dy);
    this.pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
  };

  private on_up = (event: PointerEvent) => {
    if (!this.pointers.delete(event.pointerId)) return;
    if (this.tool === 'lasso' && this.lasso.length > 2) {
      this.events.on_select(this.scene.within(this.lasso));
    } else if (this.was_moved && this.dragged >= 0) {
      const node = this.scene.nodes[this.dragged];
      this.events.on_pin({ [node.id]: [Math.round(this.scene.x[this.dragged]), Math.round(this.scene.y[this.dragged])] });
    } else if (!this.was_moved && this.dragged !== -2) {
      const i = this.at(event);
      if (i >= 0 && (event.ctrlKey || event.metaKey || event.shiftKey)) {
        const selected = new Set(this.scene.selected);
        if (!selected.delete(i)) selected.add(i);
        this.events.on_select([...selected]);
      } else this.set_focus(i);
    }
    this.lasso = [];
    this.dragged = -1;
    this.draw();
  };

  private on_wheel = (event: WheelEvent) => {
    event.preventDefault();
    this.zoom_by(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), event.offsetX, event.offsetY);
  };

  // Arrows go from node to node along edges, with Shift they pan; + - 0 zoom; Enter opens.
  private on_key = (event: KeyboardEvent) => {
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const arrow = arrows[event.key];
    if (arrow && event.shiftKey) this.pan_by(-60 * arrow[0], -60 * arrow[1]);
    else if (arrow) {
      const first = this.scene.nodes.findIndex((node, i) => this.scene.visible[i] && node.kind !== 'post' && !node.hub);
      const next = this.focus < 0 ? first : this.scene.toward(this.focus, arrow[0], arrow[1]);
      if (next >= 0) {
        this.set_focus(next);
        this.center_on(next);
      }
    } else if (event.key === '+' || event.key === '=') this.zoom_by(1.25);
    else if (event.key === '-') this.zoom_by(0.8);
    else if (event.key === '0') this.fit();
    else if (event.key === 'Enter' && this.focus >= 0) this.events.on_open(this.focus);
    else if (event.key === ' ' && this.focus >= 0) {
      const selected = new Set(this.scene.selected);
      if (!selected.delete(this.focus)) selected.add(this.focus);
      this.events.on_select([...selected]);
    } else if (event.key === 'Escape') {
      this.set_focus(-1);
      this.events.on_select([]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
