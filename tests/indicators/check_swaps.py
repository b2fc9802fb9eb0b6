#!/usr/bin/env python3
"""Do texts that differ only in a name, a sex, an origin or a faith come out alike?

usage: check_swaps.py MAILLON [--quick]

Trains a ranker on the first half of the made set, by `maillon fairness`, and has it score the
variants of swaps/*.yaml; their level by the catalogue is compared too. Fails (exit 1) if one
variant has another score or level, or if there was no ranker to ask. --quick trains on two languages of the six and asks for the
variants of all; ./dev test runs it.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def make(*words):
    command = [sys.executable, str(HERE / "make_set.py"), *words]
    return subprocess.run(command, check=True, capture_output=True).stdout


def moved_kinds(lines):
    """The texts of which a variant is read as another kind: those where the phrases found the same,
    and those where they did not (a cue within a name, which is the catalogue's, not the wording's)."""
    done = subprocess.run([sys.argv[1], "catalogue", "try", "-", "--json"], input="\n".join(lines) + "\n",
                          capture_output=True, text=True, check=True)
    kinds, found = {}, {}
    for line, read in zip(lines, map(json.loads, done.stdout.splitlines()), strict=True):
        name = json.loads(line)["id"]
        kinds.setdefault(name, set()).add(read["kind"])
        signs = sorted({hit["id"] for hit in read["indicators"]})
        found.setdefault(name, set()).add(json.dumps([signs, read.get("cues")]))
    moved = [name for name, some in kinds.items() if len(some) > 1]
    return [n for n in moved if len(found[n]) == 1], [n for n in moved if len(found[n]) > 1]


def main():
    quick = sys.argv[2:] == ["--quick"]
    if len(sys.argv) != 2 and not quick:
        sys.exit(__doc__)
    languages = ("--language", "es", "--language", "ru") if quick else ()
    with tempfile.TemporaryDirectory() as folder:
        truth, swaps = pathlib.Path(folder, "half1.jsonl"), pathlib.Path(folder, "swaps.jsonl")
        truth.write_bytes(make("--half", "1", "--seed", "1", *languages))
        variants = make("--swaps")
        swaps.write_bytes(variants)
        done = subprocess.run([sys.argv[1], "fairness", truth, "--swaps", swaps, "--json"],
                              capture_output=True, text=True, check=False)
    if done.returncode not in (0, 2) or not done.stdout:
        sys.exit(done.stderr or "no report")
    found = json.loads(done.stdout)["swaps"]
    scores = [fault["id"] for fault in found["faults"] if fault["score"]]
    levels = [fault["id"] for fault in found["faults"] if fault["level"]]
    kinds, by_phrases = moved_kinds(variants.decode().splitlines())
    print(f"swaps: {found['ids']} texts, {found['texts']} variants: another score {scores or 'none'}, "
          f"another level {levels or 'none'}, another kind {kinds or 'none'}, "
          f"and by what phrases found {by_phrases or 'none'}")
    return 0 if found["scored"] and not scores and not levels and not kinds else 1


if __name__ == "__main__":
    sys.exit(main())
