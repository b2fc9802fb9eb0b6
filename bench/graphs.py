"""`./dev bench graphs`: components and communities of graphs whose communities are known.

Planted graphs in the manner of Lancichinetti, Fortunato and Radicchi (the generator of
bench/graph_bench.cc), about five links a node, for each mixing. Connected components:
links a second. Leiden: CPU time with the building of the graph, and the normalized
mutual information with the planted communities. Maillon finds the resolution itself;
a peer (--peers: networkit, igraph, leidenalg) is given the best of several, chosen by
that very score, and timed in a second run with that one alone.
"""
from measure import (BUILD, Failed, finish, machine, megabytes, number, numbers, peer, run, say,
                     seconds, set_up_peers, table)

TOOL = BUILD / "graph_tool"


def add_options(options):
    options.add_argument("--nodes", type=int, default=1000000, help="of each graph (1000000)")
    options.add_argument("--mixing", type=numbers, default=[10, 30, 50], help="hundredths, by comma (10,30,50)")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--peers", action="store_true", help="other programs on the same graphs")


def score_all(folder, configs):
    """Adds the NMI to each configuration; gives the best."""
    for config in configs:
        config["nmi"] = float(run([TOOL, "nmi", folder / "truth", config["labels"]]).output)
    return max(configs, key=lambda config: config["nmi"])


def measure_maillon(folder, what):
    done = run([TOOL, what, folder, folder / f"maillon-{what}"])
    (config,) = done.json()
    score_all(folder, [config])
    return {"tool": "maillon", "what": what, **config, "peak": done.peak}


def measure_peer(folder, tool, what):
    """All configurations once, then the best of them alone."""
    swept, configs = peer("graph.py", tool, what, "--sweep", folder)
    if configs is None:
        return {"tool": tool, "what": what, "not_run": swept.output.strip().splitlines()[-1]}
    best = score_all(folder, configs)
    timed, again = peer("graph.py", tool, what, "--only", best["config"], folder)
    score_all(folder, again)
    return {"tool": tool, "what": what, **again[0], "peak": timed.peak, "sweep": configs}


def line(one, mixing, links):
    name = f"**{one['tool']}**" if one["tool"] == "maillon" else one["tool"]
    if "not_run" in one:
        return [f".{mixing}", name, f"not run: {one['not_run']}"] + [""] * 5
    if one["what"] == "components":
        return [f".{mixing}", name, f"{number(links / one['cpu'])} links/s", seconds(one["wall"]),
                seconds(one["cpu"]), megabytes(one["peak"]), "", ""]
    return [f".{mixing}", name, one["config"], seconds(one["wall"]), seconds(one["cpu"]),
            megabytes(one["peak"]), seconds(one["build_cpu"]), f"{one['nmi']:.4f}"]


def main(_program, options, command):
    before, results = machine(), []
    versions = set_up_peers("graphs") if options.peers else {}
    rows = {"components": [], "leiden": []}
    for mixing in options.mixing:
        folder = BUILD / "graphs" / f"{options.nodes}-{mixing}-{options.seed}"
        folder.mkdir(parents=True, exist_ok=True)
        links = run([TOOL, "make", folder, options.nodes, mixing, options.seed]).json()["links"]
        say(f"{options.nodes:,} nodes, {links:,} links, mixing .{mixing}")
        for what, of_what in rows.items():
            runs = [measure_maillon(folder, what)]
            for tool in versions:
                if (tool, what) == ("leidenalg", "components"):
                    continue
                say(f"{tool}, {what}")
                try:
                    runs.append(measure_peer(folder, tool, what))
                except Failed as error:
                    runs.append({"tool": tool, "what": what, "not_run": str(error).strip().splitlines()[-1]})
            of_what += [line(one, mixing, links) for one in runs]
            results += [{**one, "mixing": mixing, "nodes": options.nodes, "links": links,
                         "version": versions.get(one["tool"])} for one in runs]
    tables = [f"{options.nodes:,} nodes, about {links / options.nodes:.1f} links a node, seed {options.seed}."]
    for what, title in (("components", "components, rate per CPU second"), ("leiden", "Leiden")):
        tables.append(table(["mixing", "program", title, "wall s", "CPU s", "peak MB of the process",
                             "of CPU: building", "NMI"], rows[what]))
    if versions:
        tables.append("Peers: " + ", ".join(f"{n} {v}" for n, v in versions.items()) + ".")
    finish("graphs", command, before, tables, results)
