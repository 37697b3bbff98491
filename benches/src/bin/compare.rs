//! Compares all contestants quickly, in turn, round after round.

use lexopt::prelude::*;
use sse_proto_benches::{
    comparison::{self, Column},
    contestants::{self, Contestant},
    corpora::{CORPORA, Corpus, DEFAULT_SIZE, DRIPS},
    encoders::{self, encoders},
    environment,
    inputs::Cut,
    report,
};
use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

const HELP: &str = "\
Compares sse-proto with its peers: GB/s, the median of all rounds.

Without options: all corpora in inputs of 16 KiB, then one event per input, then openai in inputs of all sizes.

  --corpus NAME      only this corpus (may be repeated)
  --input SIZE       only inputs of this size: 64, 16K, whole, or event: one event each (may be repeated)
  --contestant NAME  only contestants with this in their name (may be repeated)
  --rounds N         at most so many rounds (31)
  --size MIB         size of the corpora (8)
  --encoders         encoders instead of decoders
  --write DIR        measure everything and write tables and chart there
  --list             corpora and contestants
";

/// The sizes of inputs to compare on one corpus.
const INPUT_SIZES: [Cut; 6] =
    [Cut::Bytes(1), Cut::Bytes(64), Cut::Bytes(1460), Cut::Bytes(16 << 10), Cut::Bytes(64 << 10), Cut::WHOLE];

/// The corpus to cut into inputs of all sizes.
const INPUT_SIZES_CORPUS: &str = "openai";

/// The size of inputs for all corpora.
const INPUT_SIZE: Cut = Cut::Bytes(16 << 10);

/// Encoding a sample takes little time, so there can be more rounds of it.
const ENCODING_ROUNDS: usize = 5;

struct Options {
    corpora: Vec<String>,
    inputs: Vec<Cut>,
    contestants: Vec<String>,
    rounds: usize,
    size: usize,
    encoders: bool,
    write: Option<PathBuf>,
    list: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Some(mut options) = options()? else {
        print!("{HELP}");
        return Ok(());
    };
    let mut contestants = contestants::contestants();
    if !options.contestants.is_empty() {
        contestants.retain(|contestant| options.contestants.iter().any(|name| contestant.name.contains(name)));
    }
    if options.list {
        println!("corpora: {}, {}", CORPORA.join(", "), DRIPS.join(", "));
        for contestant in contestants {
            println!("{:?}: {}", contestant.role, contestant.name);
        }
        return Ok(());
    }
    match options.write.take() {
        Some(folder) => {
            // Only the whole picture is written.
            options.corpora.clear();
            options.inputs.clear();
            write(&folder, &options, &contestants)
        }
        None if options.encoders => {
            println!("{}", encoding(&options));
            Ok(())
        }
        None => {
            for columns in decoding(&options, &contestants)? {
                println!("{}", section(&report::title(&columns), &columns));
            }
            println!("{}", environment::caption());
            Ok(())
        }
    }
}

fn options() -> Result<Option<Options>, Box<dyn Error>> {
    let mut options = Options {
        corpora: Vec::new(),
        inputs: Vec::new(),
        contestants: Vec::new(),
        rounds: 31,
        size: DEFAULT_SIZE,
        encoders: false,
        write: None,
        list: false,
    };
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("corpus") => options.corpora.push(arguments.value()?.string()?),
            Long("input") => options.inputs.push(arguments.value()?.parse()?),
            Long("contestant") => options.contestants.push(arguments.value()?.string()?),
            Long("rounds") => options.rounds = arguments.value()?.parse::<usize>()?.max(1),
            Long("size") => options.size = arguments.value()?.parse::<usize>()?.max(1) << 20,
            Long("encoders") => options.encoders = true,
            Long("write") => options.write = Some(arguments.value()?.into()),
            Long("list") => options.list = true,
            Long("help") | Short('h') => return Ok(None),
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(Some(options))
}

fn column(name: &str, cut: Cut, options: &Options, contestants: &[Contestant]) -> Result<Column, Box<dyn Error>> {
    let corpus = Corpus::generate(name, options.size).ok_or_else(|| format!("no corpus {name}"))?;
    let cut = corpus.own_cut.unwrap_or(cut);
    eprintln!("{name}, {} …", report::input_size(cut));
    Ok(comparison::compare(&corpus, cut, contestants, options.rounds))
}

/// Returns the wanted tables: one for each way to cut, or the four tables that say most.
fn decoding(options: &Options, contestants: &[Contestant]) -> Result<Vec<Vec<Column>>, Box<dyn Error>> {
    let table = |corpora: &[&str], cuts: &[Cut]| {
        corpora.iter().flat_map(|name| cuts.iter().map(|&cut| column(name, cut, options, contestants))).collect()
    };
    let all: Vec<_> = CORPORA.iter().copied().filter(|name| Corpus::generate(name, 1).is_some()).collect();
    if options.corpora.is_empty() && options.inputs.is_empty() {
        return [
            table(&all, &[INPUT_SIZE]),
            table(&all, &[Cut::Event]),
            table(DRIPS, &[INPUT_SIZE]),
            table(&[INPUT_SIZES_CORPUS], &INPUT_SIZES),
        ]
        .into_iter()
        .collect();
    }
    let corpora = match &options.corpora[..] {
        [] => all,
        some => some.iter().map(String::as_str).collect(),
    };
    let cuts = match &options.inputs[..] {
        [] => &[INPUT_SIZE],
        some => some,
    };
    cuts.iter().map(|&cut| table(&corpora, &[cut])).collect()
}

fn section(title: &str, columns: &[Column]) -> String {
    format!("## {title}\n\n{}", speeds_and_ratios(columns))
}

fn speeds_and_ratios(columns: &[Column]) -> String {
    format!("{}\n{}", report::speeds(columns), report::ratios(columns))
}

fn encoding(options: &Options) -> String {
    let encoders = encoders();
    let named = |name: &&&str| options.corpora.is_empty() || options.corpora.iter().any(|wanted| wanted == **name);
    let columns: Vec<_> = encoders::CORPORA
        .iter()
        .filter(named)
        .map(|name| {
            eprintln!("encoding {name} …");
            comparison::compare_encoders(name, &encoders, ENCODING_ROUNDS * options.rounds)
        })
        .collect();
    report::encoding(&columns, &encoders)
}

fn write(folder: &Path, options: &Options, contestants: &[Contestant]) -> Result<(), Box<dyn Error>> {
    let tables = decoding(options, contestants)?;
    let [by_corpus, by_event, drips, by_size] = &tables[..] else {
        unreachable!("without options, there are four tables")
    };
    let caption = environment::caption();
    let note = |rounds: usize, kibibytes: usize| {
        format!(
            "{caption}. Medians of up to {rounds} rounds in which all take turns; corpora of {kibibytes} KiB.\n\
             Written by `cargo run --release --manifest-path benches/Cargo.toml --bin compare -- --write benches/results`.\n",
        )
    };
    let decoding_note = note(options.rounds, options.size >> 10);
    let encoding_note = note(ENCODING_ROUNDS * options.rounds, encoders::SIZE >> 10);

    fs::create_dir_all(folder)?;
    fs::write(
        folder.join("decoding.md"),
        format!(
            "# Decoding\n\n{decoding_note}\n{}\n{}\n{}",
            section(&report::title(by_corpus), by_corpus),
            section(&report::title(by_event), by_event),
            section("Streams in inputs of their own size", drips),
        ),
    )?;
    fs::write(
        folder.join("input-sizes.md"),
        format!("# Decoding, by the size of the inputs\n\n{decoding_note}\n{}", speeds_and_ratios(by_size)),
    )?;
    fs::write(folder.join("encoding.md"), format!("# Encoding\n\n{encoding_note}\n{}", encoding(options)))?;
    fs::write(
        folder.join("decoding.svg"),
        report::chart(by_corpus, "Decoding event streams in inputs of 16 KiB", &caption),
    )?;
    eprintln!("written: {}", folder.display());
    Ok(())
}
