#!/usr/bin/env python3
"""Is what `maillon purge` takes away gone from every byte of the case, and is the rest what it was?

A post that holds a word of its own stands in a file of each kind (CSV, JSON lines, a JSON array,
gzip, zstd, XLSX, UTF-16), read once more by another mapping, in an import that was undone, and
beside pictures. After the purge the word is looked for in all files of the case: block files
unpacked, case.db and its log as they lie there. Then the case must verify, link, replay, and hold
the other posts with their names and texts.

usage: purge.py MAILLON [NAME...]      (with names, only those parts; "purge" is all of them)
"""
import concurrent.futures
import csv
import ctypes
import ctypes.util
import functools
import gzip
import io
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

CANARY = "QZXCANARYWORD"
PHONE = "+1 775 555 0177"
COUNT = 40
GONE = 7  # which of them is purged
results = []


def check(condition, what):
    results.append(bool(condition))
    if not condition:
        print(f"FAILED  {what}")


class Maillon:
    def __init__(self, program):
        self.program = pathlib.Path(program).resolve()

    def read(self, *words, **wishes):
        """The JSON that it prints."""
        return json.loads(self.run(*words, "--json", both=False, **wishes))

    def run(self, *words, code=0, now="1767225600", both=True):
        env = {**os.environ, "MAILLON_NOW": now, "MAILLON_USER": "tester", "NO_COLOR": "1"}
        done = subprocess.run([self.program, *map(str, words)], env=env, capture_output=True, text=True, check=False)
        check(done.returncode == code, f"{' '.join(map(str, words))}: exit {done.returncode}: {done.stderr}{done.stdout[-600:]}")
        return done.stdout + (done.stderr if both else "")


# ---- Block files, without the program: docs/formats/case.md ---------------------

zstd = ctypes.CDLL(ctypes.util.find_library("zstd"))
zstd.ZSTD_decompress.restype = ctypes.c_size_t
zstd.ZSTD_decompress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
CHUNK = 1 << 16


def unpacked(data):
    """The content and the metadata of a block file; None if it is none."""
    if not data.startswith(b"MAILLONB") or not data.endswith(b"BNOLLIAM"):
        return None
    size, table, metadata = struct.unpack("<QQQ", data[-56:-32])
    out, at = [], 16
    for i in range((size + CHUNK - 1) // CHUNK):
        stored, = struct.unpack_from("<I", data, table + 12 * i)
        piece = data[at:at + (stored & 0x7FFFFFFF)]
        at += len(piece)
        if not stored >> 31:
            room = ctypes.create_string_buffer(CHUNK)
            got = zstd.ZSTD_decompress(room, CHUNK, piece, len(piece))
            assert got <= CHUNK, "a chunk cannot be unpacked"
            piece = room.raw[:got]
        out.append(piece)
    return b"".join(out) + data[-56 - metadata:-56]


def holders(case, words):
    """Files of the case in which one of the words stands, in UTF-8 or UTF-16."""
    needles = [w.encode(e) for w in words for e in ("utf-8", "utf-16-le", "utf-16-be")]
    found = []
    for path in sorted(case.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        plain = unpacked(data)
        if any(n in data or (plain is not None and n in plain) for n in needles):
            found.append(str(path.relative_to(case)))
    return found


# ---- Files ------------------------------------------------------------------------

def rows(with_ids=True):
    for i in range(COUNT):
        text = f"Room {i} near the station, ask for number {i * 37 % 101}, call +1 775 555 01{i % 9:02}"
        if i == GONE:
            text = f'{CANARY} said "so",\nand more on a second line, {PHONE}'
        yield {**({"id": f"a{i}"} if with_ids else {}), "source": "board", "title": f"Offer {i}", "body": text,
               "date": f"2026-03-{i % 28 + 1:02}"}


def as_csv(with_ids=True):
    out = io.StringIO()
    table = list(rows(with_ids))
    writer = csv.DictWriter(out, table[0].keys(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue()


def as_xlsx():
    """A workbook of one sheet with its texts in the cells."""
    table = list(rows())
    lines = [list(table[0])] + [list(row.values()) for row in table]
    esc = lambda s: s.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    sheet = "".join(f'<row r="{r + 1}">' + "".join(
        f'<c r="{chr(65 + c)}{r + 1}" t="inlineStr"><is><t>{esc(v)}</t></is></c>' for c, v in enumerate(line)) + "</row>"
        for r, line in enumerate(lines))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006/"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        to.writestr("[Content_Types].xml", f'<Types xmlns="{package}content-types">'
                    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                    f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>'
                    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}worksheet+xml"/></Types>')
        to.writestr("_rels/.rels", f'<Relationships xmlns="{package}relationships"><Relationship Id="r1" '
                    f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        to.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
                    '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
        to.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}relationships"><Relationship Id="r1" '
                    f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        to.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>')
    return out.getvalue()


def kinds():
    lines = "".join(json.dumps(row) + "\n" for row in rows()).encode()
    return {
        "csv": ("a.csv", as_csv().encode()),
        "csv without ids": ("a.csv", as_csv(False).encode()),
        "utf-16": ("a.csv", as_csv().encode("utf-16")),
        "json lines": ("a.jsonl", lines),
        "json array": ("a.json", json.dumps({"posts": list(rows())}, indent=1).encode()),
        "gzip": ("a.jsonl.gz", gzip.compress(lines)),
        "gzip of csv": ("a.csv.gz", gzip.compress(as_csv().encode())),
        "xlsx": ("a.xlsx", as_xlsx()),
    }


# ---- What is checked ----------------------------------------------------------------

def intact(maillon, case, what, twice=True):
    """The case verifies, links without what it derived, and a replay agrees."""
    report = maillon.read("verify", case)
    check(not report["damaged"], f"{what}: damaged: {report['findings']}")
    check(all(f["severity"] == "note" for f in report["findings"]), f"{what}: {report['findings']}")
    if twice:  # what the purge left of it is enough, too
        maillon.run("link", case)
    shutil.rmtree(case / "derived")
    maillon.run("link", case)
    report = maillon.read("verify", case)
    check(report["findings"] == [], f"{what}: after a link: {report['findings']}")
    check(maillon.read("replay", case)["same"], f"{what}: the replay differs")
    return report


def purge_one(maillon, folder, name, file, data):
    case = folder / "case"
    source = folder / file
    source.write_bytes(data)
    maillon.run("import", case, source)
    maillon.run("link", case)
    # Not by the word: what a person searched for stays in the log.
    found = next(p for p in maillon.read("search", case, f"title:{GONE}")["posts"] if p["title"] == f"Offer {GONE}")
    post, gone = found["id"], found["name"]
    maillon.run("note", case, post, "--text", f"she is {CANARY}")
    maillon.run("decide", case, "hub", PHONE, "--reason", f"{PHONE} is known")
    check(holders(case, [CANARY]), f"{name}: the word is not even there before")
    before = all_posts(maillon, case, True)
    dry = maillon.run("purge", case, "--post", post)
    check("nothing was purged" in dry and holders(case, [CANARY]), f"{name}: a dry run purged")
    maillon.run("purge", case, "--post", post, "--yes", code=2)  # without a reason
    maillon.run("purge", case, "--post", post, "--yes", "--reason", "asked for")
    check(not holders(case, [CANARY, "5550177", "555 0177", "second line"]),
          f"{name}: {holders(case, [CANARY, '5550177', '555 0177', 'second line'])}")
    report = intact(maillon, case, name, twice=name == "csv")
    check(len(report["purges"]) == 1 and len(report["purges"][0]["ranges"]) == 1, f"{name}: no proof: {report['purges']}")
    check(not holders(case, [CANARY, "555 0177", "second line"]), f"{name}: it is back after a link")
    after = all_posts(maillon, case, True)
    check(set(before) - set(after) == {gone} and not set(after) - set(before),
          f"{name}: posts {len(before)} -> {len(after)}")
    check(all(before[i] == after[i] for i in after if before[i] and after[i]), f"{name}: a post changed")
    # It does not come back by the same file read in another way.
    again = maillon.run("import", case, source, "--map", "body=title,title=body" if "json" not in name else "body=title")
    check("nothing was added" in again or "would bring them back" in again, f"{name}: imported again: {again}")
    check(not holders(case, [CANARY]), f"{name}: it is back after an import")
    shutil.rmtree(case)


def all_posts(maillon, case, fields=False):
    """SOURCE:ID -> of some its fields."""
    table = [json.loads(line) for line in
             maillon.run("export", case, "--table", "posts", "--format", "jsonl", both=False).splitlines()]
    names = [f"{row['source']}:{row['id']}" for row in table]
    # Some are read again from the original, those at the purged places among them.
    read = {name for i, name in enumerate(names) if i % 9 == 0}
    read |= {name for name in names if any(name.endswith(f":a{GONE + d}") for d in (-1, 0, 1))}
    return {name: maillon.read("show", case, name)["fields"] if name in read and fields else None for name in names}


def purge_imports(maillon, folder):
    case = folder / "case"
    a, b = folder / "a.csv", folder / "b.csv"
    a.write_text(as_csv())
    b.write_text("id,body\n1,A cook is wanted here: call +1 775 555 0101\n2,\"bad\n")
    maillon.run("import", case, a, "--purpose", "inquiry 12", "--legal-basis", "order of the court")
    maillon.run("import", case, b, now="1769817600")
    maillon.run("link", case)
    maillon.run("retention", case, "--days", "30")
    check("nothing is due" in maillon.run("purge", case, code=1), "due before its time")
    late = "1770000000"  # 32 days after the first, 2 after the second
    status = maillon.read("status", case, now=late)
    check([t["is_due"] for t in status["retention"]] == [True, False], f"due: {status['retention']}")
    check(status["purpose"]["text"] == "inquiry 12" and status["legal_basis"]["actor"] == "tester", "purpose is not shown")
    maillon.run("hold", case, "on", "3", "--reason", "trial", now=late)
    check("nothing is due" in maillon.run("purge", case, code=1, now=late), "a hold does not win")
    check("is on hold" in maillon.run("purge", case, "--import", "3", code=2, now=late), "a held import is purged")
    check("is on hold" in maillon.run("purge", case, "--post", "board:a7", code=2, now=late), "a held post is purged")
    maillon.run("hold", case, "off", "3", "--reason", "done", now=late)
    maillon.run("purge", case, "--yes", "--reason", "retention", now=late)
    check(not holders(case, [CANARY, "555 0177", "Offer 3"]), f"an import is left: {holders(case, [CANARY, 'Offer 3'])}")
    check(holders(case, ["A cook is wanted"]), "the other import is gone")
    report = intact(maillon, case, "import")
    check(report["purges"][0]["imports"] == [3] and len(report["purges"][0]["files"]) == 1, f"{report['purges']}")
    check("purged" in maillon.run("undo", case, "--act", "3", code=2), "a purged import is undone")
    # It may be imported again: the act stays.
    maillon.run("import", case, a)
    maillon.run("link", case)
    check(not maillon.read("verify", case)["damaged"], "damaged after an import again")
    shutil.rmtree(case)


def purge_everywhere(maillon, folder):
    """In a second file, by another mapping, in an undone import."""
    case = folder / "case"
    a, b, c = folder / "a.csv", folder / "b.jsonl", folder / "c.csv"
    a.write_text(as_csv())
    b.write_text("".join(json.dumps(row) + "\n" for row in rows()))
    c.write_text(as_csv() + "z,board,One more,with its own words,2026-03-01\n")
    maillon.run("import", case, a)
    maillon.run("import", case, a, "--map", "body=body,title=source")
    maillon.run("import", case, b)
    maillon.run("import", case, c)
    maillon.run("undo", case, "--act", "4")
    maillon.run("purge", case, "--post", f"board/a{GONE}", "--yes", "--reason", "asked for")
    check(not holders(case, [CANARY, "second line"]), f"everywhere: {holders(case, [CANARY, 'second line'])}")
    intact(maillon, case, "everywhere")
    maillon.run("redo", case, "--act", "4")
    maillon.run("link", case)
    check(not holders(case, [CANARY]), "back by a redo")
    # Twice, and the neighbours at both sides.
    for i in (GONE - 1, GONE + 1, 0, COUNT - 1):
        maillon.run("purge", case, "--post", f"board:a{i}", "--yes", "--reason", "asked for")
    intact(maillon, case, "neighbours")
    # The other mapping gives its posts another source; the row z is of the third file alone.
    check(len(all_posts(maillon, case)) == 2 * (COUNT - 5) + 1, f"neighbours: {len(all_posts(maillon, case))}")
    shutil.rmtree(case)


def png(seed, words):
    """A small picture of its own, with words in a comment."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    size = 64
    lines = b"".join(b"\0" + bytes((x * (seed + 3) + y * y * seed) % 256 for x in range(size)) for y in range(size))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)) +
            chunk(b"tEXt", b"Comment\0" + words.encode()) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


def purge_pictures(maillon, folder):
    """Pictures that only the post names go with it, in the archive that is kept; shared ones stay."""
    case, long = folder / "case", "a-name-that-is-longer-than-a-header-of-tar-holds-" * 3 + "own.png"
    for i, (name, words) in enumerate([(long, "QZXOWNPIC"), ("first.png", "QZXFIRST"), ("shared.png", "QZXSHARED")]):
        (folder / name).write_bytes(png(i + 2, words))
    table = folder / "photos.jsonl"
    table.write_text("".join(json.dumps(row) + "\n" for row in [
        {"id": "1", "source": "board", "body": "A room near the station, ask for us", "images": ["first.png", "shared.png"]},
        {"id": "2", "source": "board", "body": f"{CANARY} wrote this one", "images": [long, "shared.png", "gone.png"]},
        {"id": "3", "source": "board", "body": "Another text in a quiet street", "images": "shared.png"}]))
    maillon.run("import", case, table, "--no-image-text")
    maillon.run("link", case)
    check(len(holders(case, ["QZXOWNPIC"])) == 1, "the picture is not kept")
    maillon.run("purge", case, "--post", "board:2", "--yes", "--reason", "asked for")
    found = holders(case, [CANARY, "QZXOWNPIC", "own.png", "gone.png"])
    check(not found, f"pictures: {found}")
    check(holders(case, ["QZXFIRST"]) and holders(case, ["QZXSHARED"]), "pictures: others are gone, too")
    intact(maillon, case, "pictures")
    for post, count in (("board:1", 2), ("board:3", 1)):
        shown = maillon.read("show", case, post)
        kept = [s for s in shown["selectors"] if s["kind"] == "image"]
        check(len(kept) == count, f"pictures of {post}: {kept}")
    shutil.rmtree(case)


def purge_encrypted(maillon, folder):
    """The same in an encrypted case, which is looked into once it is decrypted."""
    case, key, source = folder / "case", folder / "case.key", folder / "posts.csv"
    source.write_bytes(kinds()["csv"][1])
    maillon.run("encrypt", case, "--new-key-file", key)
    opened = ("--key-file", key)
    maillon.run("import", case, source, *opened)
    maillon.run("link", case, *opened)
    post = next(p["id"] for p in maillon.read("search", case, f"title:{GONE}", *opened)["posts"] if p["title"] == f"Offer {GONE}")
    original = next((case / "originals").iterdir())
    with open(original, "rb+") as before:
        maillon.run("purge", case, "--post", post, "--yes", "--reason", "asked for", *opened)
        before.seek(16)
        check(before.read(60) == bytes(60), "the key of the old original was not written over")
    check(not original.exists(), "the old original is there")
    report = maillon.read("verify", case, *opened)
    check(not report["damaged"] and len(report["purges"]) == 1, f"encrypted: {report['findings']}")
    maillon.run("decrypt", case, *opened)
    gone = [CANARY, "5550177", "555 0177", "second line"]
    check(not holders(case, gone), f"encrypted: {holders(case, gone)}")
    check(holders(case, ["Offer 8"]), "nothing can be read of it at all")
    intact(maillon, case, "encrypted and decrypted", twice=False)
    shutil.rmtree(case)


def refused(maillon, folder):
    case = folder / "case"
    chat = folder / "chat.txt"
    chat.write_text("".join(f"12/03/2026, 10:{i:02} - Ana: message number {i} of the day\n" for i in range(30)))
    maillon.run("import", case, chat, "--source", "group")
    maillon.run("link", case)
    post = list(all_posts(maillon, case))[3]
    before = holders(case, ["message number"])
    for words in (["--post", post], ["--post", "board:none"], ["--import", "9"], ["--import", "1", "--post", post]):
        maillon.run("purge", case, *words, "--yes", "--reason", "x", code=2)
    check(holders(case, ["message number"]) == before, "refused, and something is gone")
    intact(maillon, case, "refused")
    maillon.run("purge", case, "--import", "1", "--yes", "--reason", "x")
    check(not holders(case, ["message number"]), "the chat is left")
    shutil.rmtree(case)


def main(program, names):
    parts = {"purge_pictures": [purge_pictures], "purge_imports": [purge_imports], "purge_everywhere": [purge_everywhere],
             "purge_encrypted": [purge_encrypted], "purge_refused": [refused],
             "purge_one": [functools.partial(purge_one, name=kind, file=file, data=data)
                           for kind, (file, data) in kinds().items()]}
    chosen = [part for name, several in parts.items() for part in several if not names or "purge" in names or name in names]
    if not chosen:
        return 0
    maillon = Maillon(program)

    def run(part):
        with tempfile.TemporaryDirectory() as name:
            part(maillon, pathlib.Path(name))

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done in [pool.submit(run, part) for part in chosen]:
            done.result()
    print(f"{sum(results)} of {len(results)} checks of purges passed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
