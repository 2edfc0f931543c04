"""DuckDB: python with_duckdb.py FOLDER FILE OUT THREADS"""

import duckdb

from small import Task


def main():
    task = Task()
    db = duckdb.connect(config={"threads": task.threads, "preserve_insertion_order": False})
    day = "DATE" if task.parquet else "VARCHAR"
    db.execute(f"CREATE TABLE windows (code VARCHAR, first {day}, last {day})")
    # One statement for all rows: many small inserts would cost more than the counting.
    values = ",".join(f"('{code}','{first}','{last}')" for code, first, last in task.windows())
    db.execute(f"INSERT INTO windows VALUES {values}")
    if task.parquet:
        source = f"read_parquet('{task.path}')"
    else:
        # It guesses few rows in a text file, and would hash the dossiers in place of the windows.
        db.execute("SET disabled_optimizers = 'build_side_probe_side'")
        types = {name: "INTEGER" if name in ("total", "online") else "VARCHAR" for name in task.header}
        columns = ", ".join(f"'{name}': '{of}'" for name, of in types.items())
        newline = "\\r\\n" if task.messy else "\\n"
        quote = '"' if task.messy else ""
        source = (
            f"read_csv('{task.path}', header = true, auto_detect = false, delim = ',', quote = '{quote}', "
            f"escape = '{quote}', new_line = '{newline}', columns = {{{columns}}})"
        )
    unit, procedure, received, channel = (
        f'd."{task.column(it)}"' for it in ("unit_code", "procedure_code", "received_date", "channel")
    )
    inside = f"{received} BETWEEN w.first AND w.last"
    if task.counts:
        sums = (
            f"sum(total), sum(total) FILTER (w.code IS NOT NULL), sum(total) FILTER ({inside}), "
            f"sum(online) FILTER ({inside})"
        )
    else:
        sums = (
            f"count(*), count(w.code), count(*) FILTER ({inside}), "
            f"count(*) FILTER ({inside} AND {channel} = '{task.online}')"
        )
    query = f"SELECT {unit}, {sums} FROM {source} d LEFT JOIN windows w ON {procedure} = w.code GROUP BY 1"
    task.answer([(row[0], *(int(it or 0) for it in row[1:])) for row in db.execute(query).fetchall()])


if __name__ == "__main__":
    main()
