"""Work shared among processes has the answers of one, and leaves nothing behind. Each program is a fresh process."""

import signal
import subprocess
import sys

import pytest

from genesis.parallel import MOST, processes_for
from tests.architecture.programs import python

HEAD = """
import os, sys
from genesis import parallel
ITEMS = range(int(sys.argv[1]))
COUNT = int(sys.argv[2])
def left():
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return "no child is left"
    return "a child is left"
"""
SQUARES = "answers = parallel.share(lambda items: [one * one for one in items], ITEMS, COUNT)\n"
ALL = f"{HEAD}{SQUARES}print(len(answers), sorted(sum(answers, [])) == [one * one for one in ITEMS], left())\n"
FAILS_ELSEWHERE = """
here = os.getpid()
def work(items):
    if os.getpid() != here:
        {failing}
    return list(items)
answers = parallel.share(work, ITEMS, COUNT)
print(answers == [list(ITEMS)], left())
"""
FAILS = """
def work(items):
    raise LookupError(next(items, None))
try:
    parallel.share(work, ITEMS, COUNT)
except LookupError as error:
    print(error, left())
"""
WAITS = """
import time
here = os.getpid()
def work(items):
    for one in items:
        os.write(1, b"!")
        while os.getpid() == here or os.getppid() == here:
            time.sleep(0.01)
parallel.share(work, ITEMS, COUNT)
"""


@pytest.mark.parametrize(("items", "count"), [(0, 2), (1, 2), (7, 2), (1000, 3), (100_000, 2), (5, 1)])
def test_every_item_is_done_once(items: int, count: int) -> None:
    assert python(ALL, str(items), str(count)) == f"{count} True no child is left\n"


@pytest.mark.parametrize(
    "failing",
    ["raise LookupError", "os._exit(3)", "os.kill(os.getpid(), 9)", "return lambda: None", "return open(os.devnull)"],
)
def test_what_another_process_cannot_do_is_done_here(failing: str) -> None:
    assert python(HEAD + FAILS_ELSEWHERE.format(failing=failing), "64", "3") == "True no child is left\n"


def test_a_failure_here_is_raised() -> None:
    assert python(HEAD + FAILS, "1", "1") == "0 no child is left\n"
    assert python(HEAD + FAILS, "64", "2").endswith(" no child is left\n")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_none_goes_on_when_this_one_ends(sent: signal.Signals) -> None:
    command = [sys.executable, "-c", HEAD + WAITS, "32", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout
        begun = running.stdout.read(2)
        running.send_signal(sent)
        rest = running.stdout.read()  # up to the end of the last process that could write
    assert (begun, rest) == (b"!!", b"")


def test_how_many() -> None:
    assert processes_for(19, 10) == 1
    assert 1 <= processes_for(10**6, 10) <= MOST
    code = "from genesis.parallel import processes_for as p\nimport os\nprint(p(100, 10) == min(len(os.sched_getaffinity(0)), 8))"
    assert python(code) == "True\n"
    assert python(f"import os\nos.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n{code}") == "True\n"
    beside = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    assert python(f"{beside}from genesis.parallel import processes_for as p\nprint(p(100, 10))") == "1\n"
