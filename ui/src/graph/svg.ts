// The scene as an SVG file: the same shapes, as text that any program reads.
import { colour_of, trace, type Look, type Pen } from './paint.ts';
import type { Scene } from './scene.ts';

const round = (value: number) => String(Math.round(value * 10) / 10);
export const escape_xml = (text: string) =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] as string);

class PathWriter implements Pen {
  d = '';
  moveTo(x: number, y: number) {
    this.d += `M${round(x)} ${round(y)}`;
  }
  lineTo(x: number, y: number) {
    this.d += `L${round(x)} ${round(y)}`;
  }
  arc(x: number, y: number, radius: number) {
    const r = round(radius);
    this.d += `A${r} ${r} 0 1 0 ${round(x - radius)} ${round(y)}A${r} ${r} 0 1 0 ${round(x + radius)} ${round(y)}`;
  }
  closePath() {
    this.d += 'Z';
  }
}

export function to_svg(scene: Scene, look: Look, colour_by: string, places: string[], title: string): string {
  const box = scene.bounds();
  const margin = 60;
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[box.x0 - margin, box.y0 - margin, box.x1 - box.x0 + 4 * margin, box.y1 - box.y0 + 2 * margin].map(round).join(' ')}">`,
    `<title>${escape_xml(title)}</title>`,
  ];
  const lines = new PathWriter();
  for (const { a, b, bits } of scene.edges) {
    if (!scene.visible[a] || !scene.visible[b] || bits === 0) continue;
    lines.moveTo(scene.x[a], scene.y[a]);
    lines.lineTo(scene.x[b], scene.y[b]);
  }
  out.push(`<path d="${lines.d}" fill="none" stroke="${look.line}" stroke-width="1"/>`);
  for (let i = 0; i < scene.nodes.length; ++i) {
    if (!scene.visible[i]) continue;
    const node = scene.nodes[i];
    const pen = new PathWriter();
    trace(pen, node.kind, scene.x[i], scene.y[i], scene.radius(i));
    const fill = node.hub ? 'none' : colour_of(scene, i, colour_by, places, look);
    out.push(`<path d="${pen.d}" fill="${fill}"${node.hub ? ` stroke="${look.muted}" stroke-dasharray="3 2"` : ''}><title>${escape_xml(`${node.kind} ${node.label}`)}</title></path>`);
    if (node.kind !== 'post')
      out.push(`<text x="${round(scene.x[i] + scene.radius(i) * 1.2 + 4)}" y="${round(scene.y[i] + 4)}" font-family="sans-serif" font-size="11" fill="${look.ink}">${escape_xml(node.label)}</text>`);
  }
  return out.join('\n') + '\n</svg>\n';
}
