//! The command; see the README.

use std::{
    env, fs,
    io::{self, IsTerminal as _, Write as _},
    process::ExitCode,
    time::{Duration, Instant},
};

use conformance::{
    decoder::DecoderTrial,
    encoder::{EncoderTrial, ToEncode},
    notation,
    options::{self, HELP, Mode, Options, Task},
    other_side::{OtherSide as _, Reply},
    process::Process,
    report::{Subject, shell_words},
    run::{Progress, run},
    trial::Trial,
};

/// COMMAND could not be run, or the options can't be understood.
const NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let outcome = match options::parse(env::args_os().skip(1)) {
        Ok(Task::Help) => print(HELP).map(|()| true),
        Ok(Task::List) => print(&list()).map(|()| true),
        Ok(Task::Test(options)) => test(&options),
        Err(error) => Err(error.to_string()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(NOT_RUN)
        }
    }
}

/// Tests as the options say, and returns whether there are no deviations.
fn test(options: &Options) -> Result<bool, String> {
    let mut other = Process::new(options.command.clone(), options.time_limit);
    let mode = match options.mode {
        Some(mode) => mode,
        None => find_mode(&mut other)?,
    };
    match mode {
        Mode::Decoder => test_as(&DecoderTrial::new(), "decoder", other, options),
        Mode::Encoder => test_as(&EncoderTrial::new(), "encoder", other, options),
    }
}

/// Asks a question of each kind, to learn which one is understood. A command that only answers garbage counts as a decoder.
fn find_mode(other: &mut Process) -> Result<Mode, String> {
    let mut decoded = other.decode(&notation::case(b"data: x\n\n"));
    if matches!(decoded, Reply::Garbage(_) | Reply::WrongId(_) | Reply::Lost(_)) {
        // The command may have printed something before its first answer. The run will report that as against the protocol.
        decoded = other.decode(&notation::case(b"data: x\n\n"));
        other.restart();
    }
    if let Reply::Answer(_) = decoded {
        return Ok(Mode::Decoder);
    }
    let encoded = other.encode(&ToEncode { data: Some("x".to_owned()), ..ToEncode::default() });
    match encoded {
        Reply::Answer(_) => Ok(Mode::Encoder),
        _ if other.has_spoken() => Ok(Mode::Decoder),
        _ => Err(silent(&decoded.failure().unwrap_or_default())),
    }
}

fn silent(how: &str) -> String {
    format!(
        "the other side could not be run, or never answered: {how}\n(does it read lines, and flush what it prints?)"
    )
}

fn test_as<T: Trial>(trial: &T, mode: &'static str, mut other: Process, options: &Options) -> Result<bool, String> {
    let mut progress = ProgressLine::new();
    let report = run(trial, &mut other, &options.plan, &mut |now| progress.show(now))?;
    progress.clear();
    if !other.has_spoken() {
        let why = report.deviations.first().and_then(|deviation| deviation.examples.first());
        return Err(silent(why.map_or("", |example| &example.came)));
    }
    let words: Vec<_> = options.command.iter().map(|word| word.to_string_lossy()).collect();
    let subject = Subject { command: shell_words(words.iter().map(AsRef::as_ref)), mode };
    print(&report.text(&subject))?;
    if let Some(file) = &options.report {
        let text = match file.extension() {
            Some(ending) if ending == "json" => format!("{:#}\n", report.json(&subject)),
            _ => report.markdown(&subject),
        };
        fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(report.is_right())
}

fn list() -> String {
    let mut out = String::new();
    for statement in DecoderTrial::new().statements().iter().chain(EncoderTrial::new().statements()) {
        out += &format!("{}\n    {} ({})\n", statement.name, statement.explanation, statement.section.name());
    }
    out
}

/// Prints, and ignores that the reader may be gone.
fn print(text: &str) -> Result<(), String> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {error}")),
        _ => Ok(()),
    }
}

/// Shows the progress, in one line that is overwritten: on a terminal only.
struct ProgressLine {
    last: Option<Instant>,
}

impl ProgressLine {
    fn new() -> Self {
        Self { last: io::stderr().is_terminal().then(Instant::now) }
    }

    fn show(&mut self, now: Progress) {
        if let Some(last) = self.last.filter(|last| last.elapsed() > Duration::from_millis(100)) {
            let _ = last;
            self.last = Some(Instant::now());
            eprint!("\r{} cases, {} rules broken \x1B[K", now.cases, now.deviations);
        }
    }

    fn clear(&self) {
        if self.last.is_some() {
            eprint!("\r\x1B[K");
        }
    }
}
