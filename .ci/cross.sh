# Shared by the parts of .ci/run that build for other machines. They source this after lib.sh:
#     source .ci/cross.sh
# shellcheck shell=bash disable=SC2034
set -euo pipefail

# The targets of firmware, from the smallest core up.
firmware_targets=(
  thumbv6m-none-eabi
  thumbv7m-none-eabi
  thumbv7em-none-eabihf
  riscv32imc-unknown-none-elf
  riscv32imac-unknown-none-elf
)

# The compiler for other machines is Debian's, because it comes with the sources of its own core and std: rustup's toolchain has
# libraries for this machine only. It is linked as `debweb`; rustup's default stays as it is.
need_cross_rust() {
  need_apt rustc-web cargo-web rust-web-src rust-web-llvm
  # rust-lld is a link to the linker of one LLVM release, in a separate package that no other package asks for: lld-22. The
  # other tools of that release (llvm-nm-22) are installed already.
  local linker
  linker=$(readlink /usr/bin/rust-lld)
  need_apt "$linker"
  llvm=${linker#lld}
  grep -q '^debweb\b' <<<"$(rustup toolchain list)" || run rustup toolchain link debweb /usr
  run rustc +debweb --version
}

# cross LIBRARIES TARGET CARGO-COMMAND OPTION…: runs cargo for a target, and builds these of Rust's libraries for it.
cross() {
  local libraries=$1 target=$2 command=$3
  RUSTC_BOOTSTRAP=1 cargo +debweb "$command" --target "$target" -Z build-std="$libraries" "${@:4}"
}
