#!/bin/sh
# Install Virtuoso from Debian's packages for the tests of --endpoint, where that is possible; else they are skipped and say why.
set -eu
command -v virtuoso-t >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends virtuoso-opensource-7-bin >/dev/null &&
    exit 0
fi
echo "cisld: no Virtuoso here, its tests are skipped; on Debian: sudo apt-get install virtuoso-opensource-7-bin" >&2
