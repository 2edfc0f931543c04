#!/usr/bin/env python3
"""Engine and peers on the same job: files of dossiers in, verdicts and ledger out. Python 3.9+, standard library only.

  python3 benches/peers/run.py                    a province: 600,000 dossiers, CSV and Parquet, dossiers and day counts
  python3 benches/peers/run.py nation             a nation: 20 million dossiers (about 2.5 GB of files)
  python3 benches/peers/run.py nation --rows 100000000
  python3 benches/peers/run.py nation --shuffled  rows in random order;  --messy: a CSV file as offices export it
  python3 benches/peers/run.py growth             time of the engine against rows, units, procedures, windows, lines
  python3 benches/peers/run.py answers            questions once counts are loaded: cargo bench --bench answers
  python3 benches/peers/run.py all --write        everything, and the tables into docs/performance.md
  python3 benches/peers/run.py check              a quick look at generator, oracle and engine on small files

Build the engine first: cargo build --release --features parquet. What is needed for the peers (duckdb, polars, datafusion, pyarrow, numpy)
is installed by pip into a venv in the folder of --work; nothing else is downloaded, nothing is installed elsewhere.
Data and the oracle's answers are kept there too and used again. The answer of every run is compared with the oracle's.
"""

import argparse
import datetime
import json
import math
import os
import platform
import subprocess
import sys

sys.dont_write_bytecode = True
import job
from check import check
from runs import PYTHON_PEERS, Entry, engine_entry, entries_for, interleave
from tables import TARGETS, number, spread, table, times_table
from work import HERE, PACKAGES, Work, say

ROOT = os.path.dirname(os.path.dirname(HERE))
SCALES = {"province": (600_000, 164, 2_000), "nation": (20_000_000, 4_114, 6_300)}
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"
DOCUMENT = os.path.join(ROOT, "docs", "performance.md")


def output_of(command, **more):
    """What a command prints; nothing if it cannot be run."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
        return done.stdout.strip() if done.returncode == 0 else ""
    except OSError:
        return ""


def measure(settings, work, scale, shuffled=False, messy=False):
    """The tables of one scale: one for each file."""
    rows, units, procedures = SCALES[scale]
    rows = settings.rows or rows
    folder = work.data(rows, units, procedures, shuffled, messy)
    with open(os.path.join(folder, "made.json"), encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    files = ["dossiers.csv"] if messy else ["dossiers.csv", "dossiers.parquet"]
    files += [] if messy or shuffled else ["counts.csv", "counts.parquet"]
    tables = []
    for file in files:
        say(f"{scale}: {os.path.join(folder, file)}")
        entries = entries_for(settings, work, folder, file)
        interleave(entries, settings.rounds)
        what = "dossiers" if file.startswith("dossiers") else "day counts"
        form = "Parquet" if file.endswith(".parquet") else "CSV"
        marks = ", random order" * shuffled + ", messy" * messy
        size = os.path.getsize(os.path.join(folder, file)) / 1e6
        count = rows if what == "dossiers" else cells
        title = f"{scale}: {number(count)} {what}{marks}, {form} ({number(round(size, 1))} MB)"
        kind = "counts" if what == "day counts" else "shuffled" if shuffled else scale
        tables.append(times_table(title, entries, None if messy else TARGETS.get((kind, file))))
        print(tables[-1], flush=True)
    return tables


def growth(settings, work):
    """How the time of the engine grows with each size, the others staying as in a province."""
    rows, units, procedures = SCALES["province"]
    rows = settings.rows or rows
    plain = lambda *sizes: (work.data(*sizes), job.RULE)
    axes = {"rows": [], "units": [], "procedures": [], "windows": [], "lines of the rule file": []}
    for size in (rows // 10, rows, rows * 10):
        axes["rows"].append((size, *plain(size, units, procedures)))
    for size in (units, units * 10, units * 100):
        axes["units"].append((size, *plain(rows, size, procedures)))
    for size in (procedures // 10, procedures, procedures * 10):
        axes["procedures"].append((size, *plain(rows, units, size)))
    base = work.data(rows, units, procedures)

    def with_rule(axis, name, **rule):
        text = open(job.write_rule(base, name, **rule), encoding="utf-8").read()
        size = rule["windows"] if axis == "windows" else text.count("\n")
        axes[axis].append((size, base, name))

    with_rule("windows", "windows-3.chitieu", windows=3)
    with_rule("windows", "windows-30.chitieu", windows=30)
    with_rule("lines of the rule file", job.RULE)
    with_rule("lines of the rule file", "each-unit.chitieu", each_unit=True)
    for lines in (1_000, 10_000):
        with_rule("lines of the rule file", f"lines-{lines}.chitieu", lines=lines)
    lines, notes = [], []
    for axis, points in axes.items():
        say(f"growth: {axis}")
        entries = [
            engine_entry(
                settings, work, folder, "dossiers.csv", work.answer(folder, "dossiers.csv"), rule, f"{axis} {size}"
            )
            for size, folder, rule in points
        ]
        interleave(entries, settings.rounds)
        before = None
        for (size, _, _), entry in zip(points, entries):
            if entry.void is not None:
                lines.append([axis, number(size), "–", "–", "–"])
                notes.append(f"- {axis} {number(size)}: {entry.void}")
                before = None
                continue
            slope = "" if before is None else f"{math.log(entry.wall / before[1]) / math.log(size / before[0]):.2f}"
            lines.append([axis, number(size), spread(entry.walls), slope, f"{max(entry.memories):.0f}"])
            before = (size, entry.wall)
    header = ["cỡ · size", "số · number", "giây · seconds", "độ dốc · slope", "RSS (MB)"]
    text = f"### growth of chitieu ({number(rows)} dossiers, {units} units, {number(procedures)} procedures, CSV)\n\n"
    text += table(header, lines) + "\n" + ("\n" + "\n".join(notes) + "\n" if notes else "")
    print(text, flush=True)
    return [text]


def answers():
    """How long questions take once counts are loaded, as `cargo bench --bench answers` prints it."""
    tables = []
    for scale in ([], ["nation"]):
        say(f"answers {' '.join(scale)}")
        told = output_of(["cargo", "bench", "--quiet", "--bench", "answers", "--", *scale], cwd=ROOT)
        tables.append(f"### answers once loaded: {scale[0] if scale else 'province'}\n\n```text\n{told}\n```\n")
        print(tables[-1], flush=True)
    return tables


def machine(settings, work):
    """Date, machine, versions, commit: what has to be known beside the numbers."""
    model = output_of(["sysctl", "-n", "machdep.cpu.brand_string"]) if sys.platform == "darwin" else ""
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((it.split(":")[1].strip() for it in file if it.startswith("model name")), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    script = "import importlib.metadata as m, sys; print(', '.join(f'{it} {m.version(it)}' for it in sys.argv[1:]))"
    versions = output_of([work.python, "-c", script, *PACKAGES])
    mawk = (output_of(["mawk", "-W", "version"], stdin=subprocess.DEVNULL).splitlines() or [""])[0]
    git = ["git", "-C", ROOT]
    commit = output_of([*git, "rev-parse", "--short=12", "HEAD"]) or "unknown"
    changed = output_of(
        [*git, "status", "--porcelain", "--", "src", "grammar", "templates", "Cargo.toml", "Cargo.lock"]
    )
    floor = Entry("floor", ["true"], os.path.join(work.folder, "out", "floor")).run()[2]
    return "\n".join(
        [
            f"- ngày · date: {datetime.date.today()}",
            f"- máy · machine: {model or platform.processor() or 'unknown CPU'}, {os.cpu_count()} cores, "
            f"{memory:.0f} GB, {platform.system()} {platform.release()}",
            f"- {output_of([settings.engine, '--version'])}, commit {commit}{' with changes' if changed else ''}",
            f"- peers: {versions}{', ' + mawk if mawk else ''}, Python {platform.python_version()}",
            f"- {settings.threads} threads, {settings.rounds} rounds after one warm-up, seed {settings.seed}; "
            f"files in the page cache; RSS counts from {floor:.0f} MB, that of the timer",
        ]
    )


def write(text):
    """Puts the results between the markers of docs/performance.md."""
    with open(DOCUMENT, encoding="utf-8") as file:
        document = file.read()
    before, rest = document.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    with open(DOCUMENT, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"{before}{BEGIN}\n\n{text}\n{END}{after}")
    say(f"written: {DOCUMENT}")


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument(
        "what", nargs="*", metavar="province|nation|growth|answers|all|check", help="what to measure; without: province"
    )
    args.add_argument("--work", default=os.path.join(ROOT, "target", "peers"), help="folder for venv, data, answers")
    args.add_argument(
        "--engine", default=os.path.join(ROOT, "target", "release", "chitieu"), help="the program chitieu"
    )
    args.add_argument("--rows", type=int, help="dossiers, in place of those of the scale")
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--shuffled", action="store_true", help="rows in random order of days")
    args.add_argument(
        "--messy", action="store_true", help="quoted fields, CRLF, other columns, Vietnamese headers, names in NFD"
    )
    args.add_argument("--rounds", type=int, default=7)
    args.add_argument("--threads", type=int, default=2, help="CPUs that each program may use")
    args.add_argument("--peers", default="duckdb,polars,datafusion,mawk", help="which peers, with commas")
    args.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    args.add_argument("--offline", action="store_true", help="with check: only what needs no installed package")
    settings = args.parse_args()
    settings.what = settings.what or ["province"]
    settings.peers = [it for it in settings.peers.split(",") if it]
    settings.engine = os.path.abspath(settings.engine)
    unknown = set(settings.what) - {*SCALES, "growth", "answers", "all", "check"} | set(settings.peers) - {*PYTHON_PEERS, "mawk"}
    if unknown:
        args.error(f"unknown: {', '.join(sorted(unknown))}")
    if "check" in settings.what and len(settings.what) > 1:
        args.error("check stands alone")
    if settings.rounds < 1 or settings.threads < 1 or (settings.rows or 10_000) < 10_000:
        args.error("at least 1 round, 1 thread, 10,000 rows")
    if not hasattr(os, "wait4"):
        args.error("needs os.wait4: Linux or macOS")
    if not os.path.exists(settings.engine):
        args.error(f"no {settings.engine}: cargo build --release, or --engine PATH")
    work = Work(settings)
    os.makedirs(work.folder, exist_ok=True)
    # What Python compiles stays out of this folder, too.
    os.environ["PYTHONPYCACHEPREFIX"] = os.path.join(work.folder, "pycache")
    if settings.what == ["check"]:
        failed = check(settings, work)
        say(f"{len(failed)} failed" if failed else "all hold")
        sys.exit(1 if failed else 0)
    work.make_venv()
    if hasattr(os, "sched_setaffinity"):
        # All programs get these CPUs, as by `taskset`; the engine takes as many threads as it has CPUs.
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: settings.threads])
    else:
        say("CPUs cannot be set aside on this system: the engine uses all, the peers as many threads as asked for")
    about = machine(settings, work)
    print(about + "\n", flush=True)
    tables = []
    for what in settings.what:
        if what == "all":
            for scale in SCALES:
                tables += measure(settings, work, scale)
            tables += measure(settings, work, "nation", shuffled=True)
            tables += measure(settings, work, "province", messy=True)
            tables += growth(settings, work)
            tables += answers()
        elif what == "answers":
            tables += answers()
        elif what == "growth":
            tables += growth(settings, work)
        elif what in SCALES:
            tables += measure(settings, work, what, settings.shuffled, settings.messy)
    if settings.write:
        write("\n".join([about + "\n", *tables]))


if __name__ == "__main__":
    main()
