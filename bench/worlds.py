"""`./dev bench worlds`: the whole chain on made-up worlds, step by step.

simulate, import, link, export, verify, each a process of its own with its wall time,
CPU time and peak memory; the tree of link's steps; then how well the networks fit the
truth, beside bare connected components over the same selectors, and the selectors
themselves. Steps are means over the seeds, with (lowest, highest). `./dev bench
--posts N` is this with one seed.
"""
import shutil

from measure import (BUILD, finish, machine, mean, megabytes, number, numbers, say, score, seconds,
                     spread, table)

STEPS = ["simulate", "import", "link", "export", "verify"]


def add_options(options):
    options.add_argument("--posts", type=int, default=10000, help="of each world (10000)")
    options.add_argument("--seeds", type=numbers, default=[201, 202, 203], help="which, by comma (201,202,203)")
    options.add_argument("--evidence", default="", help="as in link --evidence (all)")
    options.add_argument("--keep", action="store_true", help="leave the worlds and cases in build/bench/worlds")


def measure_world(program, folder, options, seed):
    world, case = folder / "world", folder / "case"
    posts, selectors = folder / "posts.csv", folder / "selectors.csv"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    evidence = ["--evidence", options.evidence] if options.evidence else []
    runs = {"simulate": program.verb("simulate", world, "--posts", options.posts, "--seed", seed),
            "import": program.verb("import", case, world / "posts.jsonl", "--json"),
            "link": program.verb("link", case, *evidence, "--json"),
            "export": program.verb("export", case, "--table", "posts", output=posts),
            "verify": program.verb("verify", case)}
    program.verb("export", case, "--table", "selectors", output=selectors)
    truth = world / "truth.csv"
    scored = program.evaluate(truth, posts, "operator", "network", "--components", selectors)
    result = {"posts": options.posts, "seed": seed, "bytes": (world / "posts.jsonl").stat().st_size,
              "runs": {name: run.cost() for name, run in runs.items()},
              "steps": runs["link"].json()["steps"], "networks": scored["scores"],
              "components": scored["components"],
              "selectors": program.verb("evaluate", "--selectors", truth, selectors, "--json").json()}
    if not options.keep:
        shutil.rmtree(folder)
    return result


def step_table(results):
    rows = []
    for name in STEPS:
        costs = [r["runs"][name] for r in results]
        rows.append([f"**{name}**", *cost_cells([c["wall"] for c in costs], [c["cpu"] for c in costs],
                                                [c["peak"] for c in costs]), ""])
        if name == "link":
            rows += link_rows(results)
    both = [[r["runs"]["import"][k] + r["runs"]["link"][k] for r in results] for k in ("wall", "cpu")]
    peaks = [max(r["runs"][n]["peak"] for n in ("import", "link")) for r in results]
    rows.append(["**import + link**", *cost_cells(*both, peaks), ""])
    return table(["step", "wall s", "CPU s", "peak MB", "rows"], rows)


def link_rows(results):
    """The tree of link's steps; a step that some seeds lack is left out."""
    rows, paths = [], [by_path(r["steps"]) for r in results]
    for path, step in paths[0].items():
        same = [p[path] for p in paths if path in p]
        if step["depth"] == 0 or len(same) < len(paths):
            continue
        rows.append([" › ".join(path),
                     *cost_cells([s["wall_seconds"] for s in same], [s["cpu_seconds"] for s in same],
                                 [s["peak_bytes"] for s in same]),
                     number(mean(s["rows"] for s in same)) if step["rows"] else ""])
    return rows


def by_path(steps):
    """Steps by the names on the way to them."""
    out, way = {}, []
    for step in steps:
        way[step["depth"]:] = [step["name"]]
        out[tuple(way)] = step
    return out


def cost_cells(wall, cpu, peak):
    return [spread(wall, seconds), spread(cpu, seconds), megabytes(max(peak))]


def quality_table(results):
    rows = []
    for result in results:
        one, bare = result["networks"], result["components"]
        rows.append([str(result["seed"]), three(one, "bcubed"), three(one, "pairwise"),
                     f"{one['largest_found']:,} / {one['largest_truth']:,}",
                     f"{score(bare['bcubed_f1'])}, {bare['pairwise_f1']:.4f}"])
    if len(results) > 1:
        of = [r["networks"] for r in results]
        rows.append(["mean"] + [" / ".join(score(mean(s[f"{kind}_{part}"] for s in of))
                                           for part in ("precision", "recall", "f1"))
                                for kind in ("bcubed", "pairwise")] + ["", ""])
    return table(["seed", "B-cubed P / R / F1", "pairwise P / R / F1", "largest found / true",
                  "bare components: B-cubed F1, pairwise F1"], rows)


def three(scores, kind):
    return " / ".join(score(scores[f"{kind}_{part}"]) for part in ("precision", "recall", "f1"))


def main(program, options, command):
    before, results = machine(), []
    for seed in options.seeds:
        say(f"world of {options.posts:,} posts, seed {seed}")
        results.append(measure_world(program, BUILD / "worlds" / f"{options.posts}-{seed}", options, seed))
    note = (f"{options.posts:,} posts, {mean(r['bytes'] for r in results) / 1e6:.0f} MB; import + link: "
            + spread([options.posts / (r["runs"]["import"]["cpu"] + r["runs"]["link"]["cpu"])
                      for r in results], number) + " posts per CPU second.")
    finish("worlds", command, before, [note, step_table(results), quality_table(results)], results)
