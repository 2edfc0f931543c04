"""Polars, lazy and streaming: python with_polars.py FOLDER FILE OUT THREADS"""

import os

from small import Task


def main():
    task = Task()
    os.environ["POLARS_MAX_THREADS"] = str(task.threads)
    import polars as pl

    windows = pl.LazyFrame(task.windows(), schema=["code", "first", "last"], orient="row")
    unit, procedure, received, channel = (
        task.column(it) for it in ("unit_code", "procedure_code", "received_date", "channel")
    )
    if task.parquet:
        rows = pl.scan_parquet(task.path)
        windows = windows.with_columns(pl.col("first", "last").str.to_date())
    else:
        types = {name: pl.Int32 if name in ("total", "online") else pl.String for name in task.header}
        rows = pl.scan_csv(task.path, schema=types, quote_char='"' if task.messy else None)
    listed = pl.col("first").is_not_null()
    inside = (pl.col(received) >= pl.col("first")) & (pl.col(received) <= pl.col("last"))
    if task.counts:
        total, online = pl.col("total").cast(pl.Int64), pl.col("online").cast(pl.Int64)
        sums = [
            total.sum(),
            total.filter(listed).sum().alias("l"),
            total.filter(inside).sum().alias("t"),
            online.filter(inside).sum(),
        ]
    else:
        online = (inside & (pl.col(channel) == task.online)).sum().alias("o")
        sums = [pl.len(), listed.sum().alias("l"), inside.sum().alias("t"), online]
    query = (
        rows.join(windows, left_on=procedure, right_on="code", how="left", maintain_order="none")
        .group_by(unit)
        .agg(sums)
    )
    task.answer(query.collect(engine="streaming").iter_rows())


if __name__ == "__main__":
    main()
