#!/bin/sh
# Set up the peers in .bench/: Python peers in environments of their own, and those of npm and Debian where node and java are there.
set -eu
cd "$(dirname "$0")/.."
mkdir -p .bench
python_peer() {
  [ -x ".bench/$1/bin/python" ] && return
  sh -c "$(dirname "$0")/../.venv/bin/python -m venv .bench/$1"
  name=$1
  shift
  ".bench/$name/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}
python_peer turbo 'pyshacl-turbo==0.6.5' 'rdflib-turbo==0.2.0a17'
python_peer rudof pyrudof
if command -v npm >/dev/null && [ ! -d .bench/node/node_modules ]; then
  mkdir -p .bench/node
  (cd .bench/node && npm init -y >/dev/null && npm install --silent --no-audit --no-fund shacl-engine rdf-ext n3) || rm -rf .bench/node
fi
if command -v java >/dev/null && [ ! -d .bench/jena ]; then
  if [ "$(id -u)" = 0 ] && [ ! -f /usr/share/java/jena-shacl.jar ]; then
    apt-get install -qq -y --no-install-recommends libapache-jena-java unzip >/dev/null || true
  fi
  if [ -f /usr/share/java/jena-shacl.jar ]; then
    # Debian's jar keeps the texts of its XML library where its classes do not look for them.
    mkdir -p .bench/jena/all
    unzip -o -q /usr/share/java/jena-core.jar 'org/apache/jena/ext/xerces/*.properties' -d .bench/jena/all
    mv .bench/jena/all/org/apache/jena/ext/xerces .bench/jena/
    rm -rf .bench/jena/all
  fi
fi
