import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from cisld.errors import BugError, InputError, UsageError
from cisld.graph.store import answer
from cisld.sparql.evaluation import evaluate
from cisld.sparql.limits import Limits
from cisld.sparql.results import Style, render
from cisld.sparql.run import run
from cisld.sparql.saved import query
from tests.conftest import heed_ctrl_c
from tests.sparql.bombs import ENDLESS, HUNGRY, SHAPES

UNCHECKED = Limits(10**9, 10**9, 10**9, 10**9, seconds=0.7, megabytes=700)
"""No static limit, so that only the child stands between a query and this process."""


@pytest.fixture(scope="module")
def thousand() -> Store:
    store = Store()
    ring = [NamedNode(f"http://e/{number}") for number in range(1_000)]
    store.extend(Quad(node, NamedNode("http://e/p"), ring[number - 1]) for number, node in enumerate(ring))
    return store


def ending(text: str, store: Store, limits: Limits) -> str:
    """Return the code with which a query ends, or nothing if it is answered."""
    try:
        evaluate(query(text), {}, lambda: store, Style("json" if "SELECT" in text else ""), limits)
    except InputError as error:
        return error.code
    return ""


def has_ended(process: int, seconds: float) -> bool:
    """Wait until a process is gone, or is dead and only not yet collected by its parent."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("size", [1_000, 10_000])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_that_passes_no_limit_ends_only_the_child(shape: str, size: int, thousand: Store) -> None:
    start = time.monotonic()
    code = ending(SHAPES[shape](size), thousand, UNCHECKED)
    assert code in ("", "CIS201", "CIS205", "CIS206", "CIS207", "CIS208")
    assert time.monotonic() - start < 20


def test_nesting_that_overflows_the_stack_is_told_as_such(thousand: Store) -> None:
    with pytest.raises(InputError, match=r"^query: CIS208 The query ended the process .* \(SIGSEGV\)\. Nest it less"):
        evaluate(query(SHAPES["groups"](10_000)), {}, lambda: thousand, Style(), UNCHECKED)


@pytest.mark.parametrize("bomb", ENDLESS)
def test_an_endless_query_ends_at_its_time_limit(bomb: str, thousand: Store) -> None:
    start = time.monotonic()
    assert ending(ENDLESS[bomb], thousand, Limits(seconds=0.5)) == "CIS206"
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("bomb", HUNGRY)
def test_a_hungry_query_ends_at_its_memory_limit(bomb: str, thousand: Store) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert ending(HUNGRY[bomb], thousand, Limits(seconds=30, megabytes=300)) == "CIS207"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_hungry_function_in_python_ends_at_its_memory_limit() -> None:
    with pytest.raises(InputError, match="CIS207"):
        run(lambda: None, lambda _: bytes(400 * 1_048_576), Limits(seconds=10, megabytes=300))


def test_the_child_opens_no_connection_even_where_no_check_stood_before_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as sink:
        sink.settimeout(0.5)
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{sink.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        with pytest.raises(InputError, match="CIS219"):
            run(Store, lambda store: render(answer(store, text), Style()), Limits(seconds=5))
        with pytest.raises(TimeoutError):
            sink.accept()


def test_the_child_reads_no_file_once_its_data_are_loaded() -> None:
    with pytest.raises(InputError, match=r"CIS219 .*Too many open files"):
        run(lambda: None, lambda _: Path("/etc/hostname").read_bytes(), Limits(seconds=5))


def test_a_large_answer_comes_back_whole() -> None:
    assert run(lambda: 30_000_000, bytes, Limits(seconds=10)) == bytes(30_000_000)


def test_an_error_of_the_child_is_raised_here_with_its_exit_code() -> None:
    def load() -> None:
        raise InputError("CIS001", "No such file.", "Check the path.", "a.ttl")

    with pytest.raises(InputError, match=r"^a.ttl: CIS001 No such file. Check the path.$") as caught:
        run(load, lambda _: b"", Limits())
    assert caught.value.exit_code == 3


def test_a_fault_of_the_program_is_not_taken_for_a_bad_query() -> None:
    with pytest.raises(BugError, match="CIS090 ZeroDivisionError"):
        run(lambda: 0, lambda zero: bytes(1 // zero), Limits())


def test_a_child_killed_from_outside_is_no_answer() -> None:
    with pytest.raises(InputError, match="CIS207"):
        run(lambda: None, lambda _: os.kill(os.getpid(), signal.SIGKILL) or b"", Limits())


def test_a_child_that_leaves_without_an_answer_is_no_answer() -> None:
    with pytest.raises(InputError, match=r"CIS208 .*\(exit 7\)"):
        run(lambda: None, lambda _: os._exit(7), Limits())


def test_the_child_leaves_neither_process_nor_file_handle_behind(thousand: Store) -> None:
    handles = len(os.listdir("/proc/self/fd"))
    for text in (*list(ENDLESS.values())[:1], "ASK {}", SHAPES["groups"](5_000)):
        ending(text, thousand, Limits(10**6, 10**6, 10**6, 10**6, seconds=0.3))
    assert len(os.listdir("/proc/self/fd")) == handles
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_ctrl_c_ends_the_run_at_once_and_its_child_with_it() -> None:
    script = (
        "import os, time\n"
        "from cisld.sparql.run import run\n"
        "from cisld.sparql.limits import Limits\n"
        "def work(_):\n"
        "    os.write(1, b'%d\\n' % os.getpid())\n"
        "    time.sleep(60)\n"
        "run(lambda: None, work, Limits())\n"
    )
    command, quiet = [sys.executable, "-c", script], subprocess.DEVNULL
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, preexec_fn=heed_ctrl_c) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(30)
    assert time.monotonic() - start < 10
    assert has_ended(child, 10)


def test_a_child_whose_parent_is_killed_ends_by_its_own_clock() -> None:
    script = (
        "import os\n"
        "from cisld.sparql.run import run\n"
        "from cisld.sparql.limits import Limits\n"
        "def work(_):\n"
        "    os.write(1, b'%d\\n' % os.getpid())\n"
        "    while True: pass\n"
        "run(lambda: None, work, Limits(seconds=0.4))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.kill()
    assert has_ended(child, 40)


def test_a_system_without_limits_is_told_to_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cisld.sparql.run.resource", None)
    with pytest.raises(UsageError, match="CIS209 This system cannot hold a query to limits"):
        run(lambda: None, lambda _: b"", Limits())
