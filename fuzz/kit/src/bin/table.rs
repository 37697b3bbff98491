//! Joins many reports to one page: `table REPORT.json…`, each named after its implementation, prints Markdown.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use conformance::report::code;
use serde_json::Value;

/// An implementation, and the report on it.
struct Result {
    name: String,
    report: Value,
}

impl Result {
    fn read(file: &Path) -> std::result::Result<Self, Box<dyn Error>> {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, report: serde_json::from_str(&fs::read_to_string(file)?)? })
    }

    fn deviations(&self) -> &[Value] {
        self.report["deviations"].as_array().map(Vec::as_slice).unwrap_or_default()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn main() -> std::result::Result<(), Box<dyn Error>> {
    let files = env::args_os().skip(1).map(PathBuf::from);
    let results: Vec<Result> = files.map(|file| Result::read(&file)).collect::<std::result::Result<_, _>>()?;
    let mut out = String::new();
    writeln!(out, "# What the kit found\n")?;
    writeln!(
        out,
        "Written by `bash fuzz/kit/results`, which installs each of these in its newest version that its adapter allows"
    )?;
    writeln!(out, "and asks it the kit's usual cases. The adapters are in `fuzz/kit/adapters/`.\n")?;
    writeln!(
        out,
        "Browsers are asked fewer, through `EventSource`, by the adapter in `tests/browsers/`. What they do with"
    )?;
    writeln!(out, "`retry` can't be seen that way; it is in `tests/browsers/RECONNECTION.md`.\n")?;
    for (mode, title) in [("decoder", "Decoders"), ("encoder", "Encoders")] {
        let of_mode = || results.iter().filter(|result| result.report["mode"] == mode);
        writeln!(out, "## {title}\n\n| | cases | rules broken | which |\n|---|--:|--:|---|")?;
        for Result { name, report } in of_mode() {
            let deviations = report["deviations"].as_array().map(Vec::as_slice).unwrap_or_default();
            let rules: Vec<_> = deviations.iter().map(|deviation| code(text(&deviation["rule"]))).collect();
            writeln!(out, "| {name} | {} | {} | {} |", report["cases"], rules.len(), rules.join(", "))?;
        }
        writeln!(out)?;
        for result in of_mode().filter(|result| !result.deviations().is_empty()) {
            writeln!(out, "### {}\n", result.name)?;
            for deviation in result.deviations() {
                let example = &deviation["examples"][0];
                writeln!(out, "- {}: {}", code(text(&deviation["rule"])), text(&deviation["explanation"]))?;
                writeln!(out, "  - case: {}", code(text(&example["case"])))?;
                writeln!(out, "  - asked: {}", code(text(&example["asked"])))?;
                writeln!(out, "  - came: {}", code(text(&example["came"])))?;
            }
            writeln!(out)?;
        }
    }
    print!("{}", out.trim_end().to_owned() + "\n");
    Ok(())
}
