"""`./dev bench hashes`: exact Hamming search over random 256-bit hashes, query by query.

Half of the queries have a hash within the radius, 1 to 31 bits away. One thread; queries
per CPU second. --peers runs FAISS's exact binary indexes and python-threatexchange's on
the same hashes in the same run, on the first of the queries; hits are compared.
"""
import hashlib
import random
import sys

from measure import (BUILD, NOT_RUN, ROOT, Failed, finish, machine, megabytes, number, numbers, peer, run, say,
                     seconds, set_up_peers, table)

FOLDER = BUILD / "hashes"
TOOL = ROOT / "build" / "bench" / "hash_tool"
PEERS = {"flat": ("FAISS IndexBinaryFlat", 40), "multihash": ("FAISS IndexBinaryMultiHash 16 x 16", 200),
         "threatexchange": ("threatexchange PDQMultiHashIndex", 200)}
# Above so many hashes its lists of Python strings need more memory than the machine has.
THREATEXCHANGE_MOST = 2_000_000
# Above so many an index read into memory, beside the pages of its file, needs more than that.
COPIED_MOST = 50_000_000


def add_options(options):
    options.add_argument("--hashes", default="1000000,10000000", help="sizes, by comma")
    options.add_argument("--queries", type=int, default=10_000)
    options.add_argument("--radius", type=int, default=31)
    options.add_argument("--peers", action="store_true", help="FAISS and threatexchange on the same hashes")


def make(count, queries, radius):
    """Files of hashes and of queries, the same for the same numbers."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    hashes, asked = FOLDER / f"{count}.bin", FOLDER / f"{count}-{queries}-{radius}.queries"
    if not hashes.exists() or hashes.stat().st_size != 32 * count:
        hashes.write_bytes(hashlib.shake_256(f"hashes {count}".encode()).digest(32 * count))
    if not asked.exists():
        random_numbers = random.Random(f"{count} {queries} {radius}")
        with open(hashes, "rb") as source, open(asked, "wb") as out:
            for i in range(queries):
                bits = random_numbers.getrandbits(256)
                if i % 2:
                    source.seek(32 * random_numbers.randrange(count))
                    bits = int.from_bytes(source.read(32), "big")
                    for bit in random_numbers.sample(range(256), random_numbers.randint(1, radius)):
                        bits ^= 1 << bit
                out.write(bits.to_bytes(32, "big"))
    return hashes, asked


def measure_ours(count, queries, radius):
    hashes, asked = make(count, queries, radius)
    loads = ["mapped", "copied"][:2 if count <= COPIED_MOST else 1]
    done = run([TOOL, hashes, asked, radius, FOLDER / "index", *loads]).json()
    for where in loads:
        if (done[where]["hits"], done[where]["sum"]) != (done["hits"], done["sum"]):
            raise Failed(f"{where}: other hits than in memory")
    return done


def measure_peer(tool, count, queries, radius):
    hashes, asked = make(count, queries, radius)
    most = PEERS[tool][1]
    if tool == "threatexchange" and count > THREATEXCHANGE_MOST:
        return {"not_run": "too large for it on this machine"}
    done, found = peer("hashes.py", tool, hashes, asked, radius, most)
    if found is None:
        return {"not_run": done.output.strip().splitlines()[-1] if done.code == NOT_RUN else "?"}
    # The same queries by our program: the same hits?
    part = FOLDER / "part.queries"
    part.write_bytes(asked.read_bytes()[:32 * most])
    ours = run([TOOL, hashes, part, radius, FOLDER / "index"]).json()
    found["same"] = (found["hits"], found["sum"]) == (ours["hits"], ours["sum"])
    return found


def rows_of(count, ours):
    size = f"{count:,}"
    yield [size, "**maillon**, in memory", number(ours["queries_per_second"]), seconds(ours["build_cpu"]),
           megabytes(ours["resident"]), ""]
    for where, name in (("mapped", "maillon, mapped file"), ("copied", "maillon, file read into memory")):
        if where not in ours:
            continue
        yield [size, name, number(ours[where]["queries_per_second"]),
               f"{seconds(ours['write_cpu'])} + {seconds(ours[where]['open_cpu'])} to open", "", ""]


def main(_program, options, command):
    before, results, rows = machine(), [], []
    if not TOOL.exists():
        sys.exit("bench: build/bench/hash_tool is not built; ./dev bench builds it")
    versions = set_up_peers("hashes") if options.peers else {}
    for count in numbers(options.hashes):
        say(f"{count:,} hashes")
        ours = measure_ours(count, options.queries, options.radius)
        results.append({"tool": "maillon", **ours})
        rows += rows_of(count, ours)
        for tool in PEERS if options.peers else []:
            say(PEERS[tool][0])
            try:
                found = measure_peer(tool, count, options.queries, options.radius)
            except Failed as error:
                found = {"not_run": str(error).strip().splitlines()[-1]}
            results.append({"tool": tool, "hashes": count, **found})
            name = PEERS[tool][0]
            rows.append([f"{count:,}", name, f"not run: {found['not_run']}", "", "", ""] if "not_run" in found else
                        [f"{count:,}", name, number(found["queries_per_second"]), seconds(found["build_cpu"]),
                         megabytes(found["resident"]), "same" if found["same"] else "OTHER"])
    tables = [table(["hashes", "program", "queries a CPU second", "build CPU s", "resident MB", "hits"], rows)]
    if versions:
        tables.append("Peers: " + ", ".join(f"{n} {v}" for n, v in versions.items()) + ".")
    finish("hashes", command, before, tables, results)
