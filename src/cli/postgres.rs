//! The counting query, run by PostgreSQL itself.

use crate::eval::Env;
use crate::lang::say;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::sql::Names;

/// Makes the query, has the database run it, and gives its result as CSV. Errors: the address is none of PostgreSQL,
/// this build cannot reach it, the database refuses.
pub fn pushed_down(from: &str, plan: &Plan, env: &Env, names: &Names) -> Result<Vec<u8>, Problem> {
    if !from.starts_with("postgres://") && !from.starts_with("postgresql://") {
        return Err(Problem::nowhere(
            "CT1611",
            say!("`{from}` không phải địa chỉ PostgreSQL", "`{from}` is no address of PostgreSQL"),
        )
        .help(say!(
            "viết `postgres://NGƯỜI_DÙNG@MÁY/CƠ_SỞ_DỮ_LIỆU`; cơ sở dữ liệu khác: dùng `chitieu sql` rồi `eval --counted`",
            "write `postgres://USER@HOST/DATABASE`; for other databases use `chitieu sql` and `eval --counted`"
        )));
    }
    run(from, plan, env, names)
}

/// Why there is no result, in the words of who refuses.
fn refused(vi: &str, en: &str) -> Problem {
    Problem::nowhere("CT1612", say!("không đếm được trong PostgreSQL: {vi}", "PostgreSQL cannot count: {en}")).help(say!(
        "kiểm tra địa chỉ, quyền đọc, tên bảng và tên cột ở `--mapping`; hoặc chạy `chitieu sql`, gửi câu lệnh qua psql rồi `eval --counted`",
        "check the address, the right to read, the names in `--mapping`; or run `chitieu sql`, send it through psql, then `eval --counted`"
    ))
}

#[cfg(not(feature = "postgres"))]
fn run(_: &str, _: &Plan, _: &Env, _: &Names) -> Result<Vec<u8>, Problem> {
    Err(refused(
        "bản dựng này không có phần nối PostgreSQL (`--features postgres`)",
        "this build has no way to it (`--features postgres`)",
    ))
}

#[cfg(feature = "postgres")]
fn run(from: &str, plan: &Plan, env: &Env, names: &Names) -> Result<Vec<u8>, Problem> {
    use crate::lang::Lang;
    use crate::sql::{Dialect, HEADER, query};
    let text = query(plan, env, names, Dialect::Postgres, Lang::Vi)?;
    let said = |it: &dyn std::fmt::Display| refused(&it.to_string(), &it.to_string());
    let failed = |it: postgres::Error| match (it.as_db_error(), std::error::Error::source(&it)) {
        (Some(it), _) => said(&it.message()),
        (None, Some(why)) => said(&format!("{it}: {why}")),
        (None, None) => said(&it),
    };
    let mut client = postgres::Client::connect(from, postgres::NoTls).map_err(failed)?;
    let rows = client.query(&text, &[]).map_err(failed)?;
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(HEADER).map_err(|it| said(&it))?;
    for row in rows {
        let mut cells: Vec<String> = Vec::new();
        for at in 0..3 {
            cells.push(row.try_get(at).map_err(failed)?);
        }
        let n: i64 = row.try_get(3).map_err(failed)?;
        cells.push(n.to_string());
        out.write_record(&cells).map_err(|it| said(&it))?;
    }
    out.into_inner().map_err(|it| said(&it))
}
