//! Runs the other side as a process, and exchanges lines with it.

use core::time::Duration;
use std::{
    ffi::OsString,
    io::{self, BufRead, BufReader, Read, Write},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel},
    },
    thread,
    time::Instant,
};

use serde_json::Value;

use crate::{
    answer::Answer,
    chunked::Chunked,
    encoder::{ToEncode, Written},
    notation::{escaped, shortened},
    other_side::{OtherSide, Reply},
    protocol::{self, Line},
};

/// The extra time for the first answer, as virtual machines start slowly. Once the start's real time is known, that is added.
const TO_START: Duration = Duration::from_secs(10);

/// How long the right answer may take after a wrong line.
const TO_RECOVER: Duration = Duration::from_millis(30);

/// How long it may take in all, after any number of wrong lines.
const TO_RECOVER_AT_MOST: Duration = Duration::from_millis(100);

/// A line that is longer than this is no answer.
const LONGEST_LINE: u64 = 16 << 20;

/// How many lines the kit reads ahead, so that a flood of them fills the pipe and not the memory.
const READ_AHEAD: usize = 16;

/// How much of the process's standard error the kit keeps.
const LAST_WORDS: usize = 2000;

/// The other side, which is started at the first question, and again after it has died.
#[derive(Debug)]
pub struct Process {
    command: Vec<OsString>,
    time_limit: Duration,
    running: Option<Running>,
    last_id: u64,
    /// The time from the first start to the first line.
    start_took: Option<Duration>,
}

impl Process {
    /// Creates the other side that this command runs, with so much time for an answer.
    #[must_use]
    pub const fn new(command: Vec<OsString>, time_limit: Duration) -> Self {
        Self { command, time_limit, running: None, last_id: 0, start_took: None }
    }

    /// Returns whether the process has ever printed a line, whatever its content.
    #[must_use]
    pub const fn has_spoken(&self) -> bool {
        self.start_took.is_some()
    }

    fn ask<T>(&mut self, question: impl Fn(u64) -> Value, answer: impl Fn(&Line) -> Reply<T>) -> Reply<T> {
        self.last_id += 1;
        let id = self.last_id;
        let mut running = match self.running.take().map_or_else(|| Running::start(&self.command), Ok) {
            Ok(running) => running,
            Err(error) => {
                let command = self.command.join(" ".as_ref());
                return Reply::CannotStart(format!("{}: {error}", command.to_string_lossy()));
            }
        };
        let limit = match self.start_took {
            None => self.time_limit.max(TO_START),
            Some(start_took) if running.is_new => self.time_limit + 2 * start_took,
            Some(_) => self.time_limit,
        };
        let mut deadline = Instant::now() + limit;
        running.send(format!("{}\n", question(id)));
        let mut problem = None;
        let mut last_deadline = deadline;
        loop {
            // A line that is there already would be received even after the deadline, and the next, and so on.
            let heard = match deadline.checked_duration_since(Instant::now()) {
                Some(patience) => running.heard.recv_timeout(patience),
                None => Err(RecvTimeoutError::Timeout),
            };
            let bytes = match heard {
                Ok(Heard::Line(bytes)) => bytes,
                Err(RecvTimeoutError::Timeout) => {
                    running.kill();
                    return lost(problem).unwrap_or(Reply::Hang(limit));
                }
                Ok(Heard::InputClosed) => {
                    let how = running.end(Duration::from_secs(1), "it closed its input");
                    return lost(problem).unwrap_or(Reply::Crash(how));
                }
                Ok(Heard::OutputClosed) | Err(RecvTimeoutError::Disconnected) => {
                    let how = running.end(Duration::from_secs(1), "it closed its output");
                    return lost(problem).unwrap_or(Reply::Crash(how));
                }
            };
            self.start_took.get_or_insert_with(|| running.started.elapsed());
            running.is_new = false;
            if problem.is_none() {
                last_deadline = Instant::now() + TO_RECOVER_AT_MOST;
            }
            match Line::read(&bytes) {
                Ok(line) if line.has_id(id) => {
                    self.running = Some(running);
                    return problem.unwrap_or_else(|| answer(&line));
                }
                Ok(line) => {
                    let what = format!("{} instead of {id}", line.id_in_words());
                    problem.get_or_insert(Reply::WrongId(what));
                }
                Err(why) => {
                    problem.get_or_insert(Reply::Garbage(why));
                }
            }
            deadline = last_deadline.min(Instant::now() + TO_RECOVER);
        }
    }
}

/// Returns the problem that came before the kit had to end the other side.
fn lost<T>(problem: Option<Reply<T>>) -> Option<Reply<T>> {
    problem.map(|problem| Reply::Lost(Box::new(problem)))
}

impl OtherSide for Process {
    fn decode(&mut self, case: &Chunked) -> Reply<Answer> {
        self.ask(|id| protocol::decode_question(id, case), Line::decoded)
    }

    fn encode(&mut self, event: &ToEncode) -> Reply<Written> {
        self.ask(|id| protocol::encode_question(id, event), Line::encoded)
    }

    fn restart(&mut self) {
        // Dropping ends the process; the next question starts it again.
        self.running = None;
    }
}

/// An observation of a running process.
#[derive(Debug)]
enum Heard {
    /// The process printed a line.
    Line(Vec<u8>),
    /// The process has closed its input, and won't read the question.
    InputClosed,
    /// The process has closed its output, usually because it ended.
    OutputClosed,
}

#[derive(Debug)]
struct Running {
    child: Child,
    questions: Option<Sender<String>>,
    heard: Receiver<Heard>,
    last_words: Arc<Mutex<Vec<u8>>>,
    started: Instant,
    is_new: bool,
}

impl Running {
    fn start(command: &[OsString]) -> io::Result<Self> {
        let (program, arguments) = command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let started = Instant::now();
        let mut child = command.spawn()?;

        // Use one thread per pipe, so that neither a full pipe nor an empty one can stop the kit. They end with the pipes.
        let (questions, to_write) = channel::<String>();
        let (found, heard) = sync_channel(READ_AHEAD);
        if let Some(mut stdin) = child.stdin.take() {
            let found = SyncSender::clone(&found);
            thread::spawn(move || {
                if to_write.iter().try_for_each(|line| stdin.write_all(line.as_bytes())).is_err() {
                    // If the receiver is gone, the process has been ended for another reason.
                    let _ = found.send(Heard::InputClosed);
                }
            });
        }
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || read_lines(stdout, &found));
        }
        let last_words = Arc::default();
        if let Some(stderr) = child.stderr.take() {
            let last_words = Arc::clone(&last_words);
            thread::spawn(move || keep_last_words(stderr, &last_words));
        }
        Ok(Self { child, questions: Some(questions), heard, last_words, started, is_new: true })
    }

    fn send(&self, line: String) {
        if let Some(questions) = &self.questions {
            // If the writing thread is gone, the kit has noticed that, or the time will run out.
            let _ = questions.send(line);
        }
    }

    /// Ends the process, if it doesn't end by itself in that time. Returns how it ended, or else `what_it_did`.
    fn end(&mut self, patience: Duration, what_it_did: &str) -> String {
        self.questions = None;
        let deadline = Instant::now() + patience;
        let mut status = self.child.try_wait();
        while matches!(status, Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(2));
            status = self.child.try_wait();
        }
        let mut how = match status {
            Ok(Some(status)) => format!("it ended with {status}"),
            _ => what_it_did.to_owned(),
        };
        self.kill();
        // The last output may still be on its way.
        thread::sleep(Duration::from_millis(3).min(patience));
        let last_words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        let last_line = last_words.split(|&byte| byte == b'\n').rfind(|line| !line.trim_ascii().is_empty());
        if let Some(line) = last_line {
            how += &format!(", and said {}", shortened(format!("\"{}\"", escaped(line))));
        }
        how
    }

    /// Ends the process and all processes that it started.
    fn kill(&mut self) {
        #[cfg(unix)]
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.questions = None;
        self.kill();
    }
}

fn read_lines(stdout: impl Read, found: &SyncSender<Heard>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        match stdout.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line) {
            Ok(1..) if found.send(Heard::Line(line)).is_ok() => {}
            _ => break,
        }
    }
    // If the receiver is gone, the process has been ended for another reason.
    let _ = found.send(Heard::OutputClosed);
}

fn keep_last_words(mut stderr: impl Read, last_words: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 1024];
    while let Ok(read @ 1..) = stderr.read(&mut buffer) {
        let mut kept = last_words.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(&buffer[..read]);
        let surplus = kept.len().saturating_sub(LAST_WORDS);
        kept.drain(..surplus);
    }
}
