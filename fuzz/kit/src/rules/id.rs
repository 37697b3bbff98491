//! The last event ID.

use super::{Rule, Section::Interpreting, rule};
use crate::{
    anatomy::{ids, last_id_is_empty, sets_id},
    aspects::Aspects,
};

pub(super) static RULES: &[Rule] = &[
    rule(
        "id-last-wins",
        Interpreting,
        [
            "Of several `id` lines in a block, the last one counts.",
            "Overwrite the ID with each line that is valid.",
        ],
        |a| a.any_block(|lines, ended| ended && ids(lines) > 1),
        &[b"id: 7\nid: 8\ndata: x\n\n", b"id: long\ndata: x\nid: 8\n\n"],
    )
    .shows_in(Aspects::ID),
    rule(
        "id-empty-resets",
        Interpreting,
        [
            "An `id` field with an empty value resets the last event ID to the empty string.",
            "Tell an empty ID from none: don't skip it because it is empty (or \"falsy\").",
        ],
        |a| a.followed_by(sets_id, |lines| last_id_is_empty(lines) == Some(true)) || a.any_block(|lines, ended| ended && ids(lines) > 1 && last_id_is_empty(lines) == Some(true)),
        &[b"id: 7\ndata: x\n\nid:\ndata: y\n\n", b"id: 7\n\nid\n\ndata: x\n\n", b"id: 7\nid\ndata: x\n\n", b"id: 7\n\nid: \ndata: x\n\n"],
    )
    .shows_in(Aspects::ID),
    rule(
        "id-with-null",
        Interpreting,
        [
            "An `id` field whose value contains U+0000 is ignored as a whole.",
            "If the value contains U+0000, leave the ID as it was: don't strip the character, cut the value there, or reset the ID.",
        ],
        |a| a.any_line(|line| line.is("id") && line.value.contains(&0)),
        &[
            b"id: \0\ndata: x\n\n",
            b"id: 7\0\ndata: x\n\n",
            b"id: a\0b\ndata: x\n\n",
            b"id: 7\ndata: x\n\nid: 8\0\ndata: y\n\n",
            b"id: 7\nid: 8\0\ndata: x\n\n",
        ],
    )
    .shows_in(Aspects::ID),
];
