#!/usr/bin/env python3
"""Makes the test posts of tests/indicators/grammar/*.yaml, as JSON lines.

usage: make_set.py --half 1|2 [--language L]... [--per-kind N] --seed S
       make_set.py --swaps [--language L]...
       make_set.py --check [--language L]...

--half prints posts: {"id","language","kind","half","template","body"}. The same seed
gives the same posts; no two bodies of a language and half are equal. Without
--per-kind there are 100 of each kind that must raise no alarm (real_offer, awareness,
news, negation) and 60 of each other kind.
--swaps prints the counterfactual texts of swaps/*.yaml: {"id","variant","language","body"};
all variants of one id must get the same score.
--check reads the grammar and the swaps for mistakes and prints how much they hold.
"""
import argparse
import itertools
import json
import pathlib
import random
import re
import sys

try:
    import yaml
except ImportError:
    sys.exit("make_set.py: needs PyYAML (Debian: python3-yaml)")

HERE = pathlib.Path(__file__).resolve().parent
HARMLESS = ("real_offer", "awareness", "news", "negation")
OTHERS = ("deceptive_offer", "coercion", "help_seeking", "adult_independent")
KINDS = HARMLESS + OTHERS
PER_KIND = dict.fromkeys(HARMLESS, 100) | dict.fromkeys(OTHERS, 60)
MIN_TEMPLATES = dict.fromkeys(HARMLESS, 12) | dict.fromkeys(OTHERS, 8)
MIN_TEXTS = 15  # distinct texts a template must be able to give
MIN_SWAPS = 25
SENTENCE_WORDS = 5  # a sentence of so many words is in one half only
RUN_WORDS = 8  # and so is a run of so many words, wherever it begins
MAX_WORDINGS = 20_000

PART = re.compile(r"\{([a-z_0-9]+)\}|([\[\]|])")
SENTENCE_END = re.compile(r"[.!?…。！？؟;:；：،\n•\u2600-\u27bf\U0001f300-\U0001faff]+")
# A Han character counts as a word; a slot's name is one too.
WORD = re.compile(r"<\w+>|[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+")
VOWELS = "aeiouàâéèêëîïôœû"


class GrammarError(Exception):
    """A template that cannot be read."""


def parse(text):
    """A template as a list of parts: str, ("slot", name), ("block", [parts, ...])."""
    stack = [[[]]]  # the blocks that are open; each is its wordings so far
    at = 0
    for match in PART.finditer(text):
        stack[-1][-1].append(text[at:match.start()])
        at = match.end()
        name, sign = match.groups()
        if name:
            stack[-1][-1].append(("slot", name))
        elif sign == "[":
            stack.append([[]])
        elif len(stack) == 1:
            raise GrammarError(f"{sign!r} outside a block")
        elif sign == "|":
            stack[-1].append([])
        else:
            block = [trim(parts) for parts in stack.pop()]
            stack[-1][-1].append(("block", block))
    if len(stack) > 1:
        raise GrammarError("a block is not closed")
    return stack[0][0] + [text[at:]]


def trim(parts):
    """The wording without the blanks beside [, | and ]."""
    parts = list(parts)
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip(" ")
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip(" ")
    return parts


def tidy(text):
    """An empty block leaves no double blank."""
    text = re.sub(r" +", " ", text)
    return re.sub(r" ?\n ?", "\n", text).strip()


def joined(language, before, filler):
    """before + filler, spelt as the language wants where a slot begins."""
    if re.search(r"(^|[.!?]\s|\n)$", before):
        filler = filler[:1].upper() + filler[1:]
    if language == "fr":
        if re.search(r"\bde $", before) and filler[:1].lower() in VOWELS:
            return before[:-2] + "'" + filler
        for plain, short in (("à le ", "au "), ("de le ", "du ")):
            if filler.startswith("le ") and before.endswith(plain[:-3]):
                return before[:-len(plain[:-3])] + short + filler[3:]
    if language == "es" and filler.startswith("el "):
        for plain, short in (("a ", "al "), ("de ", "del ")):
            if re.search(rf"\b{plain}$", before):
                return before[:-len(plain)] + short + filler[3:]
    return before + filler


class Grammar:
    """One language's templates."""

    def __init__(self, path):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.path = path
        self.language = data["language"]
        self.posts = data["posts"]
        self.slots = {}
        self.trees = {}
        try:
            for name, texts in data["slots"].items():
                self.slots[name] = [parse(str(text)) for text in texts]
            for post in self.posts:
                self.trees[post["id"]] = parse(post["text"])
        except GrammarError as error:
            raise GrammarError(f"{path}: {error}") from error

    def fill(self, parts, rng, before=""):
        """One text of a template."""
        for part in parts:
            if isinstance(part, str):
                before += part
            elif part[0] == "block":
                before = self.fill(rng.choice(part[1]), rng, before)
            else:
                filler = self.fill(rng.choice(self.slots[part[1]]), rng, "\0")
                before = joined(self.language, before, filler[1:])
        return before

    def texts(self, post, rng):
        """Endless texts of one template, with repetitions."""
        while True:
            yield tidy(self.fill(self.trees[post["id"]], rng))

    def make(self, half, kind, count, seed):
        """count distinct texts of a kind, the templates taken in turn."""
        rng = random.Random(f"{seed}/{self.language}/{half}/{kind}")
        posts = [p for p in self.posts if p["half"] == half and p["kind"] == kind]
        rng.shuffle(posts)
        sources = [(post, self.texts(post, rng)) for post in posts]
        seen = set()
        misses = 0
        for post, texts in itertools.cycle(sources):
            if len(seen) == count or misses > 1000:
                break
            body = next((t for t in itertools.islice(texts, 50) if t not in seen), None)
            if body is None:
                misses += 1
                continue
            seen.add(body)
            yield {"id": f"{self.language}-{kind}-{half}-{len(seen):03d}", "language": self.language,
                   "kind": kind, "half": half, "template": post["id"], "body": body}
        if len(seen) < count:
            sys.exit(f"make_set.py: {self.path.name}: only {len(seen)} texts of {kind}, half {half}")

    def wordings(self, parts):
        """Every wording of a template, slots as <name>."""
        choices = []
        for part in parts:
            if isinstance(part, str):
                choices.append([part])
            elif part[0] == "slot":
                choices.append([f"<{part[1]}>"])
            else:
                choices.append([w for option in part[1] for w in self.wordings(option)])
        return ["".join(chosen) for chosen in itertools.islice(itertools.product(*choices), MAX_WORDINGS)]

    def used_slots(self, parts):
        """The names of the slots in a template, also those within blocks."""
        for part in parts:
            if isinstance(part, tuple) and part[0] == "slot":
                yield part[1]
            elif isinstance(part, tuple):
                for option in part[1]:
                    yield from self.used_slots(option)


def words(text):
    return WORD.findall(text.lower())


def sentences(text):
    """The sentences that are long enough to count, as tuples of words."""
    for sentence in SENTENCE_END.split(text):
        found = tuple(words(sentence))
        if len(found) >= SENTENCE_WORDS:
            yield found


def runs(text):
    """Every run of RUN_WORDS words within a text (Han text: twice as many characters)."""
    found = words(text)
    length = RUN_WORDS * 2 if re.search(r"[\u4e00-\u9fff]", text) else RUN_WORDS
    for i in range(len(found) - length + 1):
        run = tuple(found[i:i + length])
        if sum(not word.startswith("<") for word in run) >= length - 2:
            yield run


def check_halves(grammar, problems):
    first = {}
    for half in (1, 2):
        for post in grammar.posts:
            if post["half"] != half:
                continue
            for wording in grammar.wordings(grammar.trees[post["id"]]):
                for piece in itertools.chain(sentences(wording), runs(wording)):
                    if half == 1:
                        first.setdefault(piece, post["id"])
                    elif piece in first:
                        problems.add(f"{first[piece]} and {post['id']} share: {' '.join(piece)}")


def check_grammar(grammar):
    problems = set()
    ids = [post["id"] for post in grammar.posts]
    problems |= {f"{i}: twice" for i in ids if ids.count(i) > 1}
    count = dict.fromkeys(itertools.product(KINDS, (1, 2)), 0)
    for post in grammar.posts:
        if (post["kind"], post["half"]) not in count:
            problems.add(f"{post['id']}: kind {post['kind']}, half {post['half']} unknown")
            continue
        count[post["kind"], post["half"]] += 1
    trees = list(grammar.trees.items()) + [(n, t) for n, ts in grammar.slots.items() for t in ts]
    for name, tree in trees:
        problems |= {f"{name}: no slot {s}" for s in grammar.used_slots(tree) if s not in grammar.slots}
    if problems:
        return problems, count
    for post in grammar.posts:
        texts = set()
        for text in itertools.islice(grammar.texts(post, random.Random(1)), 1500):
            texts.add(text)
            if len(texts) == MIN_TEXTS:
                break
        if len(texts) < MIN_TEXTS:
            problems.add(f"{post['id']}: only {len(texts)} texts")
    for (kind, half), n in count.items():
        if n < MIN_TEMPLATES[kind]:
            problems.add(f"half {half}: only {n} templates of {kind}")
    check_halves(grammar, problems)
    return problems, count


def read_swaps(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def check_swaps(path):
    swaps = read_swaps(path)
    ids = [swap["id"] for swap in swaps]
    problems = {f"{i}: twice" for i in ids if ids.count(i) > 1}
    for swap in swaps:
        if len(swap["variants"]) < 2 or len(set(swap["variants"])) < len(swap["variants"]):
            problems.add(f"{swap['id']}: needs two or more variants, all different")
    if len(swaps) < MIN_SWAPS:
        problems.add(f"only {len(swaps)} swaps")
    return problems, f"{len(swaps)} swaps, {sum(len(s['variants']) for s in swaps)} texts"


def check(paths, swap_paths):
    bad = 0
    for path in paths:
        grammar = Grammar(path)
        problems, count = check_grammar(grammar)
        print(f"{path.name}: {len(grammar.posts)} templates, per half "
              f"{sum(PER_KIND[k] for k in HARMLESS)} harmless and {sum(PER_KIND[k] for k in OTHERS)} other posts")
        for kind in KINDS:
            print(f"  {kind:18} templates {count[kind, 1]:3} + {count[kind, 2]:3}   "
                  f"posts {PER_KIND[kind]:3} + {PER_KIND[kind]:3}")
        for problem in sorted(problems):
            print(f"  WRONG {problem}")
        bad += len(problems)
    for path in swap_paths:
        problems, counts = check_swaps(path)
        print(f"swaps/{path.name}: {counts}")
        for problem in sorted(problems):
            print(f"  WRONG {problem}")
        bad += len(problems)
    return 1 if bad else 0


def chosen_files(folder, languages):
    paths = sorted((HERE / folder).glob("*.yaml"))
    if languages:
        missing = set(languages) - {path.stem for path in paths}
        if missing:
            sys.exit(f"make_set.py: no {folder}/{sorted(missing)[0]}.yaml")
        paths = [path for path in paths if path.stem in languages]
    return paths


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ", 1)[1])
    parser.add_argument("--half", type=int, choices=(1, 2))
    parser.add_argument("--language", action="append")
    parser.add_argument("--per-kind", type=int)
    parser.add_argument("--seed")
    parser.add_argument("--swaps", action="store_true")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    try:
        if args.check:
            return check(chosen_files("grammar", args.language), chosen_files("swaps", args.language))
        if args.swaps:
            for path in chosen_files("swaps", args.language):
                for swap in read_swaps(path):
                    for variant, body in enumerate(swap["variants"]):
                        print(json.dumps({"id": swap["id"], "variant": variant, "language": path.stem,
                                          "body": body}, ensure_ascii=False))
            return 0
        if args.half is None or args.seed is None:
            parser.error("--half and --seed, or --swaps, or --check")
        for path in chosen_files("grammar", args.language):
            grammar = Grammar(path)
            for kind in KINDS:
                for post in grammar.make(args.half, kind, args.per_kind or PER_KIND[kind], args.seed):
                    print(json.dumps(post, ensure_ascii=False))
    except GrammarError as error:
        sys.exit(f"make_set.py: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
