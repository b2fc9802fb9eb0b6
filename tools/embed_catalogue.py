#!/usr/bin/env python3
"""Writes catalogue files (YAML) and the wording model as C++, each as one constant.

usage: embed_catalogue.py OUT.cc MODEL [FILE...]
"""
import pathlib
import sys

PIECE = 8000  # bytes; compilers limit the length of one literal


def literal(data):
    pieces = [data[at:at + PIECE] for at in range(0, len(data), PIECE)]
    out = []
    for piece in pieces:
        text = "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}" for b in piece)
        out.append(f'         "{text}"')
    return "\n".join(out) or '         ""'


def main():
    out = pathlib.Path(sys.argv[1])
    rows = []
    for path in sorted(map(pathlib.Path, sys.argv[3:])):
        data = path.read_bytes()
        rows.append(f'      {{"{path.name}", std::string(\n{literal(data)},\n         {len(data)})}},\n')
    model = pathlib.Path(sys.argv[2]).read_bytes()
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("// Made by tools/embed_catalogue.py.\n#include \"rank/built_in.h\"\n\nnamespace maillon::rank {\n\n"
                   f"std::vector<CatalogueFile> built_in_catalogue() {{\n  return {{\n{''.join(rows)}  }};\n}}\n\n"
                   f"std::string built_in_wording_bytes() {{\n  return std::string(\n{literal(model)},\n         {len(model)});\n}}\n\n"
                   "}  // namespace maillon::rank\n")


main()
