"""The folder of --work: the venv with the peers, data, answers; each made once. Standard library only."""

import hashlib
import os
import shutil
import subprocess
import sys

import job

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = ["duckdb", "polars", "datafusion", "pyarrow", "numpy"]


def say(text):
    """Tells how far it is, beside the results."""
    print(text, file=sys.stderr, flush=True)


class Work:
    """The folder of --work: the venv, data, answers."""

    def __init__(self, settings):
        self.settings = settings
        self.folder = os.path.abspath(settings.work)
        self.python = os.path.join(self.folder, "venv", "bin", "python")

    def make_venv(self):
        """The venv with the peers; made once."""
        probe = [self.python, "-c", "import " + ", ".join(PACKAGES)]
        if (
            os.path.exists(self.python)
            and subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 0
        ):
            return
        venv = os.path.join(self.folder, "venv")
        say(f"installing {', '.join(PACKAGES)} with pip into {venv}; nothing else is downloaded")
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run(
            [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True
        )

    def data(self, rows, units, procedures, shuffled=False, messy=False):
        """The folder with the data of these settings; made once for each seed and state of make.py."""
        marks = ("-shuffled" if shuffled else "") + ("-messy" if messy else "")
        name = f"{rows}-{units}-{procedures}-seed{self.settings.seed}{marks}-{fingerprint('make.py', 'job.py')}"
        folder = os.path.join(self.folder, "data", name)
        if not os.path.exists(os.path.join(folder, "made.json")):
            say(f"making {folder}")
            # Answers to data that are half made, or made by hand, would be of no use.
            shutil.rmtree(folder, ignore_errors=True)
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
            oracle = [sys.executable, os.path.join(HERE, "oracle.py")]
            subprocess.run([*oracle, folder, os.path.join(folder, file), out], check=True)
        return out


def fingerprint(*names):
    """Eight letters that change with the text of the scripts."""
    text = b"".join(open(os.path.join(HERE, name), "rb").read() for name in names)
    return hashlib.sha256(text).hexdigest()[:8]
