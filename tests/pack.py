#!/usr/bin/env python3
"""Does tools/verify_pack.py find and name whatever was changed in a pack of `maillon pack`?

One flipped bit in each file at several places, a file removed, added, swapped, a shortened log, a
manifest made anew and signed with another key; as a folder and as a ZIP file. RFC 8032's vectors.

usage: pack.py MAILLON [NAME...]      (with names, only if "pack" is among them)
"""
import csv
import hashlib
import importlib.util
import io
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("verify_pack", HERE.parent / "tools" / "verify_pack.py")
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)

# RFC 8032, 7.1: public key, message, signature.
VECTORS = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe246551"
     "41438e7a100b"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027"
     "beceea1ec40a"),
]
results = []


def check(condition, what):
    results.append(bool(condition))
    if not condition:
        print(f"FAILED  {what}")


def verify(pack, *words):
    """What the verifier prints, and its exit code."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = verifier.main([str(pack), *words])
    return code, out.getvalue()


class Maillon:
    def __init__(self, program, folder):
        self.program, self.folder = pathlib.Path(program).resolve(), folder
        self.env = {**os.environ, "MAILLON_NOW": "1767225600", "MAILLON_USER": "tester", "NO_COLOR": "1",
                    "MAILLON_KEYS": str(folder / "keys")}

    def run(self, *words, code=0):
        done = subprocess.run([self.program, *words], cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, check=False)
        if done.returncode != code:
            sys.exit(f"pack: maillon {' '.join(words)}: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode()


def make_case(maillon):
    with open(maillon.folder / "posts.csv", "w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "source", "body"])
        for i in range(6):
            rows.writerow([i, "kiosk", f"Nanny wanted in the house by the lake, number {i}, call +1 775 555 0102 æ"])
        for i in range(6, 9):
            rows.writerow([i, "kiosk", f"Roofer, {i} days, call +1 775 555 0188 or +1 775 555 0102" if i == 6 else
                           f"Roofer for the old barn, {i} days, call +1 775 555 0188"])
    maillon.run("import", "case", "posts.csv")
    maillon.run("link", "case")
    maillon.run("show", "case", "N-1")
    maillon.run("note", "case", "N-1", "--text", "Seen before")
    maillon.run("label", "case", "N-1", "harvest")
    maillon.run("undo", "case")
    maillon.run("search", "case", "unrelated", code=1)


def flips(data):
    """Places to flip a bit at: both ends, and five between."""
    last = len(data) - 1
    return sorted({0, last, last // 2, last // 3, last // 5, last * 4 // 5, min(17, last)}) if data else []


def tampered_folders(pack, scratch):
    """(what was done, the file that must be named, the folder) for each way to tamper."""
    files = sorted(p.relative_to(pack).as_posix() for p in pack.rglob("*") if p.is_file())
    for name in files:
        data = (pack / name).read_bytes()
        for at in flips(data):
            (pack / name).write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1:])
            yield f"bit of byte {at} of {name}", "manifest" if name.startswith("manifest") else name
        (pack / name).rename(scratch / "away")
        yield f"{name} removed", "manifest" if name.startswith("manifest") else name
        (scratch / "away").rename(pack / name)
        (pack / name).write_bytes(data)
    (pack / "report" / "more.html").write_text("more")
    yield "a file added", "report/more.html"
    (pack / "report" / "more.html").unlink()
    first, second = pack / "key.pem", pack / "README.txt"
    a, b = first.read_bytes(), second.read_bytes()
    first.write_bytes(b), second.write_bytes(a)
    yield "two files swapped", "key.pem"
    first.write_bytes(a), second.write_bytes(b)
    log = pack / "log" / "entries.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    for cut, what in ((lines[:-1], "its end"), (lines[1:], "its begin"), (lines[:1] + lines[2:], "its middle")):
        log.write_bytes(b"".join(cut))
        yield f"the log shortened at {what}", "log/entries.jsonl"
    log.write_bytes(b"".join(lines))


def test_folder(maillon, key):
    pack, scratch = maillon.folder / "pack", maillon.folder
    maillon.run("pack", "case", "N-1", "--originals", "--disclosure", "--to", "pack")
    code, text = verify(pack, "--key", key)
    check(code == 0 and "whole" in text, f"a sound pack: {text}")
    check(verify(pack, "--key", "0" * 64)[0] == 1, "another key than the one named")
    for what, named in tampered_folders(pack, scratch):
        code, text = verify(pack)
        check(code == 1 and named in text, f"{what}: {code} {text}")
    check(verify(pack)[0] == 0, "the pack is sound again")
    check(subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "manifest.json",
                          "-sigfile", "manifest.sig"], cwd=pack, capture_output=True, check=False).returncode == 0,
          "openssl does not take the signature")
    return pack


def test_contents(maillon, pack):
    decisions = [json.loads(line) for line in (pack / "disclosure/N-1/decisions.jsonl").read_text().splitlines()]
    check([(d["kind"], d["active"]) for d in decisions] == [("note", True), ("label", False)], decisions)
    entries = [json.loads(json.loads(line)["text"]) for line in (pack / "log/entries.jsonl").read_text().splitlines()]
    actions = [entry["action"] for entry in entries]
    check({"create", "import", "link", "show", "decide", "undo"} <= set(actions), actions)
    check("search" not in actions, "what was searched for elsewhere is nobody's business")
    records = [json.loads(line) for line in (pack / "records/records.jsonl").read_text().splitlines()]
    source = (maillon.folder / "posts.csv").read_bytes()
    check(records and all(b"Nanny" in source[r["begin"]:r["end"]] or b"Roofer" in source[r["begin"]:r["end"]]
                          for r in records), "the records")
    check([p.name for p in (pack / "originals").iterdir()] == [hashlib.sha256(source).hexdigest()], "the original")
    check((pack / "disclosure/N-1/near-misses.json").exists(), "near misses")
    done = maillon.run("report", "case", "--verify", str(pack / "report/N-1.html"))
    check("the log of the case has it" in done, done)


def test_zip(maillon):
    maillon.run("pack", "case", "N-1", "--to", "a.zip")
    maillon.run("pack", "case", "N-1", "--to", "b.zip", "--threads", "1")
    shutil.move(maillon.folder / "case", maillon.folder / "elsewhere")
    (maillon.folder / "moved").mkdir()
    shutil.move(maillon.folder / "elsewhere", maillon.folder / "moved" / "case")
    maillon.run("pack", "moved/case", "N-1", "--to", "c.zip")
    shutil.move(maillon.folder / "moved" / "case", maillon.folder / "case")
    data = (maillon.folder / "a.zip").read_bytes()
    check(data == (maillon.folder / "b.zip").read_bytes() == (maillon.folder / "c.zip").read_bytes(),
          "the same case gives other bytes")
    check(zipfile.ZipFile(maillon.folder / "a.zip").testzip() is None, "other programs cannot read the ZIP file")
    check(verify(maillon.folder / "a.zip")[0] == 0, "a sound ZIP file")
    bad = maillon.folder / "bad.zip"
    directory = data.rindex(b"PK\1\2")
    places = {len(data) * i // 30 for i in range(30)} | set(range(30)) | set(range(directory, directory + 46)) | set(
        range(len(data) - 22, len(data)))
    for at in sorted(places):
        bad.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1:])
        code, text = verify(bad)
        check(code == 1 and text, f"bit of byte {at} of the ZIP file: {text}")
    for cut in (data[:-1], data + b"\0", data[:len(data) // 2], b""):
        bad.write_bytes(cut)
        check(verify(bad)[0] == 1, "a ZIP file cut short or longer")


def test_signed_anew(maillon, pack, key):
    """Whoever makes all of it anew has another key; and one who has the key cannot make entries up."""
    maillon.run("log", "case", "--new-key")
    maillon.run("pack", "case", "N-1", "--to", "other")
    check(verify(maillon.folder / "other")[0] == 0, "a pack by a new key")
    check("not by the key that you named" in verify(maillon.folder / "other", "--key", key)[1], "the key is not named")
    check(verify(pack, "--key", key)[0] == 0, "what was signed before stays valid")


def main():
    if sys.argv[2:] and "pack" not in sys.argv[2:]:
        print("pack: skipped: another test was asked for")
        return 0
    for public, message, signature in VECTORS:
        sound = [bytes.fromhex(x) for x in (public, message, signature)]
        check(verifier.is_signed(*sound), "a vector of RFC 8032")
        check(not verifier.is_signed(sound[0], sound[1] + b"x", sound[2]), "another message")
    with tempfile.TemporaryDirectory() as folder:
        maillon = Maillon(sys.argv[1], pathlib.Path(folder))
        make_case(maillon)
        key = json.loads(maillon.run("pack", "case", "N-1", "--to", "first.zip", "--json"))["key"]
        pack = test_folder(maillon, key)
        test_contents(maillon, pack)
        test_zip(maillon)
        test_signed_anew(maillon, pack, key)
        maillon.run("pack", "case", "N-99", "--to", "none", code=1)
        maillon.run("pack", "case", "N-1", "--to", "pack", code=2)
        check(maillon.run("verify", "case").splitlines()[0] == "case: intact", "the case after all this")
    print(f"pack: {sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
