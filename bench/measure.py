"""What the benchmarks share: running a child and measuring it, the program's verbs,
means with their spread, Markdown tables, raw results as JSON, the peers' venv.

Python 3.11, standard library only: the harness itself stays small, since the peak
memory that Linux reports for a child is never less than its parent's was at the fork.
"""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
VENV = BUILD / "venv"
DATA = ROOT.parent / "shared" / "data"  # outside of the repository; may be missing

# What each group of peers needs from PyPI.
PEER_PACKAGES = {
    "text": ["datasketch", "rensa", "semhash"],
    "graphs": ["networkit", "igraph", "leidenalg"],
    "records": ["recordlinkage", "splink"],
    "hashes": ["faiss-cpu", "numpy", "threatexchange"],
}
NOT_RUN = 77  # a peer's exit code: it cannot run here, and its last line says why


class Failed(Exception):
    """A child that did not do what it was asked; the text says which and why."""


class Run:
    """What one child cost. CPU is user + system of that child and its own children."""

    def __init__(self, wall, cpu, peak, code, output, errors):
        self.wall, self.cpu, self.peak = wall, cpu, peak  # seconds, seconds, bytes
        self.code, self.output, self.errors = code, output, errors

    def json(self):
        return json.loads(self.output)

    def cost(self):
        return {"wall": self.wall, "cpu": self.cpu, "peak": self.peak}


def run(command, env=None, may_fail=False, output=None):
    """Runs a command to its end. os.wait4 gives the figures of this one child, whatever
    else the machine does. Standard output goes to the file `output`, or is kept."""
    BUILD.mkdir(parents=True, exist_ok=True)
    out_path = pathlib.Path(output) if output else BUILD / f"out-{os.getpid()}.txt"
    err_path = BUILD / f"err-{os.getpid()}.txt"
    with open(out_path, "wb") as out, open(err_path, "wb") as err:
        started = time.monotonic()
        child = subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=out,
                                 stderr=err, env={**os.environ, **(env or {})})
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - started
    code = child.returncode = os.waitstatus_to_exitcode(status)
    errors = err_path.read_text(errors="replace")
    text = "" if output else out_path.read_text(errors="replace")
    err_path.unlink()
    if not output:
        out_path.unlink()
    if code != 0 and not may_fail:
        raise Failed(f"{' '.join(str(c) for c in command)}: exit {code}\n{errors[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, code, text, errors)


class Program:
    """The verbs of maillon that the benchmarks call."""

    def __init__(self, path):
        self.path = pathlib.Path(path).resolve()

    def verb(self, *words, **options):
        return run([self.path, *words], **options)

    def simulate(self, folder, posts, seed, families=None):
        """Makes a world or families, or leaves those that an earlier run made with the
        same program. Returns the folder."""
        words = ["simulate", folder, "--posts", posts, "--seed", seed]
        words += ["--families", families] if families else []
        mark, stamp = folder / "made.json", [str(w) for w in words[2:]] + [self.stamp()]
        if not mark.exists() or json.loads(mark.read_text()) != stamp:
            self.verb(*words)
            mark.write_text(json.dumps(stamp))
        return folder

    def stamp(self):
        return f"{self.path.stat().st_size}-{self.path.stat().st_mtime_ns}"

    def evaluate(self, truth, found, truth_column, cluster_column, *more):
        """The scores, as `maillon evaluate --json` names them; more than one with --components."""
        return self.verb("evaluate", truth, found, "--truth-col", truth_column, "--cluster",
                         cluster_column, "--json", *more).json()


def peer(script, *words, env=None):
    """Runs a script of bench/peers in the venv: (run, what it printed as JSON), or
    (run, None) where it says that it cannot run here. Nothing is fetched meanwhile."""
    quiet = {"PYTHONWARNINGS": "ignore", "PYTHONHASHSEED": "0", "HF_HUB_OFFLINE": "1",
             "OMP_NUM_THREADS": str(os.cpu_count()), **(env or {})}
    done = run([VENV / "bin" / "python", ROOT / "bench" / "peers" / script, *words], env=quiet,
               may_fail=True)
    if done.code == NOT_RUN:
        return done, None
    if done.code != 0:
        raise Failed(f"{script} {' '.join(map(str, words))}: exit {done.code}\n{done.errors[-2000:]}")
    return done, json.loads(done.output.strip().splitlines()[-1])


def set_up_peers(group):
    """Makes the venv and installs the group's packages by name. Returns name -> version,
    without those that could not be installed."""
    if not (VENV / "bin" / "python").exists():
        say(f"venv in {VENV.relative_to(ROOT)}")
        run([sys.executable, "-m", "venv", VENV])
    pip = [VENV / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "-q"]

    def installed():
        ask = ("import importlib.metadata as m, json; "
               "print(json.dumps({d.name.lower(): d.version for d in m.distributions()}))")
        return run([VENV / "bin" / "python", "-c", ask]).json()
    there = installed()
    wanted = [package for package in PEER_PACKAGES[group] if package not in there]
    if wanted:
        say(f"pip install {' '.join(wanted)}")
        if run([*pip, "install", *wanted], may_fail=True).code != 0:
            for package in wanted:  # one that cannot be had must not keep out the others
                if run([*pip, "install", package], may_fail=True).code != 0:
                    say(f"{package} cannot be installed here: left out")
        there = installed()
    return {package: there[package] for package in PEER_PACKAGES[group] if package in there}


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def spread(values, form):
    """'mean (lowest, highest)', or the one value alone."""
    values = list(values)
    middle, low, high = form(mean(values)), form(min(values)), form(max(values))
    return middle if low == high else f"{middle} ({low}, {high})"


def score(value):
    """A share, as .987."""
    return f"{value:.3f}".removeprefix("0")


def number(value):
    """A count or a rate with three digits that count: 63,400."""
    value = float(value)
    if 0 < value < 100:
        return f"{value:.3g}"
    digits = max(0, len(str(int(value))) - 3)
    return f"{round(value, -digits):,.0f}"


def megabytes(value):
    return f"{value / 1e6:,.0f}"


def seconds(value):
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def table(head, rows):
    """A Markdown table; the first column is left-aligned."""
    lines = ["| " + " | ".join(head) + " |",
             "| " + " | ".join(["---"] + ["---:"] * (len(head) - 1)) + " |"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def machine():
    """What the figures were measured on, and how busy it was."""
    model = "unknown processor"
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(": ", 1)[1]
                break
    except OSError:
        pass
    return {"cores": os.cpu_count(), "processor": model, "load": os.getloadavg()[0],
            "time": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")}


def finish(name, command, before, tables, results):
    """Prints the tables with what they were measured on; keeps all raw figures as JSON."""
    after = machine()
    print(f"    {command}\n")
    print(f"{after['cores']} cores ({after['processor']}), load {before['load']:.1f} at the begin "
          f"and {after['load']:.1f} at the end; {after['time'][:10]}.\n")
    print("\n\n".join(tables))
    path = BUILD / f"{name}-{after['time'].replace(':', '')}.json"
    path.write_text(json.dumps({"command": command, "begin": before, "end": after,
                                "results": results}, indent=1) + "\n")
    say(f"all figures: {path.relative_to(ROOT)}")


def numbers(text):
    """An option's '10000,50000' or '1,000' alike: a list of whole numbers by comma."""
    return [int(part.replace("_", "")) for part in text.split(",") if part]
