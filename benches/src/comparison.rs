//! Runs rounds of all contestants in turn, and takes the median of each.
//!
//! On a shared machine, the speed of everything changes from minute to minute. Contestants that take turns run under the same
//! conditions, so the ratios of one run hold even if the absolute figures don't.

use crate::{
    contestants::{Answer, Contestant, Role, quietly},
    corpora::Corpus,
    encoders::{Encoder, Sample},
    inputs::Cut,
    stopwatch::Stopwatch,
};
use std::time::Duration;

/// A slow contestant drops out of a column's rounds once it has used up this much, after three of them.
const BUDGET: Duration = Duration::from_millis(900);

/// A contestant that would need longer than this for a single run does not run on the whole stream.
const PATIENCE: Duration = Duration::from_millis(1500);

/// One corpus, cut in one way, with the result of each contestant.
#[derive(Clone, Debug)]
pub struct Column {
    /// The corpus.
    pub corpus: &'static str,
    /// How it is cut into inputs.
    pub cut: Cut,
    /// The results, in the order of the contestants.
    pub results: Vec<Outcome>,
    /// How unsteady the machine was: the range of the middle half of the rounds, as a part of the median, in the worst case.
    pub noise: f64,
}

/// The result of a contestant in a column.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name.
    pub name: &'static str,
    /// Its role in the comparison.
    pub role: Role,
    /// Whether it was right.
    pub answer: Answer,
    /// How fast it was.
    pub speed: Speed,
}

/// A speed, in GB/s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// The median of all rounds.
    Median(f64),
    /// It takes longer than linear time, so it ran on the beginning of the stream only. The speed on all of it is lower still.
    AtMost(f64),
    /// There is nothing to measure.
    Unknown,
}

impl Outcome {
    /// Returns the speed, if it was measured and the answer was right.
    pub fn fair_speed(&self) -> Option<f64> {
        match (&self.answer, self.speed) {
            (Answer::Right, Speed::Median(speed)) => Some(speed),
            _ => None,
        }
    }
}

impl Column {
    /// Returns the fair speed of the fastest of those that `among` selects.
    pub fn best(&self, among: impl Fn(&Outcome) -> bool) -> Option<f64> {
        self.results.iter().filter(|result| among(result)).filter_map(Outcome::fair_speed).reduce(f64::max)
    }

    /// Returns the fair speed of one contestant.
    pub fn speed_of(&self, name: &str) -> Option<f64> {
        self.best(|result| result.name == name)
    }
}

/// Measures all contestants on a corpus that is cut like that.
///
/// # Panics
///
/// Panics if sse-proto or a limit gives a wrong answer, as there is nothing to compare then. A peer is marked instead.
pub fn compare(corpus: &Corpus, cut: Cut, contestants: &[Contestant], rounds: usize) -> Column {
    let inputs = corpus.cut(cut);
    let mut results: Vec<_> = contestants.iter().map(|contestant| qualify(contestant, corpus, cut)).collect();

    let (racers, mut jobs): (Vec<_>, Vec<_>) = results
        .iter_mut()
        .zip(contestants)
        .filter(|(result, _)| matches!(result.speed, Speed::Median(_)))
        .map(|(result, contestant)| {
            let job = move || {
                let start = Stopwatch::start();
                let tally = (contestant.run)(inputs);
                let time = start.elapsed();
                std::hint::black_box(tally);
                time
            };
            (result, job)
        })
        .unzip();
    let mut noise = 0.0_f64;
    for (result, times) in racers.into_iter().zip(take_turns(&mut jobs, rounds)) {
        result.speed = Speed::Median(corpus.stream.len() as f64 / times.median() / 1e9);
        noise = noise.max(times.spread());
    }
    Column { corpus: corpus.name, cut, results, noise }
}

/// Checks a contestant's answer, unless that would take too long.
fn qualify(contestant: &Contestant, corpus: &Corpus, cut: Cut) -> Outcome {
    let Contestant { name, role, .. } = *contestant;
    if let Some(speed) = too_slow(contestant, corpus, cut) {
        return Outcome { name, role, answer: Answer::Right, speed: Speed::AtMost(speed) };
    }
    let answer = contestant.check(corpus, cut);
    assert!(
        answer == Answer::Right || matches!(role, Role::Peer(_)),
        "{name} is wrong about {}, input {cut}: {answer}",
        corpus.name,
    );
    let speed = if answer == Answer::Panicked { Speed::Unknown } else { Speed::Median(0.0) };
    Outcome { name, role, answer, speed }
}

/// Tries beginnings of the stream, each four times as long as the one before. Returns its speed there, if the whole would take
/// too long even in linear time.
pub fn too_slow(contestant: &Contestant, corpus: &Corpus, cut: Cut) -> Option<f64> {
    let whole = corpus.stream.len();
    let lengths = (8..).map(|power| 1 << (2 * power)).take_while(|&length: &usize| length < whole);
    for length in lengths {
        let beginning = corpus.beginning(length);
        let inputs = beginning.cut(cut);
        let start = Stopwatch::start();
        quietly(|| (contestant.run)(inputs))?;
        let seconds = start.elapsed().as_secs_f64();
        if seconds * whole as f64 / length as f64 > PATIENCE.as_secs_f64() {
            return Some(length as f64 / seconds / 1e9);
        }
    }
    None
}

/// The counterpart of a [`Column`] for encoders.
#[derive(Clone, Debug)]
pub struct EncodingColumn {
    /// The corpus whose events were encoded.
    pub corpus: &'static str,
    /// For each encoder, in order: the median in nanoseconds per event, and whether its output means what it should.
    pub results: Vec<(f64, bool)>,
}

/// Measures all encoders on the events of a corpus.
///
/// # Panics
///
/// Panics if the output of sse-proto doesn't mean what it should.
pub fn compare_encoders(corpus: &'static str, encoders: &[Encoder], rounds: usize) -> EncodingColumn {
    let samples = Sample::of_corpus(corpus);
    let right: Vec<_> = encoders.iter().map(|encoder| encoder.is_right(&samples)).collect();
    for (encoder, right) in encoders.iter().zip(&right) {
        assert!(*right || !encoder.ours, "{} is wrong about {corpus}", encoder.name);
    }
    let mut jobs: Vec<_> = encoders.iter().map(|encoder| || (encoder.time)(&samples)).collect();
    let nanoseconds = |times: Times| times.median() * 1e9 / samples.events().len() as f64;
    let results = take_turns(&mut jobs, rounds).into_iter().map(nanoseconds).zip(right).collect();
    EncodingColumn { corpus, results }
}

/// The times of one contestant, sorted.
struct Times(Vec<Duration>);

impl Times {
    fn median(&self) -> f64 {
        self.quantile(1, 2)
    }

    /// Returns the distance of the quartiles, as a part of the median.
    fn spread(&self) -> f64 {
        (self.quantile(3, 4) - self.quantile(1, 4)) / self.median()
    }

    fn quantile(&self, numerator: usize, denominator: usize) -> f64 {
        self.0[self.0.len() * numerator / denominator].as_secs_f64()
    }
}

/// Lets all jobs take turns, beginning with another one each round. A job runs once and returns how long that took.
fn take_turns(jobs: &mut [impl FnMut() -> Duration], rounds: usize) -> Vec<Times> {
    let mut times = vec![Vec::with_capacity(rounds); jobs.len()];
    for round in 0..rounds {
        for turn in 0..jobs.len() {
            let next = (round + turn) % jobs.len();
            if times[next].len() < 3 || times[next].iter().sum::<Duration>() < BUDGET {
                times[next].push(jobs[next]());
            }
        }
    }
    let sorted = |mut times: Vec<_>| {
        times.sort();
        Times(times)
    };
    times.into_iter().map(sorted).collect()
}
