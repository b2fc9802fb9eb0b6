#!/usr/bin/env python3
"""Gathers original pictures for the measurement of local features.

Photographs come from unpacked Debian packages, split by package so that what is
tuned on one set is measured on another; made-up scenes (dead leaves: Lee, Mumford,
Huang 2001, over 1/f noise, with a few hard objects) fill up to the number asked for.
Pictures whose PDQ lies within 60 bits of an earlier one are left out: a package holds
the same wallpaper in many sizes.

usage: photo_originals.py PACKAGES_DIR OUT_DIR [--held-out 1600] [--tuning 320]
PACKAGES_DIR holds one folder per package (dpkg-deb -x). Writes OUT_DIR/tuning/*.jpg
and OUT_DIR/held_out/*.jpg. Needs pillow, numpy and pdqhash from PyPI.
"""
import argparse
import io
import math
import pathlib
import re

import numpy
import pdqhash
from PIL import Image, ImageDraw, ImageFilter

Image.MAX_IMAGE_PIXELS = 200_000_000
TUNING = ("gnome-backgrounds", "lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04", "python3-skimage-lib",
          "opencv-doc", "gimp-data-extras", "hedgewars-data", "kodi-data")
# Of this package the photographs only: the rest are screenshots of one program and a
# series of one chessboard.
PHOTOGRAPHS_ONLY = "opencv-doc"
SERIES = re.compile(r"^(left|right|chess|board|aruco|charuco|calib)", re.I)
SIDE_MIN, SIDE_MAX, PER_PACKAGE = 300, 1280, 260


def embedded(path):
    """Pictures of a Qt resource file: JPEG and PNG lie in it as they are."""
    data = path.read_bytes()
    for match in re.finditer(rb"\xff\xd8\xff[\xe0\xe1]|\x89PNG\r\n\x1a\n|RIFF....WEBP", data, re.S):
        yield io.BytesIO(data[match.start():match.start() + 4_000_000])


def candidates(folder):
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        if PHOTOGRAPHS_ONLY in path.parts and (path.suffix.lower() == ".png" or SERIES.match(path.name)):
            continue
        if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"):
            yield path
        elif path.suffix == ".rcc":
            yield from embedded(path)


def opened(source):
    """The picture in RGB, at most SIDE_MAX a side, or None: small, flat or a cut-out."""
    try:
        with Image.open(source) as image:
            if min(image.size) < SIDE_MIN or max(image.size) > 4 * min(image.size):
                return None
            if "A" in image.getbands() and image.getchannel("A").getextrema()[0] < 250:
                return None
            image = image.convert("RGB")
    except Exception:  # what cannot be decoded is no original
        return None
    image.thumbnail((SIDE_MAX, SIDE_MAX), Image.LANCZOS)
    gray = numpy.asarray(image.convert("L"), dtype=float)
    return image if gray.std() > 12 else None


class Seen:
    """Keeps out what is near to something kept: PDQ and its mirror."""

    def __init__(self):
        self.bits = []

    def is_new(self, image):
        bits, quality = pdqhash.compute(numpy.asarray(image))
        if quality < 50:
            return False
        if self.bits and (numpy.array(self.bits) != bits).sum(axis=1).min() <= 60:
            return False
        self.bits.append(bits)
        return True


def noise(random, height, width, slope):
    """1/f^slope noise, 0 to 1."""
    fy, fx = numpy.fft.fftfreq(height)[:, None], numpy.fft.rfftfreq(width)[None, :]
    spectrum = random.normal(size=(height, fx.shape[1])) + 1j * random.normal(size=(height, fx.shape[1]))
    field = numpy.fft.irfft2(spectrum / numpy.maximum(numpy.hypot(fx, fy), 1 / width) ** slope, (height, width))
    return (field - field.min()) / (field.max() - field.min() + 1e-9)


def painted(random, height, width, base):
    """A surface: one colour, shaded and roughened by noise."""
    field = noise(random, height, width, random.uniform(0.8, 1.8))[..., None]
    tint = random.uniform(20, 90) * (field - 0.5) * random.uniform(0.5, 1.5, 3)
    ramp = numpy.linspace(-1, 1, width)[None, :, None] * random.uniform(-30, 30)
    return numpy.clip(base + tint + ramp, 0, 255).astype(numpy.uint8)


def leaf(random, draw, width, height):
    size = min(width, height) * min(0.6, 0.03 * random.pareto(1.3) + 0.03)
    x, y, turn = random.uniform(0, width), random.uniform(0, height), random.uniform(0, 2 * math.pi)
    corners = int(random.choice([3, 4, 4, 5, 6, 24]))
    ring = [(x + size * random.uniform(0.6 if corners < 24 else 0.95, 1) * math.cos(turn + 2 * math.pi * i / corners),
             y + size * random.uniform(0.6 if corners < 24 else 0.95, 1) * math.sin(turn + 2 * math.pi * i / corners))
            for i in range(corners)]
    draw.polygon(ring, fill=255)


def scene(seed):
    random = numpy.random.default_rng(seed)
    width, height = [(960, 640), (640, 960), (1000, 750), (800, 800), (1200, 675)][seed % 5]
    image = Image.fromarray(painted(random, height, width, random.uniform(40, 215, 3)))
    for _ in range(int(random.integers(12, 90))):
        mask = Image.new("L", (width, height), 0)
        leaf(random, ImageDraw.Draw(mask), width, height)
        box = mask.getbbox()
        if box is None:
            continue
        surface = painted(random, box[3] - box[1], box[2] - box[0], random.uniform(10, 245, 3))
        mask = mask.filter(ImageFilter.GaussianBlur(random.uniform(0, 2))).crop(box)
        image.paste(Image.fromarray(surface), box[:2], mask)
    return image.filter(ImageFilter.GaussianBlur(random.uniform(0.3, 1.2)))


def fill(folder, packages, total, first_seed, seen):
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for package in packages:
        kept = 0
        for source in candidates(package):
            if kept == PER_PACKAGE:
                break
            image = opened(source)
            if image is not None and seen.is_new(image):
                image.save(folder / f"{package.name}-{kept:04}.jpg", quality=92)
                kept, count = kept + 1, count + 1
        print(f"{folder.name}: {kept} of {package.name}", flush=True)
    made = max(0, total - count)
    for i in range(made):
        scene(first_seed + i).save(folder / f"scene-{i:04}.jpg", quality=92)
    print(f"{folder.name}: {count} photographs, {made} scenes", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--held-out", type=int, default=1600)
    parser.add_argument("--tuning", type=int, default=320)
    args = parser.parse_args()
    folders = sorted(p for p in args.packages.iterdir() if p.is_dir())
    seen = Seen()
    fill(args.out / "tuning", [p for p in folders if p.name in TUNING], args.tuning, 10_000_000, seen)
    fill(args.out / "held_out", [p for p in folders if p.name not in TUNING], args.held_out, 20_000_000, seen)


if __name__ == "__main__":
    main()
