//! The options of the command.

use core::time::Duration;
use std::{ffi::OsString, path::PathBuf};

use lexopt::{Arg, ValueExt as _};

use crate::run::Plan;

/// The text of `--help`.
pub const HELP: &str = "\
Tests any implementation of server-sent events against the standard.

    cargo run --release --manifest-path fuzz/kit/Cargo.toml -- [OPTIONS] -- COMMAND…

COMMAND reads questions from its standard input, one JSON object per line, and writes
an answer to each to its standard output; see fuzz/kit/README.md.

    --seed S           what generated cases depend on (0)
    --cases N          stop after so many cases (20000, or none with --seconds)
    --seconds T        stop after so much time
    --only RULE        only cases that have to do with this rule; more than once for more
    --time-limit T     how many seconds an answer may take (5)
    --decoder          COMMAND decodes: don't find out
    --encoder          COMMAND encodes: don't find out
    --report FILE      write a report, as Markdown (FILE.md) or JSON (FILE.json)
    --list             list the rules
    --help             this

Exit status: 0 if all is right, 1 if there are deviations, 2 if COMMAND could not be run.
";

/// How many cases the kit asks by default.
const CASES: u64 = 20_000;

/// What the command should do.
#[derive(Clone, Debug)]
pub enum Task {
    /// Print the help.
    Help,
    /// Print the rules.
    List,
    /// Test.
    Test(Options),
}

/// What COMMAND does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It decodes.
    Decoder,
    /// It encodes.
    Encoder,
}

/// The options of a test.
#[derive(Clone, Debug)]
pub struct Options {
    /// The plan of the run.
    pub plan: Plan,
    /// What COMMAND does, if an option says it.
    pub mode: Option<Mode>,
    /// How long an answer may take.
    pub time_limit: Duration,
    /// The file for the report.
    pub report: Option<PathBuf>,
    /// COMMAND, with its arguments.
    pub command: Vec<OsString>,
}

/// Reads the options.
///
/// # Errors
///
/// Returns a message if they can't be understood.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Task, lexopt::Error> {
    let mut options = Options {
        plan: Plan::default(),
        mode: None,
        time_limit: Duration::from_secs(5),
        report: None,
        command: Vec::new(),
    };
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Task::Help),
            Arg::Long("list") => return Ok(Task::List),
            Arg::Long("seed") => options.plan.seed = parser.value()?.parse()?,
            Arg::Long("cases") => options.plan.cases = Some(parser.value()?.parse()?),
            Arg::Long("seconds") => options.plan.time = Some(seconds(&parser.value()?)?),
            Arg::Long("only") => options.plan.only.push(parser.value()?.string()?),
            Arg::Long("time-limit") => options.time_limit = seconds(&parser.value()?)?,
            Arg::Long("decoder") => options.mode = Some(Mode::Decoder),
            Arg::Long("encoder") => options.mode = Some(Mode::Encoder),
            Arg::Long("report") => {
                let file = PathBuf::from(parser.value()?);
                if !["md", "json"].iter().any(|ending| file.extension() == Some(ending.as_ref())) {
                    return Err("--report takes a file whose name ends with .md or .json".into());
                }
                options.report = Some(file);
            }
            Arg::Value(program) => {
                // All following arguments are COMMAND's, options included.
                options.command = core::iter::once(program).chain(parser.raw_args()?).collect();
            }
            _ => return Err(argument.unexpected()),
        }
    }
    if options.command.is_empty() {
        return Err("there is no COMMAND to test; --help says more".into());
    }
    // The kit must wait until a hang counts as one, however long that takes.
    options.plan.patience = options.plan.patience.max(3 * options.time_limit);
    if options.plan.time.is_none() {
        options.plan.cases.get_or_insert(CASES);
    }
    Ok(Task::Test(options))
}

fn seconds(value: &OsString) -> Result<Duration, lexopt::Error> {
    let seconds: f64 = value.parse()?;
    Duration::try_from_secs_f64(seconds).map_err(|error| lexopt::Error::Custom(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &str) -> Result<Options, String> {
        match parse(arguments.split(' ').map(OsString::from)) {
            Ok(Task::Test(options)) => Ok(options),
            Ok(_) => Err("no test".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn options_end_where_the_command_begins() {
        let options = parsed("--seed 7 --only bom --only crlf-split -- python3 --seed -- x").expect("good options");
        assert_eq!(options.command, ["python3", "--seed", "--", "x"]);
        assert_eq!((options.plan.seed, options.plan.cases), (7, Some(CASES)));
        assert_eq!(options.plan.only, ["bom", "crlf-split"]);
        assert_eq!(parsed("--cases 5 cat -n").expect("good options").command, ["cat", "-n"]);
        assert_eq!(parsed("--seconds 1.5 -- cat").expect("good options").plan.cases, None);
    }

    #[test]
    fn bad_options_are_refused() {
        for bad in ["--cases x -- cat", "--seconds -1 -- cat", "--report x.txt -- cat", "--fast -- cat", "--seed 1"] {
            assert!(parsed(bad).is_err(), "{bad}");
        }
    }
}
