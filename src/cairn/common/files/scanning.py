"""Asking ClamAV, where a host runs one (CAIRN_CLAMAV). Its client libraries are GPL; the protocol is four lines."""

import socket
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

SECONDS = 60
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


class UnableToScan(Exception):
    """The scanner that is set cannot be asked, so the file waits."""


def is_infected(path: str | Path) -> bool:
    """Whether the scanner finds a virus; False without a scanner. Raises UnableToScan: no file passes unasked."""
    address = settings.CLAMAV_ADDRESS
    if not address:
        return False
    try:
        with open(path, "rb") as file, _connect(address) as scanner:
            answer = _ask(scanner, file)
    except (OSError, ValueError) as problem:
        raise UnableToScan(f"The virus scanner at {address} does not answer.") from problem
    if answer.endswith(" FOUND"):
        return True
    if answer.endswith(" OK"):
        return False
    raise UnableToScan(f"The virus scanner at {address} could not check the file.")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(SECONDS)
        try:
            scanner.connect(address)
        except OSError:
            scanner.close()
            raise
        return scanner
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _ask(scanner: socket.socket, file: BinaryIO) -> str:
    """INSTREAM: each chunk behind its length in four bytes, and a length of nought at the end."""
    try:
        scanner.sendall(b"nINSTREAM\n")
        while chunk := file.read(CHUNK):
            scanner.sendall(len(chunk).to_bytes(4, "big") + chunk)
        scanner.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it stops listening to a file over its limit, and has said so
    return _read_answer(scanner)


def _read_answer(scanner: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\n") and len(answer) < LONGEST_ANSWER and (part := scanner.recv(LONGEST_ANSWER)):
        answer += part
    return answer.decode("utf-8", "replace").strip()
