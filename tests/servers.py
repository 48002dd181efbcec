"""SPARQL servers for tests: each starts in a folder on a free port of this machine, takes files, and stops."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
MOST_ROWS = 2000
"""The number of rows at which the Virtuoso of the tests cuts answers, without a word."""

INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ServerThreads = 10
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""


class Oxigraph:
    """A running Oxigraph server."""

    name = "oxigraph"

    def __init__(self, http: int) -> None:
        self.root = f"http://127.0.0.1:{http}"
        self.url = f"{self.root}/query"

    def load(self, file: Path, graph: str) -> None:
        """Put an N-Triples file into a named graph, or into the default graph."""
        where = f"graph={quote(graph, safe='')}" if graph else "default"
        request = urllib.request.Request(f"{self.root}/store?{where}", file.read_bytes())
        request.add_header("Content-Type", "application/n-triples")
        with urllib.request.urlopen(request) as answer:
            assert answer.status in (200, 201, 204)


class Virtuoso:
    """A running Virtuoso server; the folder is the one it may read."""

    name = "virtuoso"

    def __init__(self, http: int, port: int, folder: Path) -> None:
        self.root = f"http://127.0.0.1:{http}"
        self.url = f"{self.root}/sparql"
        self.port, self.folder = port, folder

    def load(self, file: Path, graph: str) -> None:
        """Put an N-Triples file into a named graph."""
        here = self.folder / "load.nt"
        shutil.copyfile(file, here)
        self.tell(f"DB.DBA.TTLP (file_to_string_output ('{here}'), '', '{graph}', 0)")

    def tell(self, statement: str) -> None:
        """Run a statement of SQL."""
        command = ["isql-vt", f"127.0.0.1:{self.port}", "dba", "dba", f"exec={statement};"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert "Done." in done.stdout, done.stdout + done.stderr


Server = Oxigraph | Virtuoso


@contextmanager
def oxigraph(folder: Path) -> Iterator[Oxigraph]:
    """Run the Oxigraph server of PyPI, in memory."""
    server = Oxigraph(free_port())
    with _running([str(OXIGRAPH), "serve", "--bind", server.root.removeprefix("http://")], folder, server.root):
        yield server


@contextmanager
def virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """Run the Virtuoso server of Debian, or skip the test that asks for it."""
    binary = shutil.which("virtuoso-t")
    if binary is None or shutil.which("isql-vt") is None:
        pytest.skip("no Virtuoso here (Debian: apt-get install virtuoso-opensource-7-bin)")
    server = Virtuoso(free_port(), free_port(), folder)
    http = server.root.rpartition(":")[2]
    (folder / "cisld.ini").write_text(INI.format(port=server.port, http=http, folder=folder, rows=MOST_ROWS))
    with _running([binary, "+foreground", "+configfile", "cisld.ini"], folder, server.url):
        yield server


START = {"oxigraph": oxigraph, "virtuoso": virtuoso}
"""How each server is started in a folder."""


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _await(process, url)
        yield
    finally:
        process.kill()
        process.wait(20)


def _await(process: subprocess.Popen[bytes], url: str) -> None:
    """Wait until a server answers anything."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{process.args} does not answer at {url}")


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
