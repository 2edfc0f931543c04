"""A look at the scripts themselves, on small files. Standard library only."""

import json
import os
import shutil
import subprocess

import job
import oracle
from runs import engine_entry, entries_for
from work import HERE, say


def check(settings, work):
    """Small files: the generator makes the same twice and has its corner cases; oracle, peers and engine agree."""
    failed = []

    def holds(what, truth):
        say(f"  {'ok' if truth else 'FAILED'}: {what}")
        if not truth:
            failed.append(what)

    folder = os.path.join(work.folder, "check")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    # By hand: A has quota 60 and 3 of 5; B is idle; C has no quota. Procedure 1 is in both lists, 2 in the first, 3 in
    # the second.
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
    same = (
        lambda name: open(os.path.join(again, name), "rb").read() == open(os.path.join(folders[0], name), "rb").read()
    )
    holds("the same seed makes the same rows", same("dossiers.csv") and same("counts.csv") and same("units.csv"))
    read_answer = lambda place, name: json.load(open(work.answer(place, name), encoding="utf-8"))
    whole, counted = (read_answer(folders[0], name) for name in ("dossiers.csv", "counts.csv"))
    holds("dossiers and day counts have one answer", whole == counted)
    holds("a messy file has the answer of the plain one", whole == read_answer(folders[2], "dossiers.csv"))
    made = json.load(open(os.path.join(folders[0], "made.json"), encoding="utf-8"))
    verdicts = whole["verdicts"]
    holds("units without dossiers", all(verdicts[it][0] == "no_dossiers" for it in made["idle"]))
    hits = [verdicts[it][0] for it in made["exact"]]
    holds(
        "exact hits of quotas, one above, one below", hits == (["met", "met", "exceeded", "not_met"] * 3)[: len(hits)]
    )
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
