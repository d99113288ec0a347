#!/usr/bin/env bash
# Sees to it that Debian packages are installed: installs the missing ones as root, else says the exact line.
# Usage: tools/need_packages.sh PACKAGE...
set -euo pipefail

if ! command -v dpkg-query >/dev/null; then
  echo "Not a Debian system: please see to it yourself that these are installed: $*" >&2
  exit 0
fi
missing=()
for package in "$@"; do
  status="$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)"
  [ "$status" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "The tests need system packages that are not installed. As root:" >&2
  echo >&2
  echo "    apt install -y ${missing[*]}" >&2
  exit 1
fi
echo "Installing ${missing[*]}"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
apt() { DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q -y "$@" </dev/null >>"$log" 2>&1; }
if ! { apt update && apt install --no-install-recommends "${missing[@]}"; }; then
  tail -n 30 "$log" >&2
  echo "apt could not install ${missing[*]}" >&2
  exit 1
fi
