#!/usr/bin/env python3
"""Alters pictures the way copies are altered, and writes them as one stream of PGM.

Each picture of ORIGINALS is altered once per KIND with a random state that depends on
its name and the kind only, saved as JPEG, read again, and written to standard output as
binary PGM with its name in a comment, for `photo_tool features`.

usage: photo_alterations.py ORIGINALS KIND [--others DIR] [--limit N] [--png DIR]
KIND is one of the functions below named after it, or "original". --others holds the
pictures that collages and pages show beside; they are no originals. --png also keeps the
altered pictures for looking at.
"""
import argparse
import functools
import io
import multiprocessing
import pathlib
import sys
import zlib

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

WORDS = ("WORK", "ABROAD", "CALL", "NOW", "GOOD PAY", "FREE ROOM", "MODELS", "HOTEL", "WANTED", "TODAY", "555 0142",
         "NEW", "START", "MONDAY", "NO PAPERS", "ASK FOR", "LENA", "FARM", "DRIVER", "ALL WEEK")
LOREM = ("the room has a view over the river and breakfast is served until ten we look for people who like to work "
         "with others in a young team please write to us with your name and the day on which you can start").split()


@functools.lru_cache(maxsize=None)
def sized_font(size):
    return ImageFont.load_default(size)


def font(size):
    return sized_font(max(8, int(size)))


def shade(random):
    return tuple(int(v) for v in random.integers(0, 256, 3))


def original(image, random, others):
    return image


def crop(image, random, keep):
    width, height = int(image.width * keep), int(image.height * keep)
    x, y = random.integers(0, image.width - width + 1), random.integers(0, image.height - height + 1)
    return image.crop((x, y, x + width, y + height))


def crop60(image, random, others):
    return crop(image, random, 0.6)


def border(image, random, others):
    side = int(random.uniform(0.05, 0.18) * min(image.size))
    framed = ImageOps.expand(image, side, shade(random))
    if random.random() < 0.5:  # an ornament: a line or a row of dots within the frame
        draw, half, colour = ImageDraw.Draw(framed), side // 2, shade(random)
        if random.random() < 0.5:
            draw.rectangle((half, half, framed.width - half, framed.height - half), outline=colour, width=max(2, side // 8))
        else:
            for x in range(half, framed.width - half, side):
                for y in (half, framed.height - half):
                    draw.ellipse((x - side // 5, y - side // 5, x + side // 5, y + side // 5), fill=colour)
    return framed


def mirror(image, random, others):
    return ImageOps.mirror(image)


def turned(image, random, degrees):
    sign = 1 if random.random() < 0.5 else -1
    return image.rotate(sign * degrees, Image.BICUBIC, expand=True, fillcolor=[(0, 0, 0), (255, 255, 255)][random.integers(2)])


def rotate5(image, random, others):
    return turned(image, random, 5)


def rotate15(image, random, others):
    return turned(image, random, 15)


def rotate90(image, random, others):
    return image.transpose(Image.ROTATE_90)


def collage2(image, random, others):
    """Beside or above another picture, both brought to one height or width."""
    other = others[random.integers(len(others))]
    pair = [image, other] if random.random() < 0.5 else [other, image]
    if random.random() < 0.5:
        pair = [p.resize((max(1, p.width * 640 // p.height), 640), Image.LANCZOS) for p in pair]
        made, at = Image.new("RGB", (pair[0].width + pair[1].width, 640)), (pair[0].width, 0)
    else:
        pair = [p.resize((640, max(1, p.height * 640 // p.width)), Image.LANCZOS) for p in pair]
        made, at = Image.new("RGB", (640, pair[0].height + pair[1].height)), (0, pair[0].height)
    made.paste(pair[0], (0, 0))
    made.paste(pair[1], at)
    return made


def write_lines(image, random, lines, tall):
    """Words across the picture, as tall as `tall` of its height, outlined."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    size = tall * image.height
    for i in range(lines):
        text = ""
        while draw.textlength(text, font(size)) < 0.85 * image.width and len(text) < 60:
            text = f"{text} {WORDS[random.integers(len(WORDS))]}".strip()
        fitted = size * min(1, 0.96 * image.width / draw.textlength(text, font(size)))
        y = image.height * (i + 0.5) / lines - fitted * 0.6
        draw.text((0.02 * image.width, y), text, fill=shade(random), font=font(fitted), stroke_width=max(1, int(size / 14)),
                  stroke_fill=[(0, 0, 0), (255, 255, 255)][random.integers(2)])
    return image


def text_large(image, random, others):
    """Two or three lines across: PDQ moves by about 50 bits, as in the trials before."""
    return write_lines(image, random, int(random.integers(2, 4)), 0.15)


def text_heavy(image, random, others):
    """Lines over nearly all of the picture: PDQ moves by about 80 bits."""
    return write_lines(image, random, int(random.integers(4, 6)), 0.16)


def text_small(image, random, others):
    return write_lines(image, random, 1, 0.07)


def page_text(draw, random, x, y, width, lines, size):
    for i in range(lines):
        line = ""
        while draw.textlength(line, font(size)) < width * (0.85 if i < lines - 1 else 0.4):
            line = f"{line} {LOREM[random.integers(len(LOREM))]}".strip()
        draw.text((x, y + i * size * 1.5), line, fill=(40, 40, 40), font=font(size))


def screenshot(image, random, others):
    """The picture on about a third of a page: bar, menu, title, text, other pictures small."""
    wide = random.random() < 0.5
    page = Image.new("RGB", (1366, 820) if wide else (720, 1280), (250, 250, 250))
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, page.width, 70), fill=shade(random))
    page_text(draw, random, 20, 22, page.width * 0.6, 1, 24)
    scale = (page.width * page.height / 3 / (image.width * image.height)) ** 0.5
    scale = min(scale, (page.width - 40) / image.width, (page.height - 240) / image.height)
    shown = image.resize((int(image.width * scale), int(image.height * scale)), Image.LANCZOS)
    x = int(random.uniform(20, page.width - shown.width - 19))
    page_text(draw, random, 24, 90, page.width * 0.7, 1, 30)
    page.paste(shown, (x, 150))
    below = 150 + shown.height + 20
    page_text(draw, random, 24, below, page.width - 60, max(0, (page.height - below - 20) // 27), 18)
    for i in range(2):
        gap = x - 40 if x > page.width - x - shown.width else page.width - x - shown.width - 40
        if gap > 120:
            small = ImageOps.fit(others[random.integers(len(others))], (min(gap, 220), 140))
            page.paste(small, (20 if x > page.width - x - shown.width else page.width - 20 - small.width, 160 + i * 170))
    return page


def watermark(image, random, others):
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw, size = ImageDraw.Draw(layer), image.height * 0.05
    for y in range(0, image.height, int(size * 3)):
        for x in range(0, image.width, int(size * 7)):
            draw.text((x + y % 97, y), "pictures.example", fill=(255, 255, 255, 110), font=font(size))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def resize50(image, random, others):
    return image.resize((image.width // 2, image.height // 2), Image.BILINEAR)


def resize25(image, random, others):
    return image.resize((image.width // 4, image.height // 4), Image.BILINEAR)


def stretch(image, random, others):
    return image.resize((int(image.width * 1.2), image.height), Image.BILINEAR)


def gamma(image, random, others):
    power = [0.6, 1.7][random.integers(2)]
    return image.point([round(255 * (v / 255) ** power) for v in range(256)] * 3)


def blur(image, random, others):
    return image.filter(ImageFilter.GaussianBlur(2))


def blur_box(image, random, others):
    width, height = image.width // 2, image.height // 2
    x, y = random.integers(0, image.width - width), random.integers(0, image.height - height)
    box = (int(x), int(y), int(x + width), int(y + height))
    image = image.copy()
    image.paste(image.crop(box).filter(ImageFilter.GaussianBlur(min(image.size) / 25)), box)
    return image


def jpeg30(image, random, others):
    return image


def crop80_text_jpeg40(image, random, others):
    return write_lines(crop(image, random, 0.8), random, 3, 0.14)


def crop70_mirror_text_resize(image, random, others):
    image = write_lines(ImageOps.mirror(crop(image, random, 0.7)), random, 3, 0.14)
    return image.resize((int(image.width * 0.6), int(image.height * 0.6)), Image.BILINEAR)


QUALITY = {"jpeg30": 30, "crop80_text_jpeg40": 40, "original": 92}
KINDS = [f.__name__ for f in (
    original, crop60, border, mirror, rotate5, rotate15, rotate90, collage2, text_large, text_heavy, text_small, screenshot, watermark,
    resize50, resize25, stretch, gamma, blur, blur_box, jpeg30, crop80_text_jpeg40, crop70_mirror_text_resize)]


def opened(path):
    return Image.open(path).convert("RGB")


def altered(job):
    path, kind, others, keep = job
    random = numpy.random.default_rng(zlib.crc32(f"{path.name} {kind}".encode()))
    picked = [opened(others[random.integers(len(others))]) for _ in range(3)] if others else []
    buffer = io.BytesIO()
    globals()[kind](opened(path), random, picked).save(buffer, "JPEG", quality=QUALITY.get(kind, 80))
    if keep:
        (keep / f"{path.stem}.{kind}.jpg").write_bytes(buffer.getvalue())
    gray = Image.open(buffer).convert("L")
    return f"P5\n# {path.stem}\n{gray.width} {gray.height}\n255\n".encode() + gray.tobytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("originals", type=pathlib.Path)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--others", type=pathlib.Path)
    parser.add_argument("--limit", type=int, default=1_000_000)
    parser.add_argument("--png", type=pathlib.Path)
    args = parser.parse_args()
    paths = sorted(args.originals.glob("*.jpg"))[:args.limit]
    others = sorted(args.others.glob("*.jpg")) if args.others else []
    if args.png:
        args.png.mkdir(parents=True, exist_ok=True)
    with multiprocessing.Pool(2) as pool:
        for pgm in pool.imap(altered, [(p, args.kind, others, args.png) for p in paths], chunksize=4):
            sys.stdout.buffer.write(pgm)


if __name__ == "__main__":
    main()
