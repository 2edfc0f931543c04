"""What the peers share: the small tables that they join, and how they write the answer. Standard library only."""

import csv
import os
import sys
import unicodedata

import job

MESSY = {"unit_code": "Đơn vị", "procedure_code": "Mã thủ tục", "received_date": "Ngày tiếp nhận", "channel": "Kênh"}


class Task:
    """A task from the command line: FOLDER FILE OUT THREADS."""

    def __init__(self):
        self.folder, self.path, self.out, threads = sys.argv[1:]
        self.threads = int(threads)
        self.parquet = self.path.endswith(".parquet")
        self.counts = os.path.basename(self.path).startswith("counts")
        self.header = []
        if not self.parquet:
            with open(self.path, encoding="utf-8", newline="") as file:
                self.header = next(csv.reader(file))
        self.messy = MESSY["unit_code"] in self.header
        self.online = "Trực tuyến" if self.messy else "online"

    def column(self, name):
        """How the file calls a column."""
        return MESSY.get(name, name) if self.messy else name

    def windows(self):
        """Procedure, first and last day as text; only procedures of a list."""
        list_a, list_b = job.lists(self.folder)
        return [(code, *map(str, job.window(code, list_a, list_b))) for code in sorted(list_a | list_b)]

    def answer(self, rows):
        """Writes the answer. Rows, one for each unit: unit, dossiers, those in a list, in the window, online."""
        bound = job.bound_units(self.folder)
        by_name = {unicodedata.normalize("NFC", name): code for code, (name, _) in bound.items()} if self.messy else {}
        counts = {code: (0, 0) for code in bound}
        ledger = dict.fromkeys(job.LEDGER, 0)
        for unit, supplied, listed, total, online in rows:
            if self.messy:
                unit = by_name.get(unicodedata.normalize("NFC", unit))
            if unit not in bound:
                ledger["no_unit"] += supplied
                continue
            ledger["no_list"] += supplied - listed
            ledger["outside_window"] += listed - total
            ledger["counted"] += total
            before = counts[unit]
            counts[unit] = (before[0] + total, before[1] + online)
        with open(os.path.join(self.out, "verdicts.csv"), "w", encoding="utf-8") as file:
            file.write("unit_code,verdict,total,online\n")
            for code, (_, quota) in bound.items():
                total, online = counts[code]
                file.write(f"{code},{job.verdict(total, online, quota)},{total},{online}\n")
        with open(os.path.join(self.out, "ledger.csv"), "w", encoding="utf-8") as file:
            file.write("line,dossiers\n")
            file.writelines(f"{line},{count}\n" for line, count in ledger.items())
