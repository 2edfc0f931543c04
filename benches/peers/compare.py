"""Compares what a run wrote with what the oracle says: python compare.py ANSWER.json (engine FILE.json | peer FOLDER)

Prints nothing and ends with 0 when they are the same; else prints the first differences and ends with 1.
"""

import csv
import json
import os
import sys


def of_engine(path):
    with open(path, encoding="utf-8") as file:
        out = json.load(file)
    verdicts = {it["unit_code"]: [it["verdict"], it["denominator"], it["numerator"]] for it in out["results"]}
    excluded = dict(out["ledger"]["excluded"])
    lines = {
        # A name that the register lacks makes a bad row, a code that it lacks an unknown unit.
        "no_unit": ("unit_unknown", "unit_not_bound", "bad_row"),
        "no_list": ("excluded", "procedure_uncovered"),
        "outside_window": ("outside_window",),
    }
    ledger = {line: sum(excluded.pop(it, 0) for it in its) for line, its in lines.items()}
    ledger["counted"] = out["ledger"]["counted"]
    ledger.update({line: count for line, count in excluded.items() if count})
    return {"verdicts": verdicts, "ledger": ledger}


def of_peer(folder):
    with open(os.path.join(folder, "verdicts.csv"), encoding="utf-8", newline="") as file:
        rows = [it for it in csv.reader(file)][1:]
    verdicts = {unit: [verdict, int(total), int(online)] for unit, verdict, total, online in rows}
    with open(os.path.join(folder, "ledger.csv"), encoding="utf-8", newline="") as file:
        ledger = {line: int(count) for line, count in [it for it in csv.reader(file)][1:]}
    return {"verdicts": verdicts, "ledger": ledger}


def main():
    oracle, kind, path = sys.argv[1:]
    with open(oracle, encoding="utf-8") as file:
        wanted = json.load(file)
    try:
        found = of_engine(path) if kind == "engine" else of_peer(path)
    except (OSError, ValueError, KeyError) as error:
        print(f"no answer that can be read: {error!r}")
        sys.exit(1)
    differences = []
    for part in ("ledger", "verdicts"):
        for key in sorted({*wanted[part], *found[part]}):
            if wanted[part].get(key) != found[part].get(key):
                differences.append(f"{key}: {found[part].get(key)}, oracle {wanted[part].get(key)}")
    if differences:
        print(f"{len(differences)} answers: " + "; ".join(differences[:3]))
        sys.exit(1)


if __name__ == "__main__":
    main()
