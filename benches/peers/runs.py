"""Runs: programs on files, what they took, whether their answers are the oracle's. Standard library only."""

import os
import shutil
import subprocess
import sys

import job
from work import HERE, say

PYTHON_PEERS = ["duckdb", "polars", "datafusion"]


def median(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


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
        timer = [sys.executable, "-I", "-S", os.path.join(HERE, "timer.py"), *paths]
        told = subprocess.run(
            [*timer, *self.command], stdout=subprocess.PIPE, env=self.environment, check=True
        ).stdout.split()
        code, wall, cpu, memory = int(told[0]), *map(float, told[1:])
        if code != 0:
            self.void = f"ended with {code}: {first_words(paths[1])}"
        elif self.answer is not None:
            self.compare(paths[0])
        return wall, cpu, memory / (1e6 if sys.platform == "darwin" else 1e6 / 1024)

    def compare(self, stdout):
        """Has another process compare what was written with the oracle's answer."""
        subject = ["engine", stdout] if self.kind == "engine" else ["peer", self.out]
        command = [sys.executable, os.path.join(HERE, "compare.py"), self.answer, *subject]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            self.void = "differs from the oracle: " + (done.stdout.strip().splitlines() or ["?"])[-1]

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
    text = " ".join(lines[:3]) if lines[0].startswith("CT") else lines[-1]
    # Paths of this machine say nothing to a reader of the results.
    return " ".join(os.path.basename(it) if it.startswith("/") else it for it in text.replace("│", " ").split())


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


def is_messy(folder):
    return "-messy-" in os.path.basename(folder)


def engine_entry(settings, work, folder, file, answer, rule=job.RULE, name="chitieu"):
    command = job.engine_command(settings.engine, os.path.join(folder, rule), os.path.join(folder, file))
    if is_messy(folder):
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
            entries.append(Entry(peer, command, out(peer), answer))
    mawk = shutil.which("mawk")
    if "mawk" in settings.peers and mawk and file.endswith(".csv") and not is_messy(folder):
        small = [os.path.join(folder, name) for name in ("list_a.csv", "list_b.csv", "units.csv")]
        variables = ["-v", f"out={out('mawk')}", "-v", f"counts={int(file == 'counts.csv')}"]
        command = [mawk, "-F,", *variables, "-f", os.path.join(HERE, "with_mawk.awk"), *small, path]
        entries.append(Entry("mawk", command, out("mawk"), answer, environment={"LC_ALL": "C"}))
    entries.append(Entry("wc -l", ["wc", "-l", path], out("wc"), kind="limit", environment={"LC_ALL": "C"}))
    return entries
