//! Reads a letter back from its two forms: what each block is, and its words.

use ehcp_letters::{Audience, LetterFacts, NoticeKind, Template, example_facts, render};
use lopdf::{Dictionary, Document, Object, ObjectId, content::Content};
use std::collections::BTreeMap;

/// A day on which the letters of tests are sent.
pub fn today() -> chrono::NaiveDate {
    "2026-11-23".parse().unwrap()
}

/// The default letter of a kind with these facts.
pub fn letter(kind: NoticeKind, facts: &LetterFacts) -> ehcp_letters::Document {
    let template = Template::parse(kind, Template::default_source(kind), today()).unwrap();
    render(&template, facts, today()).unwrap()
}

/// Example facts for a reader.
pub fn facts(audience: Audience) -> LetterFacts {
    example_facts(audience, today()).unwrap()
}

/// What a block is and its words.
pub type Block = (String, String);

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The blocks of a page of HTML.
pub fn html_blocks(html: &str) -> Vec<Block> {
    let main = html
        .split_once("<main>")
        .unwrap()
        .1
        .split_once("</main>")
        .unwrap()
        .0;
    let mut blocks: Vec<Block> = Vec::new();
    let mut within: Option<String> = None;
    for piece in main.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let name = tag.split(' ').next().unwrap();
        let role = match name.trim_start_matches('/') {
            "p" => "P",
            "h1" => "H1",
            "h2" => "H2",
            "h3" => "H3",
            "li" => "LBody",
            "caption" => "Caption",
            "th" => "TH",
            "td" => "TD",
            "strong" => {
                blocks.last_mut().unwrap().1.push_str(&unescaped(text));
                continue;
            }
            "div" | "ul" | "ol" | "table" | "tbody" | "tr" => continue,
            other => panic!("an element that a letter does not have: {other}"),
        };
        if name.starts_with('/') {
            within = None;
        } else {
            assert_eq!(within, None, "{role} within another block");
            within = Some(role.to_owned());
            blocks.push((role.to_owned(), unescaped(text)));
        }
    }
    blocks
        .into_iter()
        .map(|(role, text)| (role, squeezed(&text)))
        .collect()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// The blocks of a PDF, by the structure that a screen reader follows.
pub fn pdf_blocks(pdf: &[u8]) -> Vec<Block> {
    let document = Document::load_mem(pdf).unwrap();
    let marked: BTreeMap<ObjectId, BTreeMap<i64, String>> = document
        .get_pages()
        .into_values()
        .map(|page| (page, marked_text(&document, page)))
        .collect();
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let root = dictionary(&document, root);
    let mut blocks = Vec::new();
    for child in children(&document, root) {
        walk(&document, &marked, &child, &mut blocks);
    }
    blocks
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    document.dereference(object).unwrap().1.as_dict().unwrap()
}

fn children(document: &Document, element: &Dictionary) -> Vec<Object> {
    match element
        .get(b"K")
        .map(|kids| document.dereference(kids).unwrap().1)
    {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(kid) => vec![kid.clone()],
        Err(_) => Vec::new(),
    }
}

fn walk(
    document: &Document,
    marked: &BTreeMap<ObjectId, BTreeMap<i64, String>>,
    element: &Object,
    blocks: &mut Vec<Block>,
) {
    let element = dictionary(document, element);
    let role = String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
    if role == "Lbl" {
        return;
    }
    let is_block = matches!(
        role.as_str(),
        "P" | "H1" | "H2" | "H3" | "LBody" | "Caption" | "TH" | "TD"
    );
    let mut text = String::new();
    for child in children(document, element) {
        let (page, number) = match &child {
            Object::Integer(number) => (element.get(b"Pg").unwrap().as_reference().unwrap(), *number),
            other => {
                let inner = dictionary(document, other);
                match inner.get(b"MCID") {
                    Ok(number) => {
                        let page = inner.get(b"Pg").or_else(|_| element.get(b"Pg")).unwrap();
                        (page.as_reference().unwrap(), number.as_i64().unwrap())
                    }
                    Err(_) => {
                        walk(document, marked, other, blocks);
                        continue;
                    }
                }
            }
        };
        assert!(is_block, "words directly in a {role}");
        text.push_str(&marked[&page][&number]);
    }
    if is_block {
        blocks.push((role, squeezed(&text)));
    }
}

/// The words of each marked part of a page.
fn marked_text(document: &Document, page: ObjectId) -> BTreeMap<i64, String> {
    let fonts = document.get_page_fonts(page).unwrap();
    let encodings: BTreeMap<_, _> = fonts
        .iter()
        .map(|(name, font)| (name, font.get_font_encoding(document).unwrap()))
        .collect();
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let mut texts: BTreeMap<i64, String> = BTreeMap::new();
    // Each open mark: its number, and whether its words were told by an ActualText.
    let mut open: Vec<(Option<i64>, bool)> = Vec::new();
    let mut font: Vec<u8> = Vec::new();
    for operation in content.operations {
        match operation.operator.as_str() {
            "BMC" => open.push((None, false)),
            "BDC" => {
                let properties = properties(document, page, &operation.operands[1]);
                let number = properties.get(b"MCID").and_then(Object::as_i64).ok();
                let told = properties.get(b"ActualText").is_ok();
                let known = number.or_else(|| open.iter().rev().find_map(|(number, _)| *number));
                let told_already = open.iter().any(|(_, told)| *told);
                if let (Ok(words), Some(number), false) = (properties.get(b"ActualText"), known, told_already)
                {
                    let words = lopdf::decode_text_string(words).unwrap();
                    texts.entry(number).or_default().push_str(&words);
                }
                if let Some(number) = number {
                    texts.entry(number).or_default();
                }
                open.push((number, told));
            }
            "EMC" => {
                open.pop().unwrap();
            }
            "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
            "Tj" | "TJ" => {
                let told = open.iter().any(|(_, told)| *told);
                let number = open.iter().rev().find_map(|(number, _)| *number);
                assert!(
                    !open.is_empty(),
                    "words that are neither in the structure nor marked as none of it"
                );
                if let (false, Some(number)) = (told, number) {
                    for string in strings(&operation.operands[0]) {
                        let words = Document::decode_text(&encodings[&font], string).unwrap();
                        texts.get_mut(&number).unwrap().push_str(&words);
                    }
                }
            }
            _ => {}
        }
    }
    texts
}

fn strings(operand: &Object) -> Vec<&[u8]> {
    match operand {
        Object::String(bytes, _) => vec![bytes],
        Object::Array(parts) => parts.iter().filter_map(|part| part.as_str().ok()).collect(),
        _ => Vec::new(),
    }
}

fn properties(document: &Document, page: ObjectId, operand: &Object) -> Dictionary {
    match operand {
        Object::Dictionary(properties) => properties.clone(),
        Object::Name(name) => {
            let page = document.get_dictionary(page).unwrap();
            let resources = dictionary(document, page.get(b"Resources").unwrap());
            let all = dictionary(document, resources.get(b"Properties").unwrap());
            dictionary(document, all.get(name).unwrap()).clone()
        }
        _ => Dictionary::new(),
    }
}
