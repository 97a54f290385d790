"""A worker of gunicorn that slow senders do not keep from its work.

In gunicorn's own worker a thread reads what is sent, works, and answers. Nothing limits how long it reads: as many
senders as there are threads, each with half a request, stop the site, if no proxy before it waits for the whole of a
request. Here many threads read and do nothing else, each for a limited time, and only a whole request gets one of the
few that work, and that have connections to the database.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from socket import SHUT_RD
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

READERS = 256  # of each worker; one that waits costs some kilobytes
HEAD_SECONDS = 20.0
BODY_SECONDS, SLOWEST = 20.0, 20_000  # and for each so many bytes a second more
ANSWER_SECONDS = 60.0  # for each piece; whoever takes none of it is cut off
IN_MEMORY = 1 << 20
PIECE = 1 << 16
ROOM = 5 << 20  # for what a form holds besides a file


class PatientWorker(ThreadWorker):
    def init_process(self) -> None:
        self.deadlines: dict[TConn, float] = {}
        self.workers = ThreadPoolExecutor(self.cfg.threads, thread_name_prefix="work")
        super().init_process()

    def get_thread_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(READERS, thread_name_prefix="read")

    def handle(self, conn: TConn) -> Any:
        self.deadlines[conn] = time.monotonic() + HEAD_SECONDS
        try:
            return super().handle(conn)
        finally:
            self.deadlines.pop(conn, None)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        if not self.read_body(req, conn):
            return False
        self.deadlines.pop(conn, None)
        conn.sock.settimeout(ANSWER_SECONDS)
        return self.workers.submit(super().handle_request, req, conn).result()

    def read_body(self, req: Any, conn: TConn) -> bool:
        """Take all of it off the line; false where it is too large, or did not come in time."""
        headers = dict(req.headers)
        length = int(headers.get("CONTENT-LENGTH") or 0)
        if not length and "TRANSFER-ENCODING" not in headers:
            return True
        most = settings.UPLOAD_MAX_BYTES + ROOM
        self.deadlines[conn] = time.monotonic() + BODY_SECONDS + (length or most) / SLOWEST
        if req._expected_100_continue:  # gunicorn would say so when the work begins
            conn.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            req._expected_100_continue = False
        body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 closed with the request
        while length <= most and body.tell() <= most and (piece := req.body.read(PIECE)):
            body.write(piece)
        if length > most or body.tell() > most:
            util.write_error(conn.sock, 413, "Content Too Large", f"Send at most {most:,} bytes.")
            return False
        if body.tell() < length:
            util.write_error(conn.sock, 408, "Request Timeout", "Not all of it arrived in time. Send it again.")
            return False
        body.seek(0)
        req.body = body
        return True

    def murder_pending(self) -> None:
        """Called each second: whoever reads past their time gets the end of what is sent."""
        super().murder_pending()
        for conn, deadline in list(self.deadlines.items()):
            if deadline < time.monotonic():
                with suppress(OSError):
                    conn.sock.shutdown(SHUT_RD)
