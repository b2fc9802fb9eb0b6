#!/usr/bin/env python3
"""Input that is large or hostile, disks that are full, runs that are killed: what
does not fit into a .case file.

usage: hard_input.py PROGRAM [NAME...]

Each test works in a folder of its own. NAME picks the tests whose name contains
it. Ends with "N passed, N failed"; about a minute in all.
"""
import json
import os
import pathlib
import pty
import random
import re
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ENV = dict(os.environ, MAILLON_USER="tester", LC_ALL="C.UTF-8", TERM="xterm")
ROOT = pathlib.Path(__file__).resolve().parent.parent
GIB = 1 << 30


class Failed(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Failed(what)


class Runner:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def __call__(self, *words, expect=0, memory=4 * GIB, timeout=120):
        """Runs a verb; gives what it printed. Fails on another exit code."""
        limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        done = subprocess.run([self.program, *words], cwd=self.folder, env=ENV, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, preexec_fn=limit)
        err = done.stderr.decode(errors="replace")
        check(done.returncode == expect, f"{' '.join(words)}: exit {done.returncode}, not {expect}: {err[:300]}")
        return done.stdout.decode(errors="replace")

    def json(self, *words, expect=0):
        return json.loads(self(*words, "--json", expect=expect))

    def write(self, name, lines):
        with open(self.folder / name, "w", encoding="utf-8") as out:
            for line in lines:
                out.write(line if isinstance(line, str) else json.dumps(line))
                out.write("\n")

    def whole(self, case="case"):
        """The case opens and verifies."""
        check(self("verify", case).startswith(f"{case}: intact\n"), "verify: not intact")


def test_line_of_200_megabytes(run):
    with open(run.folder / "long.jsonl", "w", encoding="ascii") as out:
        out.write('{"id":"1","body":"before"}\n{"id":"2","body":"')
        for _ in range(200):
            out.write("lorem ipsum dolor " * 58254)
        out.write('"}\n{"id":"3","body":"after"}\n')
    report = run.json("import", "case", "long.jsonl")
    check((report["records"], report["quarantined"]) == (2, 1), f"records: {report['records']}, {report['quarantined']}")
    rows = run.json("quarantine", "case")["rows"]
    check(rows[0]["line"] == 2 and rows[0]["end"] - rows[0]["begin"] > 200_000_000, "the long line's place")
    run("link", "case")
    run.whole()


def test_post_of_a_million_words(run):
    random.seed(1)
    words = ["".join(random.choices("abcdefghijklmnop", k=7)) for _ in range(5000)]
    run.write("ads.jsonl", [{"id": "b", "body": "Call +1 775 555 0102"},
                            {"id": "big", "body": " ".join(random.choices(words, k=1_000_000)) + " 775-555-0102 "},
                            {"id": "c", "body": "Call +1 775 555 0102, ask for Maya"}])
    run("import", "case", "ads.jsonl")
    run("link", "case", "--country", "US")
    check(run.json("show", "case", "+17755550102")["selector"]["posts"] == 3, "the phone at the end of it")
    check(len(run("show", "case", ":big")) < 20_000_000, "a page of bounded size")


def cpu_of(run, lines, memory=4 * GIB):
    """Imports and links them as a case of their own; gives the CPU seconds of that."""
    run.write("ads.jsonl", lines)
    shutil.rmtree(run.folder / "case", ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run("import", "case", "ads.jsonl", memory=memory)
    run("link", "case", memory=memory)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def check_near_linear(run, make, count, **limits):
    """Four times the posts cost little more than four times the work; the machine may be loaded."""
    quarter = cpu_of(run, make(count // 4), **limits)
    whole = cpu_of(run, make(count), **limits)
    check(whole < 7 * quarter + 1, f"{count // 4:,} posts took {quarter:.1f} s, {count:,} took {whole:.1f} s")


def made_up_words(seed, count):
    rng = random.Random(seed)
    return ["".join(rng.choices("aeioubdgklmnprst", k=6)) for _ in range(count)]


def test_100000_identical_posts(run):
    def identical(count):
        return ({"id": str(i), "source": f"s{i % 7}", "posted_at": f"2026-01-{i % 28 + 1:02}",
                 "body": "Hostess wanted in the old town, room included, good pay every week. Call +1 775 555 0102 today."}
                for i in range(count))
    check_near_linear(run, identical, 100_000)
    networks = run.json("networks", "case")["networks"]
    check(sum(n["posts"] for n in networks) == 100_000 or networks == [], "all in one, or set aside as a hub")
    check(run("export", "case", "--table", "templates").count("\n") == 2, "one template")
    run("show", "case", "+17755550102")


def test_stock_sentence_in_a_million_posts(run):
    """Each post is of words of its own, but for one sentence: nobody is linked by it."""
    words = made_up_words(3, 60_000)

    def with_one_sentence(count):
        rng = random.Random(4)
        return ({"id": str(i), "body": f"{' '.join(rng.choices(words, k=9))}. No experience needed, we teach you all."}
                for i in range(count))
    check_near_linear(run, with_one_sentence, 1_000_000, memory=8 * GIB)
    run("networks", "case", expect=1)  # there are none


def test_chain_of_10000_posts(run):
    """Each is a word apart from the one before it: not one family from end to end."""
    words = made_up_words(5, 3000)

    def chain(count):
        rng = random.Random(6)
        text = rng.choices(words, k=30)
        for i in range(count):
            text[i % 30] = rng.choice(words)
            yield {"id": str(i), "posted_at": f"2026-{i * 12 // count + 1:02}-{i % 28 + 1:02}", "body": " ".join(text)}
    check_near_linear(run, chain, 10_000)
    networks = run.json("networks", "case", "--limit", "0")["networks"]
    check(len(networks) > 20 and max(n["posts"] for n in networks) < 1500,
          f"{len(networks)} networks, the largest of {max(n['posts'] for n in networks)}")


def test_selector_in_every_post(run):
    """A site's address in each of 100,000 posts is a hub, at no more cost than the posts."""
    words = made_up_words(7, 5000)

    def with_address(count):
        rng = random.Random(8)
        return ({"id": str(i), "posted_at": f"2026-{i % 12 + 1:02}-{i % 28 + 1:02}", "city": f"Town{i % 300}",
                 "body": f"{' '.join(rng.choices(words, k=12))}. Report abuse to help@site.example.com"} for i in range(count))
    check_near_linear(run, with_address, 100_000)
    check(run.json("show", "case", "help@site.example.com")["hub_note"] != "", "said to be a hub")
    run("networks", "case", expect=1)  # there are none


def test_kept_signals_of_other_records(run):
    """A case.db put back from a copy gives an import's number to other records; what was kept does not fit them."""
    def posts(first, count, phone):
        return [{"id": str(i), "body": f"Room in the old town, number {i}, call {phone}{i % 10}"} for i in range(first, first + count)]
    for name, lines in (("one", posts(0, 50, "+1 775 555 010")), ("two", posts(50, 20, "+1 775 555 011")),
                        ("three", posts(70, 200, "+1 775 555 012"))):
        run.write(f"{name}.jsonl", lines)
    run("import", "case", "one.jsonl")
    run("link", "case")
    for f in run.folder.glob("case/case.db*"):
        shutil.copy(f, run.folder / f.name)
    run("import", "case", "two.jsonl")
    run("link", "case")
    for f in run.folder.glob("case/case.db*"):
        f.unlink()
    for f in run.folder.glob("case.db*"):
        shutil.copy(f, run.folder / "case" / f.name)
    run("import", "case", "three.jsonl")
    run("link", "case")
    check(run.json("show", "case", "+17755550123")["selector"]["posts"] == 20, "the phone of the third file")
    run("show", "case", "+17755550113", expect=1)


def test_damaged_knowledge_is_made_anew(run):
    run("simulate", "world", "--posts", "1000", "--seed", "12")
    lines = (run.folder / "world" / "posts.jsonl").read_text().splitlines(keepends=True)
    (run.folder / "first.jsonl").write_text("".join(lines[:980]))
    (run.folder / "later.jsonl").write_text("".join(lines[980:]))
    for name in ("signals/1-0", "wording", "posts", "families"):
        shutil.rmtree(run.folder / "case", ignore_errors=True)
        run("import", "case", "first.jsonl")
        run("link", "case", "--grow-from", "1")
        path = run.folder / "case" / "derived" / f"{name}.mbun"
        data = bytearray(path.read_bytes())
        data[len(data) // 3] ^= 0x10
        path.write_bytes(data)
        run("import", "case", "later.jsonl")
        run("link", "case", "--grow-from", "1")
        run.whole()


def test_hundreds_of_imports(run):
    """The work of a link does not grow with the square of the number of imports."""
    def imported(count):
        shutil.rmtree(run.folder / "case", ignore_errors=True)
        (run.folder / "files").mkdir(exist_ok=True)
        for i in range(count):
            run.write(f"files/{i:04}.jsonl", [{"id": f"{i}-{k}", "body": f"Cook wanted, call +1 775 555 {i:04}"} for k in range(3)])
            run("import", "case", f"files/{i:04}.jsonl")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run("link", "case", "--force")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    few, many = imported(75), imported(300)
    check(many < 9 * few + 0.5, f"75 imports took {few:.2f} s, 300 took {many:.2f} s")


def test_hub_in_every_post(run):
    """Operators of four posts with an address of their own, and the site's number in every post."""
    random.seed(2)
    lines = []
    for i in range(4000):
        words = " ".join("".join(random.choices("aeioubdgklmnprst", k=6)) for _ in range(25))
        lines.append({"id": str(i), "posted_at": f"2026-{i % 12 + 1:02}-{i % 28 + 1:02}", "city": f"Town{i // 4 % 300}",
                      "body": f"{words}. Write to operator{i // 4}@example.com. Support of this site: +1 775 555 0100"})
    run.write("ads.jsonl", lines)
    run("import", "case", "ads.jsonl")
    run("link", "case")
    networks = run.json("networks", "case", "--limit", "0")["networks"]
    check(max(n["posts"] for n in networks) <= 8, f"a network of {max(n['posts'] for n in networks)} posts through a hub")
    check(len(networks) > 900, f"{len(networks)} networks of 1,000 operators")
    check(run.json("show", "case", "+17755550100")["hub_note"] != "", "said to be a hub")


def test_1000_selectors_in_a_post(run):
    many = " ".join(f"mail{i}@example.com" for i in range(500)) + " " + " ".join(f"@handle_{i}" for i in range(500))
    run.write("ads.jsonl", [{"id": "many", "body": many}, {"id": "one", "body": "Write to mail7@example.com"}])
    run("import", "case", "ads.jsonl")
    run("link", "case")
    rows = run("export", "case", "--table", "selectors").splitlines()
    check(len(rows) >= 1000, f"{len(rows)} rows of selectors")
    run("show", "case", ":many")
    run("show", "case", "mail7@example.com")


def test_disk_full(run):
    place = run.folder / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", place], capture_output=True).returncode:
        return "skipped: no right to mount a small disk"
    try:
        run("simulate", "world", "--posts", "20000")
        run.write("few.csv", ["id,body", "1,Room to let"])
        run("import", "small/case", "few.csv")
        run("import", "small/case", "world/posts.jsonl", expect=2)
        run.whole("small/case")
        check(run.json("status", "small/case")["imports"][0]["records"] == 1, "the first import is still there")
        filler = place / "filler"
        with open(filler, "wb", buffering=0) as out:
            try:
                while True:
                    out.write(b"\0" * 4096)
            except OSError:
                pass
        subprocess.run([run.program, "link", "small/case"], cwd=run.folder, env=ENV, capture_output=True, timeout=60)
        filler.unlink()
        run("link", "small/case")
        run.whole("small/case")
    finally:
        subprocess.run(["umount", place], check=False)
    return None


def kills(run, words, name, wanted):
    """Kills a verb that works on the case `name` at `wanted` moments spread over its time, and gives
    control back after each. A killed run's successor finds what it left; one that came to its end was
    not killed: the case is put back as it was, and the next is killed sooner."""
    start, case = run.folder / f"{name}-start", run.folder / name
    if case.exists():
        shutil.copytree(case, start)
    def put_back():
        shutil.rmtree(case, ignore_errors=True)
        if start.exists():
            shutil.copytree(start, case)
    begun = time.monotonic()
    run(*words)
    whole = time.monotonic() - begun
    put_back()
    done = 0
    for _ in range(10 * wanted):
        child = subprocess.Popen([run.program, *words], cwd=run.folder, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            child.wait(timeout=whole * (done + 1) / (wanted + 1))
            whole *= 0.8
            put_back()
            continue
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        done += 1
        yield done
        if done == wanted:
            return
    raise Failed(f"only {done} of {10 * wanted} runs were killed")


def test_kill_9(run):
    """Killed at many moments, the case opens, verifies, and ends as if it had never been."""
    run("simulate", "world", "--posts", "6000", "--seed", "5")
    run("import", "smooth", "world/posts.jsonl")
    run("link", "smooth")
    for _ in kills(run, ["import", "case", "world/posts.jsonl"], "case", 8):
        if (run.folder / "case" / "case.db").exists() and subprocess.run(
                [run.program, "status", "case"], cwd=run.folder, env=ENV, capture_output=True).returncode == 0:
            run.whole()
    run("import", "case", "world/posts.jsonl")
    for _ in kills(run, ["link", "case"], "case", 8):
        run.whole()
    run("link", "case")
    run.whole()
    for table in ("posts", "selectors", "links"):
        check(run("export", "case", "--table", table) == run("export", "smooth", "--table", table), f"table {table} differs")


def test_kill_9_while_a_case_grows(run):
    """Who reads after a link was killed gets the case as the link before it left it."""
    run("simulate", "world", "--posts", "8000", "--seed", "5")
    lines = (run.folder / "world/posts.jsonl").read_text(encoding="utf-8").splitlines()
    run.write("a.jsonl", lines[:4000])
    run.write("b.jsonl", lines[4000:])
    run("import", "case", "a.jsonl")
    run("link", "case")
    # Indicators come after the networks, like the index of words: their columns may be empty yet.
    posts = lambda name: [line.rsplit(",", 3)[0] for line in run("export", name, "--table", "posts").splitlines()]
    before = posts("case")
    run("import", "case", "b.jsonl")
    shutil.copytree(run.folder / "case", run.folder / "smooth")
    run("link", "smooth")
    after = posts("smooth")
    seen = []
    for kill in kills(run, ["link", "case"], "case", 8):
        now = posts("case")
        check(now in (before, after), f"kill {kill}: neither state")
        seen.append(now == after)
        run("show", "case", "N-1")
    check(not seen[0], "the first kill came after the networks stood: nothing was tried")
    run("link", "case")
    check(posts("case") == after, "the link after the kills gives something else")
    return f"after {seen.count(True)} of {len(seen)} kills the new networks stood"


def test_interrupt_says_that_nothing_is_lost(run):
    run.write("ads.csv", ["id,body", "1,Room to let"])
    run("import", "case", "ads.csv")
    child = subprocess.Popen([run.program, "import", "case", "-"], cwd=run.folder, env=ENV, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdin.write(b"id,body\n2,Hostess wanted\n")
    child.stdin.flush()
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=20)
    check(child.returncode == 130, f"exit {child.returncode}")
    check(b"lost" in err, err.decode())
    run.whole()


def test_progress_on_a_terminal_only(run):
    """A slow import draws a line on a terminal and wipes it; off a terminal it is silent."""
    try:
        lead, follow = pty.openpty()
    except OSError as problem:  # a container without /dev/pts
        return f"skipped: {problem}"
    child = subprocess.Popen([run.program, "import", "case", "-"], cwd=run.folder, env=ENV, stdin=subprocess.PIPE,
                             stdout=subprocess.DEVNULL, stderr=follow)
    os.close(follow)
    child.stdin.write(b"id,body\n" + b"0,Room to let\n" * 120_000)  # more than is looked at to guess
    for i in range(16):
        child.stdin.write(b"%d,Room to let\n" % i * 4096)
        child.stdin.flush()
        time.sleep(0.15)
    child.stdin.close()
    child.wait(timeout=20)
    drawn = b""
    while select.select([lead], [], [], 0.2)[0]:
        try:
            piece = os.read(lead, 65536)
        except OSError:
            break
        if not piece:
            break
        drawn += piece
    os.close(lead)
    check(b"import" in drawn and b"\x1b[K" in drawn, f"nothing was drawn: {drawn[:200]!r}")
    check(drawn.count(b"\r\x1b[K") <= 60, "redrawn too often")
    check(drawn.rstrip().endswith(b"\x1b[K"), "the line stays after the end")


def test_archive_bomb_and_torn_archive(run):
    import gzip
    with gzip.open(run.folder / "torn.csv.gz", "wb") as out:
        out.write(b"id,body\n" + b"".join(b"%d,Room to let\n" % i for i in range(5000)))
    whole = (run.folder / "torn.csv.gz").read_bytes()
    (run.folder / "torn.csv.gz").write_bytes(whole[: len(whole) // 2])
    out = run("import", "case", "torn.csv.gz")
    check("torn.csv.gz" in out, out)
    run.whole()


def test_every_flag_is_documented(run):
    docs = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    missing = []
    for name in run.json("config"):
        verb, _, flag = name.rpartition(".")
        section = docs
        if verb:
            start = docs.find(f"`{verb}")
            check(start >= 0, f"docs/commands.md has no verb {verb}")
            heads = [m.start() for m in re.finditer(r"^### |^## ", docs, re.M)] + [len(docs)]
            parts = [docs[a:b] for a, b in zip(heads, heads[1:])]
            section = "".join(part for part in parts if f"`{verb}" in part.split("\n", 1)[0])
        if f"--{flag}" not in section:
            missing.append(name)
    check(not missing, "docs/commands.md lacks " + ", ".join(missing))


def main():
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(__doc__)
    program = str(pathlib.Path(sys.argv[1]).resolve())
    passed = failed = 0
    for name, test in list(globals().items()):
        if not name.startswith("test_") or (sys.argv[2:] and not any(n in name for n in sys.argv[2:])):
            continue
        started = time.monotonic()
        folder = pathlib.Path(tempfile.mkdtemp())
        try:
            note = test(Runner(program, folder)) or ""
            passed += 1
            verdict = "ok     "
        except (Failed, subprocess.TimeoutExpired, OSError, ValueError, KeyError, IndexError) as problem:
            failed += 1
            verdict, note = "FAILED ", str(problem)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(f"{verdict} {name[5:]}  {time.monotonic() - started:.1f} s  {note}", flush=True)
    print(f"hard input: {passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
