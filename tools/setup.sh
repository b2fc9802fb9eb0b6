# Sourced by ./dev: installs Debian or Ubuntu packages, tier by tier.
#
# A tier lists packages; "a|b" takes the first that is installed or, failing
# that, the first that the distribution has (names differ between releases).
# Nothing happens, and no network is touched, when all is there.

packages_of() {
  case $1 in
    build) echo cmake ninja-build ccache g++ "pkgconf|pkg-config" \
      libarchive-dev libboost-dev libcld2-dev libcli11-dev libexpat1-dev libexpected-dev libfmt-dev libicu-dev \
      libminizip-dev libphonenumber-dev libprotobuf-dev libsimdjson-dev libsqlite3-dev \
      libssl-dev libtbb-dev libxml2-dev libxxhash-dev libyaml-cpp-dev libzstd-dev nlohmann-json3-dev zlib1g-dev \
      libgif-dev libjpeg-dev libpng-dev libseccomp-dev libsodium-dev libwebp-dev ;;
    # Builds the analyst's page. Not needed where node and npm come from elsewhere.
    page) if ! { command -v node && command -v npm; } >/dev/null; then echo nodejs npm; fi ;;
    test) echo libgtest-dev python3 python3-yaml diffutils zstd gzip ffmpeg tesseract-ocr tesseract-ocr-eng ;;
    browser) if ! first_command chromium chromium-browser google-chrome >/dev/null 2>&1; then echo chromium; fi ;;
    # Validators of what `export` writes; those of npm are in tests/exchange.
    exchange) echo python3-networkx libxml2-utils ;;
    # Version 14 first: the shape that clang-format gives differs between versions.
    check) echo "clang-14|clang" "clang-tidy-14|clang-tidy" "clang-format-14|clang-format" \
      "libclang-rt-14-dev|libclang-rt-dev" libgtest-dev python3 git ;;
    bench) echo libbenchmark-dev python3 ;;
    peers) echo python3 python3-venv ;;
    package) echo dpkg-dev file ;;
    *) echo "./dev: no tier '$1' (build, page, test, browser, exchange, check, bench, peers, package)" >&2 && return 2 ;;
  esac
}

declare -A is_installed
read_installed() {
  local status name
  is_installed=()
  while read -r status name; do
    if [[ $status == ii* ]]; then is_installed[$name]=1; fi
  done < <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n')
}

as_root() {
  if ((EUID == 0)); then
    env DEBIAN_FRONTEND=noninteractive "$@"
  elif command -v sudo >/dev/null; then
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  else
    echo "./dev: needs root or sudo for: $*" >&2
    return 1
  fi
}

# Prints the first of the commands that exists; fails if there is none.
first_command() {
  local name
  for name in "$@"; do
    if command -v "$name"; then return; fi
  done
  echo "./dev: none of these is installed: $*" >&2
  return 1
}

# The packages of the tiers that are not there, one "a|b" per line.
missing_of() {
  local tier spec name list
  for tier in "$@"; do
    list=$(packages_of "$tier") || return
    for spec in $list; do
      for name in ${spec//|/ }; do
        if [[ ${is_installed[$name]:-} ]]; then continue 2; fi
      done
      echo "$spec"
    done
  done | sort -u
}

# set_up TIER...: returns when every package of the tiers is installed.
set_up() {
  local missing spec name chosen=()
  if ! command -v apt-get >/dev/null; then
    echo "./dev: no apt-get here; assuming that you installed: $(for t in "$@"; do packages_of "$t"; done)" >&2
    return
  fi
  read_installed
  missing=$(missing_of "$@")
  if [[ -z $missing ]]; then return; fi
  echo "==> installing: ${missing//$'\n'/ }" >&2
  as_root apt-get -q -o DPkg::Lock::Timeout=300 update >&2
  for spec in $missing; do
    for name in ${spec//|/ }; do
      # A package that the distribution lacks, or has as a virtual one, has no candidate.
      if [[ $(LC_ALL=C apt-cache policy "$name" 2>/dev/null) =~ Candidate:\ [0-9] ]]; then
        chosen+=("$name")
        continue 2
      fi
    done
    echo "./dev: this distribution has no package ${spec//|/ or }" >&2
    return 1
  done
  as_root apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install \
    "${chosen[@]}" </dev/null >&2
}

# try_set_up TIER: for what the rest goes without. Tries once in a checkout; ./dev setup TIER
# tries again.
try_set_up() {
  local tried=build/tried-$1
  if [[ -z $(missing_of "$1") ]]; then return; fi
  if [[ -e $tried ]]; then return 1; fi
  mkdir -p build
  set_up "$1" && return
  touch "$tried"
  return 1
}
