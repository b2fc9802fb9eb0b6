#!/usr/bin/env python3
"""Are the documents of `maillon export` what other programs take?

Each format of two cases is given to a validator that somebody else wrote, then a broken twin of it,
which the validator must refuse; and made again with another number of threads, which must give the
same bytes. A validator that is not here is said and passed over.

usage: exchange.py MAILLON [NAME...]      (with names, only if "exchange" is among them)
MAILLON_DATA names the folder beside which lie the schema files, ../schemas and ../reference.
"""
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DATA = os.environ.get("MAILLON_DATA")
SCHEMAS = pathlib.Path(DATA, "..", "schemas").resolve() if DATA else None
HTCDS = pathlib.Path(DATA, "..", "reference", "htcds", "Field_Standards.csv").resolve() if DATA else None

# Every kind of selector, coordinates, hostile text, a hub's worth of nothing: what a table can hold.
PLACES = [("Reno", "US", "39.53", "-119.81"), ("Lyon", "FR", "45.76", "4.84"), ("Αθήνα", "GR", "37.98", "23.73")]
HOSTILE = 'a"b<c>&amp;]]>\x01\u202e=1+1\t\\'


def write_posts(path):
    with open(path, "w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "source", "url", "posted_at", "author", "title", "body", "city", "country", "lat", "lon",
                       "price"])
        for i in range(12):
            city, country, lat, lon = PLACES[i // 4]
            body = (f"Nanny wanted, number {i}, call +1 775 555 0102 or mail nobody@example.com, Instagram @vigana_fala, "
                    f"pay to BTC bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq or IBAN GB82WEST12345698765432, "
                    f"see https://www.example.org/album/77 {HOSTILE}")
            rows.writerow([f"{i}{HOSTILE if i == 3 else ''}", "kiosk", f"https://kiosk.example/{i}" if i % 5 else "",
                           f"2026-01-{i + 1:02}T10:00:00Z" if i != 7 else "", HOSTILE, HOSTILE, body, city, country,
                           lat if i % 2 else "", lon if i % 2 else "", "$20/h"])


class Maillon:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.env = {**os.environ, "MAILLON_NOW": "1767225600", "MAILLON_USER": "tester", "NO_COLOR": "1"}

    def run(self, *args):
        done = subprocess.run([self.program, *args], cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, check=False)
        if done.returncode:
            sys.exit(f"exchange: maillon {' '.join(args)}: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def make_cases(self):
        write_posts(self.folder / "small.csv")
        self.run("simulate", "world", "--posts", "150", "--seed", "11")
        for case, posts in (("small", "small.csv"), ("made", "world/posts.jsonl")):
            self.run("import", case, posts)
            self.run("link", case)
        return {"small": [], "made": [], "one": ["--network", "N-1"]}

    def export(self, name, options, form, threads):
        case = "made" if name == "one" else name
        return self.run("export", case, "--format", form, "--threads", str(threads), *options).decode()


# ---- GraphML: xmllint and networkx ----------------------------------------------------------

NETWORKX = """
import io, sys, networkx
graph = networkx.read_graphml(io.BytesIO(sys.stdin.buffer.read()))
bare = [n for n, data in graph.nodes(data=True) if "kind" not in data]
sys.exit(f"an edge leads to {bare[0]}, which is no node" if bare else 0)
"""


def find_networkx():
    for python in dict.fromkeys([sys.executable, "/usr/bin/python3"]):
        if os.path.exists(python) and subprocess.run([python, "-c", "import networkx"], capture_output=True,
                                                     check=False).returncode == 0:
            return python
    return None


def piped(command, text):
    """None if the program takes the text, else what it says."""
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    return (done.stderr.decode(errors="replace").strip() or "refused") if done.returncode else None


def check_nmtokens(text):
    for name in re.findall(r'\b(?:id|source|target)="([^"]*)"', text):
        if not re.fullmatch(r"[A-Za-z0-9._:-]+", name):
            return f"'{name}' is no NMTOKEN"
    return None


def graphml_checks(skipped):
    checks = {"NMTOKEN": check_nmtokens}
    if shutil.which("xmllint"):
        checks["xmllint"] = lambda text: piped(["xmllint", "--noout", "--nonet", "-"], text)
    else:
        skipped.append("xmllint is not here")
    if python := find_networkx():
        checks["networkx"] = lambda text: piped([python, "-c", NETWORKX], text)
    else:
        skipped.append("networkx is not here")
    return checks


def once(pattern, to):
    return lambda text: re.sub(pattern, to, text, count=1, flags=re.S)


GRAPHML_TWINS = {
    "xmllint": [("an element that stays open", once("</node>", ""))],
    "networkx": [("a weight that is no number", once(r'(_weight">)[^<]*', r"\1much")),
                 ("an edge to nowhere", once(r'<edge source="[^"]*"', '<edge source="post-0"')),
                 ("a key that is not declared", once(r'<data key="n_label"', '<data key="n_nothing"'))],
    "NMTOKEN": [("an id with a plus", once(r'<node id="', '<node id="+'))],
}


# ---- The others: validators from npm, in one process ------------------------------------------

def node_checks(jobs):
    """[{format, text}] -> for each None, what was refused, or {"skipped": why}."""
    command = ["node", str(HERE / "exchange" / "check.mjs"), str(SCHEMAS or ""), str(HTCDS or "")]
    done = subprocess.run(command, input=json.dumps(jobs).encode(), capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"exchange: check.mjs: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout)


# By format: what is done to a document that its validator must refuse.
TWINS = {
    "geojson": [("a latitude in words", once(r'"coordinates":\[[-0-9.]+', '"coordinates":["west"')),
                ("a line of one position", once(r'(LineString","coordinates":\[\[[^\]]*\])[^}]*', r"\1]")),
                ("a feature without properties", once(r'"properties"', '"about"'))],
    "ftm": [("a property that the schema lacks", once(r'"confidenceScore"', '"confidence"')),
            ("a schema that is not", once(r'"schema":"Similar"', '"schema":"SameOperator"')),
            ("a value that is no list", once(r'"name":\[("[^"]*")\]', r'"name":\1')),
            ("a match that is not there", once(r'"match":\["post-', '"match":["post-0'))],
    "stix": [("a confidence over a hundred", once(r'"confidence":\d+', '"confidence":187')),
             ("a relationship without a target", once(r'"target_ref":"[^"]*",', "")),
             ("a type of relationship that is a number", once(r'("relationship_type":)"[^"]*"', r"\1 7")),
             ("a time without a zone", once(r'("first_observed":"[^"]*)Z"', r'\1"')),
             ("a reference to nothing", once(r'"source_ref":"observed-data--', '"source_ref":"observed-data--0'))],
    "misp": [("a time that is a number", once(r'"timestamp":"(\d+)"', r'"timestamp":\1')),
             ("a flag that is a text", once(r'"to_ids":false', '"to_ids":"0"')),
             ("a value of an object that is a number",
              once(r'"value":"[^"]*"(,"timestamp":"\d+","distribution":"5","object_relation":"text")', r'"value":7\1')),
             ("a reference to nothing", once(r'"referenced_uuid":"', '"referenced_uuid":"0'))],
    "htcds": [("a status that is not in the picklist", once(r'"Active"', '"Convicted"')),
              ("a field that is not", once(r'cas_Status', 'cas_Verdict')),
              ("a date that is none", once(r'"\d{4}-\d\d-\d\d","Other"', '"soon","Other"')),
              ("a cell too many", once(r'"Active",', '"Active","",'))],
    "case-uco": [("a relationship without a direction", once(r',"uco-core:isDirectional":(true|false)', "")),
                 ("a confidence that is a word", once(r'("xsd:nonNegativeInteger","@value":")\d+', r"\1high")),
                 ("a time that is no time", once(r'("xsd:dateTime","@value":")[^"]*', r"\1yesterday")),
                 ("a source that is not there", once(r'"uco-core:source":{"@id":"kb:', r'"uco-core:source":{"@id":"kb:0'))],
}


class Tally:
    def __init__(self):
        self.passed, self.bad, self.skipped = 0, [], []

    def add(self, what, good):
        if good:
            self.passed += 1
        else:
            self.bad.append(what)
            print(f"FAILED {what}")


def check_graphml(documents, tally):
    checks = graphml_checks(tally.skipped)
    for name, text in documents.items():
        for by, check in checks.items():
            said = check(text)
            tally.add(f"graphml {name}: {by}: {said}", said is None)
            for what, spoil in GRAPHML_TWINS[by] if name == "small" else []:
                twin = spoil(text)
                tally.add(f"graphml {name}: {by} takes {what}", twin != text and check(twin) is not None)


def check_with_node(form, documents, jobs):
    for name, text in documents.items():
        jobs.append(({"format": form, "text": text}, f"{form} {name}", False))
        for what, spoil in TWINS[form] if name == "small" else []:
            twin = spoil(text)
            jobs.append(({"format": form, "text": twin if twin != text else ""}, f"{form} {name} with {what}", True))


def run_node_jobs(jobs, tally):
    why = set()
    for (_, what, broken), said in zip(jobs, node_checks([job for job, _, _ in jobs])):
        if isinstance(said, dict):
            why.add(said["skipped"])
        elif broken:
            tally.add(f"{what} is taken", said is not None)
        else:
            tally.add(f"{what}: {said}", said is None)
    tally.skipped += sorted(why)


def main():
    if len(sys.argv) > 2 and "exchange" not in sys.argv[2:]:
        print("exchange: skipped: another test was asked for")
        return 0
    tally, jobs = Tally(), []
    with tempfile.TemporaryDirectory() as folder:
        maillon = Maillon(os.path.abspath(sys.argv[1]), pathlib.Path(folder))
        cases = maillon.make_cases()
        for form in ["graphml", *TWINS]:
            documents = {name: maillon.export(name, options, form, 1) for name, options in cases.items()}
            for name, options in cases.items():
                tally.add(f"{form} {name}: other bytes with 2 threads",
                          maillon.export(name, options, form, 2) == documents[name])
            if form == "graphml":
                check_graphml(documents, tally)
            else:
                check_with_node(form, documents, jobs)
    if jobs and not shutil.which("node"):
        tally.skipped.append("node is not here")
    elif jobs and not (HERE / "exchange" / "node_modules").is_dir():
        tally.skipped.append("the validators are not here (npm ci in tests/exchange)")
    elif jobs:
        run_node_jobs(jobs, tally)
    skipped = f"; skipped: {', '.join(tally.skipped)}" if tally.skipped else ""
    print(f"exchange: {tally.passed} passed, {len(tally.bad)} failed{skipped}")
    return 1 if tally.bad else 0


if __name__ == "__main__":
    sys.exit(main())
