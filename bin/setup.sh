# Sourced by the scripts beside it: what each needs on the machine, and a clear word when it is not there.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s\n' "$*" >&2; }

apt_install() { # packages; only on Debian as root
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
  say "Installing $* ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >&2
}

need() { # command, packages...: installs them, or says how
  local command=$1; shift
  command -v "$command" >/dev/null && return
  apt_install "$@" && command -v "$command" >/dev/null && return
  say "$command is missing. Install it, on Debian with: sudo apt-get install $*"
  exit 1
}

need_dotnet() {
  if ! command -v dotnet >/dev/null && [ -x "$HOME/.dotnet/dotnet" ]; then export PATH="$HOME/.dotnet:$PATH"; fi
  if command -v dotnet >/dev/null && [[ $'\n'$(dotnet --list-sdks) == *$'\n'10.* ]]; then return; fi
  apt_install dotnet-sdk-10.0 2>/dev/null && return
  say "The .NET 10 SDK is missing. Install it with its maker's script, then run this again:"
  say "  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 && export PATH=\"\$HOME/.dotnet:\$PATH\""
  exit 1
}

need_node() {
  need node nodejs npm
  need npm npm
  local major; major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$major" -ge 18 ] && return
  say "Node $major is too old; 18 or newer is needed. Install a newer one the way its makers do, then run this again:"
  say "  curl -o- https://raw.githubusercontent.com/nvm-sh/nvm/v0.40.3/install.sh | bash && . \"\$HOME/.nvm/nvm.sh\" && nvm install 24"
  exit 1
}

# Where the machine's ICU lies and which it is: $icu_folder, $icu (72.1). Read to the end: a pipe cut short ends the script now and then.
need_icu() {
  local found
  for _ in 1 2; do
    found=$(ldconfig -p | awk '/libicuuc\.so\.[0-9]+ .*x86-64/ && !found { print $NF; found = 1 }')
    if [ -n "$found" ]; then
      found=$(readlink -f "$found")
      icu_folder=$(dirname "$found") icu=${found##*.so.}
      return
    fi
    apt_install libicu-dev || break
  done
  say "ICU is missing. Install it, on Debian with: sudo apt-get install libicu-dev"
  exit 1
}

# Runs a command that ends with the script, and all that it started: a signal to the script alone would leave them running.
together() {
  set -m # a process group of its own
  "$@" & local command=$!
  set +m
  trap 'end_of $command; exit 143' TERM INT HUP
  local status=0; wait $command || status=$?
  trap - TERM INT HUP
  return $status
}

end_of() { # process group
  kill -TERM -- "-$1" 2>/dev/null || return 0
  for _ in {1..40}; do kill -0 -- "-$1" 2>/dev/null || return 0; sleep 0.1; done
  kill -KILL -- "-$1" 2>/dev/null || true
}

# Builds quietly: its output is shown only when it fails.
build() {
  local log; log=$(mktemp)
  if ! together dotnet build "$@" >"$log" 2>&1; then cat "$log" >&2; rm -f "$log"; return 1; fi
  rm -f "$log"
}

build_program() {
  need_dotnet; need_node
  say "Building ..."
  cd "$root" # for global.json; not in a subshell, which a signal to the script would leave behind
  build src/Broadsheet -c Release
  cd "$OLDPWD"
  program="$root/src/Broadsheet/bin/Release/net10.0/broadsheet"
}
