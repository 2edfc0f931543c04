//! JSON: an array of objects, or an object in each line.

use serde_json::Value;

use super::{Line, Sheet};
use crate::data::error;
use crate::problem::Problem;
use crate::table::{TableFault, check_headers};

/// The objects as rows; the first row names their fields.
pub fn sheet(file: &str, text: &str) -> Result<Sheet, Problem> {
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        values.push(value.map_err(|it| error::bad_json(file, it.line(), &it.to_string()))?);
    }
    let is_list = matches!(values.as_slice(), [Value::Array(_)]);
    if let [Value::Array(list)] = values.as_mut_slice() {
        values = std::mem::take(list);
    }
    // One object alone is something else that a program wrote.
    if let [Value::Object(_)] = values.as_slice()
        && !is_list
    {
        return Err(error::no_array(file));
    }
    let mut headers: Vec<String> = Vec::new();
    for value in &values {
        let Value::Object(object) = value else { return Err(error::no_array(file)) };
        headers.extend(object.keys().filter(|it| !headers.contains(it)).cloned().collect::<Vec<_>>());
    }
    if let Err(TableFault::Twice(name)) = check_headers(&headers) {
        return Err(error::column_twice(file, &name));
    }
    let mut rows = vec![Line { number: 0, cells: headers.iter().collect(), kinds: Vec::new() }];
    for (index, value) in values.iter().enumerate() {
        let cells = headers.iter().map(|name| match value.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        });
        rows.push(Line { number: index as u64 + 1, cells: cells.collect(), kinds: Vec::new() });
    }
    Ok(Sheet { rows, ..Sheet::default() })
}
