# Shared by the parts of .ci/run. Each part sources this first:
#     source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# It changes to the root of the project, so that a part can be started from any directory.
# shellcheck shell=bash disable=SC2034
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD

# A check builds everything once, so it takes less time without what a debugger or the next build needs.
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0

# Downloads that may be kept from one run to the next are here, outside the project.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sse-proto

say() { printf -- '-- %s\n' "$*"; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Shows a command, then runs it.
run() {
  printf '$ %s\n' "$*"
  "$@"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# The first part that asks fetches the package lists, at most once in twelve hours.
apt_lists() {
  command -v apt-get >/dev/null || die "this needs Debian's packages, and there is no apt-get here"
  local stamp=$cache/apt-lists
  if [ -z "$(find "$stamp" -mmin -720 2>/dev/null)" ]; then
    run as_root apt-get update -qq
    mkdir -p "$cache"
    touch "$stamp"
  fi
}

# need_apt PACKAGE…: installs the missing packages.
need_apt() {
  local package missing=()
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) == *' installed' ]] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  apt_lists
  run as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# need_cargo_tool NAME…: installs the missing tools. They run for seconds, so they are not optimized.
need_cargo_tool() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/$tool" ] ||
      run cargo install --locked --debug "$tool"
  done
}

# need_toolchain NAME: rustup must know the toolchain, or be able to install it.
need_toolchain() {
  grep -q "^$1\b" <<<"$(rustup toolchain list)" || run rustup toolchain install --profile minimal "$1" ||
    die "the $1 toolchain is missing"
}

# A value of the [package] table of Cargo.toml, its only place.
package_value() {
  cargo metadata --no-deps --format-version 1 |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["packages"][0][sys.argv[1]] or "")' "$1"
}

# The files of the project: those that are committed, or would be, and exist.
project_files() {
  git ls-files -z --cached --others --exclude-standard -- "$@" | while IFS= read -r -d '' file; do
    if [ -f "$file" ]; then printf '%s\n' "$file"; fi
  done | sort -u
}

# The packages other than the one at the root, each a folder with a Cargo.toml: benches, fuzz, …
side_packages() {
  project_files '*/Cargo.toml' | sed 's|/Cargo.toml$||'
}
