#![doc = include_str!("../../../../src/migrating.md")]
