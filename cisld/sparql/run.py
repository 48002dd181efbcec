"""Running: two functions and limits in, bytes out; they run in a child process that time and memory limits can end."""

from __future__ import annotations

import faulthandler
import json
import os
import select
import signal
import time
from collections.abc import Callable
from typing import NoReturn, TypeVar

from cisld.errors import BugError, CisldError, InputError, NetworkError, UsageError
from cisld.sparql.limits import Limits

try:
    import resource
except ImportError:  # Windows has neither fork nor limits of resources
    resource = None  # type: ignore[assignment]

Loaded = TypeVar("Loaded")

_KINDS = {kind.__name__: kind for kind in (InputError, UsageError, NetworkError, BugError)}
_DONE, _FAULT = b"=", b"!"


def run(load: Callable[[], Loaded], work: Callable[[Loaded], bytes], limits: Limits, name: str = "query") -> bytes:
    """Return what `work(load())` gives; a crash, an endless evaluation or hunger for memory ends only the child.

    `load` may read files; `work` runs without file handles, so that it reaches neither files nor the network. The time
    covers both; the memory comes on top of what this process has, and is bounded on Linux only. Raises what they raise
    if it is a CisldError, else InputError CIS206 to CIS208, CIS219; UsageError CIS209 on a system without fork.

    >>> run(lambda: 20, lambda loaded: b"%d" % (loaded + 1), Limits(seconds=5))
    b'21'
    """
    if resource is None:
        raise UsageError("CIS209", "This system cannot hold a query to limits.", "Use Linux, macOS or WSL.", name)
    deadline = time.monotonic() + limits.seconds
    reader, writer = os.pipe()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C waits until it can end the child too
    child = os.fork()
    if child == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.close(reader)
        _child(load, work, limits, writer)
    os.close(writer)
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        payload = _receive(reader, deadline)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(reader)
    if payload is None:
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if payload is None or status != 0:
        raise _ended(status if payload is not None else -signal.SIGXCPU, limits, name)
    return _opened(payload, name)


def _receive(reader: int, deadline: float) -> bytes | None:
    """Return all that the child wrote, or None if it did not end in time."""
    parts: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reader], [], [], left)[0]:
            part = os.read(reader, 1 << 20)
            if not part:
                return b"".join(parts)
            parts.append(part)
    return None


def _child(load: Callable[[], Loaded], work: Callable[[Loaded], bytes], limits: Limits, writer: int) -> NoReturn:
    """Do the work and leave at once, without the parent's clean-up and without its buffers."""
    code = 1
    try:
        _confine(limits)
        payload = _worked(load, work)
        view = memoryview(payload)
        while view:
            view = view[os.write(writer, view) :]
        code = 0
    except MemoryError:
        os.kill(os.getpid(), signal.SIGABRT)
    finally:
        os._exit(code)


def _worked(load: Callable[[], Loaded], work: Callable[[Loaded], bytes]) -> bytes:
    """Return the marked result; a fault becomes data, because an exception cannot cross to the parent."""
    try:
        loaded = load()
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        return _DONE + work(loaded)
    except CisldError as error:
        fault = [type(error).__name__, error.code, error.what, error.todo, error.where]
    except MemoryError:
        raise
    except (RuntimeError, OSError) as error:
        fault = ["InputError", "CIS219", f"The engine cannot evaluate it: {error}.", "Write it another way.", ""]
    except BaseException as error:  # the engine's panics are no Exception; a fault must not be taken for an answer
        fault = ["BugError", "CIS090", f"{type(error).__name__}: {error}", "This is a fault of cisld.", ""]
    return _FAULT + json.dumps(fault).encode()


def _confine(limits: Limits) -> None:
    """Take from this process the terminal's Ctrl-C, core files, and memory and time without bound."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    used = resource.getrusage(resource.RUSAGE_SELF)
    # The parent keeps the time; this one holds if the parent is gone. Loading may use more than one core.
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + 2 * limits.seconds) + 2)
    _lower(resource.RLIMIT_CORE, 0)
    if size := _size():
        _lower(resource.RLIMIT_AS, size + limits.megabytes * 1_048_576)


def _lower(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, hard))


def _size() -> int:
    """Return the size of this process's address space in bytes, 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _opened(payload: bytes, name: str) -> bytes:
    if payload[:1] == _DONE:
        return payload[1:]
    kind, code, what, todo, where = json.loads(payload[1:])
    raise _KINDS[kind](code, what, todo, where or name)


def _ended(status: int, limits: Limits, name: str) -> InputError:
    """Say by which limit the child ended."""
    if -status == signal.SIGXCPU:
        todo = "Narrow the query, or give it more with --timeout."
        return InputError("CIS206", f"No answer within {limits.seconds:g} s.", todo, name)
    if -status in (signal.SIGABRT, signal.SIGKILL):
        todo = "Narrow the query, add LIMIT, or give it more with --memory."
        return InputError("CIS207", f"The answer takes more than {limits.megabytes} MB.", todo, name)
    cause = signal.Signals(-status).name if status < 0 else f"exit {status}"
    todo = "Nest it less and write it smaller."
    return InputError("CIS208", f"The query ended the process that evaluated it ({cause}).", todo, name)
