//! CSV (RFC 4180) that is safe to open in a spreadsheet.

/// A table as text: a line for each row, the first with the names of the columns.
pub(crate) fn table<const COLUMNS: usize>(
    names: [&str; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> String {
    let mut text = String::new();
    line(&mut text, &names);
    for row in rows {
        line(&mut text, &row);
    }
    text
}

fn line(text: &mut String, cells: &[impl AsRef<str>]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        write(text, cell.as_ref());
    }
    text.push_str("\r\n");
}

/// Spreadsheets take a cell that begins with one of these characters for a formula; an apostrophe in front makes it
/// text.
fn write(text: &mut String, cell: &str) {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']);
    text.push('"');
    if formula {
        text.push('\'');
    }
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(value: &str) -> String {
        let text = table(["name"], [[value.to_owned()]].into_iter());
        text.strip_prefix("\"name\"\r\n")
            .unwrap()
            .trim_end_matches("\r\n")
            .to_owned()
    }

    #[test]
    fn no_cell_is_a_formula() {
        for start in ["=", "+", "-", "@", "\t", "\r", "\0", "＝"] {
            let value = format!("{start}HYPERLINK(1)");
            assert!(cell(&value).starts_with(&format!("\"'{start}")), "{value}");
        }
        assert_eq!(cell("Maya Okafor"), "\"Maya Okafor\"");
    }

    #[test]
    fn quotes_commas_and_line_breaks_stay_inside_their_cell() {
        assert_eq!(cell("a \"b\", c\nd"), "\"a \"\"b\"\", c\nd\"");
    }

    #[test]
    fn a_table_without_rows_has_its_names() {
        assert_eq!(table(["a", "b"], std::iter::empty()), "\"a\",\"b\"\r\n");
    }
}
