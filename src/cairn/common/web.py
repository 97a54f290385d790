"""Asking addresses that others gave: only the public web, never what stands inside the host's own network.

A name is looked up once, when the connection is made; what it leads to is checked, and the connection goes to the very
number that was checked. A name that answers something else a moment later gains nothing, and neither does a redirect.

Each exchange also ends after some seconds in all. The `timeout` of requests runs from one byte to the next, so whoever
sends a byte now and then could hold a job for ever.
"""

import os
import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from typing import Any, ClassVar
from urllib.parse import urlsplit

from requests import PreparedRequest, Session
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NameResolutionError, NewConnectionError

NAT64 = IPv6Network("64:ff9b::/96")
COMPATIBLE = IPv6Network("::/96")  # IPv4 within IPv6 as it was written before 2006
IPV4_BITS = 0xFFFFFFFF


class NotPublic(Exception):
    """The address leads to something that is not of the public web."""


def is_public(number: str) -> bool:
    """Whether a number is of the public web, and so is the IPv4 number within it, where it has one."""
    try:
        address = ip_address(number)
    except ValueError:  # one with a zone is of a local network
        return False
    if isinstance(address, IPv6Address):
        if address in COMPATIBLE or address.teredo or address.is_site_local:
            return False
        address = _get_ipv4_within(address) or address
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_private or address.is_link_local
    )


def _get_ipv4_within(address: IPv6Address) -> IPv4Address | None:
    """Of mapped addresses, and of those that a gateway (6to4, NAT64) leads on to."""
    if address in NAT64:
        return IPv4Address(int(address) & IPV4_BITS)
    return address.ipv4_mapped or address.sixtofour


def find_public_numbers(name: str, port: int) -> list[str]:
    """What a name leads to; raises NotPublic where any of it is not public, and OSError where it leads nowhere."""
    found = socket.getaddrinfo(name.strip("[]"), port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    for number in numbers:
        if not is_public(number):
            raise NotPublic(name)
    return numbers


class _Timed(HTTPConnection):
    """Is shut down so many seconds after it was asked for, or after something was asked of it."""

    seconds: float  # set by the adapter
    has_ended = False
    _alarm: Timer | None = None
    _watched: socket.socket  # by the alarm

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self._set_alarm(made)  # before TLS is agreed on, which can be slow too
        return made

    def request(self, *args: Any, **options: Any) -> None:
        if self.sock is not None:
            self._set_alarm(self.sock)
        super().request(*args, **options)

    def getresponse(self) -> Any:
        # Before the last answer on a connection is read, it is closed already, and the socket lives on in the answer.
        alarm, self._alarm = self._alarm, None
        try:
            answer = super().getresponse()
        finally:
            self._alarm = alarm
        if self.has_ended:  # the head that broke off looks like a whole one
            answer.close()
            raise TimeoutError
        return answer

    def close(self) -> None:
        self._stop_alarm()
        super().close()

    def _set_alarm(self, connected: socket.socket) -> None:
        """By a name of its own for the socket: TLS makes another object of it."""
        self._stop_alarm()
        self._watched = socket.socket(fileno=os.dup(connected.fileno()))
        self._alarm = Timer(self.seconds, self._end, [self._watched])
        self._alarm.daemon = True
        self._alarm.start()

    def _stop_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._watched.close()
            self._alarm = None

    def _end(self, watched: socket.socket) -> None:
        self.has_ended = True
        with suppress(OSError):  # it has ended by itself
            watched.shutdown(socket.SHUT_RDWR)


class _TimedHTTPS(_Timed, HTTPSConnection):
    pass


class _Pinned(_Timed):
    def _new_conn(self) -> socket.socket:
        name, problem = self._dns_host, OSError("The name leads nowhere.")
        try:
            numbers = find_public_numbers(name, self.port)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except UnicodeError as error:
            raise NewConnectionError(self, "No such name can be.") from error
        for number in numbers:
            self._dns_host = number
            try:
                return super()._new_conn()
            except OSError as error:
                problem = error
            finally:
                self._dns_host = name  # the certificate is asked for the name
        raise problem


class _PinnedHTTPS(_Pinned, HTTPSConnection):
    pass


class TimedAdapter(HTTPAdapter):
    """Of a session of `requests`: an exchange that takes longer than so many seconds ends as one without an answer."""

    connections: ClassVar[dict[str, type[HTTPConnection]]] = {"http": _Timed, "https": _TimedHTTPS}

    def __init__(self, *, seconds: float, **options: Any) -> None:
        self.seconds = seconds
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {
            scheme: type(pool.__name__, (pool,), {"ConnectionCls": self._make_connections(scheme)})
            for scheme, pool in (("http", HTTPConnectionPool), ("https", HTTPSConnectionPool))
        }

    def _make_connections(self, scheme: str) -> type[HTTPConnection]:
        base = self.connections[scheme]
        return type(base.__name__, (base,), {"seconds": self.seconds})


class PublicOnly(TimedAdapter):
    """Raises NotPublic. A proxy, where the host has set one, looks names up by itself, and has times of its own: names
    are still checked here, and what it lets through is its own affair."""

    connections: ClassVar[dict[str, type[HTTPConnection]]] = {"http": _Pinned, "https": _PinnedHTTPS}

    def get_connection_with_tls_context(self, request: PreparedRequest, *args: Any, **options: Any) -> Any:
        proxies = options.get("proxies") or (args[1] if len(args) > 1 else None)
        if select_proxy(str(request.url), proxies):
            parts = urlsplit(str(request.url))
            find_public_numbers(parts.hostname or "", parts.port or 443)
        return super().get_connection_with_tls_context(request, *args, **options)


def open_public_session(*, seconds: float, **options: Any) -> Session:
    """`options` are those of the adapter, as how often it tries again."""
    session = Session()
    session.mount("https://", PublicOnly(seconds=seconds, **options))
    session.mount("http://", PublicOnly(seconds=seconds, **options))
    return session
