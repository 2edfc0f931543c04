#!/usr/bin/env python3
"""Engine and peers on the same job: files of dossiers in, verdicts and ledger out. Python 3.9+, standard library only.

  python3 benches/peers/run.py                    a province: 600,000 dossiers, CSV and Parquet, dossiers and day counts
  python3 benches/peers/run.py nation             a nation: 20 million dossiers (about 5 GB of files)
  python3 benches/peers/run.py nation --rows 100000000
  python3 benches/peers/run.py nation --shuffled  rows in random order;  --messy: a CSV file as offices export it
  python3 benches/peers/run.py growth             time of the engine against rows, units, procedures, windows, lines
  python3 benches/peers/run.py all --write        everything, and the tables into docs/performance.md
  python3 benches/peers/run.py check              a quick look at generator, oracle and engine on small files

Build the engine first: cargo build --release. What is needed for the peers (duckdb, polars, datafusion, pyarrow, numpy)
is installed by pip into a venv in the folder of --work; nothing else is downloaded, nothing is installed elsewhere.
Data and the oracle's answers are kept there too and used again. The answer of every run is compared with the oracle's.
"""

import argparse
import datetime
import hashlib
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import job

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PACKAGES = ["duckdb", "polars", "datafusion", "pyarrow", "numpy"]
PYTHON_PEERS = ["duckdb", "polars", "datafusion"]
SCALES = {"province": (600_000, 164, 2_000), "nation": (20_000_000, 4_114, 6_300)}
# (scale, kind of file) -> the engine's time against the best peer's; the memory of the engine in MB.
TARGETS = {
    ("province", "dossiers.csv"): 0.15, ("province", "dossiers.parquet"): 0.12,
    ("nation", "dossiers.csv"): 0.35, ("nation", "dossiers.parquet"): 0.30,
    ("shuffled", "dossiers.csv"): 0.40, ("shuffled", "dossiers.parquet"): 0.40,
    ("counts", "counts.csv"): 0.40, ("counts", "counts.parquet"): 0.50,
}
MEMORY = 32
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"
DOCUMENT = os.path.join(ROOT, "docs", "performance.md")


def say(text):
    print(text, file=sys.stderr, flush=True)


def median(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def output_of(command, **more):
    """What a command prints; nothing if it cannot be run."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
        return done.stdout.strip() if done.returncode == 0 else ""
    except OSError:
        return ""


# ---------------------------------------------------------------- data and answers, kept in the folder of --work


class Work:
    """The folder of --work: the venv, data, answers."""

    def __init__(self, settings):
        self.settings = settings
        self.folder = os.path.abspath(settings.work)
        self.python = os.path.join(self.folder, "venv", "bin", "python")

    def make_venv(self):
        """The venv with the peers; made once."""
        probe = [self.python, "-c", "import " + ", ".join(PACKAGES)]
        if os.path.exists(self.python) and subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return
        venv = os.path.join(self.folder, "venv")
        say(f"installing {', '.join(PACKAGES)} with pip into {venv}; nothing else is downloaded")
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)

    def data(self, rows, units, procedures, shuffled=False, messy=False):
        """The folder with the data of these settings; made once for each seed and state of make.py."""
        marks = ("-shuffled" if shuffled else "") + ("-messy" if messy else "")
        name = f"{rows}-{units}-{procedures}-seed{self.settings.seed}{marks}-{fingerprint('make.py', 'job.py')}"
        folder = os.path.join(self.folder, "data", name)
        if not os.path.exists(os.path.join(folder, "made.json")):
            say(f"making {folder}")
            command = [self.python, os.path.join(HERE, "make.py"), folder, "--seed", str(self.settings.seed)]
            command += ["--rows", str(rows), "--units", str(units), "--procedures", str(procedures)]
            command += ["--shuffled"] * shuffled + ["--messy"] * messy
            subprocess.run(command, check=True)
        job.write_rule(folder)
        return folder

    def answer(self, folder, file):
        """The file with the oracle's answer; for Parquet, that of the CSV file with the same rows."""
        file = file.replace(".parquet", ".csv")
        out = os.path.join(folder, f"answer-{file}-{fingerprint('oracle.py', 'job.py')}.json")
        if not os.path.exists(out):
            say(f"the oracle reads {os.path.join(folder, file)}")
            oracle = [sys.executable, "-B", os.path.join(HERE, "oracle.py")]
            subprocess.run([*oracle, folder, os.path.join(folder, file), out], check=True)
        return out


def fingerprint(*names):
    """Eight letters that change with the text of the scripts."""
    text = b"".join(open(os.path.join(HERE, name), "rb").read() for name in names)
    return hashlib.sha256(text).hexdigest()[:8]


# ---------------------------------------------------------------- runs


class Entry:
    """One program on one file, with the measures of its runs. `void` says why its times are not shown."""

    def __init__(self, name, command, out, answer=None, kind="peer", environment=None):
        self.name, self.command, self.out, self.answer, self.kind = name, command, out, answer, kind
        self.environment = {**os.environ, **(environment or {})}
        self.walls, self.cpus, self.memories, self.void = [], [], [], None

    def run(self):
        """Runs once: wall time of the whole process, its CPU time, its peak memory in MB."""
        shutil.rmtree(self.out, ignore_errors=True)
        os.makedirs(self.out)
        paths = [os.path.join(self.out, name) for name in ("stdout", "stderr")]
        with open(paths[0], "wb") as out, open(paths[1], "wb") as errors:
            began = time.perf_counter()
            process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, env=self.environment)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        memory = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024)
        if process.returncode != 0:
            self.void = f"ended with {process.returncode}: {first_words(paths[1])}"
        elif self.answer is not None:
            self.compare(paths[0])
        return wall, usage.ru_utime + usage.ru_stime, memory

    def compare(self, stdout):
        """Compares in a process of its own: peak memory of a run counts from that of this one."""
        subject = ["engine", stdout] if self.kind == "engine" else ["peer", self.out]
        command = [sys.executable, "-B", os.path.join(HERE, "compare.py"), self.answer, *subject]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            self.void = "answers otherwise than the oracle: " + (done.stdout.strip().splitlines() or ["?"])[-1]

    def keep(self, measures):
        for values, measure in zip((self.walls, self.cpus, self.memories), measures):
            values.append(measure)

    @property
    def wall(self):
        return median(self.walls)


def first_words(path):
    """The part of an error output that says most: the engine's first problem, or the last line of a traceback."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = [it.strip(" ×") for it in file.read().splitlines() if it.strip()]
    if not lines:
        return "no message"
    return " ".join(lines[:2]) if lines[0].startswith("CT") else lines[-1]


def interleave(entries, rounds):
    """One warm-up of each, then A B C … A B C …; what differs once is void and not run again."""
    for number in range(rounds + 1):
        for entry in entries:
            if entry.void is None:
                measures = entry.run()
                if entry.void is not None:
                    say(f"  {entry.name}: void: {entry.void}")
                elif number > 0:
                    entry.keep(measures)
        say(f"  round {number} of {rounds}" if number else "  warm-up done")


def engine_entry(settings, work, folder, file, answer, rule=job.RULE, name="chitieu"):
    command = job.engine_command(settings.engine, os.path.join(folder, rule), os.path.join(folder, file))
    if "-messy-" in folder:
        # Names that the register lacks are bad rows: they are to stand in the ledger.
        command += ["--bad-rows", "report"]
    return Entry(name, command, os.path.join(work.folder, "out", name), answer, "engine", {"CHITIEU_LANG": "en"})


def entries_for(settings, work, folder, file):
    """The engine, its peers and the limit on one file."""
    answer, path = work.answer(folder, file), os.path.join(folder, file)
    out = lambda name: os.path.join(work.folder, "out", name)
    entries = [engine_entry(settings, work, folder, file, answer)]
    for peer in settings.peers:
        if peer in PYTHON_PEERS:
            script = os.path.join(HERE, f"with_{peer}.py")
            command = [work.python, script, folder, path, out(peer), str(settings.threads)]
            entries.append(Entry(peer, command, out(peer), answer, environment={"POLARS_MAX_THREADS": str(settings.threads)}))
    mawk = shutil.which("mawk")
    if "mawk" in settings.peers and mawk and file.endswith(".csv") and "-messy-" not in folder:
        small = [os.path.join(folder, name) for name in ("list_a.csv", "list_b.csv", "units.csv")]
        variables = ["-v", f"out={out('mawk')}", "-v", f"counts={int(file == 'counts.csv')}"]
        command = [mawk, "-F,", *variables, "-f", os.path.join(HERE, "with_mawk.awk"), *small, path]
        entries.append(Entry("mawk", command, out("mawk"), answer, environment={"LC_ALL": "C"}))
    entries.append(Entry("wc -l", ["wc", "-l", path], out("wc"), kind="limit", environment={"LC_ALL": "C"}))
    return entries


# ---------------------------------------------------------------- tables


def number(count):
    return f"{count:,}"


def spread(values):
    return f"{median(values):.3f} ({min(values):.3f}–{max(values):.3f})"


def table(header, rows):
    """A Markdown table: the first column to the left, the others to the right."""
    lines = [header, ["---"] + ["--:"] * (len(header) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def times_table(title, entries, target):
    """Medians, ratios, memory, what is void and why, and whether the targets are met."""
    engine = entries[0]
    timed = [it for it in entries if it.walls and it.void is None]
    peers = [it.wall for it in timed if it.kind == "peer"]
    limits = [it.wall for it in timed if it.kind == "limit"]
    rows, notes = [], []
    for entry in entries:
        if entry not in timed:
            rows.append([entry.name] + ["–"] * 5)
            notes.append(f"- {entry.name}: {entry.void}")
            continue
        ratio = lambda others: f"{entry.wall / min(others):.2f}" if others else "–"
        of_peers = "" if entry.kind == "limit" else ratio(peers)
        rows.append([
            entry.name, spread(entry.walls), of_peers, ratio(limits), f"{median(entry.cpus):.2f}", f"{max(entry.memories):.0f}",
        ])
    header = ["chương trình · program", "giây · seconds", "× best peer", "× wc -l", "CPU (s)", "RSS (MB)"]
    for name, wanted, found in (
        ("× best peer", target, engine.wall / min(peers) if engine in timed and peers else None),
        ("RSS (MB)", MEMORY, max(engine.memories) if engine in timed else None),
    ):
        if wanted is not None:
            met = found is not None and found <= wanted
            got = "–" if found is None else f"{found:.2f}" if wanted < 1 else f"{found:.0f}"
            notes.append(f"- {name} ≤ {wanted}: {got}, {'đạt · met' if met else '**chưa đạt · not met**'}")
    return f"### {title}\n\n{table(header, rows)}\n\n" + "\n".join(notes) + "\n"


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
            engine_entry(settings, work, folder, "dossiers.csv", work.answer(folder, "dossiers.csv"), rule, f"{axis} {size}")
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


# ---------------------------------------------------------------- the machine, and the document


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
    changed = output_of([*git, "status", "--porcelain", "--", "src", "grammar", "templates", "Cargo.toml", "Cargo.lock"])
    floor = Entry("floor", ["true"], os.path.join(work.folder, "out", "floor")).run()[2]
    return "\n".join([
        f"- ngày · date: {datetime.date.today()}",
        f"- máy · machine: {model or platform.processor() or 'unknown CPU'}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()} {platform.release()}",
        f"- chitieu: {output_of([settings.engine, '--version'])}, commit {commit}{' with changes' if changed else ''}",
        f"- peers: {versions}{', ' + mawk if mawk else ''}, Python {platform.python_version()}",
        f"- {settings.threads} threads, {settings.rounds} rounds after one warm-up, seed {settings.seed}; files in the page cache; "
        f"RSS counts from {floor:.0f} MB, that of the runner",
    ])


def write(text):
    """Puts the results between the markers of docs/performance.md."""
    with open(DOCUMENT, encoding="utf-8") as file:
        document = file.read()
    before, rest = document.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    with open(DOCUMENT, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"{before}{BEGIN}\n\n{text}\n{END}{after}")
    say(f"written: {DOCUMENT}")


# ---------------------------------------------------------------- a look at the scripts themselves


def check(settings, work):
    """Small files: the generator makes the same twice and has its corner cases; oracle, peers and engine agree."""
    import oracle

    failed = []

    def holds(what, truth):
        say(f"  {'ok' if truth else 'FAILED'}: {what}")
        if not truth:
            failed.append(what)

    folder = os.path.join(work.folder, "check")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    # By hand: A has quota 60 and 3 of 5; B is idle; C has no quota. Procedures 1: both lists, 2: dropped, 3: first published.
    texts = {
        "units.csv": "code,name,kind,level\na,Sở A,so-60,tỉnh\nb,Xã B,xa-40,xã\nc,Cục C,cuc,tỉnh\n",
        "list_a.csv": "procedure_code,service_level\n1,full\n2,full\n",
        "list_b.csv": "procedure_code,service_level\n1,full\n3,full\n",
        "dossiers.csv": "unit_code,procedure_code,received_date,channel\n"
        "a,1,2023-12-15,online\na,1,2024-12-14,online\na,1,2023-12-14,online\na,1,2024-12-15,online\n"
        "a,2,2024-03-20,online\na,2,2024-03-21,online\na,3,2024-03-24,online\na,3,2024-03-25,in person\n"
        "a,1,2024-02-29,postal\na,4,2024-05-05,online\nc,1,2024-05-05,online\nx,9,2020-01-01,online\n",
    }
    for name, text in texts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    by_hand = {
        "verdicts": {"a": ["met", 5, 3], "b": ["no_dossiers", 0, 0]},
        "ledger": {"no_unit": 2, "no_list": 1, "outside_window": 4, "counted": 5},
    }
    data = os.path.join(folder, "dossiers.csv")
    holds("the oracle answers twelve dossiers as by hand", oracle.answer(folder, data) == by_hand)
    answer = os.path.join(folder, "answer.json")
    with open(answer, "w", encoding="utf-8") as file:
        json.dump(by_hand, file)
    job.write_rule(folder)
    entry = engine_entry(settings, work, folder, "dossiers.csv", answer)
    entry.run()
    holds(f"the engine does, too {entry.void or ''}", entry.void is None)
    if settings.offline:
        return failed

    work.make_venv()
    sizes = (20_000, 164, 500)
    folders = [work.data(*sizes), work.data(*sizes, shuffled=True), work.data(*sizes, messy=True)]
    again = os.path.join(folder, "again")
    settled = ["--rows", "20000", "--units", "164", "--procedures", "500", "--seed", str(settings.seed)]
    subprocess.run([work.python, os.path.join(HERE, "make.py"), again, *settled], check=True)
    same = lambda name: open(os.path.join(again, name), "rb").read() == open(os.path.join(folders[0], name), "rb").read()
    holds("the same seed makes the same rows", same("dossiers.csv") and same("counts.csv") and same("units.csv"))
    read_answer = lambda place, name: json.load(open(work.answer(place, name), encoding="utf-8"))
    whole, counted = (read_answer(folders[0], name) for name in ("dossiers.csv", "counts.csv"))
    holds("dossiers and day counts have one answer", whole == counted)
    holds("a messy file has the answer of the plain one", whole == read_answer(folders[2], "dossiers.csv"))
    made = json.load(open(os.path.join(folders[0], "made.json"), encoding="utf-8"))
    verdicts = whole["verdicts"]
    holds("units without dossiers", all(verdicts[it][0] == "no_dossiers" for it in made["idle"]))
    hits = [verdicts[it][0] for it in made["exact"]]
    holds("exact hits of quotas, one above, one below", hits == (["met", "met", "exceeded", "not_met"] * 3)[: len(hits)])
    holds("every line of the ledger", all(whole["ledger"].values()) and sum(whole["ledger"].values()) == 20_000)
    for place in folders:
        for file in ("dossiers.csv", "dossiers.parquet", "counts.csv", "counts.parquet"):
            if os.path.exists(os.path.join(place, file)):
                for entry in entries_for(settings, work, place, file):
                    entry.run()
                    title = f"{entry.name} on {os.path.join(os.path.basename(place), file)}"
                    if entry.kind == "engine" and entry.void and file.endswith(".parquet"):
                        say(f"  –: {title}: {entry.void}")
                    else:
                        holds(f"{title} {entry.void or ''}", entry.void is None)
    return failed


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("what", nargs="*", metavar="province|nation|growth|all|check", help="what to measure; without: province")
    args.add_argument("--work", default=os.path.join(ROOT, "target", "peers"), help="folder for venv, data, answers")
    args.add_argument("--engine", default=os.path.join(ROOT, "target", "release", "chitieu"), help="the program chitieu")
    args.add_argument("--rows", type=int, help="dossiers, in place of those of the scale")
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--shuffled", action="store_true", help="rows in random order of days")
    args.add_argument("--messy", action="store_true", help="quoted fields, CRLF, other columns, Vietnamese headers, names in NFD")
    args.add_argument("--rounds", type=int, default=7)
    args.add_argument("--threads", type=int, default=2, help="CPUs that each program may use")
    args.add_argument("--peers", default="duckdb,polars,datafusion,mawk", help="which peers, with commas")
    args.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    args.add_argument("--offline", action="store_true", help="with check: only what needs no installed package")
    settings = args.parse_args()
    settings.what = settings.what or ["province"]
    settings.peers = [it for it in settings.peers.split(",") if it]
    settings.engine = os.path.abspath(settings.engine)
    unknown = set(settings.what) - {*SCALES, "growth", "all", "check"} | set(settings.peers) - {*PYTHON_PEERS, "mawk"}
    if unknown:
        args.error(f"unknown: {', '.join(sorted(unknown))}")
    if settings.rounds < 1 or settings.threads < 1 or (settings.rows or 10_000) < 10_000:
        args.error("at least 1 round, 1 thread, 10,000 rows")
    if not hasattr(os, "wait4"):
        args.error("needs os.wait4: Linux or macOS")
    if not os.path.exists(settings.engine):
        args.error(f"no {settings.engine}: cargo build --release, or --engine PATH")
    work = Work(settings)
    os.makedirs(work.folder, exist_ok=True)
    if settings.what == ["check"]:
        sys.exit(1 if check(settings, work) else 0)
    work.make_venv()
    if hasattr(os, "sched_setaffinity"):
        # Engine, peers and limit alike get these CPUs, as by `taskset`; the engine takes as many threads as it has CPUs.
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: settings.threads])
    else:
        say("CPUs cannot be set aside on this system: the engine uses all of them, the peers as many threads as asked for")
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
        elif what == "growth":
            tables += growth(settings, work)
        elif what in SCALES:
            tables += measure(settings, work, what, settings.shuffled, settings.messy)
    if settings.write:
        write("\n".join([about + "\n", *tables]))


if __name__ == "__main__":
    main()
