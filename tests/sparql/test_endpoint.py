"""A bad answer of an endpoint is one clear line: nothing hangs, fills memory, leaks a password or goes elsewhere."""

from __future__ import annotations

import base64
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from cisld.errors import CisldError, InputError, NetworkError, UsageError
from cisld.sparql.endpoint import Endpoint, Patience
from tests.servers import free_port

JSON = "application/sparql-results+json"
HURRY = Patience(seconds=3, pauses=(0, 0, 0), bytes=1 << 22)
ROW = b'{"s":{"type":"uri","value":"http://e/a"}}'
GOOD = b'{"head":{"vars":["s"]},"results":{"bindings":[' + ROW + b"]}}"


class Handler(BaseHTTPRequestHandler):
    """Answer each path as the table below says, and keep what was asked."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, str, dict[str, str]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append((self.path, body, dict(self.headers)))
        try:
            ANSWERS[self.path.partition("?")[0].strip("/")](self)
        except OSError:
            self.close_connection = True  # the other side has heard enough

    def answer(self, data: bytes, status: int = 200, kind: str = JSON, **headers: str) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        """Begin an answer that ends when the connection does."""
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


class Quiet(ThreadingHTTPServer):
    """A server that does not tell of connections that were cut."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[tuple[str, str, dict[str, str]]]]]:
    Handler.asked = []
    running = Quiet(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_address[1]}", Handler.asked
    running.shutdown()
    running.server_close()


def table(*rows: bytes, head: bytes = b'{"vars":["s"]}') -> bytes:
    return b'{"head":' + head + b',"results":{"bindings":[' + b",".join(rows) + b"]}}"


def _broken_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "9999")
    handler.end_headers()
    handler.wfile.write(GOOD[:-9])
    handler.close_connection = True


def _endless_rows(handler: Handler) -> None:
    handler.begin()
    handler.wfile.write(GOOD[:-3])
    while True:
        handler.wfile.write((b"," + ROW) * 1000)


def _endless_literal(handler: Handler) -> None:
    handler.begin()
    handler.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"')
    while True:
        handler.wfile.write(b"a" * 65536)


def _dripping(handler: Handler) -> None:
    handler.begin()
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.2)


def _silent(handler: Handler) -> None:
    time.sleep(6)
    handler.answer(GOOD)


def _busy_twice(handler: Handler) -> None:
    tries = sum(path == "/busy-twice" for path, *_ in handler.asked)
    handler.answer(b"later", 503, "text/plain") if tries < 3 else handler.answer(GOOD)


def _hanging_up(handler: Handler) -> None:
    if sum(path.startswith("/hanging-up") for path, *_ in handler.asked) in (2, 3):
        handler.close_connection = True
    else:
        handler.answer(GOOD)


def _digest(handler: Handler) -> None:
    if handler.headers.get("Authorization", "").startswith("Digest "):
        handler.answer(GOOD)
    else:
        handler.answer(b"", 401, WWW_Authenticate='Digest realm="r", nonce="n", qop="auth"')


Answer = Callable[[Handler], None]
READABLE: dict[str, Answer] = {
    "good": lambda handler: handler.answer(GOOD),
    "charset": lambda handler: handler.answer(GOOD, kind=f"{JSON}; charset=utf-8"),
    "plain-json": lambda handler: handler.answer(GOOD, kind="application/json"),
    "packed": lambda handler: handler.answer(gzip.compress(GOOD), Content_Encoding="gzip"),
    "busy-twice": _busy_twice,
    "moved": lambda handler: handler.answer(b"", 307, Location="/good"),
    "moved-302": lambda handler: handler.answer(b"", 302, Location="good?x=1"),
    "digest": _digest,
}
UNREADABLE: dict[str, tuple[str, Answer]] = {
    "html": ("it is text/html", lambda handler: handler.answer(b"<html>", kind="text/html; charset=utf-8")),
    "no-type": ("it is of no type", lambda handler: handler.answer(GOOD, kind="")),
    "empty": ("CIS234", lambda handler: handler.answer(b"")),
    "no-json": ("CIS234", lambda handler: handler.answer(b"<sparql/>")),
    "cut": ("CIS234", lambda handler: handler.answer(GOOD[:-3])),
    "trailing": ("CIS234", lambda handler: handler.answer(GOOD + b"<script>")),
    "no-utf8": ("CIS234", lambda handler: handler.answer(GOOD.replace(b"http://e/a", b"http://e/\xff"))),
    "yes": ("a yes or no", lambda handler: handler.answer(b'{"head":{},"boolean":true}')),
    "other-variable": ("no variable s", lambda handler: handler.answer(table(head=b'{"vars":["x"]}'))),
    "no-iri": ("CIS234", lambda handler: handler.answer(table(b'{"s":{"type":"uri","value":"a b> <c"}}'))),
    "no-term": ("CIS234", lambda handler: handler.answer(table(b'{"s":{"type":"magic","value":"a"}}'))),
    "broken-off": ("breaks off", _broken_off),
    "false-gzip": ("is not", lambda handler: handler.answer(GOOD, Content_Encoding="gzip")),
    "cut-gzip": ("CIS234", lambda handler: handler.answer(gzip.compress(GOOD * 9)[:-20], Content_Encoding="gzip")),
    "brotli": ("packed as br", lambda handler: handler.answer(GOOD, Content_Encoding="br")),
    "bomb": ("CIS235", lambda handler: handler.answer(gzip.compress(b" " * (1 << 26)), Content_Encoding="gzip")),
    "endless-literal": ("CIS235", _endless_literal),
    "endless-rows": ("CIS235", _endless_rows),
    "nested": ("CIS235", lambda handler: handler.answer(b'{"head":{"a":' + b'{"a":' * 100_000)),
    "nested-terms": (
        "CIS235",
        lambda handler: handler.answer(
            table(b'{"s":{"type":"triple","value":' + b'{"subject":{"type":"triple","value":' * 100_000)
        ),
    ),
}
REFUSED: dict[str, tuple[str, Answer]] = {
    "not-found": ("CIS232 .*404", lambda handler: handler.answer(b"<html>no", 404, "text/html")),
    "bad-query": ("CIS232 .*400 .*: no such function", lambda handler: handler.answer(b"no such function\nat 1", 400)),
    "colours": (r"CIS232 .*500 .*: \?\[31mred", lambda handler: handler.answer(b"\x1b[31mred\x07", 500)),
    "always-busy": ("CIS232 .*503", lambda handler: handler.answer(b"", 503)),
    "a-part": ("CIS232 .*a part of the rows only", lambda handler: handler.answer(GOOD, X_SQL_State="S1TAT")),
    "partial": ("CIS232 .*206", lambda handler: handler.answer(GOOD, 206)),
    "private": ("CIS232 .*401", lambda handler: handler.answer(b"", 401)),
    "round": ("CIS233", lambda handler: handler.answer(b"", 302, Location="/round")),
    "nowhere": ("CIS233", lambda handler: handler.answer(b"", 302)),
    "to-a-file": ("CIS233", lambda handler: handler.answer(b"", 302, Location="file:///etc/passwd")),
    "to-another-port": ("CIS233", lambda handler: handler.answer(b"", 307, Location="http://127.0.0.1:1/")),
    "to-another-host": ("CIS233", lambda handler: handler.answer(b"", 307, Location="http://localhost:1/?token=x")),
    "dripping": ("CIS231", _dripping),
    "silent": ("CIS231", _silent),
}
ANSWERS = {
    **READABLE,
    "hanging-up": _hanging_up,
    **{name: answer for name, (_, answer) in (UNREADABLE | REFUSED).items()},
}


def ask(url: str, path: str, patience: Patience = HURRY) -> list[str]:
    return [str(row["s"]) for row in Endpoint(f"{url}/{path}", patience).solutions("SELECT ?s { ?s ?p ?o }", "s")]


@pytest.mark.parametrize("path", READABLE)
def test_a_good_answer_is_read_however_it_comes(path: str, server: Any) -> None:
    url = server[0].replace("//", "//zoe:pass%20word@") if path == "digest" else server[0]
    assert ask(url, path) == ["<http://e/a>"]


@pytest.mark.parametrize("path", UNREADABLE)
def test_an_answer_that_cannot_be_read_is_one_line(path: str, server: Any) -> None:
    with pytest.raises(InputError) as error:
        ask(server[0], path)
    line = str(error.value)
    assert UNREADABLE[path][0] in line
    assert (error.value.exit_code, line.isprintable(), line.startswith(f"{server[0]}/{path}: CIS23")) == (3, True, True)


@pytest.mark.parametrize("path", REFUSED)
def test_an_endpoint_that_gives_no_answer_is_one_line(path: str, server: Any) -> None:
    start = time.monotonic()
    with pytest.raises(NetworkError, match=REFUSED[path][0]) as error:
        ask(server[0], path)
    assert (error.value.exit_code, str(error.value).isprintable()) == (5, True)
    assert time.monotonic() - start < 6


def test_a_busy_server_is_asked_again_a_few_times(server: Any) -> None:
    before = len(server[1])
    with pytest.raises(NetworkError):
        ask(server[0], "always-busy")
    assert len(server[1]) - before == 1 + len(HURRY.pauses)


def test_a_server_that_hangs_up_between_answers_is_asked_again(server: Any) -> None:
    before = len(server[1])
    endpoint = Endpoint(f"{server[0]}/hanging-up", HURRY)
    rows = [list(endpoint.solutions("SELECT ?s {}", "s")) for _ in range(2)]
    assert [len(found) for found in rows] == [1, 1]
    assert len(server[1]) - before == 4


def test_a_redirect_keeps_the_query_and_the_method(server: Any) -> None:
    ask(server[0], "moved-302")
    (*_, (_, first, _), (path, second, _)) = server[1]
    assert (path, first, first.startswith("query=SELECT")) == ("/good?x=1", second, True)


def test_a_password_is_sent_and_never_shown(server: Any) -> None:
    url = server[0].replace("//", "//zoe:secret@")
    endpoint = Endpoint(f"{url}/good?key=hidden", HURRY)
    assert list(endpoint.solutions("SELECT ?s {}", "s"))
    sent = server[1][-1][2]["Authorization"].removeprefix("Basic ")
    assert base64.b64decode(sent) == b"zoe:secret"
    for path in (*UNREADABLE, "private", "not-found", "round", "to-another-host"):
        with pytest.raises(CisldError) as error:
            ask(url, f"{path}?key=hidden")
        assert not any(word in f"{error.value} {endpoint!r}" for word in ("secret", "zoe", "hidden", "token"))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/", "http://no-such-host.invalid/", "https://127.0.0.1:{port}"]
)
def test_an_endpoint_that_is_not_there_is_said_at_once(url: str) -> None:
    with pytest.raises(NetworkError, match="CIS230 The endpoint cannot be reached: ") as error:
        ask(url.format(port=free_port()).replace("//", "//zoe:secret@"), "")
    assert "secret" not in str(error.value)


NO_URLS = ["", "data.ttl", "ftp://e/", "file:///etc/passwd", "http://", "http://e:99999/", "http://[::1", "http://a b/"]


@pytest.mark.parametrize("url", [*NO_URLS, "http://e/\x1b[31m", "javascript:alert(1)"])
def test_only_a_url_of_http_or_https_is_an_endpoint(url: str) -> None:
    with pytest.raises(UsageError, match="CIS040"):
        Endpoint(url)


def test_a_password_may_stand_in_netrc(server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login zoe password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert ask(server[0], "good")
    assert server[1][-1][2]["Authorization"] == "Basic " + base64.b64encode(b"zoe:secret").decode()


def test_the_query_is_sent_as_it_stands(server: Any) -> None:
    list(Endpoint(f"{server[0]}/good", HURRY).solutions('SELECT ?s { ?s ?p "Минск & + %" }', "s"))
    _, body, headers = server[1][-1]
    assert body == "query=SELECT+%3Fs+%7B+%3Fs+%3Fp+%22%D0%9C%D0%B8%D0%BD%D1%81%D0%BA+%26+%2B+%25%22+%7D"
    assert (headers["Accept"], headers["Content-Type"]) == (JSON, "application/x-www-form-urlencoded")
