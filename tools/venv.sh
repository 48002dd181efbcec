#!/bin/sh
# Make .venv with pip in it: `sh tools/venv.sh python3`. Debian splits venv from Python, so it is installed where that is possible.
set -eu
python=$1
[ -x .venv/bin/python ] && [ -x .venv/bin/pip ] && exit 0
rm -rf .venv
"$python" -m venv .venv 2>/dev/null && exit 0
rm -rf .venv
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3-venv >/dev/null
  exec "$python" -m venv .venv
fi
echo "cisld: this Python has no venv module; run: sudo apt-get install python3-venv" >&2
exit 2
