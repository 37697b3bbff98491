//! Tests the kit itself: it finds and names each fault, and passes correct implementations.

mod support;

use conformance::{
    answer::Answer,
    chunked::Chunked,
    decoder::DecoderTrial,
    encoder::{EncoderTrial, ToEncode, Written},
    other_side::{OtherSide, Reply},
    report::{Report, Subject},
    run::{Plan, run},
    trial::Trial,
};
use support::{encoder::encode, faults, parser::Parser};

/// The kit must find each fault within so many cases.
const SOON: u64 = 2000;

/// Correct implementations must pass so many cases.
const MANY: u64 = 200_000;

/// A parser or encoder with a fault, without a process around it.
struct InProcess {
    fault: &'static str,
    /// Kept for the fault `reused`.
    parser: Parser,
}

impl OtherSide for InProcess {
    fn decode(&mut self, case: &Chunked) -> Reply<Answer> {
        let mut parser = if self.fault == "reused" { self.parser.clone() } else { Parser::new(self.fault) };
        case.chunks().for_each(|chunk| parser.feed(chunk));
        if self.fault == "reused" {
            self.parser = parser.clone();
        }
        parser.end().map_or_else(Reply::Error, Reply::Answer)
    }

    fn encode(&mut self, event: &ToEncode) -> Reply<Written> {
        Reply::Answer(encode(self.fault, event))
    }

    fn restart(&mut self) {
        self.parser = Parser::new(self.fault);
    }
}

fn test<T: Trial>(trial: &T, fault: &'static str, cases: u64) -> Report {
    let plan = Plan { cases: Some(cases), ..Plan::default() };
    let mut other = InProcess { fault, parser: Parser::new(fault) };
    run(trial, &mut other, &plan, &mut |_| {}).expect("a good plan")
}

/// Returns a subject without a command.
fn in_process() -> Subject {
    Subject { command: "in-process".to_owned(), mode: "decoder" }
}

/// Asserts that the kit reports each fault under the rules that it breaks, and under no other.
fn all_are_found<T: Trial>(trial: &T, faults: &[(&'static str, &[&str])]) {
    let mut wrong = 0;
    for (fault, rules) in faults {
        let report = test(trial, fault, SOON);
        let mut found: Vec<_> = report.deviations.iter().map(|deviation| deviation.statement.name).collect();
        let first = report.deviations.iter().map(|deviation| deviation.first).min().unwrap_or(0);
        println!("{fault:<30} {:<34} found in case {first}", rules[0]);
        let mut meant = rules.to_vec();
        found.sort_unstable();
        meant.sort_unstable();
        if found != meant {
            wrong += 1;
            println!("\n{fault}: meant was {meant:?}, found {found:?}");
            println!("{}", report.text(&in_process()));
        }
    }
    assert_eq!(wrong, 0, "faults with a wrong diagnosis");
}

/// Asserts that the trial passes, and that every rule had its cases.
fn passes<T: Trial>(trial: &T) {
    let report = test(trial, "", MANY);
    assert!(report.is_right(), "{}", report.text(&in_process()));
    assert_eq!(report.cases, MANY);
    let rare: Vec<_> = report.rules.iter().filter(|rule| rule.cases < 3).collect();
    assert!(rare.is_empty(), "hardly tested: {rare:?}");
}

#[test]
fn every_faulty_parser_is_found_out() {
    all_are_found(&DecoderTrial::new(), faults::PARSERS);
}

#[test]
fn every_faulty_encoder_is_found_out() {
    all_are_found(&EncoderTrial::new(), faults::ENCODERS);
}

#[test]
fn the_correct_parser_passes() {
    passes(&DecoderTrial::new());
}

#[test]
fn the_correct_encoder_passes() {
    passes(&EncoderTrial::new());
}
