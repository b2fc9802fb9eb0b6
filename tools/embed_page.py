#!/usr/bin/env python3
"""Writes the built page (build/ui) as C++: each file compressed, as one constant.

usage: embed_page.py OUT.cc [FILE...]
"""
import gzip
import pathlib
import sys

TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
         ".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml"}
LINE = 48  # bytes; a string literal may not be one line of a megabyte


def literal(data):
    pieces = []
    for at in range(0, len(data), LINE):
        pieces.append('    "' + "".join(f"\\{byte:03o}" for byte in data[at:at + LINE]) + '"')
    return "\n".join(pieces)


def main():
    out = pathlib.Path(sys.argv[1])
    rows = []
    for path in sorted(map(pathlib.Path, sys.argv[2:])):
        if path.suffix not in TYPES:
            continue
        packed = gzip.compress(path.read_bytes(), 9, mtime=0)
        rows.append(f'    {{"{path.name}", "{TYPES[path.suffix]}", std::string_view(\n{literal(packed)},\n'
                    f"        {len(packed)})}},\n")
    table = f"const PageFile kFiles[] = {{\n{''.join(rows)}}};\n" if rows else ""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("// Made by tools/embed_page.py.\n#include \"web/page_files.h\"\n\nnamespace maillon::web {\n\n"
                   f"namespace {{\n{table}}}  // namespace\n\n"
                   "std::span<const PageFile> page_files() {\n"
                   f"  return {'kFiles' if rows else '{}'};\n}}\n\n}}  // namespace maillon::web\n")


main()
