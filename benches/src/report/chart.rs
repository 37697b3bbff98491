//! Draws the chart: a panel for each corpus, a bar for each contestant.
//!
//! Corpora differ by a factor of a hundred, so each panel has a separate scale, and every bar its figure. A line across the
//! bars shows the yardstick. Bars are of middling lightness, and text follows the background, so that the chart is readable on
//! a light and on a dark one; without style sheets, text is of middling lightness too.

use super::significant;
use crate::{
    comparison::{Column, Outcome},
    contestants::{Answer, LINE_ENDS, Role},
};
use std::fmt::{self, Write as _};

const PANELS_PER_ROW: usize = 3;
const PANEL_WIDTH: usize = 344;
const NAME_WIDTH: usize = 142;
/// Where a bar ends at the latest: its figure must fit in after it.
const BAR_WIDTH: f64 = 140.0;
const BAR_HEIGHT: usize = 13;
const BAR_STEP: usize = 18;
const MARGIN: usize = 16;
const PANEL_TOP: usize = 30;
const PANEL_GAP: usize = 22;

const STYLE: &str = "
    text { font: 12px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #747c85; }
    .title { font-size: 16px; font-weight: 600; }
    .corpus { font-size: 13px; font-weight: 600; }
    .caption { font-size: 11px; }
    .ours { fill: #d9622b; }
    .peer { fill: #7d8fa3; }
    .yardstick { stroke: #2f9e8f; stroke-width: 2; stroke-dasharray: 4 3; }
    .yardstick-text { fill: #2f9e8f; }
    @media (prefers-color-scheme: light) { text { fill: #24292f; } .yardstick-text { fill: #1d6f64; } }
    @media (prefers-color-scheme: dark) { text { fill: #dfe5eb; } .yardstick-text { fill: #4cc3b2; } }
  ";

/// Draws sse-proto and its peers, a panel for each column.
pub fn chart(columns: &[Column], title: &str, caption: &str) -> String {
    let mut svg = String::new();
    // A `String` takes everything.
    let _ = draw(&mut svg, columns, title, caption);
    svg
}

fn draw(svg: &mut String, columns: &[Column], title: &str, caption: &str) -> fmt::Result {
    let bars = columns.first().map_or(0, |column| contestants(column).count());
    let panel_height = PANEL_TOP + bars * BAR_STEP + PANEL_GAP;
    let width = 2 * MARGIN + PANELS_PER_ROW * PANEL_WIDTH;
    let height = 2 * MARGIN + 44 + columns.len().div_ceil(PANELS_PER_ROW) * panel_height + 24;

    writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">"#
    )?;
    writeln!(svg, "  <title>{}</title>", escape(title))?;
    writeln!(svg, "  <style>{STYLE}</style>")?;
    text(svg, MARGIN, MARGIN + 14, "title", title)?;
    text(
        svg,
        MARGIN,
        MARGIN + 34,
        "yardstick-text",
        &format!("dashed: {}, which only finds the line ends", LINE_ENDS.trim_matches('`')),
    )?;
    for (at, column) in columns.iter().enumerate() {
        let x = MARGIN + at % PANELS_PER_ROW * PANEL_WIDTH;
        let y = MARGIN + 44 + at / PANELS_PER_ROW * panel_height;
        panel(svg, x, y, bars, column)?;
    }
    let wrong = columns.iter().any(|column| column.results.iter().any(|result| result.answer != Answer::Right));
    let note = if wrong { "† gets this stream wrong. " } else { "" };
    text(svg, MARGIN, height - MARGIN, "caption", &format!("{note}{caption}"))?;
    writeln!(svg, "</svg>")
}

fn panel(svg: &mut String, x: usize, y: usize, bars: usize, column: &Column) -> fmt::Result {
    text(svg, x, y + PANEL_TOP - 8, "corpus", &format!("{}, GB/s", column.corpus))?;
    let yardstick = column.speed_of(LINE_ENDS).unwrap_or(0.0);
    let most = column.best(|result| !matches!(result.role, Role::Limit)).unwrap_or(1.0);
    // With a yardstick far beyond all bars, the bars would be too short to see.
    let full = most.max(yardstick.min(1.35 * most));
    let bars_start = x + NAME_WIDTH;

    for (row, result) in contestants(column).enumerate() {
        let top = y + PANEL_TOP + row * BAR_STEP;
        let baseline = top + BAR_HEIGHT - 2;
        let class = if matches!(result.role, Role::Ours(_)) { "ours" } else { "peer" };
        let name = result.name.replace('`', "").replace("sse-proto + ", "+ ");
        text(svg, x, baseline, "name", &name)?;
        let (length, figure) = match result.speed {
            super::Speed::Median(speed) => (speed / full * BAR_WIDTH, significant(speed)),
            super::Speed::AtMost(speed) => (speed / full * BAR_WIDTH, format!("≤ {}", significant(speed))),
            super::Speed::Unknown => (0.0, "–".to_owned()),
        };
        let mark = if result.answer == Answer::Right { "" } else { " †" };
        let length = length.clamp(1.0, BAR_WIDTH);
        writeln!(
            svg,
            r#"  <rect class="{class}" x="{bars_start}" y="{top}" width="{length:.1}" height="{BAR_HEIGHT}" rx="2"/>"#
        )?;
        // If the yardstick would cross the figure, the figure comes after it.
        let figure_start = length + 5.0;
        let line = yardstick / full * BAR_WIDTH;
        let struck = (figure_start - 3.0..figure_start + 44.0).contains(&line);
        let figure_start = bars_start as f64 + if struck { line + 5.0 } else { figure_start };
        text(svg, figure_start as usize, baseline, "figure", &format!("{figure}{mark}"))?;
    }

    let (top, bottom) = (y + PANEL_TOP - 3, y + PANEL_TOP + bars * BAR_STEP - 2);
    if yardstick <= full {
        let line = bars_start as f64 + yardstick / full * BAR_WIDTH;
        writeln!(svg, r#"  <line class="yardstick" x1="{line:.1}" y1="{top}" x2="{line:.1}" y2="{bottom}"/>"#)
    } else {
        text(
            svg,
            bars_start,
            y + PANEL_TOP - 8,
            "yardstick-text",
            &format!("(dashed: {}, far right)", significant(yardstick)),
        )
    }
}

/// Returns the drawn contestants: all but the limits.
fn contestants(column: &Column) -> impl Iterator<Item = &Outcome> {
    column.results.iter().filter(|result| result.role != Role::Limit)
}

fn text(svg: &mut String, x: usize, y: usize, class: &str, content: &str) -> fmt::Result {
    writeln!(svg, r#"  <text class="{class}" x="{x}" y="{y}">{}</text>"#, escape(content))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
