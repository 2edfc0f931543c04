"""DataFusion, SQL: python with_datafusion.py FOLDER FILE OUT THREADS"""

import datetime

import pyarrow as pa
from datafusion import SessionConfig, SessionContext

from small import Task


def main():
    task = Task()
    config = SessionConfig().with_target_partitions(task.threads).with_batch_size(8192)
    context = SessionContext(config)
    codes, firsts, lasts = zip(*task.windows())
    if task.parquet:
        firsts, lasts = ([datetime.date.fromisoformat(it) for it in days] for days in (firsts, lasts))
        context.register_parquet("d", task.path)
    else:
        types = [(name, pa.int64() if name in ("total", "online") else pa.string()) for name in task.header]
        context.register_csv("d", task.path, schema=pa.schema(types), has_header=True)
    table = pa.table({"code": pa.array(codes), "first": pa.array(firsts), "last": pa.array(lasts)})
    context.register_record_batches("w", [table.to_batches()])
    unit, procedure, received, channel = (
        f'd."{task.column(it)}"' for it in ("unit_code", "procedure_code", "received_date", "channel")
    )
    inside = f'{received} BETWEEN w."first" AND w."last"'
    if task.counts:
        sums = (
            f"sum(total), sum(total) FILTER (WHERE w.code IS NOT NULL), sum(total) FILTER (WHERE {inside}), "
            f"sum(online) FILTER (WHERE {inside})"
        )
    else:
        sums = (
            f"count(*), count(w.code), count(*) FILTER (WHERE {inside}), "
            f"count(*) FILTER (WHERE {inside} AND {channel} = '{task.online}')"
        )
    query = f"SELECT {unit}, {sums} FROM d LEFT JOIN w ON {procedure} = w.code GROUP BY {unit}"
    rows = []
    for batch in context.sql(query).collect():
        rows.extend(zip(*(column.to_pylist() for column in batch.columns)))
    task.answer([(row[0], *(it or 0 for it in row[1:])) for row in rows])


if __name__ == "__main__":
    main()
