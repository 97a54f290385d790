"""Slow and idle senders do not stop the site as it is shipped: gunicorn is started with our settings, and attacked.

The bounds are generous: it is asked whether a visitor is kept waiting, not how fast the site is.
"""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = "-c python:cairn.config.gunicorn"
SENDERS = 50
VISIT = 8.0  # seconds within which a visitor is served; one who waits for a sender waits for 20
HURRY = """
from cairn.config.gunicorn import *
from cairn.config import patience
patience.HEAD_SECONDS = patience.BODY_SECONDS = 0.5
patience.SLOWEST = 1e9
"""
IDLE = b""
HALF_A_HEAD = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-More: "
HEAD = b"POST /log-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
HALF_A_BODY = HEAD + b"Content-Length: 100000\r\n\r\nlogin=a"
HALF_A_CHUNK = HEAD + b"Transfer-Encoding: chunked\r\n\r\n1000\r\nlogin=a"


@contextmanager
def serving(folder, settings=SHIPPED):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "CAIRN_DATA_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "gunicorn", *shlex.split(settings), "--bind", f"127.0.0.1:{port}"]
    with (folder / "printed").open("wb") as printed:
        server = subprocess.Popen(command, env=environment, stdout=printed, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + 60
            while not is_up(port):
                assert server.poll() is None, (folder / "printed").read_text()
                assert time.monotonic() < deadline, (folder / "printed").read_text()
                time.sleep(0.2)
            yield port
        finally:
            server.terminate()
            server.wait(40)


def is_up(port):
    try:
        return visit(port) == 200
    except OSError:
        return False


def visit(port, **options):
    request = Request(f"http://127.0.0.1:{port}/health/live", **options)  # noqa: S310 this computer
    with urlopen(request, timeout=VISIT) as answer:  # noqa: S310
        return answer.status


def send_slowly(stack, port, sent):
    sender = stack.enter_context(closing(socket.create_connection(("127.0.0.1", port), timeout=VISIT)))
    sender.sendall(sent)
    return sender


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("shipped")) as port:
        yield port


@pytest.fixture(scope="module")
def hurried(tmp_path_factory):
    """The same with short times."""
    folder = tmp_path_factory.mktemp("hurried")
    (folder / "hurry.py").write_text(HURRY)
    with serving(folder, f"-c {folder / 'hurry.py'}") as port:
        yield port


@pytest.mark.parametrize("sent", [IDLE, HALF_A_HEAD, HALF_A_BODY, HALF_A_CHUNK], ids=lambda sent: f"{len(sent)} bytes")
def test_visitor_is_served_while_fifty_senders_are_slow(shipped, sent):
    with ExitStack() as stack:
        for _ in range(SENDERS):
            send_slowly(stack, shipped, sent)
        time.sleep(0.5)  # until each is being waited for
        started = time.monotonic()
        for _ in range(4):
            assert visit(shipped) == 200
        assert time.monotonic() - started < VISIT


@pytest.mark.parametrize(("sent", "answer"), [(HALF_A_HEAD, b""), (HALF_A_BODY, b"HTTP/1.1 408 "), (HALF_A_CHUNK, b"")])
def test_slow_sender_is_cut_off(hurried, sent, answer):
    with ExitStack() as stack:
        sender = send_slowly(stack, hurried, sent)
        received = b""
        while piece := sender.recv(4096):
            received += piece
    assert received.startswith(answer)


def test_dripping_sender_is_cut_off_too(hurried):
    """A byte now and then is no reason to wait on."""
    with ExitStack() as stack:
        sender, started = send_slowly(stack, hurried, HALF_A_BODY), time.monotonic()
        with suppress(OSError):  # the line is closed at the other end
            while time.monotonic() - started < VISIT:
                sender.sendall(b"a")
                time.sleep(0.1)
        assert time.monotonic() - started < VISIT


def test_visitor_is_served_while_fifty_do_not_close_what_was_answered(shipped):
    with ExitStack() as stack:
        for _ in range(SENDERS):
            sender = send_slowly(stack, shipped, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert sender.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert visit(shipped) == 200


def test_more_than_a_file_may_have_is_refused_before_it_is_read(shipped):
    with ExitStack() as stack:
        sender = send_slowly(stack, shipped, HEAD + b"Content-Length: 90000000\r\n\r\n")
        assert sender.recv(4096).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("expect", [False, True])
def test_whole_request_arrives_as_it_was_sent(shipped, expect):
    """A form without its token: that it is told so means that it was read."""
    body = b"login=a&more=" + b"b" * 2_000_000
    more = b"Expect: 100-continue\r\n" if expect else b""
    head = HEAD + f"Content-Length: {len(body)}\r\n".encode() + more + b"\r\n"
    with ExitStack() as stack:
        sender = send_slowly(stack, shipped, head)
        if expect:
            assert sender.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sender.sendall(body)
        received = b""
        while piece := sender.recv(65536):
            received += piece
    assert re.findall(rb"HTTP/1.1 (\d+) ", received) == [b"403"]


def test_other_methods_are_served(shipped):
    assert visit(shipped, method="HEAD") == 200
    with pytest.raises(HTTPError) as refused:
        visit(shipped, method="POST", data=b"")
    with refused.value as answer:
        assert answer.code == 403  # without a token


SLEEPER = """
import os, time
def application(environ, start_response):
    if environ["PATH_INFO"] != "/health/live":
        time.sleep(0.5)
    start_response("200 OK", [("Content-Length", "12")])
    return [f"{os.getpid():12}".encode()]
"""


def test_process_that_is_at_work_leaves_the_next_to_another(tmp_path):
    """Each sends while the former works: with gunicorn's own worker they fall to either process by chance."""
    (tmp_path / "sleeper.py").write_text(SLEEPER)
    (tmp_path / "sleepy.py").write_text(
        "from cairn.config.gunicorn import *\n"
        f"pythonpath, wsgi_app, workers, threads = {str(tmp_path)!r}, 'sleeper', 2, 1\n"
        "def on_starting(server): pass\n"
    )

    def ask(port):
        with urlopen(f"http://127.0.0.1:{port}/", timeout=VISIT) as answer:
            return answer.read(), answer.headers["Connection"]

    with serving(tmp_path, f"-c {tmp_path / 'sleepy.py'}") as port, ThreadPoolExecutor(8) as visitors:
        asked = []
        for _ in range(8):
            asked.append(visitors.submit(ask, port))
            time.sleep(0.05)
        answers = Counter(one.result() for one in asked)
    assert sorted(answers.values()) == [4, 4]
    assert {connection for _, connection in answers} == {
        "close"
    }  # one that stays open would bind who asks to a process


def test_settings_are_those_that_every_start_uses():
    """Those of systemd, of the image, of the page for hosts."""
    for path in ("deploy/systemd/cairn-site.service", "deploy/Dockerfile", "docs/user/running-a-site.md"):
        commands = [line for line in (ROOT / path).read_text().splitlines() if "gunicorn " in line and "bind" in line]
        assert commands, path
        assert all(f"gunicorn {SHIPPED} " in line for line in commands), path
