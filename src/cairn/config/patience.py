"""A worker of gunicorn that slow senders do not keep from its work.

In gunicorn's own worker a thread reads what is sent, works, and answers. Nothing limits how long it reads: as many
senders as there are threads, each with half a request, stop the site, if no proxy before it waits for the whole of a
request. Here many threads read and do nothing else, each for a limited time, and only a whole request gets one of the
few that work, and that have connections to the database.

And gunicorn's own takes every connection at once, whether it has time or not, so that one process has ten requests to
answer and its neighbour none. Here a process whose threads are all at work takes none: who comes next waits in the
queue of the system, from which whichever process is free first takes it.
"""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from socket import SHUT_RD
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

READERS = 256  # of each worker; one that waits costs some kilobytes
HEAD_SECONDS = 20.0
SOON = 0.05  # seconds within which nearly every request is whole; who takes longer keeps nobody from being let in
BODY_SECONDS, SLOWEST = 20.0, 20_000  # and for each so many bytes a second more
ANSWER_SECONDS = 60.0  # for each piece; whoever takes none of it is cut off
IN_MEMORY = 1 << 20
PIECE = 1 << 16
ROOM = 5 << 20  # for what a form holds besides a file


class PatientWorker(ThreadWorker):
    def init_process(self) -> None:
        self.deadlines: dict[TConn, float] = {}
        self.arriving: dict[TConn, float] = {}  # let in, and until when they count as being whole soon
        self.at_work: set[TConn] = set()  # whole requests, whether a thread has begun or not
        self.workers = ThreadPoolExecutor(self.cfg.threads, thread_name_prefix="work")
        super().init_process()

    def get_thread_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(READERS, thread_name_prefix="read")

    def handle(self, conn: TConn) -> Any:
        self.deadlines[conn] = time.monotonic() + HEAD_SECONDS
        try:
            is_kept = super().handle(conn)
        finally:
            self.deadlines.pop(conn, None)
            self.arriving.pop(conn, None)
        if not is_kept:  # gunicorn's loop would wait, for two seconds each, for those who do not close their end
            conn.close(graceful=True)
        return is_kept

    def finish_request(self, conn: TConn, handled: Future[Any]) -> None:
        if handled.cancelled() or handled.exception() or handled.result():
            super().finish_request(conn, handled)
        else:  # it is closed
            self.nr_conns -= 1

    def handle_request(self, req: Any, conn: TConn) -> Any:
        if not self.read_body(req, conn):
            return False
        self.deadlines.pop(conn, None)
        conn.sock.settimeout(ANSWER_SECONDS)
        self.at_work.add(conn)
        self.arriving.pop(conn, None)
        try:
            return self.workers.submit(super().handle_request, req, conn).result()
        finally:
            self.at_work.discard(conn)
            self.method_queue.defer(lambda: None)  # the loop wakes, and may let in another

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

    def is_busy(self) -> bool:
        soon = sum(until > time.monotonic() for until in list(self.arriving.values()))
        return soon + len(self.at_work) >= self.cfg.threads

    def enqueue_req(self, conn: TConn) -> None:
        self.arriving[conn] = time.monotonic() + SOON
        super().enqueue_req(conn)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Asked before each round of the loop, and by us after each."""
        super().set_accept_enabled(enabled and not self.is_busy())

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """That somebody takes longer than soon does not wake the loop by itself."""
        super().wait_for_and_dispatch_events(SOON if self.arriving else timeout)

    def murder_pending(self) -> None:
        """Called after each round and at least once a second: to read past one's time is to get the end of it."""
        super().murder_pending()
        if self.is_busy():
            self.set_accept_enabled(False)
        for conn, deadline in list(self.deadlines.items()):
            if deadline < time.monotonic():
                with suppress(OSError):
                    conn.sock.shutdown(SHUT_RD)
