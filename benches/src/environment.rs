//! Says where and when something was measured.

use std::{
    fs,
    time::{SystemTime, UNIX_EPOCH},
};

/// Returns one line for a caption: CPU, compiler, date.
pub fn caption() -> String {
    format!("{}, {}, {}", cpu(), env!("BENCH_RUSTC"), date())
}

/// Returns the compiler that built this.
pub fn compiler() -> &'static str {
    env!("BENCH_RUSTC")
}

/// Returns the CPU's name if Linux knows it, with the family if the name is vague; otherwise its architecture.
fn cpu() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let value = |key: &str| {
        info.lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.trim() == key)
            .map(|(_, value)| value.trim())
    };
    let arch = std::env::consts::ARCH;
    match (value("model name"), value("cpu family"), value("model")) {
        (Some(name), Some(family), Some(model)) => format!("{name} (family {family}, model {model}, {arch})"),
        (Some(name), ..) => format!("{name} ({arch})"),
        _ => arch.to_owned(),
    }
}

/// Returns today's date in UTC, as year-month-day.
fn date() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let mut days = seconds / 86_400;
    let mut year = 1970;
    let leap = |year: u64| (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}
