"""Asking ClamAV, where a host runs one (CAIRN_CLAMAV)."""

from pathlib import Path

from clamav_client.clamd import ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

SECONDS = 60


class UnableToScan(Exception):
    """The scanner that is set cannot be asked, so the file waits."""


def is_infected(path: str | Path) -> bool:
    """Whether the scanner finds a virus; False without a scanner. Raises UnableToScan: no file passes unasked."""
    address = settings.CLAMAV_ADDRESS
    if not address:
        return False
    try:
        with open(path, "rb") as file:
            answers = _connect(address).instream(file)
    except Exception as problem:  # whatever went wrong, the file was not scanned
        raise UnableToScan(f"The virus scanner at {address} does not answer.") from problem
    states = {state for state, _ in answers.values()}
    if not states or "ERROR" in states:
        raise UnableToScan(f"The virus scanner at {address} could not say.")
    return "FOUND" in states


def _connect(address: str) -> ClamdNetworkSocket | ClamdUnixSocket:
    if address.startswith("/"):
        return ClamdUnixSocket(path=address, timeout=SECONDS)
    host, _, port = address.rpartition(":")
    return ClamdNetworkSocket(host=host, port=int(port), timeout=SECONDS)
