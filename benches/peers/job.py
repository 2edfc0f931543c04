"""The job that engine, peers and oracle all do: its days, quotas, files, and its rule file. Standard library only."""

import csv
import datetime
import os

PERIOD = (datetime.date(2023, 12, 15), datetime.date(2024, 12, 14))
EFFECTIVE = datetime.date(2024, 3, 20)
FIRST_PUBLISHED = EFFECTIVE + datetime.timedelta(days=5)

# Percent that a unit of a kind has to reach; a kind that is not here has no quota ("in no group").
QUOTAS = {"so-60": 60, "so-55": 55, "xa-45": 45, "xa-40": 40}

# The ledger: each dossier is in exactly one line, the first that fits.
LEDGER = ("no_unit", "no_list", "outside_window", "counted")

RULE = "job.chitieu"


def rows_of(path):
    """The rows of a small CSV file, as dicts."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bound_units(folder):
    """Unit code -> (name, quota in percent), for the units that have a quota."""
    return {
        row["code"]: (row["name"], QUOTAS[row["kind"]])
        for row in rows_of(os.path.join(folder, "units.csv"))
        if row["kind"] in QUOTAS
    }


def lists(folder):
    """The codes of list A and those of list B, which replaces it."""
    return tuple(
        {row["procedure_code"] for row in rows_of(os.path.join(folder, name))} for name in ("list_a.csv", "list_b.csv")
    )


def window(code, list_a, list_b):
    """First and last day on which dossiers of a procedure are counted; None: the procedure is in no list."""
    if code in list_a and code in list_b:
        return PERIOD
    if code in list_a:
        return PERIOD[0], EFFECTIVE
    if code in list_b:
        return FIRST_PUBLISHED, PERIOD[1]
    return None


def verdict(total, online, quota):
    """The verdict on a unit, in whole numbers."""
    if total == 0:
        return "no_dossiers"
    have, want = online * 100, total * quota
    return "exceeded" if have > want else "met" if have == want else "not_met"


def vietnamese(day):
    return day.strftime("%d/%m/%Y")


def rule(folder, windows=3, each_unit=False, lines=0):
    """The text of the rule file.

    windows: how many counting windows; more than 3 cuts the window of the procedures that continue into pieces that
    join, so that the answer stays the same. each_unit: a quota for each unit in place of one for each kind.
    lines: indicators that nothing uses are added until the file has so many lines.
    """
    first, last = PERIOD
    head = [
        'sổ đơn vị so_1 tệp "units.csv"',
        'danh mục dm_a "Danh mục đầu kỳ" {',
        "  hiệu lực từ 01/01/2023",
        '  tệp "list_a.csv"',
        "}",
        'danh mục dm_b "Danh mục thay thế" {',
        f"  hiệu lực chưa rõ từ {vietnamese(first)} đến {vietnamese(last)}",
        '  tệp "list_b.csv"',
        "  thay thế dm_a",
        "}",
        'chỉ số trực_tuyến "tỷ lệ hồ sơ trực tuyến" = hồ sơ trực tuyến / hồ sơ theo ngày tiếp nhận',
    ]
    if each_unit:
        quotas = [
            f'    giao tối thiểu {quota}% trực_tuyến cho "{name}"' for name, quota in bound_units(folder).values()
        ]
    else:
        quotas = [f'    giao tối thiểu {quota}% trực_tuyến cho loại "{kind}"' for kind, quota in QUOTAS.items()]
    pieces = []
    count, days = windows - 2, (last - first).days + 1
    for index in range(count):
        start = first + datetime.timedelta(days=days * index // count)
        end = first + datetime.timedelta(days=days * (index + 1) // count - 1)
        pieces.append(f"từ {vietnamese(start)} đến {vietnamese(end)} với thủ tục thuộc dm_a và thuộc dm_b")
    pieces.append(f"từ {vietnamese(first)} đến ngày hiệu lực của dm_b với thủ tục thuộc dm_a và không thuộc dm_b")
    pieces.append(
        f"từ ngày hiệu lực của dm_b + 5 ngày đến {vietnamese(last)} với thủ tục thuộc dm_b và không thuộc dm_a"
    )
    body = [
        'quyết định qd_1 "Về việc giao chỉ tiêu hồ sơ trực tuyến" {',
        f"  kỳ đánh giá từ {vietnamese(first)} đến {vietnamese(last)}",
        "  Điều 1 {",
        *quotas,
        "  }",
        "  Điều 2 áp dụng cho Điều 1 {",
        *(f"    khoản {place} {{ kỳ tính {piece} }}" for place, piece in enumerate(pieces, 1)),
        "  }",
        "}",
    ]
    filler = [f"chỉ số phụ_{number} = hồ sơ trực tuyến / hồ sơ" for number in range(lines - len(head) - len(body))]
    return "\n".join(head + filler + body) + "\n"


def write_rule(folder, name=RULE, **settings):
    """Writes the rule file beside the data; gives its path."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(rule(folder, **settings))
    return path


def engine_command(engine, rule_path, data):
    """How the engine is asked for the answer, as JSON."""
    return [engine, "eval", rule_path, "--event", f"dm_b={EFFECTIVE}", "--data", data, "--format", "json"]
