"""Makes the data of the benchmark from a seed: python make.py FOLDER --rows N --units N --procedures N --seed N.

Needs numpy and pyarrow. The same settings make the same rows. Nothing here is about anybody: names, codes and numbers
are invented. Writes units.csv, list_a.csv, list_b.csv, dossiers.csv, dossiers.parquet, and (in order of days, not
messy) counts.csv, counts.parquet; last of all made.json, which tells that the folder is complete.
"""

import argparse
import csv
import datetime
import json
import os
import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

import job

FIRST = datetime.date(2023, 12, 1)
LAST = datetime.date(2024, 12, 31)
DAYS = (LAST - FIRST).days + 1
CHUNK = 1 << 20
HEADER = [
    "dossier_id",
    "unit_code",
    "procedure_code",
    "received_date",
    "due_date",
    "finished_date",
    "channel",
    "service_level",
]
# As an office would export it: other names, another order.
MESSY = {
    "received_date": "Ngày tiếp nhận",
    "channel": "Kênh",
    "unit_code": "Đơn vị",
    "dossier_id": "Mã hồ sơ",
    "service_level": "Mức độ",
    "procedure_code": "Mã thủ tục",
    "due_date": "Ngày hẹn trả",
    "finished_date": "Ngày trả kết quả",
}
CHANNELS = ["online", "in person", "postal"]
LEVELS = ["full", "partial", "none"]
MESSY_CHANNELS = ["Trực tuyến", "Trực tiếp", "Bưu chính"]
MESSY_LEVELS = ["Toàn trình", "Một phần", "none"]
FIELDS = [
    "Nội vụ",
    "Tư pháp",
    "Y tế",
    "Xây dựng",
    "Tài chính",
    "Công Thương",
    "Giáo dục",
    "Khoa học",
    "Nông nghiệp",
    "Văn hóa",
]
PLACES = [
    "Tân An",
    "Phước Đồng",
    "Hòa Bắc",
    "Vĩnh Thạnh",
    "Đông Hải",
    "Cửa Bé",
    "Suối Cát",
    "Ninh Ích",
    "Diên Lạc",
    "Mỹ Thới",
]
# Days on and beside the ends of the windows.
EDGES = [job.PERIOD[0], job.EFFECTIVE, job.FIRST_PUBLISHED, job.PERIOD[1]]


def make_units(count):
    """Rows code, name, kind, level: provinces of about 121 units, each with a body without a quota."""
    provinces = max(1, round(count / 121))
    units = []
    for province in range(provinces):
        here = count * (province + 1) // provinces - count * province // provinces
        departments = max(4, round(here * 20 / 121))
        for place in range(here):
            if place == 0:
                kind, level, name = "cuc", "tỉnh", "Cục Quản lý"
            elif place <= departments:
                kind, level = ("so-60" if place % 5 < 3 else "so-55"), "tỉnh"
                name = f"Sở {FIELDS[place % len(FIELDS)]} {place}"
            else:
                kind, level = ("xa-40" if place % 5 == 0 else "xa-45"), "xã"
                name = f"Ủy ban nhân dân xã {PLACES[place % len(PLACES)]} {place}"
            units.append((f"H{province + 1}.{place + 1}", f"{name}, tỉnh {province + 1}", kind, level))
    return units


def make_lists(count, random):
    """The codes of the procedures, and which of them are in list A (bit 1) and list B (bit 2)."""
    codes = [f"{index % 3 + 1}.{100_001 + 37 * index:06d}" for index in range(count)]
    classes = np.resize(np.repeat([3, 1, 2, 0], [8, 3, 3, 6]), count)
    random.shuffle(classes)
    return codes, classes


def zipf(count, power, random, size):
    """Ranks 0…count-1, the first ones much oftener than the last."""
    weights = np.cumsum(1.0 / np.arange(1, count + 1) ** power)
    return np.searchsorted(weights / weights[-1], random.random(size), side="right").clip(0, count - 1)


def make_days(rows, random, shuffled):
    """The day of each row: few on weekends; in order, or not."""
    weekday = np.array([(FIRST + datetime.timedelta(days=day)).weekday() for day in range(DAYS)])
    weights = np.where(weekday < 5, 1.0, 0.12) * random.uniform(0.8, 1.2, DAYS)
    days = np.repeat(np.arange(DAYS, dtype=np.int16), random.multinomial(rows, weights / weights.sum()))
    if shuffled:
        random.shuffle(days)
    return days


class Planned:
    """Rows that are set by hand: exact hits of quotas, one above, one below; the days at the ends of windows."""

    def __init__(self, units, classes, days, random):
        self.units, self.procedures, self.channels, self.rows = [], [], [], []
        of_class = {it: np.flatnonzero(classes == it) for it in range(4)}
        bound = [place for place, it in enumerate(units) if it[2] in job.QUOTAS]
        # Those with planned rows only, and those without any: random rows skip them.
        self.exact = bound[1 : 1 + 12 * 3 : 3]
        self.idle = bound[2 : 2 + 3 * 3 : 3]
        taken = set()
        inside = np.flatnonzero((days >= offset(job.PERIOD[0])) & (days <= offset(job.PERIOD[1])))
        size = 20 if len(days) < 100_000 else 100
        for place, unit in enumerate(self.exact):
            online = size * job.QUOTAS[units[unit][2]] // 100 + (0, 0, 1, -1)[place % 4]
            where = random.choice(inside, size * 2, replace=False)
            where = [it for it in where if it not in taken][:size]
            taken.update(where)
            for index, row in enumerate(where):
                self.add(row, unit, of_class[3][index % len(of_class[3])], 0 if index < online else 1 + index % 2)
        edge = bound[0]
        for day in EDGES:
            for step in (-1, 0, 1):
                on_day = np.flatnonzero(days == offset(day) + step)
                on_day = [it for it in on_day[:40] if it not in taken]
                for index, row in enumerate(on_day[:8]):
                    taken.add(row)
                    self.add(row, edge, of_class[index % 4][0], 0 if index < 4 else 1)
        order = np.argsort(np.array(self.rows, dtype=np.int64))
        self.rows = np.array(self.rows, dtype=np.int64)[order]
        self.units, self.procedures, self.channels = (
            np.array(it, dtype=np.int32)[order] for it in (self.units, self.procedures, self.channels)
        )

    def add(self, row, unit, procedure, channel):
        self.rows.append(row)
        self.units.append(unit)
        self.procedures.append(procedure)
        self.channels.append(channel)

    def lay(self, start, end, unit, procedure, channel):
        """Lays the planned rows over the random ones of rows start…end."""
        low, high = np.searchsorted(self.rows, [start, end])
        at = self.rows[low:high] - start
        unit[at], procedure[at], channel[at] = self.units[low:high], self.procedures[low:high], self.channels[low:high]


def offset(day):
    return (day - FIRST).days


class Drawer:
    """Draws rows; chunk by chunk, each chunk from a seed of its own."""

    def __init__(self, settings, units, codes, classes, days):
        random = np.random.default_rng([settings.seed, 2])
        self.settings, self.days, self.count = settings, days, len(units)
        self.planned = Planned(units, classes, days, random)
        skipped = set(self.planned.exact) | set(self.planned.idle)
        # Codes that the register lacks stand behind those that it has.
        drawn = [it for it in range(len(units)) if it not in skipped] + [len(units), len(units) + 1, len(units) + 2]
        self.by_rank = random.permutation(np.array(drawn, dtype=np.int32))
        # A department and a commune have procedures of their own: a slice of all of them, by their kind and field.
        slices = np.array([0 if it[3] == "xã" else 1 + index % 12 for index, it in enumerate(units)] + [0] * 3)
        self.from_procedure = slices * (len(codes) // 13)
        self.procedures = len(codes)
        self.order = random.permutation(len(codes)).astype(np.int32)
        quota = np.array([job.QUOTAS.get(it[2], 50) for it in units] + [50] * 3) / 100
        self.online = np.clip(quota + random.normal(0, 0.08, len(quota)), 0.02, 0.98)

    def chunk(self, start, end):
        """Columns of numbers of the rows start…end."""
        random = np.random.default_rng([self.settings.seed, 3, start])
        size = end - start
        day = self.days[start:end]
        unit = self.by_rank[zipf(len(self.by_rank), 0.8, random, size)]
        rank = zipf(max(1, self.procedures // 5), 1.0, random, size)
        procedure = self.order[(self.from_procedure[unit] + rank) % self.procedures]
        channel = np.where(random.random(size) < self.online[unit], 0, 1 + (random.random(size) < 0.2)).astype(np.int32)
        self.planned.lay(start, end, unit, procedure, channel)
        level = random.choice(3, size, p=[0.5, 0.35, 0.15]).astype(np.int32)
        due = day + random.choice(np.array([7, 10, 15, 20, 30], dtype=np.int16), size)
        finished = day + random.integers(1, 35, size, dtype=np.int16)
        open_still = (finished >= DAYS) | (random.random(size) < 0.02)
        return unit, procedure, day, due, np.where(open_still, -1, finished), channel, level


class Writer:
    """Writes chunks as CSV and Parquet."""

    def __init__(self, settings, units, codes):
        self.settings = settings
        names = [unicodedata.normalize("NFD", it[1]) for it in units] if settings.messy else [it[0] for it in units]
        lacking = (
            ["Đơn vị không có 1", "Đơn vị không có 2", "Đơn vị không có 3"]
            if settings.messy
            else ["X9.1", "X9.2", "X9.3"]
        )
        self.units, self.procedures = pa.array(names + lacking), pa.array(codes)
        days = [FIRST + datetime.timedelta(days=day) for day in range(DAYS + 60)]
        self.dates = pa.array(days)
        self.texts = pa.array([str(it) for it in days])
        self.stamps = pa.array([it.strftime("-%y%m%d-") for it in days])
        self.channels = pa.array(MESSY_CHANNELS if settings.messy else CHANNELS)
        self.levels = pa.array(MESSY_LEVELS if settings.messy else LEVELS)
        self.prefixes = pa.array(
            ['HS "hẹn", ' if settings.messy and it % 5 == 0 else "HS" for it in range(len(self.units))]
        )
        path = os.path.join(settings.folder, "dossiers.csv")
        self.csv = open(path, "wb")
        header = list(MESSY.values()) if settings.messy else HEADER
        self.end = b"\r\n" if settings.messy else b"\n"
        self.csv.write(",".join(header).encode() + self.end)
        self.parquet = None

    def write(self, start, columns):
        unit, procedure, day, due, finished, channel, level = columns
        serial = pc.utf8_lpad(pa.array(np.arange(start, start + len(unit))).cast(pa.string()), 8, "0")
        take = lambda values, places: values.take(pa.array(places))
        finished = pa.array(finished.astype(np.int32), mask=finished < 0)
        ids = pc.binary_join_element_wise(
            take(self.prefixes, unit),
            take(self.units if not self.settings.messy else self.prefixes, unit),
            take(self.stamps, day),
            serial,
            "",
        )
        table = {
            "dossier_id": ids,
            "unit_code": take(self.units, unit),
            "procedure_code": take(self.procedures, procedure),
            "received_date": take(self.texts, day),
            "due_date": take(self.texts, due),
            "finished_date": self.texts.take(finished),
            "channel": take(self.channels, channel),
            "service_level": take(self.levels, level),
        }
        order = list(MESSY) if self.settings.messy else HEADER
        write_csv(self.csv, pa.table({name: table[name] for name in order}), self.end, self.settings.messy)
        if self.settings.messy:
            return
        for name, places in (
            ("received_date", pa.array(day)),
            ("due_date", pa.array(due)),
            ("finished_date", finished),
        ):
            table[name] = self.dates.take(places)
        table = pa.table(table)
        if self.parquet is None:
            path = os.path.join(self.settings.folder, "dossiers.parquet")
            self.parquet = pa.parquet.ParquetWriter(path, table.schema, compression="zstd")
        self.parquet.write_table(table, row_group_size=CHUNK)

    def close(self):
        self.csv.close()
        if self.parquet is not None:
            self.parquet.close()


def write_csv(file, table, end=b"\n", quoted=False):
    sink = pa.BufferOutputStream()
    style = "all_valid" if quoted else "none"
    pa.csv.write_csv(table, sink, pa.csv.WriteOptions(include_header=False, quoting_style=style))
    text = sink.getvalue().to_pybytes()
    file.write(text if end == b"\n" else text.replace(b"\n", end))


def write_counts(folder, cells, units, codes):
    """Day counts: one row for each unit, procedure and day that has dossiers."""
    cells.sort()
    starts = np.flatnonzero(np.diff(cells >> 1, prepend=-1))
    totals = np.diff(starts, append=len(cells))
    online = np.add.reduceat(cells & 1, starts)
    keys = cells[starts] >> 1
    days = [FIRST + datetime.timedelta(days=day) for day in range(DAYS)]
    texts, dates, units, codes = pa.array([str(it) for it in days]), pa.array(days), units, pa.array(codes)
    with open(os.path.join(folder, "counts.csv"), "wb") as file:
        file.write(b"unit_code,procedure_code,received_date,total,online\n")
        parquet = None
        for start in range(0, len(keys), CHUNK):
            part = slice(start, start + CHUNK)
            day = pa.array(keys[part] % DAYS)
            rest = keys[part] // DAYS
            columns = {
                "unit_code": units.take(pa.array(rest // len(codes))),
                "procedure_code": codes.take(pa.array(rest % len(codes))),
                "received_date": texts.take(day),
                "total": pa.array(totals[part].astype(np.int32)),
                "online": pa.array(online[part].astype(np.int32)),
            }
            write_csv(file, pa.table(columns))
            table = pa.table({**columns, "received_date": dates.take(day)})
            parquet = parquet or pa.parquet.ParquetWriter(
                os.path.join(folder, "counts.parquet"), table.schema, compression="zstd"
            )
            parquet.write_table(table, row_group_size=CHUNK)
        parquet.close()
    return len(keys)


def write_small(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder")
    for name, default in (("rows", 600_000), ("units", 164), ("procedures", 2_000), ("seed", 1)):
        args.add_argument(f"--{name}", type=int, default=default)
    args.add_argument("--shuffled", action="store_true", help="rows in random order of days; no day counts")
    args.add_argument("--messy", action="store_true", help="as offices export: CSV only, no day counts")
    settings = args.parse_args()
    os.makedirs(settings.folder, exist_ok=True)
    random = np.random.default_rng([settings.seed, 1])
    units = make_units(settings.units)
    codes, classes = make_lists(settings.procedures, random)
    write_small(settings.folder, "units.csv", ["code", "name", "kind", "level"], units)
    for name, bit in (("list_a.csv", 1), ("list_b.csv", 2)):
        listed = [(code, ("full", "partial")[place % 2]) for place, code in enumerate(codes) if classes[place] & bit]
        write_small(settings.folder, name, ["procedure_code", "service_level"], listed)
    days = make_days(settings.rows, random, settings.shuffled)
    drawer, writer = Drawer(settings, units, codes, classes, days), Writer(settings, units, codes)
    with_counts = not settings.shuffled and not settings.messy
    cells = np.empty(settings.rows if with_counts else 0, dtype=np.int64)
    for start in range(0, settings.rows, CHUNK):
        end = min(start + CHUNK, settings.rows)
        columns = drawer.chunk(start, end)
        writer.write(start, columns)
        if with_counts:
            unit, procedure, day, channel = (columns[it].astype(np.int64) for it in (0, 1, 2, 5))
            cells[start:end] = ((unit * len(codes) + procedure) * DAYS + day) * 2 + (channel == 0)
    writer.close()
    made = {
        **vars(settings),
        "cells": write_counts(settings.folder, cells, writer.units, codes) if with_counts else None,
    }
    made["exact"] = [units[it][0] for it in drawer.planned.exact]
    made["idle"] = [units[it][0] for it in drawer.planned.idle]
    with open(os.path.join(settings.folder, "made.json"), "w", encoding="utf-8") as file:
        json.dump(made, file)


if __name__ == "__main__":
    main()
