"""Asking addresses that others gave: only the public web, never what stands inside the host's own network.

A name is looked up once, when the connection is made; what it leads to is checked, and the connection goes to the very
number that was checked. A name that answers something else a moment later gains nothing, and neither does a redirect.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
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


class _Pinned(HTTPConnection):
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


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Pinned


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PinnedHTTPS


class PublicOnly(HTTPAdapter):
    """Of a session of `requests`; raises NotPublic. A proxy, where the host has set one, looks names up by itself: then
    they are checked here, and what it lets through is its own affair."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _HTTPSPool}

    def get_connection_with_tls_context(self, request: PreparedRequest, *args: Any, **options: Any) -> Any:
        proxies = options.get("proxies") or (args[1] if len(args) > 1 else None)
        if select_proxy(str(request.url), proxies):
            parts = urlsplit(str(request.url))
            find_public_numbers(parts.hostname or "", parts.port or 443)
        return super().get_connection_with_tls_context(request, *args, **options)


def open_public_session(**options: Any) -> Session:
    """`options` are those of the adapter, as how often it tries again."""
    session = Session()
    session.mount("https://", PublicOnly(**options))
    session.mount("http://", PublicOnly(**options))
    return session
