#!/usr/bin/env python3
"""Hashing pictures beside the reference, in one run on one core.

usage: pictures.py PICTURE_TOOL FILE_OR_FOLDER... [--rounds N] [--cimg CIMG_DECODE]

The reference is Meta's C++ as the Python package pdqhash (PyPI) builds it, called without
Python's conversions, through its own exported functions. Decoding for it is libjpeg by way
of Pillow or OpenCV, whichever is faster here. Needs: pip install pdqhash numpy pillow
opencv-python-headless. With --cimg also by the reader that the reference itself uses, in
cimg_decode.cc. Times are user CPU seconds; the programs take turns.
"""
import argparse
import ctypes
import io
import pathlib
import resource
import subprocess
import sys
import tempfile

import cv2
import numpy as np
import pdqhash.bindings
from PIL import Image

Image.MAX_IMAGE_PIXELS = None
cv2.setNumThreads(1)
REPEATS = 200  # of our hashes, which are too fast to time alone
LIBRARY = pathlib.Path(pdqhash.bindings.__file__)


def exported(part):
    lines = subprocess.run(["nm", "-D", LIBRARY], capture_output=True, text=True, check=True).stdout.splitlines()
    name = next(line.split()[-1] for line in lines if part in line)
    return getattr(ctypes.CDLL(str(LIBRARY)), name)


HASH = exported("pdqHash256FromFloatLuma")
FILL_RGB = exported("hashing20fillFloatLumaFromRGB")
FILL_GREY = exported("hashing21fillFloatLumaFromGrey")
POINTER = ctypes.c_void_p
BUFFERS = [(ctypes.c_float * n)() for n in (64 * 64, 16 * 64, 16 * 16)]


def user_seconds():
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def shrink(image):
    height, width = image.shape[:2]
    if height <= 512 and width <= 512:
        return np.ascontiguousarray(image)
    rows, columns = np.arange(512) * height // 512, np.arange(512) * width // 512
    return np.ascontiguousarray(image[rows][:, columns])


def luma_of(image):
    height, width = image.shape[:2]
    luma = np.empty((height, width), np.float32)
    at, to = image.ctypes.data, POINTER(luma.ctypes.data)
    if image.ndim == 2:
        FILL_GREY(POINTER(at), height, width, width, 1, to)
    else:
        FILL_RGB(POINTER(at), POINTER(at + 1), POINTER(at + 2), height, width, 3 * width, 3, to)
    return luma


def hash_luma(luma):
    """Overwrites the plane, as the reference does."""
    other, words, quality = np.empty_like(luma), (ctypes.c_uint16 * 16)(), ctypes.c_int()
    HASH(POINTER(luma.ctypes.data), POINTER(other.ctypes.data), luma.shape[0], luma.shape[1], *BUFFERS, words,
         ctypes.byref(quality))
    return "".join(f"{word:04x}" for word in reversed(list(words))), quality.value


def decode_pillow(data):
    image = Image.open(io.BytesIO(data))
    return np.asarray(image if image.mode in ("L", "RGB") else image.convert("RGB"))


def decode_opencv(data):
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)


def distance(a, b):
    return bin(int(a, 16) ^ int(b, 16)).count("1")


def run_ours(tool, *words):
    lines = subprocess.run([tool, *map(str, words)], capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line.split() for line in lines]
    return [(r[0], int(r[1])) for r in rows if len(r[0]) == 64], {r[0]: float(r[1]) for r in rows if len(r[0]) < 64}


def compare(name, ours, theirs):
    far = [distance(a[0], b[0]) for a, b in zip(ours, theirs)]
    print(f"  {name}: {len(far)} pictures, distance at most {max(far)}, "
          f"{sum(d > 0 for d in far)} differ, {sum(a[1] != b[1] for a, b in zip(ours, theirs))} qualities differ")


def measure_luma(tool, images, rounds, folder):
    planes, names = [], []
    for i, image in enumerate(images):
        grey = image if image.ndim == 2 else image[:, :, 1]
        planes.append(np.ascontiguousarray(cv2.resize(grey, (512, 512), interpolation=cv2.INTER_NEAREST)))
        names.append(folder / f"{i}.luma")
        names[-1].write_bytes(planes[-1].tobytes())
    for _ in range(rounds):
        lumas = [luma_of(plane) for plane in planes]
        begun = user_seconds()
        theirs = [hash_luma(luma) for luma in lumas]
        reference = (user_seconds() - begun) / len(planes)
        for mode, how in (("luma", "in cache"), ("turns", "from memory")):
            ours, numbers = run_ours(tool, mode, REPEATS, 512, 512, *names)
            mine = numbers["cpu"] / REPEATS / len(planes)
            print(f"  512 x 512 luma: reference {reference * 1e6:.0f} us, ours {how} {mine * 1e6:.1f} us, "
                  f"{reference / mine:.0f} times; ties {numbers['ties'] / REPEATS / len(planes):.0%}")
    compare("luma", ours, theirs)


def measure_cimg(cimg, data, paths, ours_s):
    lumas = [luma_of(shrink(decode_pillow(one))) for one in data]
    shrunk = [shrink(decode_pillow(one)) for one in data]
    begun = user_seconds()
    for image, luma in zip(shrunk, lumas):
        luma_of(image)
        hash_luma(luma)
    spent = user_seconds() - begun
    line = subprocess.run([cimg, *map(str, paths)], capture_output=True, text=True, check=True).stdout
    spent += float(line.split()[1])
    print(f"  files: reference with CImg {len(data) / spent:.0f} a second, ours {len(data) / ours_s:.0f}, "
          f"{spent / ours_s:.2f} times")


def measure_files(tool, paths, rounds, cimg):
    data = [path.read_bytes() for path in paths]
    for _ in range(rounds):
        ours, numbers = run_ours(tool, "files", 1, *paths)
        if cimg:
            measure_cimg(cimg, data, paths, numbers["cpu"])
        for name, decode in (("Pillow", decode_pillow), ("OpenCV", decode_opencv)):
            begun, theirs, decoding = user_seconds(), [], 0.0
            for one in data:
                start = user_seconds()
                image = decode(one)
                decoding += user_seconds() - start
                theirs.append(hash_luma(luma_of(shrink(image))))
            spent = user_seconds() - begun
            print(f"  files: reference with {name} {len(data) / spent:.0f} a second (decoding {decoding / spent:.0%}), "
                  f"ours {len(data) / numbers['cpu']:.0f}, {spent / numbers['cpu']:.2f} times")
            if name == "Pillow":
                by_pillow = theirs
    compare("files", ours, by_pillow)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cimg", help="the program of cimg_decode.cc")
    args = parser.parse_args()
    paths = []
    for path in args.paths:
        paths += sorted(p for p in path.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg")) if path.is_dir() else [path]
    images = [decode_pillow(path.read_bytes()) for path in paths]
    pixels = sum(i.shape[0] * i.shape[1] for i in images) / len(images) / 1e6
    print(f"{len(paths)} JPEG files, {pixels:.2f} million pixels on average")
    with tempfile.TemporaryDirectory() as folder:
        measure_luma(args.tool, images, args.rounds, pathlib.Path(folder))
    measure_files(args.tool, paths, args.rounds, args.cimg)
    return 0


if __name__ == "__main__":
    sys.exit(main())
