"""A front of a real endpoint that spoils its answers: cut rows, labels from zero in each answer, wrong counts."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

Rows = list[dict[str, dict[str, str]]]


@dataclass
class Front:
    """The running front: where it is, and what it was asked."""

    url: str
    queries: list[str] = field(default_factory=list)


@contextmanager
def front(
    behind: str, rename: bool = False, most: int | None = None, lie: Callable[[int], int] = lambda number: number
) -> Iterator[Front]:
    """Run a front: `rename` counts blank nodes anew in each answer, `most` cuts it, `lie` changes what is counted."""

    def spoilt(rows: Rows) -> Rows:
        labels: dict[str, str] = {}
        for row in rows[:most]:
            for name, term in row.items():
                if rename and term["type"] == "bnode":
                    term["value"] = labels.setdefault(term["value"], f"b{len(labels)}")
                if name == "n":
                    term["value"] = str(lie(int(term["value"])))
        return rows[:most]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            running.queries.append(parse_qs(body.decode())["query"][0])
            request = urllib.request.Request(behind, body, {"Accept": "application/sparql-results+json"})
            with urllib.request.urlopen(request) as answer:
                found = json.load(answer)
            found["results"]["bindings"] = spoilt(found["results"]["bindings"])
            data = json.dumps(found).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Front(f"http://127.0.0.1:{server.server_address[1]}/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
