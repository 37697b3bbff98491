#![doc = include_str!("../../../../src/guide/migrating.md")]
