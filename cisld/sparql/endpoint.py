"""Endpoints: a SELECT query in, the solutions of a SPARQL 1.1 endpoint out, one by one as they arrive."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import pyoxigraph as ox

from cisld.errors import InputError, NetworkError, UsageError
from cisld.sparql.body import Body, Pieces, bounded, relabelled, shallow, unpacked

if TYPE_CHECKING:
    import requests

_RESULTS = "application/sparql-results+json"
_KINDS = (_RESULTS, "application/json")
_AGAIN = {429, 502, 503, 504}
_MOVED = {301, 302, 303, 307, 308}
_MOST_MOVES = 5
_CONNECTING = 10.0
_LONGEST_WAIT = 30.0
_SHOWN = 160


@dataclass(frozen=True)
class Patience:
    """Say how long is waited and how much is read: seconds for one answer, pauses between tries, bytes of an answer."""

    seconds: float = 300.0
    pauses: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)
    bytes: int = 1 << 30


@dataclass
class Endpoint:
    """Hold the URL of a SPARQL 1.1 endpoint; only it is contacted, a user and a password in it are never shown.

    SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/; raises UsageError CIS040 for what is no http(s) URL.

    >>> Endpoint("https://ann:secret@example.org/sparql?key=1").shown
    'https://example.org/sparql'
    """

    url: str = field(repr=False)
    patience: Patience = Patience()

    def __post_init__(self) -> None:
        self._answered = False
        try:
            parts = urlsplit(self.url)
            fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            fits = False
        if not fits or not self.url.isprintable() or " " in self.url:
            raise UsageError("CIS040", "--endpoint is no URL of http or https.", "Write http://host/path.", "cisld")
        self._parts = parts
        self._target = urlunsplit(parts._replace(netloc=self._host, fragment=""))

    @property
    def _host(self) -> str:
        return self._parts.netloc.rpartition("@")[2]

    @cached_property
    def shown(self) -> str:
        """The URL without user, password, query and fragment, which may hold secrets."""
        return urlunsplit((self._parts.scheme, self._host, self._parts.path, "", ""))

    @cached_property
    def _session(self) -> requests.Session:
        import requests  # a tenth of a second that no local run needs to wait for

        session = requests.Session()
        if self._parts.username is not None:
            session.auth = (unquote(self._parts.username), unquote(self._parts.password or ""))
        return session

    def solutions(self, query: str, *names: str) -> Iterator[ox.QuerySolution]:
        """Yield the solutions of a SELECT query, which have these variables.

        SPARQL 1.1 Query Results JSON Format, https://www.w3.org/TR/sparql11-results-json/; raises NetworkError CIS230
        to CIS233 where no answer comes, InputError CIS234, CIS235 for one that cannot be read.
        """
        with self._heard(), self._answer(query) as response:
            pieces = self._pieces(response)
            found: Any = None
            try:
                found = ox.parse_query_results(Body(pieces), format=ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]
                if not isinstance(found, ox.QuerySolutions):
                    raise self._unreadable("it is a yes or no")
                if missing := set(names) - {variable.value for variable in found.variables}:
                    raise self._unreadable(f"it has no variable {min(missing)}")
                yield from found
            except SyntaxError as error:
                raise self._unreadable(_plain(str(error))) from None
            except RecursionError:
                raise self._unreadable("it is nested too deep") from None
            finally:
                del found  # the engine's cursor must not outlive this thread in a traceback

    def _unreadable(self, why: str) -> InputError:
        return InputError("CIS234", f"The answer is no table of SPARQL results: {why}.", "Check the URL.", self.shown)

    def _pieces(self, response: requests.Response) -> Pieces:
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if kind not in _KINDS:
            raise self._unreadable(f"it is {_plain(kind) or 'of no type'}, not {_RESULTS}")
        if packing not in ("identity", "gzip", ""):
            raise self._unreadable(f"it is packed as {_plain(packing)}, which was not asked for")
        pieces: Pieces = self._received(response)
        if packing == "gzip":
            pieces = unpacked(pieces, self.shown)
        return relabelled(shallow(bounded(pieces, self.patience.bytes, self.shown), self.shown), self.shown)

    def _received(self, response: requests.Response) -> Iterator[bytes]:
        """Yield bytes as they arrive; a server that sends one now and then does not hold us longer than it may."""
        deadline = time.monotonic() + self.patience.seconds
        while piece := response.raw.read1(1 << 16, decode_content=False):
            yield piece
            if time.monotonic() > deadline:
                raise self._late()

    @contextmanager
    def _answer(self, query: str) -> Iterator[requests.Response]:
        """Give the answer of a server that is ready for us, tried again a few times where it is busy or hangs up."""
        import requests  # see _session

        for pause in (*self.patience.pauses, None):
            try:
                response = self._sent(query)
            except requests.ConnectionError:
                if pause is None or not self._answered:
                    raise
                time.sleep(pause)
                continue
            if response.status_code not in _AGAIN or pause is None:
                break
            response.close()
            time.sleep(_pause(response, pause))
        with response:
            if response.status_code != 200 or "X-SQL-State" in response.headers:
                raise self._refused(response)
            self._answered = True
            yield response

    def _sent(self, query: str) -> requests.Response:
        """Return the answer to a request that is sent where redirects on the same host lead."""
        for _ in range(_MOST_MOVES + 2):
            response = self._post(query)
            if response.status_code == 401 and self._digests():
                response.close()
                response = self._post(query)
            if response.status_code not in _MOVED:
                return response
            response.close()
            self._move(response.headers.get("Location", ""))
        raise NetworkError("CIS233", f"More than {_MOST_MOVES} redirects.", "Name the URL at their end.", self.shown)

    def _post(self, query: str) -> requests.Response:
        return self._session.post(
            self._target,
            data={"query": query},
            headers={"Accept": _RESULTS, "Accept-Encoding": "gzip", "User-Agent": "cisld"},
            timeout=(_CONNECTING, self.patience.seconds),
            stream=True,
            allow_redirects=False,
        )

    def _move(self, location: str) -> None:
        """Follow a redirect on the same host and port, to https or within http or https."""
        there = urlsplit(urljoin(self._target, location))
        here = urlsplit(self._target)
        safe = there.scheme == here.scheme or there.scheme == "https"
        if not location or not safe or there.netloc.lower() != here.netloc.lower():
            what = f"The endpoint sends requests on to {_plain(urlunsplit(there._replace(query='', fragment='')))}."
            raise NetworkError("CIS233", what, "Name that URL if you trust it.", self.shown)
        self._target = urlunsplit(there)

    def _digests(self) -> bool:
        """Take up digest authentication where a password is not taken; Virtuoso does not ask for it."""
        if not isinstance(self._session.auth, tuple):
            return False
        from requests.auth import HTTPDigestAuth  # see _session

        self._session.auth = HTTPDigestAuth(*self._session.auth)
        return True

    def _refused(self, response: requests.Response) -> NetworkError:
        status = response.status_code
        told = f"{status} {_plain(response.reason or '')}".strip() if status != 200 else "with a part of the rows only"
        text = (
            response.raw.read1(1 << 12, decode_content=False).decode(errors="replace").strip() if status > 399 else ""
        )
        said = f": {_plain(text.partition(chr(10))[0])}" if text and "<" not in text[:200] else ""
        todo = _TODO.get(status, "Check the URL, or ask its keeper.")
        return NetworkError("CIS232", f"The endpoint answers {told}{said}.", todo, self.shown)

    def _late(self) -> NetworkError:
        what = f"No whole answer within {self.patience.seconds:g} s."
        return NetworkError("CIS231", what, "Give it more with --timeout, or ask for less with --page.", self.shown)

    @contextmanager
    def _heard(self) -> Iterator[None]:
        """Turn what the HTTP library says of the network into one line."""
        import requests  # see _session
        from urllib3.exceptions import HTTPError, ReadTimeoutError

        try:
            yield
        except (requests.Timeout, ReadTimeoutError):
            raise self._late() from None
        except (requests.RequestException, HTTPError, UnicodeError, OSError) as error:
            if _cause(error) == "IncompleteRead":
                raise InputError("CIS234", "The answer breaks off.", "Run it again.", self.shown) from None
            what = f"The endpoint cannot be reached: {_cause(error)}."
            raise NetworkError("CIS230", what, "Check the URL and the network.", self.shown) from None


def _pause(response: requests.Response, pause: float) -> float:
    """Return how long to wait: as long as the server asks for, within reason."""
    asked = response.headers.get("Retry-After", "")
    return min(float(asked), _LONGEST_WAIT) if asked.isdecimal() and len(asked) < 6 else pause


def _cause(error: BaseException) -> str:
    """Return the innermost cause of an error of the HTTP library, without URLs, in which a password could stand."""
    seen: Any = error
    while (inner := _inner(seen)) is not None:
        seen = inner
    if isinstance(seen, OSError) and seen.strerror:
        return _plain(seen.strerror).rstrip(".").lower()
    return _NAMES.get(type(seen).__name__, type(seen).__name__)


def _inner(error: Any) -> BaseException | None:
    listed = [getattr(error, "reason", None), *getattr(error, "args", ()), error.__cause__, error.__context__]
    return next((each for each in listed if isinstance(each, BaseException)), None)


def _plain(text: str) -> str:
    """Return the beginning of a text from outside on one line, in which nothing can move a cursor.

    >>> _plain("a\\n\\x1b[31m b")
    'a ?[31m b'
    """
    words = " ".join(text[: 4 * _SHOWN].split())
    return "".join(letter if letter.isprintable() else "?" for letter in words)[:_SHOWN].rstrip(".")


_NAMES = {
    "NameResolutionError": "its name is not known",
    "InvalidURL": "its URL is not valid",
    "LocationParseError": "its URL is not valid",
    "RemoteDisconnected": "it closed the connection without an answer",
}
_TODO = {
    400: "It does not take the query; it may not be a SPARQL 1.1 endpoint.",
    401: "Write user and password: https://user:password@host/path.",
    403: "Ask its keeper for access.",
    404: "Check the path of the URL.",
}
