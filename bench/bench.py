#!/usr/bin/env python3
"""The benchmarks on made-up and public data; `./dev bench families`, and so on, run it.

usage: bench.py PROGRAM families|worlds|graphs|records|hashes|encrypted [options]
       bench.py --self-test [PROGRAM]
"""
import argparse
import sys

import encrypted
import families
import graphs
import hashes
import measure
import records
import self_test
import worlds

PARTS = {"encrypted": encrypted, "families": families, "worlds": worlds, "graphs": graphs, "records": records, "hashes": hashes}


def main(arguments):
    if arguments[:1] == ["--self-test"]:
        return self_test.main(arguments[1:])
    options = argparse.ArgumentParser(prog="./dev bench", description=__doc__.splitlines()[0])
    options.add_argument("program")
    parts = options.add_subparsers(dest="part", required=True)
    for name, part in PARTS.items():
        about, _, rest = part.__doc__.partition(": ")
        part.add_options(parts.add_parser(name, description=rest or about))
    options = options.parse_args(arguments)
    command = "./dev bench " + " ".join(arguments[1:])
    try:
        PARTS[options.part].main(measure.Program(options.program), options, command)
    except measure.Failed as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
