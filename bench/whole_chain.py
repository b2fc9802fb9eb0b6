#!/usr/bin/env python3
"""Times the whole chain on a made-up world: simulate, import, link, evaluate.

usage: whole_chain.py PROGRAM --posts N [--seed S] [--keep DIR]

Prints a Markdown table: wall time, CPU time (user + system) and peak memory of
each command. On a busy machine believe the CPU time.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time


def run(command, stdout):
    """Runs a command; gives (wall seconds, CPU seconds, peak MiB)."""
    started = time.monotonic()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {child.returncode}")
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(program, folder, posts, seed):
    world, case, table = folder / "world", folder / "case", folder / "posts.csv"
    steps = [
        ("simulate", [program, "simulate", world, "--posts", str(posts), "--seed", str(seed)]),
        ("import", [program, "import", case, world / "posts.jsonl"]),
        ("link", [program, "link", case]),
        ("export", [program, "export", case, "--table", "posts"]),
        ("verify", [program, "verify", case]),
    ]
    print(f"{posts:,} posts, seed {seed}, {os.cpu_count()} cores\n")
    print("| step | wall s | CPU s | peak MiB |\n| --- | ---: | ---: | ---: |")
    total = [0.0, 0.0]
    for name, command in steps:
        with open(table if name == "export" else os.devnull, "wb") as out:
            wall, cpu, memory = run(command, out)
        print(f"| {name} | {wall:.1f} | {cpu:.1f} | {memory:.0f} |", flush=True)
        if name in ("import", "link"):
            total = [total[0] + wall, total[1] + cpu]
    print(f"| **import + link** | {total[0]:.1f} | {total[1]:.1f} | |")
    print(f"\nposts.jsonl: {(world / 'posts.jsonl').stat().st_size / 1e6:.0f} MB\n", flush=True)
    subprocess.run([program, "evaluate", world / "truth.csv", table], check=False)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program", type=pathlib.Path)
    options.add_argument("--posts", type=int, required=True)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=pathlib.Path, help="work here and leave the files")
    options = options.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        return measure(options.program.resolve(), options.keep, options.posts, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        return measure(options.program.resolve(), pathlib.Path(folder), options.posts, options.seed)


if __name__ == "__main__":
    sys.exit(main())
