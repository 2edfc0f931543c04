"""Tables of results, and the targets of the job. Standard library only."""

from runs import median

# (scale, kind of file) -> the engine's time against the best peer's; the memory of the engine in MB.
TARGETS = {
    ("province", "dossiers.csv"): 0.15,
    ("province", "dossiers.parquet"): 0.12,
    ("nation", "dossiers.csv"): 0.35,
    ("nation", "dossiers.parquet"): 0.30,
    ("shuffled", "dossiers.csv"): 0.40,
    ("shuffled", "dossiers.parquet"): 0.40,
    ("counts", "counts.csv"): 0.40,
    ("counts", "counts.parquet"): 0.50,
}
MEMORY = 32


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
        rows.append(
            [
                entry.name,
                spread(entry.walls),
                of_peers,
                ratio(limits),
                f"{median(entry.cpus):.2f}",
                f"{max(entry.memories):.0f}",
            ]
        )
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
