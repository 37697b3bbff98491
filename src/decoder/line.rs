//! Lines that mean something, and what the caller is lent of them.

use super::block::Block;
use crate::{
    FieldName,
    parse::{Found, What},
};

/// A line that means something, or a piece of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'i> {
    pub(super) what: What,
    /// Its value or text, or a piece of that.
    pub(super) text: &'i [u8],
    /// Whether this is the first piece.
    pub(super) begins: bool,
    /// Whether this is the last piece: the line ends here.
    pub(super) ends: bool,
}

impl<'i> Line<'i> {
    #[inline(always)]
    pub(super) fn new(found: Found, bytes: &'i [u8], ends: bool) -> Self {
        Self { what: found.what, text: found.cut(bytes), begins: found.begins, ends }
    }

    #[inline(always)]
    pub(super) const fn whole(what: What, text: &'i [u8]) -> Self {
        Self { what, text, begins: true, ends: true }
    }
}

/// What is lent from the input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lent<'i> {
    /// The line at which a call has arrived: a comment, or the data of an event. With any other step, nobody looks at it.
    pub(super) line: Line<'i>,
    /// Small CPUs lend no events from the input, and need no room for it.
    #[cfg(all(target_pointer_width = "64", not(sse_proto_small_cpu)))]
    pub(super) event_type: &'i [u8],
}

impl<'i> Lent<'i> {
    pub(super) const NOTHING: Self = Self::line(Line::whole(What::BlankLine, &[]));

    #[inline(always)]
    const fn line(line: Line<'i>) -> Self {
        Self {
            line,
            #[cfg(all(target_pointer_width = "64", not(sse_proto_small_cpu)))]
            event_type: &[],
        }
    }

    #[inline(always)]
    pub(super) fn comment(text: &'i [u8], ends: bool) -> Self {
        Self::line(Line { what: What::Comment, text, begins: true, ends })
    }

    #[inline(always)]
    pub(super) fn event(block: Block<'i>) -> Self {
        Self {
            #[cfg(all(target_pointer_width = "64", not(sse_proto_small_cpu)))]
            event_type: block.event_type,
            ..Self::line(Line::whole(What::Field(FieldName::Data), block.data.unwrap_or_default()))
        }
    }
}
