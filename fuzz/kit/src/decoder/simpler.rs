//! Proposes cases that might be simpler than a given one. The caller judges whether they are.

use core::ops::Range;

use crate::{anatomy::Anatomy, chunked::Chunked};

/// Returns the candidates, first those that remove most.
pub(super) fn candidates(case: &Chunked) -> Box<dyn Iterator<Item = Chunked>> {
    let stages = [fewer_cuts, without_lines, without_ranges, other_line_ends, other_lines, other_bytes, other_cuts];
    let case = case.clone();
    // A stage is only computed if the stages before it had nothing simpler.
    Box::new(stages.into_iter().flat_map(move |stage| stage(&case)))
}

/// Returns the case with a range of its stream replaced. Cuts inside the range move to its start.
fn replaced(case: &Chunked, range: Range<usize>, with: &[u8]) -> Chunked {
    let mut stream = case.stream.clone();
    stream.splice(range.clone(), with.iter().copied());
    let moved = |&cut: &usize| match cut {
        cut if cut >= range.end => cut - range.len() + with.len(),
        cut => cut.min(range.start),
    };
    Chunked { stream, cuts: case.cuts.iter().map(moved).collect() }
}

/// Proposes no cuts, a single cut, two adjacent cuts, and fewer cuts.
fn fewer_cuts(case: &Chunked) -> Vec<Chunked> {
    let cuts = &case.cuts;
    let mut tries = vec![Vec::new()];
    tries.extend(cuts.iter().map(|&cut| vec![cut]));
    tries.extend(cuts.windows(2).map(<[usize]>::to_vec));
    for size in halves(cuts.len()) {
        let without = |start| [&cuts[..start], &cuts[cuts.len().min(start + size)..]].concat();
        tries.extend((0..cuts.len()).step_by(size).map(without));
    }
    tries.into_iter().map(|cuts| Chunked { stream: case.stream.clone(), cuts }).collect()
}

/// Removes a block, a line, or the rest.
fn without_lines(case: &Chunked) -> Vec<Chunked> {
    let anatomy = Anatomy::of(case);
    let mut ranges = Vec::new();
    for block in &anatomy.blocks {
        let last = block.lines.end.min(anatomy.lines.len() - 1);
        ranges.push(anatomy.lines[block.lines.start].place.start..anatomy.lines[last].end);
    }
    ranges.extend(anatomy.lines.iter().map(|line| line.place.start..line.end));
    ranges.push(anatomy.rest.clone());
    ranges.into_iter().map(|range| replaced(case, range, b"")).collect()
}

/// Removes a range of bytes, from half of them down to one.
fn without_ranges(case: &Chunked) -> Vec<Chunked> {
    let length = case.stream.len();
    let mut tries = Vec::new();
    // Shorten a very long stream only a little at a time: its length may be the point.
    for size in halves(length).filter(|size| length / size <= 512) {
        tries.extend((0..length).step_by(size).map(|start| replaced(case, start..length.min(start + size), b"")));
    }
    tries
}

/// Changes all line ends to LF, or one of them to another, or adds another line after the last.
fn other_line_ends(case: &Chunked) -> Vec<Chunked> {
    let anatomy = Anatomy::of(case);
    let all =
        anatomy.lines.iter().rev().fold(case.clone(), |case, line| replaced(&case, line.place.end..line.end, b"\n"));
    let mut tries = vec![all];
    for line in &anatomy.lines {
        tries.extend([&b"\n"[..], b"\r\n", b"\r"].map(|line_end| replaced(case, line.place.end..line.end, line_end)));
    }
    let end = case.stream.len();
    tries.extend([&b"\n"[..], b"\n\n", b":", b":\n", b"data: x\n\n"].map(|more| replaced(case, end..end, more)));
    tries
}

/// Replaces a line, a name or a value by a more ordinary one, or removes it.
fn other_lines(case: &Chunked) -> Vec<Chunked> {
    let anatomy = Anatomy::of(case);
    let mut tries = Vec::new();
    for line in &anatomy.lines {
        tries.push(replaced(case, line.place.clone(), b"data: x"));
        tries.extend(
            [&b"data: x\n"[..], b":\n"].into_iter().flat_map(|more| with_another_line(case, line.place.start, more)),
        );
        if line.is_unknown() {
            tries.push(replaced(case, line.place.clone(), b"foo: x"));
        } else if !line.colon {
            tries.push(replaced(case, line.place.end..line.place.end, b":"));
        }
        if line.is_known() {
            tries.push(replaced(case, line.place.end..line.place.end, b"x"));
            let value = line.place.end - line.value.len()..line.place.end;
            for ordinary in [&b"x"[..], b"5"] {
                if line.colon {
                    tries.push(replaced(case, value.clone(), ordinary));
                } else {
                    tries.push(replaced(case, value.clone(), &[b": ", ordinary].concat()));
                }
            }
            if line.colon && !line.space {
                tries.push(replaced(case, value.start..value.start, b" "));
            }
        }
    }
    tries
}

/// Adds a line. If the stream is cut there, the line is on the one side or on the other.
fn with_another_line(case: &Chunked, at: usize, line: &[u8]) -> [Chunked; 2] {
    let before = replaced(case, at..at, line);
    let cuts = before.cuts.iter().map(|&cut| if cut == at + line.len() { at } else { cut }).collect();
    [Chunked { stream: before.stream.clone(), cuts }, before]
}

/// Replaces a byte by an ordinary one.
fn other_bytes(case: &Chunked) -> Vec<Chunked> {
    let places = case.stream.iter().enumerate().filter(|(_, byte)| !byte.is_ascii_lowercase());
    let few = places.take(300);
    few.flat_map(|(at, _)| [&b"x"[..], b"5"].map(|ordinary| replaced(case, at..at + 1, ordinary))).collect()
}

/// Moves a cut a little to the left or to the right, or all of them to one place.
fn other_cuts(case: &Chunked) -> Vec<Chunked> {
    let mut tries = Vec::new();
    for (index, &cut) in case.cuts.iter().enumerate() {
        let places = [cut.checked_sub(1), cut.checked_add(1)].into_iter().flatten().chain(0..case.stream.len().min(40));
        for place in places.filter(|&place| place <= case.stream.len()) {
            let mut cuts = case.cuts.clone();
            cuts[index] = place;
            cuts.sort_unstable();
            tries.push(Chunked { stream: case.stream.clone(), cuts });
        }
    }
    tries
}

/// Returns half of it, a quarter, … down to one.
fn halves(length: usize) -> impl Iterator<Item = usize> {
    core::iter::successors(Some(length / 2), |&size| Some(size / 2)).take_while(|&size| size > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::case;

    #[test]
    fn cuts_stay_where_they_belong() {
        assert_eq!(replaced(&case(b"ab|cd|ef"), 1..3, b"x"), case(b"a|xd|ef"));
        assert_eq!(replaced(&case(b"ab|cd"), 2..2, b"x"), case(b"abx|cd"));
    }

    #[test]
    fn every_candidate_is_a_case() {
        let hard = case(b"\xEF|\xBB||\xBFdata: x\r|\n\ndata|\rretry: 1|0\n\n: rest|");
        let all: Vec<_> = candidates(&hard).collect();
        assert!(all.len() > 100);
        for candidate in all {
            assert!(candidate.cuts.is_sorted() && candidate.cuts.iter().all(|&cut| cut <= candidate.stream.len()));
        }
        assert!(candidates(&Chunked::default()).count() > 0);
    }
}
