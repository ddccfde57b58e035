# Shared by scripts/run and scripts/test: install what is missing, build a preset quietly. Sourced, not run.
#
# Nothing here touches the network when every package is installed already. Messages go to stderr: stdout belongs to the
# program that is run.

eider_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# What `scripts/run` needs. The README gives each package's reason.
eider_build_packages=(
  clang-19 lld-19 libclang-rt-19-dev llvm-19-dev
  cmake ninja-build ccache pkg-config
  libtbb-dev libmimalloc-dev libgmp-dev libicu-dev libpcre2-dev libfmt-dev libcli11-dev
  libssl-dev zlib1g-dev libbz2-dev liblzma-dev libexpat1-dev
  libgtest-dev libgmock-dev
  libpython3.11-stdlib
)
# What `scripts/test` needs besides: FileCheck, gdb and objdump, the Python that tests are compared with, and the model checker.
eider_test_packages=(llvm-19-tools gdb binutils python3.11 spin)
eider_test_packages+=(libpython3.11-testsuite)  # CPython's own test modules

say() { printf 'eider: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# missing_packages PACKAGE...: prints those that are not installed, one a line.
missing_packages() {
  local installed package
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
  done
}

# run_quietly WHAT LOG COMMAND...: runs the command with its output in LOG, and shows LOG only when it fails.
run_quietly() {
  local what=$1 log=$2 status=0
  shift 2
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status != 0)); then
    cat "$log" >&2
    die "$what failed (exit code $status); its output is above and in $log"
  fi
}

# ensure_packages PACKAGE...: installs those that are missing with apt-get, as root or through sudo.
ensure_packages() {
  command -v dpkg-query >/dev/null || { say "no dpkg here: assuming that the packages of README.md are installed"; return; }
  local missing=() as_root=() log
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} == 0)) && return
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "these packages are missing, and installing them needs root or sudo: ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  log=$(mktemp -t eider-packages.XXXXXX)
  run_quietly "apt-get update" "$log" "${as_root[@]}" apt-get update
  run_quietly "apt-get install" "$log" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends "${missing[@]}"
  rm -f "$log"
}

# build_preset PRESET [TARGET...]: configures (when needed) and builds build/PRESET. Two callers at once take turns.
build_preset() {
  local preset=$1 build="$eider_root/build/$1" begin=$SECONDS targets=()
  shift
  (($# > 0)) && targets=(--target "$@")
  mkdir -p "$build"
  exec 9>"$build/.lock"
  flock 9
  if [[ ! -f $build/build.ninja || $eider_root/CMakePresets.json -nt $build/build.ninja ]]; then
    say "configuring $preset"
    run_quietly "configuring $preset" "$build/configure.log" cmake --preset "$preset" -S "$eider_root" -B "$build"
  fi
  [[ -x $build/eider ]] || say "building $preset for the first time"
  run_quietly "building $preset" "$build/build.log" cmake --build "$build" "${targets[@]}"
  ((SECONDS - begin > 5)) && say "built $preset in $((SECONDS - begin)) s"
  exec 9>&-
}
