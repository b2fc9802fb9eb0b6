// Made-up pictures for the development server: soft shapes, nothing that shows anybody.
import { deflateSync } from 'node:zlib';

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function png(width, height, channels, pixel) {
  const raw = Buffer.alloc(height * (1 + width * channels));
  for (let y = 0, at = 0; y < height; ++y) {
    raw[at++] = 0;
    for (let x = 0; x < width; ++x) for (const value of pixel(x / width, y / height)) raw[at++] = value;
  }
  const chunk = (type, data) => {
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    out.write(type, 4, 'latin1');
    data.copy(out, 8);
    out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
}

const wave = (id, x, y) => {
  const seed = parseInt(id.slice(2, 8), 16) || 1;
  return 0.5 + 0.25 * Math.sin(seed + 5 * x + 2 * y) + 0.25 * Math.cos((seed % 13) + 4 * y - 3 * x);
};
const byte = (value) => Math.max(0, Math.min(255, Math.round(value)));
export const thumbnail = (id) => png(32, 24, 1, (x, y) => [byte(50 + 150 * wave(id, x, y))]);
export const full = (id) => png(480, 360, 3, (x, y) => [byte(220 * wave(id, x, y)), byte(180 * wave(id, y, x)), byte(120 + 100 * x)]);
export const pictures_of = (id) => {
  const number = Number(id.slice(2)) || 0;
  const count = [0, 0, 6, 3, 0, 5][number % 6];
  return Array.from({ length: count }, (_, i) => ({ id: `I-${(number * 7919 + i * 104729 + 0x100000).toString(16).padStart(12, 'a')}`, posts: 2 + ((number + i * 5) % 9), posts_in_case: i === 2 ? 214 : 2 + ((number + i * 5) % 9), note: i === 2 ? 'hub: not linked through' : '' }));
};
