"""Does the harness itself work? In seconds and without the network: `bench.py --self-test`."""
import contextlib
import io
import pathlib
import sys
import tempfile

import families
import measure
import worlds


def check(what, got, want):
    if got != want:
        sys.exit(f"bench self-test: {what}: {got!r}, not {want!r}")


def check_numbers():
    check("spread of one", measure.spread([0.5], measure.score), ".500")
    check("spread", measure.spread([0.25, 0.75], measure.score), ".500 (.250, .750)")
    check("score of all", measure.score(1), "1.000")
    check("number", [measure.number(x) for x in (63412.4, 999, 12.345, 0)], ["63,400", "999", "12.3", "0"])
    check("sizes", measure.numbers("10_000,5"), [10000, 5])
    check("table", measure.table(["a", "b"], [["x", "1"]]), "| a | b |\n| --- | ---: |\n| x | 1 |")


def check_run():
    """Figures are the child's alone, and neither its output nor its failure is lost."""
    busy = "import time\nwhile time.process_time() < 0.2: pass\nx = bytearray(80_000_000); print(len(x))"
    done = measure.run([sys.executable, "-c", busy])
    check("output", done.output, "80000000\n")
    check("CPU seconds", 0.2 <= done.cpu < 5, True)
    check("peak memory", 80e6 < done.peak < 200e6, True)
    idle = measure.run([sys.executable, "-c", "raise SystemExit('no')"], may_fail=True)
    check("exit code", (idle.code, idle.errors), (1, "no\n"))
    check("another child's figures stay out", idle.peak < 60e6 and idle.cpu < 0.2, True)
    try:
        measure.run([sys.executable, "-c", "raise SystemExit('no')"])
        check("a failure is told", False, True)
    except measure.Failed as error:
        check("why", "no" in str(error), True)


def check_steps():
    steps = [{"name": n, "depth": d} for n, d in (("link", 0), ("a", 1), ("x", 2), ("b", 1), ("x", 2))]
    check("paths", [" ".join(path) for path in worlds.by_path(steps)],
          ["link", "link a", "link a x", "link b", "link b x"])


def check_families(program):
    """A whole small run with the program: the table has a row, and the figures are kept."""
    import bench
    with tempfile.TemporaryDirectory() as folder:
        measure.BUILD = families.BUILD = pathlib.Path(folder)
        measure.ROOT = pathlib.Path(folder)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            bench.main([program, "families", "--posts", "300", "--levels", "easy", "--seeds", "2"])
        check("row", "| 300 easy | **maillon** |" in said.getvalue(), True)
        check("files", len(list(pathlib.Path(folder).glob("families-*.json"))), 1)


def main(programs):
    for test in (check_numbers, check_run, check_steps):
        test()
    for program in programs:
        check_families(program)
    print("bench self-test: all well")
    return 0
