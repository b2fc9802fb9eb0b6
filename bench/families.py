"""`./dev bench families`: made-up families of wording, linked by wording alone.

For each size and level, means over the seeds with (lowest, highest): posts per CPU
second and peak memory of `link --evidence text` as a process, the scores of its
templates, and the largest family found against the true one. Families are kept in
build/bench/families, so that a second run and the peers read the same files.

--peers runs other programs on the same posts (bench/peers/text.py), each with the
best of its configurations on that very set: chosen with the truth at hand, which no
user has. The run that is timed is a second one with that configuration alone.
"""
import shutil

from measure import (BUILD, Failed, finish, machine, mean, megabytes, number, numbers, peer, say,
                     score, seconds, set_up_peers, spread, table)

SCORES = ["pairwise_precision", "pairwise_recall", "pairwise_f1",
          "bcubed_precision", "bcubed_recall", "bcubed_f1"]


def add_options(options):
    options.add_argument("--posts", type=numbers, default=[10000], help="sizes, by comma")
    options.add_argument("--levels", default="easy,medium,hard", help="by comma")
    options.add_argument("--seeds", type=int, default=5, help="how many (5)")
    options.add_argument("--first-seed", type=int, default=11, help="they count up from here (11)")
    options.add_argument("--peers", action="store_true", help="other programs on the same posts")


def measure_maillon(program, folder, posts):
    """Imports and links the families of `folder`; gives figures and scores."""
    case, found = folder / "case", folder / "posts.csv"
    shutil.rmtree(case, ignore_errors=True)
    imported = program.verb("import", case, folder / "posts.jsonl", "--json")
    linked = program.verb("link", case, "--evidence", "text", "--json")
    program.verb("export", case, "--table", "posts", output=found)
    shutil.rmtree(case)
    result = {"tool": "maillon", "config": "defaults", **linked.cost(), "rate": posts / linked.cpu,
              "import": imported.cost(), "steps": linked.json()["steps"]}
    return {**result, **evaluate(program, folder, found)}


def evaluate(program, folder, found):
    scores = program.evaluate(folder / "truth.csv", found, "template", "template")["scores"]
    scores["largest_ratio"] = scores["largest_found"] / max(1, scores["largest_truth"])
    return scores


def evaluate_all(program, folder, configs):
    """Scores each configuration's clusters; gives the best by pairwise F1."""
    for config in configs:
        config.update(evaluate(program, folder, config["clusters"]))
    return max(configs, key=lambda config: config["pairwise_f1"])


def measure_peer(program, folder, posts, tool):
    """All configurations of a tool once, then the best of them alone, timed."""
    clusters = folder / tool
    clusters.mkdir(exist_ok=True)
    swept, configs = peer("text.py", tool, "--sweep", folder / "posts.jsonl", clusters)
    if configs is None:
        return {"tool": tool, "not_run": swept.output.strip().splitlines()[-1]}
    best = evaluate_all(program, folder, configs)
    timed, (again,) = peer("text.py", tool, "--only", best["config"], folder / "posts.jsonl", clusters)
    cpu, scores = timed.cpu - again["start_up_cpu"], evaluate(program, folder, again["clusters"])
    shutil.rmtree(clusters)
    return {"tool": tool, "config": best["config"], "wall": timed.wall, "cpu": cpu,
            "whole_cpu": timed.cpu, "peak": timed.peak, "rate": posts / cpu, "sweep": configs, **scores}


def line(level, posts, runs):
    """A row of the table from one tool's runs on one size and level."""
    name = "**maillon**"
    if runs[0]["tool"] != "maillon":
        best = ", ".join(sorted({r["config"] for r in runs}))
        name = f"{runs[0]['tool']}, best of {len(runs[0]['sweep'])}: {best}"
    largest = spread([r["largest_ratio"] for r in runs], lambda x: f"{x:.2f}")
    return [f"{posts:,} {level}", name, spread([r["rate"] for r in runs], number),
            seconds(mean(r["wall"] for r in runs)), megabytes(max(r["peak"] for r in runs)),
            f"{score(mean(r['pairwise_precision'] for r in runs))} / "
            f"{score(mean(r['pairwise_recall'] for r in runs))}",
            spread([r["pairwise_f1"] for r in runs], score),
            spread([r["bcubed_f1"] for r in runs], score), largest]


def change_table(results, sizes, levels):
    """F1 at the largest size less that at the smallest, where there are several."""
    rows = []
    for level in levels:
        of_size = [mean(r["pairwise_f1"] for r in results
                        if r["tool"] == "maillon" and r["posts"] == size and r["level"] == level)
                   for size in (min(sizes), max(sizes))]
        rows.append([level, *map(score, of_size), f"{of_size[1] - of_size[0]:+.3f}"])
    return table(["level", f"pairwise F1, {min(sizes):,} posts", f"{max(sizes):,} posts", "change"], rows)


HEAD = ["posts, level", "program", "posts per CPU second", "wall s", "peak MB", "pairwise P / R",
        "pairwise F1", "B-cubed F1", "largest found / true"]


def main(program, options, command):
    before, results, rows = machine(), [], []
    versions = set_up_peers("text") if options.peers else {}
    levels = options.levels.split(",")
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    for posts in options.posts:
        for level in levels:
            by_tool = {}
            for seed in seeds:
                folder = program.simulate(BUILD / "families" / f"{level}-{posts}-{seed}", posts, seed, level)
                say(f"{posts:,} posts, {level}, seed {seed}")
                runs = [measure_maillon(program, folder, posts)]
                for tool in versions:
                    say(f"{tool} on the same posts")
                    try:
                        runs.append(measure_peer(program, folder, posts, tool))
                    except Failed as error:
                        runs.append({"tool": tool, "not_run": str(error).strip().splitlines()[-1]})
                for one in runs:
                    one.update(posts=posts, level=level, seed=seed, version=versions.get(one["tool"]))
                    by_tool.setdefault(one["tool"], []).append(one)
                    results.append(one)
            for tool, runs in by_tool.items():
                ran = [r for r in runs if "not_run" not in r]
                rows.append(line(level, posts, ran) if ran else
                            [f"{posts:,} {level}", tool, f"not run: {runs[0]['not_run']}"] + [""] * 6)
    tables = [table(HEAD, rows)]
    if len(set(options.posts)) > 1:
        tables.append(change_table(results, options.posts, levels))
    if versions:
        tables.append("Peers: " + ", ".join(f"{n} {v}" for n, v in versions.items()) +
                      ". Their start-up (interpreter, imports, reading the posts) is not counted "
                      "in the rate; Maillon's is.")
    finish("families", command, before, tables, results)
