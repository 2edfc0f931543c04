//! The text of a query: what it counts in comments, small tables, the columns of the table as the rules ask for them,
//! one pass over it, the counts by provision and the ledger.

use super::asked::{Asked, EVER_OR_NEVER, NoWay};
use super::fields::{Outcome, WITHOUT_DUE};
use super::names::Names;
use super::{Dialect, HEADER, LEDGER, OUTSIDE, TOOL, UNLISTED};
use crate::eval::{Env, When};
use crate::lang::Lang;
use crate::plan::Plan;
use crate::source::Span;
use crate::text::Day;

/// The query.
pub fn text(plan: &Plan, env: &Env, asked: &Asked, names: &Names, dialect: Dialect, lang: Lang) -> String {
    let it = Writer { plan, env, asked, names, dialect, lang };
    let mut out = it.head();
    out += "WITH\n";
    let mut tables = vec![it.units(), it.rules()];
    if !asked.procedures.is_empty() {
        tables.push(it.procedures());
    }
    tables.extend([it.kinds(), it.dossiers(), it.parts(), it.counted(), it.cells()]);
    out += &tables.join(",\n");
    out.push('\n');
    out + &it.answer()
}

struct Writer<'a> {
    plan: &'a Plan,
    env: &'a Env,
    asked: &'a Asked,
    names: &'a Names,
    dialect: Dialect,
    lang: Lang,
}

/// A name that no column of words has: results and rule files may call these anything.
fn word_column(at: usize) -> String {
    format!("word_{}", at + 1)
}

impl Writer<'_> {
    fn say(&self, vi: &str, en: &str) -> String {
        let mut out = String::new();
        for line in self.lang.pick(vi, en).lines() {
            out += &format!("-- {line}\n");
        }
        out
    }

    /// What is counted, by whose words, under which choices.
    fn head(&self) -> String {
        let program = &self.plan.program;
        let decision = &program.decision;
        let of = |it: &Option<String>| it.as_ref().map(|it| format!(" {}", line(it))).unwrap_or_default();
        let mut out = format!("-- {}{}{}\n", decision.name, of(&decision.number), of(&decision.title));
        let (version, dialect) = (env!("CARGO_PKG_VERSION"), self.dialect.name());
        out += &self.say(
            &format!("Câu truy vấn đếm hồ sơ do chitieu {version} lập, cho {dialect}; đừng sửa: lập lại bằng `chitieu sql`."),
            &format!("A counting query made by chitieu {version} for {dialect}; do not edit it: make it again with `chitieu sql`."),
        );
        let (from, to) = (self.env.period.from.vi(), self.env.period.to.vi());
        out += &self.say(&format!("Kỳ đánh giá {from}–{to}"), &format!("Assessment period {from}–{to}"));
        for (event, when) in program.events.iter().zip(&self.env.events) {
            let day = match when {
                When::On(day) => day.vi(),
                When::Within(_) => self.lang.pick("chưa rõ", "unknown").to_owned(),
            };
            let name = &event.name;
            out += &self.say(&format!("Mốc {name}: {day}"), &format!("Event {name}: {day}"));
        }
        for (reading, choice) in program.readings.iter().zip(&self.env.readings) {
            let choice = choice.and_then(|it| reading.choices.get(it)).map(|it| it.name.as_str());
            let (name, choice) = (&reading.name, choice.unwrap_or(self.lang.pick("chưa chọn", "not chosen")));
            out += &self.say(&format!("Cách hiểu {name}: {choice}"), &format!("Reading {name}: {choice}"));
        }
        if let Some(day) = self.env.as_of.map(Day::vi) {
            out += &self.say(&format!("Tính đến ngày {day}"), &format!("As of {day}"));
        }
        out += &self.provisions();
        out += &self.say(
            "Kết quả: mỗi dòng là số hồ sơ (n) của một đơn vị theo một điều, khoản: mẫu số (denominator), tử số (numerator)\n\
             hoặc lý do không tính. Các dòng `ledger` chia mọi hồ sơ thành từng phần, mỗi hồ sơ đúng một lần;\n\
             dòng `chitieu` mang dấu vân tay của quy tắc và tổng số hồ sơ. Lưu thành CSV rồi đọc lại:\n\
             chitieu eval TỆP_QUY_TẮC --counted TỆP.csv (cùng các lựa chọn ở trên)",
            "Result: each row is the number of dossiers (n) of a unit under a provision: denominator, numerator, or why they do\n\
             not count. The rows `ledger` part all dossiers, each of them once; the row `chitieu` has the fingerprint of the\n\
             rules and the number of all dossiers. Save it as CSV and read it back:\n\
             chitieu eval RULE_FILE --counted FILE.csv (with the same choices as above)",
        );
        out + &self.say(
            "Ô trống (NULL): đơn vị, thủ tục hoặc ngày tiếp nhận trống là hồ sơ hỏng (bad_row); ngày trả kết quả trống là chưa trả;\n\
             từ trống (kênh, mức độ …) là thiếu dữ liệu. Không dòng nào bị bỏ: mọi phép nối là LEFT JOIN trước khi đếm.\n\
             Đơn vị và thủ tục khớp theo mã.",
            "NULL: an empty unit, procedure or day of receipt makes a bad row (bad_row); an empty day of resolution is one that\n\
             has not come; an empty word (channel, level …) is a missing field. No row is lost: joins before the count are LEFT\n\
             JOINs. Units and procedures are matched by code.",
        )
    }

    /// The provisions that are asked, in their own words.
    fn provisions(&self) -> String {
        let program = &self.plan.program;
        let lang = self.lang;
        let mut out = String::new();
        let mut add = |indent: &str, place: String, span: Span| {
            let said = line(program.sources.slice(span));
            let entry = format!("--   {indent}{place}: {said}\n");
            if !out.contains(&entry) {
                out += &entry;
            }
        };
        for quota in &self.plan.quotas {
            add("", program.citation(quota.provision, lang), quota.span);
            let Some(counting) = self.plan.countings.get(quota.counting) else { continue };
            for it in counting.scopes.iter().filter_map(|it| program.scopes.get(*it)) {
                add("  ", program.citation(it.provision, lang), it.span);
            }
            for it in counting.windows.iter().filter_map(|it| program.windows.get(*it)) {
                add("  ", program.citation(it.provision, lang), it.span);
            }
            for it in counting.exclusions.iter().filter_map(|it| program.exclusions.get(*it)) {
                add("  ", program.citation(it.provision, lang), it.span);
            }
        }
        self.say("Theo lời văn:", "In the words of the text:") + &out
    }

    fn lit(&self, text: &str) -> String {
        self.dialect.text(text)
    }

    fn units(&self) -> String {
        let mut rows = Vec::new();
        for (code, provisions) in &self.asked.units {
            let row = |provision: &str, way: i64| vec![self.lit(code), self.lit(provision), way.to_string()];
            match provisions {
                Ok(list) => rows.extend(list.iter().map(|it| row(&it.0, it.1 as i64 + 1))),
                Err(NoWay::NotBound) => rows.push(row("", -1)),
                Err(NoWay::ByDay) => rows.push(row("", -2)),
            }
        }
        if rows.is_empty() {
            rows.push(vec![self.lit("-"), self.lit(""), "-1".to_owned()]);
        }
        let said = self.say(
            "Đơn vị, điều khoản giao chỉ tiêu cho đơn vị, cách tính (-1: không điều nào giao; -2: mã của nhiều đơn vị theo ngày).",
            "Units, the provisions that bind them, ways of counting (-1: none binds it; -2: a code of different units by day).",
        );
        said + &self.dialect.table("units", &[("unit_code", false), ("provision", false), ("way", true)], &rows)
    }

    fn rules(&self) -> String {
        let words: Vec<String> = (0..self.asked.kinds().len()).map(word_column).collect();
        let mut columns = vec![("way", true), ("class", false)];
        if self.asked.received {
            columns.extend([("received_from", false), ("received_to", false)]);
        }
        if self.asked.resolved {
            columns.extend([("finished_from", false), ("finished_to", false)]);
        }
        columns.extend(words.iter().map(|it| (it.as_str(), false)));
        columns.push(("measure", false));
        let mut rows = Vec::new();
        for (way, rules) in self.asked.ways.iter().enumerate() {
            for rule in rules {
                let mut row = vec![(way + 1).to_string(), self.lit(rule.class.as_deref().unwrap_or("*"))];
                if self.asked.received {
                    row.extend(rule.received.iter().map(|it| self.lit(it)));
                }
                if self.asked.resolved {
                    row.extend(rule.finished.iter().map(|it| self.lit(it)));
                }
                row.extend(rule.words.iter().map(|it| self.lit(it.as_deref().unwrap_or("*"))));
                for measure in rule.measures() {
                    rows.push(row.iter().cloned().chain([self.lit(&measure)]).collect());
                }
            }
        }
        // Under no provision.
        for (way, measure) in [(0, OUTSIDE[1]), (-1, OUTSIDE[2]), (-2, OUTSIDE[3])] {
            let mut row = vec![way.to_string(), self.lit("*")];
            for _ in self.days() {
                row.extend(EVER_OR_NEVER.map(|it| self.lit(it)));
            }
            row.extend(words.iter().map(|_| self.lit("*")));
            rows.push(row.into_iter().chain([self.lit(measure)]).collect());
        }
        let mut said = self.say(
            "Mỗi cách tính: lớp thủ tục (tên một thủ tục của lớp; '': không có trong danh mục; '*': bất kỳ), ngày, từ → kết luận.",
            "Each way of counting: class of procedures (named by one of them; '': in no list; '*': any), days, words → what becomes of them.",
        );
        let outcome = self.asked.outcome.iter().map(|_| self.lang.pick("kết quả giải quyết", "outcome").to_owned());
        let columns_of = outcome.chain(self.asked.words.iter().map(|it| it.role.clone()));
        for (name, role) in words.iter().zip(columns_of) {
            said += &format!("--   {name}: {role}\n");
        }
        said + &self.dialect.table("rules", &columns, &rows)
    }

    fn procedures(&self) -> String {
        let rows: Vec<Vec<String>> = self
            .asked
            .procedures
            .iter()
            .map(|(code, it)| [code.as_str(), it, self.asked.class_of(code)].map(|it| self.lit(it)).to_vec())
            .collect();
        let said = self.say(
            "Thủ tục có trong danh mục; thủ tục đại diện cho những thủ tục mà tệp quy tắc không phân biệt; lớp trong bảng rules.",
            "Procedures in lists; the one that stands for those which the rule file treats alike; the class in the table rules.",
        );
        said + &self.dialect.table("procedures", &[("code", false), ("alike", false), ("class", false)], &rows)
    }

    /// The columns of the table, as the rules ask for them.
    fn dossiers(&self) -> String {
        let column = |role: &str| self.dialect.name_of(self.names.column(role).unwrap_or(role));
        let text = |role: &str| self.dialect.as_text(&column(role));
        let mut columns =
            vec![format!("{} AS unit_code", text("unit")), format!("{} AS procedure_code", text("procedure"))];
        if self.asked.received {
            columns.push(format!("{} AS received", self.dialect.as_day(&column("received"))));
        }
        if self.asked.resolved || self.asked.outcome.is_some() {
            columns.push(format!("{} AS finished", self.dialect.as_day(&column("finished"))));
        }
        if let Some(due) = self.asked.outcome.as_ref().and_then(|it| it.due.as_deref()) {
            columns.push(format!("{} AS due", self.dialect.as_day(&self.dialect.name_of(due))));
        }
        let first = usize::from(self.asked.outcome.is_some());
        for (at, words) in self.asked.words.iter().enumerate() {
            let text = self.dialect.as_text(&self.dialect.name_of(&words.column));
            columns.push(format!("{text} AS {}", word_column(first + at)));
        }
        let table: Vec<String> = self.names.table.split('.').map(|it| self.dialect.name_of(it)).collect();
        let said = self.say("Mỗi dòng của bảng là một hồ sơ.", "Each row of the table is a dossier.");
        format!("{said}read_rows AS (\n  SELECT\n    {}\n  FROM {}\n)", columns.join(",\n    "), table.join("."))
    }

    /// The part that each dossier belongs to.
    fn parts(&self) -> String {
        let asked = self.asked;
        let class = if asked.procedures.is_empty() { "''".to_owned() } else { "COALESCE(p.class, '')".to_owned() };
        let other = kept("d.procedure_code");
        let procedure = match (asked.by_procedure, asked.procedures.is_empty()) {
            (true, _) | (_, true) => other,
            (false, false) => format!(
                "CASE\n      WHEN COALESCE(p.alike, '') <> '' THEN p.alike\n{}      ELSE {other}\n    END",
                self.unlisted()
            ),
        };
        let mut columns = vec![
            "d.unit_code AS unit_code".to_owned(),
            format!("{class} AS class"),
            format!("{procedure} AS procedure_code"),
        ];
        for (wanted, day) in [(asked.received, "received"), (asked.resolved, "finished")] {
            if wanted {
                columns.push(format!("d.{day} AS {day}"));
                columns.push(format!("{} AS {day}_part", self.part_of(&format!("d.{day}"))));
            }
        }
        if let Some(outcome) = &asked.outcome {
            columns.push(format!("{} AS {}", self.outcome(outcome), word_column(0)));
        }
        let first = usize::from(asked.outcome.is_some());
        for (at, words) in asked.words.iter().enumerate() {
            let name = word_column(first + at);
            let small = self.dialect.small(&format!("d.{name}"));
            let mut case = "CASE".to_owned();
            for spellings in &words.words {
                let word = spellings.first().map(String::as_str).unwrap_or_default();
                let list = spellings.iter().map(|it| self.lit(it)).collect::<Vec<_>>().join(", ");
                case += &format!("\n      WHEN {small} IN ({list}) THEN {}", self.lit(word));
            }
            columns.push(format!("{case}\n      ELSE {}\n    END AS {name}", kept(&format!("d.{name}"))));
        }
        let join = if asked.procedures.is_empty() {
            ""
        } else {
            "\n  LEFT JOIN procedures p ON p.code =\n    CASE WHEN d.procedure_code LIKE '_.______.%' THEN SUBSTRING(d.procedure_code, 1, 8) ELSE d.procedure_code END"
        };
        let said = if asked.by_day {
            self.say(
                "Phần của mỗi hồ sơ; quy tắc cần từng ngày.",
                "The part of each dossier; the rules need single days.",
            )
        } else {
            self.say(
                "Phần của mỗi hồ sơ: trong một khoảng ngày không quy tắc nào đổi.",
                "The part of each dossier: within a stretch of days no rule changes.",
            )
        };
        format!("{said}parts AS (\n  SELECT\n    {}\n  FROM read_rows d{join}\n)", columns.join(",\n    "))
    }

    /// Procedures in no list are one, where their code has the usual form: no list can mean it in another spelling.
    fn unlisted(&self) -> String {
        let plain = |it: &String| it.is_ascii() && it != UNLISTED;
        if !self.asked.procedures.keys().all(plain) {
            return String::new();
        }
        let code = "d.procedure_code";
        format!("      WHEN {code} LIKE '_.______' OR {code} LIKE '_.______.%' THEN '{UNLISTED}'\n")
    }

    /// The number of the stretch that a day lies in, or the day itself.
    fn part_of(&self, day: &str) -> String {
        if self.asked.by_day {
            return day.to_owned();
        }
        let mut case = format!("CASE\n      WHEN {day} IS NULL THEN -1");
        for (at, cut) in self.asked.cuts.iter().enumerate() {
            case += &format!("\n      WHEN {day} < {} THEN {at}", self.dialect.day(*cut));
        }
        format!("{case}\n      ELSE {}\n    END", self.asked.cuts.len())
    }

    /// How a dossier ended.
    fn outcome(&self, outcome: &Outcome) -> String {
        if outcome.due.is_none() {
            let [open, resolved] = WITHOUT_DUE;
            return format!("CASE WHEN d.finished IS NULL THEN '{open}' ELSE '{resolved}' END");
        }
        let open = match outcome.as_of {
            None => "'open'".to_owned(),
            Some(day) => {
                let day = self.dialect.day(day);
                format!("CASE WHEN d.due IS NULL THEN 'open' WHEN d.due < {day} THEN 'overdue' ELSE 'waiting' END")
            }
        };
        format!(
            "CASE\n      WHEN d.finished IS NULL THEN {open}\n      WHEN d.due IS NULL THEN 'resolved'\n      \
             WHEN d.finished < d.due THEN 'early'\n      WHEN d.finished = d.due THEN 'on_time'\n      ELSE 'late'\n    END"
        )
    }

    /// The days that the rules ask for, by their columns.
    fn days(&self) -> impl Iterator<Item = &'static str> {
        let days = [(self.asked.received, "received"), (self.asked.resolved, "finished")];
        days.into_iter().filter(|it| it.0).map(|it| it.1)
    }

    fn counted(&self) -> String {
        let words: Vec<String> = (0..self.asked.kinds().len()).map(word_column).collect();
        let mut columns: Vec<String> = ["unit_code", "class", "procedure_code"].map(str::to_owned).to_vec();
        let mut groups = columns.clone();
        for day in self.days() {
            columns.push(format!("{} AS {day}_first", self.dialect.day_text(&format!("MIN({day})"))));
            columns.push(format!("{} AS {day}_last", self.dialect.day_text(&format!("MAX({day})"))));
            groups.push(format!("{day}_part"));
        }
        columns.extend(words.iter().cloned());
        groups.extend(words);
        columns.push("COUNT(*) AS n".to_owned());
        let said = self.say("Một lần đọc bảng.", "One pass over the table.");
        format!(
            "{said}counted AS (\n  SELECT\n    {}\n  FROM parts\n  GROUP BY\n    {}\n)",
            columns.join(",\n    "),
            groups.join(", ")
        )
    }

    /// The counts, with whether their rows can be counted at all.
    fn cells(&self) -> String {
        let mut bad = vec!["unit_code = ''".to_owned(), "procedure_code = ''".to_owned()];
        bad.extend(self.asked.received.then(|| "received_first = ''".to_owned()));
        let first = usize::from(self.asked.outcome.is_some());
        for (at, words) in self.asked.words.iter().enumerate() {
            let list =
                words.words.iter().filter_map(|it| it.first()).map(|it| self.lit(it)).collect::<Vec<_>>().join(", ");
            bad.push(format!("{} NOT IN ({list})", word_column(first + at)));
        }
        let said = self.say("Dòng nào không tính được.", "Which rows cannot be counted.");
        format!(
            "{said}cells AS (\n  SELECT\n    counted.*,\n    CASE WHEN {} THEN 1 ELSE 0 END AS bad\n  FROM counted\n)",
            bad.join(" OR ")
        )
    }

    fn answer(&self) -> String {
        let [unit, provision, measure, n] = HEADER;
        let whole = self.dialect.whole();
        let mut ledger = "'procedure=' || c.procedure_code".to_owned();
        for day in self.days() {
            ledger += &format!(" || '|{day}=' || c.{day}_first || '..' || c.{day}_last");
        }
        let outcome = self.asked.outcome.iter().map(|_| "outcome".to_owned());
        let roles: Vec<String> = outcome.chain(self.asked.words.iter().map(|it| it.role.clone())).collect();
        for (at, role) in roles.iter().enumerate() {
            ledger += &format!(" || {} || c.{}", self.lit(&format!("|{role}=")), word_column(at));
        }
        let mut fits = vec!["r.class IN ('*', c.class)".to_owned()];
        for day in self.days() {
            fits.push(format!("c.{day}_first BETWEEN r.{day}_from AND r.{day}_to"));
        }
        for word in (0..roles.len()).map(word_column) {
            fits.push(format!("r.{word} IN ('*', c.{word})"));
        }
        let bad = OUTSIDE[0];
        let (fits, fingerprint) = (fits.join("\n  AND "), &self.asked.fingerprint);
        let said = self.say(
            "Mỗi phần ba lần: trong sổ (0), trong tổng số (1), theo điều, khoản hoặc lý do (2).",
            "Each part three times: in the ledger (0), in the number of all (1), by provision or reason (2).",
        );
        let mark = self.say("Có cả khi bảng trống.", "There even where the table is empty.");
        format!(
            "{said}SELECT\n  CASE WHEN k.kind = 1 THEN '' ELSE c.unit_code END AS {unit},\n  \
             CASE k.kind WHEN 0 THEN '{LEDGER}' WHEN 1 THEN '{TOOL}' ELSE COALESCE(u.provision, '') END AS {provision},\n  \
             CASE\n    WHEN k.kind = 0 THEN {ledger}\n    WHEN k.kind = 1 THEN 'fingerprint={fingerprint}'\n    \
             WHEN c.bad = 1 THEN '{bad}'\n    ELSE r.measure\n  END AS {measure},\n  CAST(SUM(c.n) AS {whole}) AS {n}\n\
             FROM cells c\nCROSS JOIN kinds k\n\
             LEFT JOIN units u ON u.unit_code = CASE WHEN k.kind = 2 AND c.bad = 0 THEN c.unit_code ELSE '' END\n\
             JOIN rules r ON r.way = COALESCE(u.way, 0)\nWHERE {fits}\nGROUP BY 1, 2, 3\n\
             UNION ALL\n{mark}SELECT '', '{TOOL}', 'fingerprint={fingerprint}', CAST(0 AS {whole})\nORDER BY 1, 2, 3, 4;\n"
        )
    }

    /// In what each part is counted.
    fn kinds(&self) -> String {
        let rows = [0, 1, 2].map(|it| vec![it.to_string()]);
        self.dialect.table("kinds", &[("kind", true)], &rows)
    }
}

/// A text as a result keeps it: its own marks do not part what the result parts by them.
fn kept(text: &str) -> String {
    format!("REPLACE(REPLACE({text}, '%', '%25'), '|', '%7C')")
}

/// Words on one line.
fn line(text: &str) -> String {
    crate::text::nfc(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
