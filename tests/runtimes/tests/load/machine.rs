//! Measures this process, with the operating system and the allocator.

use std::{alloc::System, fs};

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Returns how many bytes are allocated in the process.
pub(crate) fn allocated() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated - stats.bytes_deallocated
}

/// Returns how much memory of the machine the process has (its resident set), in bytes.
pub(crate) fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("this is Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("the kernel says so");
    1024 * line.trim().trim_end_matches(" kB").parse::<usize>().unwrap()
}

/// Panics if the process can't have so many files and sockets open at once.
pub(crate) fn needs_open_files(needed: usize) {
    let limits = fs::read_to_string("/proc/self/limits").expect("this is Linux");
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).expect("the kernel says so");
    let soft = line.split_whitespace().next().unwrap();
    let is_enough = soft == "unlimited" || soft.parse::<usize>().unwrap() >= needed;
    assert!(is_enough, "this needs {needed} open files, and the limit is {soft}: raise it with `ulimit -n {needed}`");
}
