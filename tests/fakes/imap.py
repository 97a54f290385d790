"""A mail server with one box, over TLS on this computer, that knows as much of IMAP as is asked of it."""

import datetime
import re
import socket
import ssl
import threading
from pathlib import Path
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FETCH = re.compile(rb"FETCH (\d+) \((.+)\)", re.IGNORECASE)


class FakeMailServer:
    """`mails` by their UID; what was deleted and expunged is gone from it."""

    def __init__(self, folder: Path, *, user: str, password: str) -> None:
        self.user, self.password = user, password
        self.mails: dict[int, bytes] = {}
        self.deleted: set[int] = set()
        self.sent_bytes = 0
        self.certificate = folder / "server.pem"
        self.key = folder / "server.key"
        self._make_certificate()

    def __enter__(self) -> "FakeMailServer":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, args=(context,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    @property
    def url(self) -> str:
        return f"imaps://{quote(self.user, safe='')}:{quote(self.password, safe='')}@127.0.0.1:{self.port}/INBOX"

    def _serve(self, context: ssl.SSLContext) -> None:
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as connection:
                    self._talk(connection)
            except (OSError, ValueError):
                plain.close()

    def _talk(self, connection: ssl.SSLSocket) -> None:
        lines = connection.makefile("rb")
        self._send(connection, b"* OK ready\r\n")
        for line in lines:
            tag, _, command = line.strip().partition(b" ")
            answer, done = self._answer(command)
            self._send(connection, answer + tag + b" " + done + b"\r\n")
            if command.upper().startswith(b"LOGOUT"):
                return

    def _send(self, connection: ssl.SSLSocket, content: bytes) -> None:
        self.sent_bytes += len(content)
        connection.sendall(content)

    def _answer(self, command: bytes) -> tuple[bytes, bytes]:
        name = command.upper()
        if name.startswith(b"CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n", b"OK done"
        if name.startswith(b"LOGIN"):
            is_right = self.user.encode() in command and self.password.encode() in command
            return b"", b"OK in" if is_right else b"NO [AUTHENTICATIONFAILED] wrong"
        if name.startswith(b"SELECT"):
            is_there = b'"INBOX"' in command
            return b"* %d EXISTS\r\n" % len(self.mails), b"OK selected" if is_there else b"NO no such folder"
        if name.startswith(b"UID SEARCH"):
            found = b" ".join(b"%d" % number for number in sorted(set(self.mails) - self.deleted))
            return b"* SEARCH " + found + b"\r\n", b"OK done"
        if name.startswith(b"UID FETCH"):
            return self._fetch(command), b"OK done"
        if name.startswith(b"UID STORE"):
            self.deleted.add(int(command.split()[2]))
            return b"", b"OK done"
        if name.startswith(b"EXPUNGE"):
            self.mails = {number: one for number, one in self.mails.items() if number not in self.deleted}
            return b"", b"OK done"
        if name.startswith((b"LOGOUT", b"CLOSE")):
            return b"* BYE\r\n" if name.startswith(b"LOGOUT") else b"", b"OK bye"
        return b"", b"BAD unknown"

    def _fetch(self, command: bytes) -> bytes:
        match = FETCH.search(command)
        assert match
        number, wanted = int(match[1]), match[2].upper()
        content = self.mails[number]
        if wanted == b"RFC822.SIZE":
            return b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (number, len(content))
        if wanted == b"BODY.PEEK[HEADER]":
            content = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
        return b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (number, len(content)) + content + b")\r\n"

    def _make_certificate(self) -> None:
        import ipaddress

        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        today = datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(today - datetime.timedelta(days=1))
            .not_valid_after(today + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
            .sign(key, hashes.SHA256())
        )
        self.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        self.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
