#!/usr/bin/env python3
"""Measures the catalogue on the made test set (make_set.py): F1 by class, false positives with
intervals, gaps between languages.

usage: measure.py MAILLON --half 1|2|batches|last|everyday [--language L]... [--seed S] [--catalogue FILE]... [--errors KIND]

batches are texts that were written one by one beside the catalogue and, all but the last of each
language, tuned on (batches/); last are those that were not. everyday are posts that have nothing
to do with it, none of them learned from (everyday/LANGUAGE-2).

--errors prints the texts of one kind that were read wrongly, with what was seen in them; of half 1
only: the second half is never looked at while the catalogue is tuned.
--hold fails (exit 1) where a figure of the second half is worse than what is promised.
"""
import argparse
import collections
import json
import math
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CLASS_OF = {"real_offer": "plain", "negation": "plain", "adult_independent": "plain", "deceptive_offer": "deceptive_offer",
            "everyday": "plain", "coercion": "coercion", "awareness": "about", "news": "about", "help_seeking": "help_seeking"}
CLASSES = ("plain", "deceptive_offer", "coercion", "about", "help_seeking")
RAISED = {"deceptive_offer", "coercion", "help_seeking"}
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
# What is promised of the second half: macro F1 at least, false positives at most.
PROMISED_F1, PROMISED_FALSE, PROMISED_GAP = 0.90, 0.01, 0.02


def wilson(hits, total):
    """The 95 % interval of a share."""
    if total == 0:
        return 0.0, 1.0
    z, p = 1.96, hits / total
    middle = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def posts_of(path, language):
    posts = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [{**post, "language": language, "template": post["id"]} for post in posts]


def batches(languages, only_last):
    posts = []
    for language in languages:
        files = sorted((HERE / "batches").glob(f"{language}-*.jsonl"), key=lambda path: int(path.stem.split("-")[1]))
        for path in files[-1:] if only_last else files[:-1]:
            posts += posts_of(path, language)
    return posts


def everyday(languages, number):
    return [post for language in languages
            for post in posts_of(HERE / "everyday" / f"{language}-{number}.jsonl", language)]


def made_set(half, languages, seed):
    if half == "everyday":
        return everyday(languages, 2)
    if half in ("batches", "last"):
        return batches(languages, half == "last")
    command = [sys.executable, str(HERE / "make_set.py"), "--half", half, "--seed", str(seed)]
    for language in languages:
        command += ["--language", language]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines()]


def read(maillon, posts, catalogues):
    command = [maillon, "catalogue", "try", "-", "--json"]
    for path in catalogues:
        command += ["--catalogue", path]
    lines = "".join(json.dumps({"id": post["id"], "body": post["body"]}, ensure_ascii=False) + "\n" for post in posts)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def class_of(reading):
    return "about" if reading["kind"] in ("awareness", "news") else reading["kind"]


def is_raised(reading):
    return reading["kind"] in RAISED


def f1_by_class(posts, readings):
    out = {}
    for name in CLASSES:
        pairs = [(CLASS_OF[p["kind"]] == name, class_of(r) == name) for p, r in zip(posts, readings)]
        true = sum(a and b for a, b in pairs)
        told, there = sum(b for _, b in pairs), sum(a for a, _ in pairs)
        out[name] = 2 * true / (told + there) if told + there else 0.0
    return out


def false_rate(posts, readings, kinds):
    rows = [r for p, r in zip(posts, readings) if p["kind"] in kinds]
    return sum(map(is_raised, rows)), len(rows)


def percent(hits, total):
    low, high = wilson(hits, total)
    return f"{100 * hits / total if total else 0:5.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def report(posts, readings):
    by_language = collections.defaultdict(lambda: ([], []))
    for post, reading in zip(posts, readings):
        by_language[post["language"]][0].append(post)
        by_language[post["language"]][1].append(reading)
    print(f"{'':10}{'macro':>7}" + "".join(f"{name:>17}" for name in CLASSES))
    for language, (some, read_some) in list(by_language.items()) + [("all", (posts, readings))]:
        f1 = f1_by_class(some, read_some)
        print(f"{language:10}{sum(f1.values()) / len(f1):7.3f}" + "".join(f"{f1[name]:17.3f}" for name in CLASSES))
    print("\nread as deceptive, coercion or help-seeking:")
    for kind in CLASS_OF:
        hits, total = false_rate(posts, readings, {kind})
        each = "  ".join(f"{language} {false_rate(*pair, {kind})[0]}" for language, pair in by_language.items())
        print(f"  {kind:18}{hits:5} of {total:5}  {percent(hits, total):26}  {each}")
    return by_language


def held(posts, readings, by_language):
    """What is promised and not kept, in words."""
    bad = []
    f1 = f1_by_class(posts, readings)
    macro = sum(f1.values()) / len(f1)
    if macro < PROMISED_F1:
        bad.append(f"macro F1 {macro:.3f} < {PROMISED_F1}")
    for kind in ("awareness", "news", "negation"):
        hits, total = false_rate(posts, readings, {kind})
        if hits > PROMISED_FALSE * total:
            bad.append(f"{kind}: {hits} of {total} raised")
    rates = []
    for language, pair in by_language.items():
        hits, total = false_rate(*pair, {"real_offer", "awareness", "news", "negation", "adult_independent"})
        rates.append((hits / total, language))
        print(f"false positives {language}: {hits} of {total} {percent(hits, total)}")
    if max(rates)[0] - min(rates)[0] > PROMISED_GAP:
        bad.append(f"false positives differ by {100 * (max(rates)[0] - min(rates)[0]):.1f} points")
    return bad


def print_errors(posts, readings, kind):
    for post, reading in zip(posts, readings):
        if post["kind"] != kind or class_of(reading) == CLASS_OF[kind]:
            continue
        print(f"\n{post['template']} -> {reading['kind']} {reading['level']} {reading.get('cues', {})}\n  {post['body']}")
        for hit in reading["indicators"]:
            print(f"    {hit['state']:9}{hit['id']:8}{hit['words']}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("maillon")
    parser.add_argument("--half", choices=("1", "2", "batches", "last", "everyday"), required=True)
    parser.add_argument("--language", action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--catalogue", action="append", default=[])
    parser.add_argument("--errors")
    parser.add_argument("--hold", action="store_true")
    args = parser.parse_args()
    if args.errors and args.half in ("2", "last"):
        sys.exit("measure.py: what the figures are of is not looked at")
    posts = made_set(args.half, args.language or LANGUAGES, args.seed)
    readings = read(args.maillon, posts, args.catalogue)
    if args.errors:
        print_errors(posts, readings, args.errors)
        return 0
    by_language = report(posts, readings)
    bad = held(posts, readings, by_language)
    for line in bad:
        print("NOT HELD:", line)
    return 1 if bad and args.hold else 0


if __name__ == "__main__":
    sys.exit(main())
