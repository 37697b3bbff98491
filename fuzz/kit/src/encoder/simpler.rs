//! Proposes events that might be simpler than a given one. The caller judges whether they are.

use super::ToEncode;

type Member = fn(&mut ToEncode) -> &mut Option<String>;

const MEMBERS: [Member; 4] =
    [|event| &mut event.event_type, |event| &mut event.data, |event| &mut event.id, |event| &mut event.comment];

/// Returns the candidates, first those that remove most.
pub(super) fn candidates(event: &ToEncode) -> Box<dyn Iterator<Item = ToEncode>> {
    let mut tries = Vec::new();
    let mut with = |member: Member, text: Option<String>| {
        let mut other = event.clone();
        *member(&mut other) = text;
        tries.push(other);
    };
    for member in MEMBERS {
        with(member, None);
    }
    for member in MEMBERS {
        let Some(text) = member(&mut event.clone()).clone() else { continue };
        let chars: Vec<char> = text.chars().collect();
        with(member, Some("x".to_owned()));
        for size in [8, 4, 2, 1] {
            for start in (0..chars.len()).step_by(size) {
                let end = chars.len().min(start + size);
                with(member, Some(chars[..start].iter().chain(&chars[end..]).collect()));
            }
        }
        for (at, _) in chars.iter().enumerate() {
            for ordinary in ['x', '\n'] {
                let mut chars = chars.clone();
                chars[at] = ordinary;
                with(member, Some(chars.into_iter().collect()));
            }
        }
    }
    tries.push(ToEncode { data: Some("x".to_owned()), ..event.clone() });
    tries.push(ToEncode { retry: None, ..event.clone() });
    tries.push(ToEncode { retry: event.retry.map(|_| 5), ..event.clone() });
    Box::new(tries.into_iter())
}
