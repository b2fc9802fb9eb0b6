#!/usr/bin/env python3
"""Runs the libFuzzer targets of a build, a few at a time.

usage: fuzz.py BUILD_DIR TARGET... [--seconds N] [--jobs N]

What a run learned stays in BUILD_DIR/corpus/TARGET and the next one starts from
it; tests/fuzz/TARGET, if there is one, are seeds. A finding is written to
BUILD_DIR/findings and the log's end is shown.
"""
import argparse
import concurrent.futures
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run_target(build, name, seconds):
    corpus, findings, seeds = build / "corpus" / name, build / "findings", ROOT / "tests" / "fuzz" / name
    corpus.mkdir(parents=True, exist_ok=True)
    findings.mkdir(parents=True, exist_ok=True)
    log = build / f"{name}.log"
    with open(log, "wb") as out:
        done = subprocess.run([build / name, f"-max_total_time={seconds}", "-timeout=25", "-rss_limit_mb=4096",
                               "-print_final_stats=1", f"-artifact_prefix={findings}/{name}-", corpus,
                               *([seeds] if seeds.is_dir() else [])], stdin=subprocess.DEVNULL, stdout=out,
                              stderr=subprocess.STDOUT)
    text = log.read_text(errors="replace")
    runs = re.findall(r"number_of_executed_units:\s*(\d+)", text)
    cover = re.findall(r"cov: (\d+)", text)
    print(f"{'ok     ' if done.returncode == 0 else 'FINDING'} {name}: {runs[-1] if runs else '?'} runs, "
          f"coverage {cover[-1] if cover else '?'}, {seconds} s", flush=True)
    if done.returncode:
        print("\n".join(text.splitlines()[-60:]), flush=True)
    return done.returncode != 0


def main():
    options = argparse.ArgumentParser()
    options.add_argument("build", type=pathlib.Path)
    options.add_argument("targets", nargs="+")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--jobs", type=int, default=1)
    options = options.parse_args()
    build = options.build.resolve()
    names = options.targets
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        found = sum(pool.map(lambda name: run_target(build, name, options.seconds), names))
    print(f"fuzz: {len(names)} targets, {found} with a finding")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
