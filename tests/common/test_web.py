"""Only the public web is asked, and the very number that was checked."""

import socket
import threading
import time
from contextlib import ExitStack, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from cairn.common import web
from cairn.common.web import NotPublic, TimedAdapter, is_public, open_public_session
from cairn.indicators.services import fetching
from cairn.library.services import web as looking
from cairn.library.services.web import look_at
from tests.cases import each

PUBLIC = "93.184.215.14"
NOT_PUBLIC = """
    127.0.0.1 127.8.9.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 100.64.0.1 169.254.169.254 192.0.2.1 198.18.0.1
    224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    :: ::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd12:3456::1 ff02::1 ff0e::1 2001:db8::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:224.0.0.1 ::127.0.0.1 ::8.8.8.8
    2002:7f00:1:: 2002:a00:1::1 2002:a9fe:a9fe::1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
    2001:0:4136:e378:8000:63bf:3fff:fdd2
"""


@each("number", [*NOT_PUBLIC.split(), "not a number", ""])
def test_not_of_the_public_web(number):
    assert not is_public(number)


@each("number", [PUBLIC, "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"])
def test_of_the_public_web(number):
    assert is_public(number)


class Names:
    """A name server that answers each question with the next numbers, as one that an attacker runs."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def getaddrinfo(self, name, port, *args, **options):
        try:
            return self.real(name, port, *args, **(options | {"flags": socket.AI_NUMERICHOST}))
        except socket.gaierror:
            self.asked.append(name)
        answer = self.answers.pop(0) if self.answers else ["127.0.0.1"]
        return [found for number in answer for found in self.real(number, port, *args, **options)]

    real = staticmethod(socket.getaddrinfo)


@pytest.fixture
def names(monkeypatch):
    def give(*answers):
        names = Names(*answers)
        monkeypatch.setattr(socket, "getaddrinfo", names.getaddrinfo)
        return names

    return give


@pytest.fixture
def server():
    """Inside the host's own network; leads to itself, to a loop, or on to an address of the caller's choice."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Host"]))
            onwards = {"/on": "/end", "/loop": "/loop", "/out": self.server.onwards}.get(self.path)
            self.send_response(302 if onwards else {"/gone": 410}.get(self.path, 200))
            if onwards:
                self.send_header("Location", onwards)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    asked = []
    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.asked, server.onwards = asked, "file:///etc/passwd"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def lenient(monkeypatch):
    """As if the numbers of this computer were public, so that a connection is made."""
    monkeypatch.setattr(web, "is_public", lambda number: number == "127.0.0.1")


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_computer_is_not_asked_however_it_is_written(host, server):
    assert look_at(f"http://{host}:{server.server_port}/") in (None, 0)
    assert server.asked == []


def test_name_that_leads_inside_is_not_asked_nor_one_that_leads_there_among_others(server, names):
    for numbers in (["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1", PUBLIC], ["169.254.169.254"]):
        names(numbers)
        assert look_at(f"http://rebinding.example:{server.server_port}/") is None
    assert server.asked == []


def test_name_is_looked_up_once_and_the_checked_number_is_asked(server, names, lenient):
    """The second answer would lead to another number than the one that was checked."""
    service = names(["127.0.0.1"], ["127.0.0.2"])
    assert look_at(f"http://rebinding.example:{server.server_port}/") == 200
    assert service.asked == ["rebinding.example"]
    assert server.asked == [("/", f"rebinding.example:{server.server_port}")]


def test_redirects_are_followed_and_checked_like_the_first_address(server, names, lenient):
    address = f"http://a.example:{server.server_port}"
    names(["127.0.0.1"])
    assert look_at(f"{address}/on") == 200
    names(["127.0.0.1"])
    assert look_at(f"{address}/gone") == 410
    names(["127.0.0.1"])
    assert look_at(f"{address}/loop") is None
    for onwards in (
        "file:///etc/passwd",
        "http://inside.example/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "ftp://a.example",
    ):
        server.onwards = onwards
        names(["127.0.0.1"], ["10.0.0.1"])
        assert look_at(f"{address}/out") is None


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://a.example", "javascript:1", "", "//a.example", "gopher://x"]
)
def test_other_schemes_are_not_asked(address):
    assert look_at(address) is None


@pytest.mark.parametrize("address", ["http://", "http://[", "http://" + "a" * 300 + ".example/", "http://a\0b/"])
def test_what_is_no_address_has_no_answer(address, names):
    assert look_at(address) in (None, 0)


def test_certificate_is_asked_for_the_name_not_for_the_number(names, lenient, monkeypatch):
    seen = []

    def wrap(sock, *, server_hostname, **options):
        seen.append((server_hostname, sock.getpeername()[0]))
        raise OSError("far enough")

    monkeypatch.setattr("urllib3.connection._ssl_wrap_socket_and_match_hostname", wrap)
    names(["127.0.0.1"])
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        open_public_session(seconds=5) as session,
        pytest.raises(requests.ConnectionError),
    ):
        session.get(f"https://a.example:{listening.getsockname()[1]}/")
    assert seen == [("a.example", "127.0.0.1")]


def test_behind_a_proxy_names_are_still_checked(names):
    names(["10.0.0.1"])
    with open_public_session(seconds=5) as session, pytest.raises(NotPublic):
        session.get("http://inside.example/", proxies={"http": "http://127.0.0.1:9"})


def test_only_the_service_that_the_host_named_may_stand_inside(server, settings):
    settings.EES_API = f"http://127.0.0.1:{server.server_port}/api"
    server.onwards = f"http://127.0.0.1:{server.server_port}/elsewhere"
    with fetching._open_session() as session:
        assert type(session.get_adapter(f"{settings.EES_API}/publications")) is TimedAdapter
        with pytest.raises(NotPublic):
            session.get(server.onwards)
    assert server.asked == []


# --- whoever answers slowly ------------------------------------------------------------------------

TLS_RECORD = b"\x16\x03\x03\x40\x00"  # says that 16,384 bytes follow
DRIPS = {
    "a status": ("http", b"", b"H"),
    "a head": ("http", b"HTTP/1.1 200 OK\r\nX-Name: ", b"a"),
    "heads": ("http", b"HTTP/1.1 200 OK\r\n", b"X: a\r\n"),
    "a redirect": ("http", b"HTTP/1.1 302 Found\r\nLocation: /", b"a"),
    "TLS": ("https", TLS_RECORD, b"\x00"),
}


@pytest.fixture
def dripping():
    """A server that sends something and then a little more, ten times a second, for as long as it is listened to."""

    def serve(listening, first, drop):
        with suppress(OSError):
            sock, _ = listening.accept()
            with sock, suppress(OSError):
                sock.sendall(first)
                while not ended.wait(0.1):
                    sock.sendall(drop)

    def start(first, drop):
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        thread = threading.Thread(target=serve, args=(listening, first, drop))
        thread.start()
        stack.callback(thread.join)
        stack.callback(ended.set)
        return listening.getsockname()[1]

    ended = threading.Event()
    with ExitStack() as stack:
        yield start


@pytest.mark.parametrize("kind", DRIPS)
def test_whoever_sends_a_byte_now_and_then_is_left_after_some_seconds_in_all(kind, dripping, lenient, monkeypatch):
    monkeypatch.setattr(looking, "MOST_SECONDS", 0.5)
    scheme, first, drop = DRIPS[kind]
    port, began = dripping(first, drop), time.monotonic()
    assert look_at(f"{scheme}://127.0.0.1:{port}/") == 0
    assert 0.4 < time.monotonic() - began < 3


def test_page_that_drips_after_its_head_is_not_waited_for(dripping, lenient):
    port, began = dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"a"), time.monotonic()
    assert look_at(f"http://127.0.0.1:{port}/") == 200
    assert time.monotonic() - began < 2


def test_sockets_and_alarms_are_gone_afterwards(server, lenient):
    before = threading.active_count()
    for _ in range(3):
        assert look_at(f"http://127.0.0.1:{server.server_port}/on") == 200
    deadline = time.monotonic() + 3  # an alarm that was stopped needs a moment
    while threading.active_count() > before:
        assert time.monotonic() < deadline
        time.sleep(0.01)
