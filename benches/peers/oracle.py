"""The oracle: python oracle.py FOLDER FILE.csv ANSWER.json

Slow and obvious: row by row, whole numbers, standard library only. What it says is what every run has to say.
"""

import csv
import json
import os
import sys
import unicodedata

import job


def answer(folder, path):
    """Verdict, total and online of each unit with a quota, and the ledger."""
    bound = job.bound_units(folder)
    by_name = {unicodedata.normalize("NFC", name): code for code, (name, _) in bound.items()}
    list_a, list_b = job.lists(folder)
    totals = {code: 0 for code in bound}
    onlines = {code: 0 for code in bound}
    ledger = {line: 0 for line in job.LEDGER}
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        at = {name: place for place, name in enumerate(header)}
        messy = "Đơn vị" in at
        unit_at = at["Đơn vị" if messy else "unit_code"]
        procedure_at = at["Mã thủ tục" if messy else "procedure_code"]
        received_at = at["Ngày tiếp nhận" if messy else "received_date"]
        channel_at = at.get("Kênh" if messy else "channel")
        total_at, online_at = at.get("total"), at.get("online")
        for row in rows:
            unit = row[unit_at]
            if messy:
                unit = by_name.get(unicodedata.normalize("NFC", unit))
            if total_at is None:
                total, online = 1, int(row[channel_at] in ("online", "Trực tuyến"))
            else:
                total, online = int(row[total_at]), int(row[online_at])
            procedure = row[procedure_at]
            if unit not in bound:
                ledger["no_unit"] += total
                continue
            if procedure not in list_a and procedure not in list_b:
                ledger["no_list"] += total
                continue
            first, last = job.window(procedure, list_a, list_b)
            if not str(first) <= row[received_at] <= str(last):
                ledger["outside_window"] += total
                continue
            ledger["counted"] += total
            totals[unit] += total
            onlines[unit] += online
    verdicts = {
        code: [job.verdict(totals[code], onlines[code], quota), totals[code], onlines[code]]
        for code, (_, quota) in bound.items()
    }
    return {"verdicts": verdicts, "ledger": ledger}


def main():
    folder, path, out = sys.argv[1:]
    found = answer(folder, path)
    with open(out + ".part", "w", encoding="utf-8") as file:
        json.dump(found, file)
    os.replace(out + ".part", out)


if __name__ == "__main__":
    main()
