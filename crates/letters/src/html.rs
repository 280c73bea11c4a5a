//! A letter as a page of HTML: complete in itself, without anything fetched, and readable by a screen reader.

use crate::document::{BodyBlock, Document, Run, Text};
use std::fmt::Write;

/// The look. Nothing is fetched; the fonts are those of the reader's machine.
const STYLE: &str = "\
:root{color-scheme:light}\
body{margin:0;background:#fff;color:#000;font:1.125rem/1.5 Arial,Helvetica,sans-serif}\
main{max-width:42rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}\
h1{font-size:1.6rem;line-height:1.25;margin:1.5rem 0 1rem}\
h2{font-size:1.3rem;margin:1.75rem 0 .5rem}\
h3{font-size:1.125rem;margin:1.25rem 0 .5rem}\
p{margin:0 0 1rem}\
.lines{margin:0 0 1rem}.lines p{margin:0}\
.lines.within{margin-left:1.5rem}\
.sender{margin-left:55%}\
table{border-collapse:collapse;width:100%;margin:0 0 1rem}\
caption{text-align:left;font-weight:bold;padding:.25rem 0}\
th,td{text-align:left;vertical-align:top;font-weight:normal;padding:.4rem .75rem .4rem 0;border-top:1px solid #555}\
th{width:60%}\
.closing{margin-top:2rem}.closing p:first-child{margin-bottom:2rem}\
@page{size:A4;margin:20mm 22mm 22mm 25mm}\
@media print{body{font-size:12pt;line-height:1.4}main{max-width:none;margin:0;padding:0}\
h1,h2,h3,caption{break-after:avoid}tr,.lines,.closing{break-inside:avoid}p,li{orphans:2;widows:2}}";

impl Document {
    /// The letter as a page of HTML.
    pub fn to_html(&self) -> String {
        let mut html = String::with_capacity(16 * 1024);
        let language = self.language;
        let title = escaped(&self.title_words());
        html.push_str("<!DOCTYPE html>\n");
        put(
            &mut html,
            format_args!("<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n"),
        );
        html.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        put(
            &mut html,
            format_args!("<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"),
        );
        lines(&mut html, "lines sender", &self.sender);
        lines(&mut html, "lines recipient", &self.recipient);
        html.push_str("<div class=\"lines particulars\">\n");
        for (label, value) in &self.particulars {
            put(
                &mut html,
                format_args!("<p dir=\"auto\">{}: {}</p>\n", inner(label), inner(value)),
            );
        }
        html.push_str("</div>\n");
        element(&mut html, "p", &self.greeting);
        element(&mut html, "h1", &self.title);
        for block in &self.body {
            body_block(&mut html, block);
        }
        lines(&mut html, "lines closing", &self.closing);
        html.push_str("</main>\n</body>\n</html>\n");
        html
    }
}

fn body_block(html: &mut String, block: &BodyBlock) {
    match block {
        BodyBlock::Heading { level, text } => element(html, if *level == 2 { "h2" } else { "h3" }, text),
        BodyBlock::Paragraph(text) => element(html, "p", text),
        BodyBlock::List { numbered, items } => {
            let list = if *numbered { "ol" } else { "ul" };
            put(html, format_args!("<{list}>\n"));
            items.iter().for_each(|item| element(html, "li", item));
            put(html, format_args!("</{list}>\n"));
        }
        BodyBlock::Table { caption, rows } => {
            put(
                html,
                format_args!("<table>\n<caption>{}</caption>\n<tbody>\n", inner(caption)),
            );
            for (label, value) in rows {
                put(
                    html,
                    format_args!("<tr><th scope=\"row\" dir=\"auto\">{}</th>", inner(label)),
                );
                put(
                    html,
                    format_args!("<td dir=\"auto\">{}</td></tr>\n", inner(value)),
                );
            }
            html.push_str("</tbody>\n</table>\n");
        }
        BodyBlock::Lines(texts) => lines(html, "lines within", texts),
    }
}

fn lines(html: &mut String, class: &str, texts: &[Text]) {
    put(html, format_args!("<div class=\"{class}\">\n"));
    texts.iter().for_each(|text| element(html, "p", text));
    html.push_str("</div>\n");
}

fn element(html: &mut String, name: &str, text: &[Run]) {
    put(
        html,
        format_args!("<{name} dir=\"auto\">{}</{name}>\n", inner(text)),
    );
}

/// Writing into a text cannot fail.
fn put(html: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = html.write_fmt(what);
}

fn inner(text: &[Run]) -> String {
    let mut html = String::new();
    for run in text {
        if run.bold {
            put(&mut html, format_args!("<strong>{}</strong>", escaped(&run.text)));
        } else {
            html.push_str(&escaped(&run.text));
        }
    }
    html
}

/// A text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
    html
}
