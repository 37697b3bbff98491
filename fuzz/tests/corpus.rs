//! Runs the seeds, and all other files of a corpus, through their targets, without a fuzzer.
//!
//! `CORPUS` names another folder with a folder for each target, to replay the findings of a long run.

use std::{env, fs, path::PathBuf};

use sse_proto_fuzz::TARGETS;

fn corpus() -> PathBuf {
    env::var_os("CORPUS").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus"), PathBuf::from)
}

#[test]
fn every_seed_passes() {
    for (name, target) in TARGETS {
        let folder = corpus().join(name);
        let mut seeds = 0;
        for file in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = file.unwrap().path();
            // Shown only if the test fails.
            println!("{}", path.display());
            target(&fs::read(&path).unwrap());
            seeds += 1;
        }
        assert!(seeds > 0, "{name} has no seeds");
    }
}

/// Seeds are few, small, and named after what they show; and there are none without a target.
#[test]
fn seeds_are_small_and_named() {
    if env::var_os("CORPUS").is_some() {
        return;
    }
    let mut folders: Vec<_> = fs::read_dir(corpus()).unwrap().map(|file| file.unwrap().file_name()).collect();
    folders.sort_unstable();
    assert_eq!(folders, TARGETS.map(|(name, _)| name));
    for (target, _) in TARGETS {
        let files: Vec<_> = fs::read_dir(corpus().join(target)).unwrap().map(Result::unwrap).collect();
        assert!(files.len() <= 20, "{target} has {} seeds", files.len());
        for file in files {
            let name = file.file_name().into_string().unwrap();
            assert!(name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')), "{target}/{name}");
            assert!(name.contains('-') || name.len() < 20, "{target}/{name} is no name");
            assert!(file.metadata().unwrap().len() <= 200, "{target}/{name} is larger than 200 bytes");
        }
    }
}

/// Uses random bytes, so that a change that breaks the library or a target completely is noticed without a fuzzer, too.
#[test]
fn noise_passes() {
    let mut state = 1_u64;
    let mut noise = Vec::new();
    for (_, target) in TARGETS {
        for start in [&b""[..], b">", b"v", b"n", b"h", b"9>", b"20h", b"*"] {
            for _ in 0..40 {
                noise.clear();
                noise.extend_from_slice(start);
                for _ in 0..state % 97 {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let meaningful = b"data:id\n\r |~^.1e";
                    let byte = (state >> 56) as u8;
                    noise.push(if byte < 128 { meaningful[usize::from(byte % 16)] } else { byte });
                }
                state ^= state >> 29;
                target(&noise);
            }
        }
    }
}
