//! The streams to decode: generated, the same bytes every time.

use crate::{
    inputs::{Blocks, Cut, CutStream, Pieces},
    reference::Digest,
};
use bytes::Bytes;
use std::{fmt::Write as _, fs, path::Path, sync::OnceLock};

/// The size of a corpus by default.
pub const DEFAULT_SIZE: usize = 8 << 20;

/// The corpora that can be cut in any way.
pub const CORPORA: &[&str] =
    &["openai", "anthropic", "tiny", "bulk", "multiline", "alternating", "crlf", "comments", "utf8", "samples"];

/// The corpora that come in inputs of their own size.
pub const DRIPS: &[&str] = &["huge-line-drip", "idle-stream", "invalid-line-drip"];

/// The stream of an idle server.
const HEARTBEAT: &str = ": heartbeat\n\n";

/// A stream, and the right answer to it.
#[derive(Debug)]
pub struct Corpus {
    /// Its name in all tables.
    pub name: &'static str,
    /// Its bytes.
    pub stream: Bytes,
    /// How it is cut, if that defines the corpus.
    pub own_cut: Option<Cut>,
    expected: OnceLock<Digest>,
    block_lengths: OnceLock<Vec<u32>>,
}

impl Corpus {
    /// Generates the corpus of that name, of about `size` bytes, or returns `None` if there is none.
    pub fn generate(name: &str, size: usize) -> Option<Self> {
        let name = *CORPORA.iter().chain(DRIPS).find(|known| **known == name)?;
        let stream = match name {
            "openai" => repeat(size, openai),
            "anthropic" => repeat(size, |stream, random| anthropic(stream, random, "\n")),
            "tiny" => repeat(size, |stream, _| stream.push_str("data: x\n\n")),
            "bulk" => repeat(size, bulk),
            "multiline" => multiline(size),
            "alternating" => repeat(size, alternating),
            "crlf" => repeat(size, |stream, random| anthropic(stream, random, "\r\n")),
            "comments" => repeat(size, comments),
            "utf8" => repeat(size, utf8),
            "samples" => samples(size)?,
            "huge-line-drip" => huge_line(size / 2),
            "idle-stream" => repeat(size / 4, |stream, _| stream.push_str(HEARTBEAT)),
            "invalid-line-drip" => invalid_line(size / 2),
            _ => unreachable!("a name without a generator"),
        };
        let own_cut = match name {
            "huge-line-drip" | "invalid-line-drip" => Some(Cut::Bytes(64)),
            "idle-stream" => Some(Cut::Bytes(HEARTBEAT.len())),
            _ => None,
        };
        Some(Self::new(name, stream.into(), own_cut))
    }

    fn new(name: &'static str, stream: Bytes, own_cut: Option<Cut>) -> Self {
        Self { name, stream, own_cut, expected: OnceLock::new(), block_lengths: OnceLock::new() }
    }

    /// Returns its first `length` bytes.
    pub fn beginning(&self, length: usize) -> Self {
        Self::new(self.name, self.stream.slice(..length), self.own_cut)
    }

    /// Returns the stream, cut. Blocks are found only once.
    pub fn cut(&self, cut: Cut) -> CutStream<'_> {
        match cut {
            Cut::Bytes(size) => CutStream::Pieces(Pieces::new(&self.stream, size)),
            Cut::Event => CutStream::Blocks(self.blocks()),
        }
    }

    /// Returns the stream, cut after each blank line.
    pub fn blocks(&self) -> Blocks<'_> {
        Blocks::new(&self.stream, self.block_lengths.get_or_init(|| Blocks::lengths(&self.stream)))
    }

    /// Returns the right answer, which is computed once.
    pub fn expected(&self) -> Digest {
        *self.expected.get_or_init(|| Digest::of_stream(&self.stream))
    }
}

/// One block of chat completions as OpenAI streams them: 220 to 320 bytes of JSON on one line.
fn openai(stream: &mut String, random: &mut Random) {
    let length = random.between(220, 320);
    stream.push_str("data: ");
    let start = stream.len();
    let _ = write!(
        stream,
        concat!(
            r#"{{"id":"chatcmpl-{:012x}","object":"chat.completion.chunk","created":1763600000,"model":"gpt","#,
            r#""choices":[{{"index":0,"delta":{{"content":" {}"}},"finish_reason":null}}],"obfuscation":""#
        ),
        random.next() >> 16,
        random.word(),
    );
    while stream.len() - start < length - 2 {
        stream.push(random.letter());
    }
    stream.push_str("\"}\n\n");
}

/// One block of a message as Anthropic streams them: a type, and about 90 bytes of JSON.
fn anthropic(stream: &mut String, random: &mut Random, end_of_line: &str) {
    let _ = write!(
        stream,
        concat!(
            "event: content_block_delta{0}",
            r#"data: {{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":" {1}"}}}}"#,
            "{0}{0}"
        ),
        end_of_line,
        random.word(),
    );
}

/// 64 KiB on one line, as when images are streamed.
fn bulk(stream: &mut String, random: &mut Random) {
    stream.push_str("data: ");
    stream.extend((0..64 << 10).map(|_| random.letter()));
    stream.push_str("\n\n");
}

/// An ID, a type, and 50 lines of 40 bytes.
fn multiline(size: usize) -> Vec<u8> {
    let mut id = 0;
    repeat(size, |stream, random| {
        id += 1;
        let _ = write!(stream, "id: {id}\nevent: log\n");
        for _ in 0..50 {
            stream.push_str("data: ");
            stream.extend((0..40).map(|_| random.letter()));
            stream.push('\n');
        }
        stream.push('\n');
    })
}

/// A block of one data line, then one of two to five: a guess from one block is wrong for the next.
fn alternating(stream: &mut String, random: &mut Random) {
    for lines in [1, random.between(2, 5)] {
        for _ in 0..lines {
            stream.push_str("data: ");
            stream.extend((0..random.between(20, 60)).map(|_| random.letter()));
            stream.push('\n');
        }
        stream.push('\n');
    }
}

/// Twenty comments that keep the connection alive, then a small event.
fn comments(stream: &mut String, random: &mut Random) {
    for _ in 0..20 {
        stream.push_str(": keep-alive\n\n");
    }
    let _ = write!(stream, "data: {}\n\n", random.word());
}

/// Text of which nearly every character takes three bytes.
fn utf8(stream: &mut String, random: &mut Random) {
    stream.push_str("data: {\"text\":\"");
    for _ in 0..random.between(20, 40) {
        for _ in 0..random.between(1, 2) {
            let offset = random.between(0, 0x51FF) as u32;
            stream.push(char::from_u32(0x4E00 + offset).unwrap_or('\u{4E00}'));
        }
    }
    stream.push_str("\"}\n\n");
}

/// The project's recorded streams, one after the other. A blank line ends the unfinished ones.
fn samples(size: usize) -> Option<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/streams");
    let mut files: Vec<_> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "sse"))
        .collect();
    files.sort();
    let mut once = Vec::new();
    for file in files {
        once.extend_from_slice(&fs::read(file).ok()?);
        once.extend_from_slice(b"\n\n");
    }
    (!once.is_empty()).then(|| once.iter().copied().cycle().take(size.next_multiple_of(once.len())).collect())
}

/// One event of one line.
fn huge_line(length: usize) -> Vec<u8> {
    let mut random = Random::new();
    let mut stream = String::from("data: ");
    stream.extend((0..length).map(|_| random.letter()));
    stream.push_str("\n\n");
    stream.into()
}

/// A line whose first byte shows that it is no field with a meaning, and which never ends.
fn invalid_line(length: usize) -> Vec<u8> {
    vec![b'x'; length]
}

/// Calls `block` until there are `size` bytes.
fn repeat(size: usize, mut block: impl FnMut(&mut String, &mut Random)) -> Vec<u8> {
    let mut random = Random::new();
    let mut stream = String::with_capacity(size + (128 << 10));
    while stream.len() < size {
        block(&mut stream, &mut random);
    }
    stream.into()
}

/// A xorshift generator: the numbers need not be good, but must be the same every time.
struct Random(u64);

impl Random {
    fn new() -> Self {
        Self(0x2545_F491_4F6C_DD1D)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn between(&mut self, least: usize, most: usize) -> usize {
        least + (self.next() >> 32) as usize % (most - least + 1)
    }

    fn letter(&mut self) -> char {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        char::from(LETTERS[(self.next() >> 58) as usize])
    }

    fn word(&mut self) -> String {
        (0..self.between(1, 10)).map(|_| char::from(b'a' + (self.next() >> 32) as u8 % 26)).collect()
    }
}
