"""`./dev bench encrypted`: what it costs that a case is encrypted.

The same made-up world in two cases, one plain and one encrypted, each verb in turn on both,
so that what else the machine does falls on both alike: import, link, search, show, export,
verify. Figures are means over the rounds, and the ratio is of CPU times; opening a case alone
(Argon2id, once a process) is in each verb.
"""
import shutil

from measure import BUILD, finish, machine, mean, megabytes, say, seconds, table


def add_options(options):
    options.add_argument("--posts", type=int, default=100000, help="of the world (100000)")
    options.add_argument("--rounds", type=int, default=3, help="how often (3)")
    options.add_argument("--seed", type=int, default=201, help="of the world (201)")


def measure_round(program, folder, world, key):
    """Costs by verb and kind of case."""
    costs = {}
    cases = {"plain": (folder / "plain", []), "encrypted": (folder / "encrypted", ["--key-file", key])}
    for case, _ in cases.values():
        shutil.rmtree(case, ignore_errors=True)
    program.verb("encrypt", cases["encrypted"][0], "--new-key-file", key)
    verbs = {"import": lambda case: ["import", case, world / "posts.jsonl"],
             "link": lambda case: ["link", case],
             "search": lambda case: ["search", case, "job"],
             "show": lambda case: ["show", case, "N-1"],
             "export": lambda case: ["export", case, "--table", "posts"],
             "verify": lambda case: ["verify", case]}
    for verb, words in verbs.items():
        for kind, (case, opening) in cases.items():
            costs[verb, kind] = program.verb(*words(case), *opening).cost()
    sizes = {kind: sum(f.stat().st_size for f in case.rglob("*") if f.is_file())
             for kind, (case, _) in cases.items()}
    return costs, sizes


def main(program, options, command):
    before, folder = machine(), BUILD / "encrypted"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    world, key = folder / "world", folder / "case.key"
    say(f"a world of {options.posts} posts")
    program.verb("simulate", world, "--posts", options.posts, "--seed", options.seed)
    rounds = []
    for number in range(options.rounds):
        say(f"round {number + 1} of {options.rounds}")
        rounds.append(measure_round(program, folder, world, key))
    rows = []
    for verb in ("import", "link", "search", "show", "export", "verify"):
        of = {kind: [costs[verb, kind] for costs, _ in rounds] for kind in ("plain", "encrypted")}
        cpu = {kind: mean(c["cpu"] for c in of[kind]) for kind in of}
        wall = {kind: mean(c["wall"] for c in of[kind]) for kind in of}
        rows.append([verb, seconds(wall["plain"]), seconds(wall["encrypted"]), seconds(cpu["plain"]),
                     seconds(cpu["encrypted"]), f"{cpu['encrypted'] / cpu['plain']:.2f}"])
    sizes = rounds[-1][1]
    rows.append(["case on disk, MB", "", "", megabytes(sizes["plain"]), megabytes(sizes["encrypted"]),
                 f"{sizes['encrypted'] / sizes['plain']:.3f}"])
    result = [{"costs": {f"{verb} {kind}": cost for (verb, kind), cost in costs.items()}, "sizes": sizes}
              for costs, sizes in rounds]
    head = ["verb", "wall s plain", "encrypted", "CPU s plain", "encrypted", "ratio"]
    finish("encrypted", command, before, [table(head, rows)], result)
    shutil.rmtree(folder)
