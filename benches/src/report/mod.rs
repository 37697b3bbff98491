//! Writes the measurements as Markdown tables and as a chart.

mod chart;
mod table;

pub use chart::chart;

use crate::{
    comparison::{Column, EncodingColumn, Outcome, Speed},
    contestants::{self, Answer, Conforming, LINE_ENDS, Role},
    encoders::Encoder,
    inputs::Cut,
};
use std::collections::BTreeSet;
use table::Table;

/// Returns the speeds of all contestants, a column each.
pub fn speeds(columns: &[Column]) -> String {
    let Some(first) = columns.first() else { return String::new() };
    let mut table = Table::new("GB/s", headings(columns));
    for (at, contestant) in first.results.iter().enumerate() {
        let name = match contestant.role {
            Role::Ours(_) => format!("**{}**", contestant.name),
            Role::Peer(Conforming::Yes) => format!("{} ✓", contestant.name),
            Role::Peer(Conforming::No) => contestant.name.to_owned(),
            Role::Limit => format!("*{}*", contestant.name),
        };
        table.row(name, columns.iter().map(|column| cell(&column.results[at])));
    }
    format!("{table}\n{}", notes(columns))
}

/// Returns how many times as fast sse-proto is as the yardstick, the best conforming peer, and the best of all peers.
pub fn ratios(columns: &[Column]) -> String {
    let Some(first) = columns.first() else { return String::new() };
    let mut table = Table::new("times as fast as", headings(columns));
    let is_peer = |result: &Outcome| matches!(result.role, Role::Peer(_));
    let conforms = |result: &Outcome| result.role == Role::Peer(Conforming::Yes);
    for ours in first.results.iter().filter(|result| matches!(result.role, Role::Ours(_))) {
        let mut row = |other: &str, speed: &dyn Fn(&Column) -> Option<f64>| {
            let ratio = |column: &Column| Some(column.speed_of(ours.name)? / speed(column)?);
            let cells =
                columns.iter().map(|column| ratio(column).map_or("–".to_owned(), |ratio| format!("{ratio:.2}")));
            table.row(format!("{} : {other}", ours.name), cells);
        };
        row(LINE_ENDS, &|column| column.speed_of(LINE_ENDS));
        row("best conforming peer", &|column| column.best(conforms));
        row("best peer", &|column| column.best(is_peer));
    }
    table.to_string()
}

/// Returns the time of each encoder per event.
pub fn encoding(columns: &[EncodingColumn], encoders: &[Encoder]) -> String {
    let mut table = Table::new("ns per event", columns.iter().map(|column| column.corpus.to_owned()));
    for (at, encoder) in encoders.iter().enumerate() {
        let checks = if encoder.checks { " ✓" } else { "" };
        let name = if encoder.ours { format!("**{}**", encoder.name) } else { encoder.name.to_owned() };
        let cells = columns.iter().map(|column| match column.results[at] {
            (nanoseconds, true) => significant(nanoseconds),
            (nanoseconds, false) => format!("{} †", significant(nanoseconds)),
        });
        table.row(format!("{name}{checks}"), cells);
    }
    let mut ratios = Table::new("times as fast as", columns.iter().map(|column| column.corpus.to_owned()));
    let fastest = |column: &EncodingColumn, among: &dyn Fn(&Encoder) -> bool| {
        let candidates = encoders.iter().zip(&column.results).filter(|(encoder, (_, right))| *right && among(encoder));
        candidates.map(|(_, (nanoseconds, _))| *nanoseconds).reduce(f64::min)
    };
    for ours in encoders.iter().filter(|encoder| encoder.ours) {
        let mut row = |other: &str, among: &dyn Fn(&Encoder) -> bool| {
            let ratio = |column: &EncodingColumn| {
                Some(fastest(column, among)? / fastest(column, &|encoder| encoder.name == ours.name)?)
            };
            let cells =
                columns.iter().map(|column| ratio(column).map_or("–".to_owned(), |ratio| format!("{ratio:.2}")));
            ratios.row(format!("{} : {other}", ours.name), cells);
        };
        row("best checking peer", &|encoder| encoder.checks && !encoder.ours);
        row("memcpy", &|encoder| encoder.name == crate::encoders::MEMCPY);
    }
    let wrong = columns.iter().any(|column| column.results.iter().any(|(_, right)| !right));
    let note = if wrong { "- † The output does not mean what was put in.\n" } else { "" };
    format!("{table}\n- ✓ A line end in a type or an ID is refused.\n{note}\n{ratios}")
}

/// Returns an input size as in the tables.
pub fn input_size(cut: Cut) -> String {
    match cut {
        Cut::WHOLE | Cut::Event => cut.to_string(),
        Cut::Bytes(bytes) if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        Cut::Bytes(bytes) => format!("{bytes} B"),
    }
}

/// Returns the text above the table of these columns: how all of them are cut.
pub fn title(columns: &[Column]) -> String {
    match columns.first().map(|column| column.cut).filter(|_| have_same_cut(columns)) {
        Some(Cut::WHOLE) => "One input, which is the whole stream".to_owned(),
        Some(Cut::Event) => "One event per input".to_owned(),
        Some(cut) => format!("Inputs of {}", input_size(cut)),
        None => "Inputs of several sizes".to_owned(),
    }
}

/// Returns the headings, which say how the columns differ.
fn headings(columns: &[Column]) -> impl Iterator<Item = String> {
    let same_cut = have_same_cut(columns);
    let same_corpus = columns.iter().all(|column| column.corpus == columns[0].corpus);
    columns.iter().map(move |column| match (same_cut, same_corpus) {
        (true, false) => column.corpus.to_owned(),
        (false, true) => input_size(column.cut),
        _ => heading(column),
    })
}

fn have_same_cut(columns: &[Column]) -> bool {
    columns.iter().all(|column| column.cut == columns[0].cut)
}

fn heading(column: &Column) -> String {
    format!("{}, {}", column.corpus, input_size(column.cut))
}

fn cell(result: &Outcome) -> String {
    let mark = if result.answer == Answer::Right { "" } else { " †" };
    match result.speed {
        Speed::Median(speed) => format!("{}{mark}", significant(speed)),
        Speed::AtMost(speed) => format!("≤ {}", significant(speed)),
        Speed::Unknown => format!("–{mark}"),
    }
}

/// Returns three significant digits, which is more than the machine's noise allows.
fn significant(number: f64) -> String {
    let digits = (2.0 - number.abs().max(1e-9).log10().floor()).clamp(0.0, 6.0);
    format!("{number:.*}", digits as usize)
}

fn notes(columns: &[Column]) -> String {
    let mut notes = String::from("- ✓ Conforms to the standard in all that is known of it.\n");
    let results = || columns.iter().flat_map(|column| column.results.iter().map(move |result| (column, result)));
    if results().any(|(_, result)| matches!(result.speed, Speed::AtMost(_))) {
        notes += "- ≤ Slower than linear: only the beginning of the stream was tried, and all of it is slower still.\n";
    }
    let wrong: BTreeSet<_> = results()
        .filter(|(_, result)| result.answer != Answer::Right)
        .map(|(column, result)| {
            let why = contestants::known_wrong(result.name, column.corpus);
            let why = why.map_or_else(|| result.answer.to_string(), str::to_owned);
            format!("- † Wrong: {} on {} ({why}).\n", result.name, heading(column))
        })
        .collect();
    notes.extend(wrong);
    let noise = columns.iter().map(|column| column.noise).fold(0.0, f64::max);
    notes += &format!(
        "- At worst, the middle half of a contestant's rounds spread over {:.0} % of its median.\n",
        100.0 * noise
    );
    notes
}
