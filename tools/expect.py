"""Write the present answer of a saved query into its header, for an editor to compare with the text and commit.

`python tools/expect.py queries/zones/zone-exports.rq` replaces what stands after `#+ expect:`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


def main(path: Path) -> None:
    """Replace the expected answer of one query."""
    text = re.sub(r"^#\+ expect:.*\n(#\+ \|.*\n)*", "", path.read_text(encoding="utf-8"), flags=re.M)
    command = [sys.executable, "-m", "cisld", "query", str(path), "--format", "markdown"]
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = "".join(f"#+ {line}\n" for line in table.splitlines())
    header, body = re.match(r"((?:#[^\n]*\n)*)(.*)", text, re.S).groups()  # type: ignore[union-attr]
    path.write_text(f"{header}#+ expect:\n{rows}{body}", encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        main(Path(name))
