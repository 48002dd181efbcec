#!/bin/sh
# The main job on the data that ships with cisld: validate, build every serialization, answer three saved queries.
set -eu
run() { printf '\n$ %s\n' "$*"; "$@"; }
run cisld validate
run cisld build
run cisld query trade-of-pair
run cisld query residents-by-date
run cisld query signed-in-month
