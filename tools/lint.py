#!/usr/bin/env python3
"""clang-format on every source, clang-tidy on what changed.

usage: lint.py --build DIR [--all] [--jobs N] [--minutes M] | lint.py --fix-format

Changed means: not committed yet, or committed since the branch left origin's
main; where that is empty (a fresh clone of main, a CI run), the sources in the
order of their last commit, newest first. clang-tidy takes 3 to 30 seconds a
file, so without --all it stops taking new files after M (0.5) minutes and says
how many it left to `./dev check --full`.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("src", "apps", "bench")


def tool(name):
    for candidate in [f"{name}-14", name, *(f"{name}-{v}" for v in range(20, 14, -1))]:
        if shutil.which(candidate):
            return candidate
    sys.exit(f"lint.py: no {name} is installed; run ./dev setup check")


def git(*args):
    done = subprocess.run(["git", "-c", f"safe.directory={ROOT}", *args], cwd=ROOT, text=True, capture_output=True)
    return done.stdout.splitlines() if done.returncode == 0 else []


def sources(suffixes):
    return sorted(p for folder in FOLDERS for p in (ROOT / folder).rglob("*") if p.suffix in suffixes)


def with_partners(names):
    """The .cc files to lint for these changed files: themselves, and x.cc and x_test.cc for x.h."""
    found = []
    for name in names:
        path = ROOT / name
        if not name.startswith(tuple(f + "/" for f in FOLDERS)):
            continue
        stem = path.with_suffix("")
        partners = [path] if path.suffix == ".cc" else [pathlib.Path(f"{stem}.cc"), pathlib.Path(f"{stem}_test.cc")]
        found += [p for p in partners if p.suffix == ".cc" and p.exists()]
    return list(dict.fromkeys(found))


def changed():
    names = [line[3:].split(" -> ")[-1] for line in git("status", "--porcelain", "--untracked-files=all")]
    base = git("merge-base", "HEAD", "origin/main") or git("rev-parse", "HEAD")
    names += git("diff", "--name-only", base[0], "HEAD") if base else []
    return with_partners(names) or newest_first()


def newest_first():
    seen = dict.fromkeys(line for line in git("log", "--format=", "--name-only", "-n", "1000") if line)
    return with_partners(seen) or sources({".cc"})


def check_format(fix):
    files = [str(p) for p in sources({".h", ".cc"})]
    mode = ["-i"] if fix else ["--dry-run", "-Werror"]
    clang_format = tool("clang-format")
    bad = 0
    for i in range(0, len(files), 50):
        done = subprocess.run([clang_format, *mode, *files[i:i + 50]], text=True, stderr=subprocess.PIPE)
        bad |= done.returncode != 0
        for name in dict.fromkeys(re.findall(r"^(\S+?):\d+:\d+: error", done.stderr, re.M)):
            print(f"{os.path.relpath(name, ROOT)}: not formatted; run ./dev format")
    print(f"format: {len(files)} files{', see above' if bad else ' in shape'}", flush=True)
    return bad


def tidy_one(clang_tidy, build, path):
    # A test's macros cost the analyzer half a minute and have never shown it anything.
    checks = ["--checks=-clang-analyzer-*,-concurrency-mt-unsafe"] if path.name.endswith("_test.cc") else []
    # g++'s own warning flags are not clang's; the compiler's warnings are the build's matter.
    done = subprocess.run([clang_tidy, "-p", str(build), "--quiet", "--extra-arg=-Wno-unknown-warning-option",
                           "--extra-arg=-Wno-everything", *checks, str(path)],
                          cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    failed = done.returncode != 0
    return path, failed, (done.stdout or done.stderr) if failed else ""


def check_tidy(files, build, jobs, minutes):
    if not (build / "compile_commands.json").exists():
        sys.exit(f"lint.py: no compile_commands.json in {build}; run cmake --preset lint")
    known = {entry["file"] for entry in json.loads((build / "compile_commands.json").read_text())}
    files = [p for p in files if str(p) in known]
    if not files:
        print("tidy: no file to look at")
        return 0
    clang_tidy, deadline = tool("clang-tidy"), time.monotonic() + minutes * 60
    bad = done = 0

    def run(path):
        return tidy_one(clang_tidy, build, path) if time.monotonic() < deadline else None

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for result in pool.map(run, files):
            if result is None:
                continue
            path, failed, output = result
            done += 1
            bad += failed
            if failed:
                print(f"{path.relative_to(ROOT)}: clang-tidy\n{output}", flush=True)
    left = len(files) - done
    print(f"tidy: {done} files looked at, {bad} with findings" +
          (f"; {left} left to ./dev check --full" if left else ""), flush=True)
    return bad


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "dev")
    options.add_argument("--all", action="store_true")
    options.add_argument("--fix-format", action="store_true")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options.add_argument("--minutes", type=float, default=0.5)
    options = options.parse_args()
    if options.fix_format:
        return check_format(fix=True)
    bad = check_format(fix=False)
    files = sources({".cc"}) if options.all else changed()
    minutes = 24 * 60 if options.all else options.minutes
    return 1 if check_tidy(files, (ROOT / options.build).resolve(), options.jobs, minutes) or bad else 0


if __name__ == "__main__":
    sys.exit(main())
