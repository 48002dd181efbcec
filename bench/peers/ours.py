"""cisld's engine: data file and shapes file in, the number of results out."""

import sys
from pathlib import Path

from cisld.shacl import validate

print(len(validate([Path(sys.argv[1])], [Path(sys.argv[2])]).results))
