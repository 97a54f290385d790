"""A stand-in for the public API of Explore Education Statistics, after its published contract (version 1)."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = 2  # small, so that there are pages


@dataclass
class Publisher:
    """`tables` by data set: (publication, title, version, content). `faults` are statuses to answer with first."""

    tables: dict[str, tuple[str, str, str, bytes]] = field(default_factory=dict)
    faults: list[int] = field(default_factory=list)
    breaks_after: int | None = None  # bytes of a download after which the line breaks, once
    drips: bool = False  # a download, a byte now and then and without a length
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # path, Range
    address: str = ""

    def answer(self, path: str, query: dict[str, list[str]]) -> Any:
        if path == "/v1/publications":
            titles = sorted({publication for publication, *_ in self.tables.values()} | {"School workforce", "Absence"})
            return self.page([{"id": _slug(title), "title": title} for title in titles], query)
        if found := re.fullmatch("/v1/publications/([^/]+)/data-sets", path):
            sets = [
                {"id": key, "title": title, "status": "Published", "latestVersion": {"version": version}}
                for key, (publication, title, version, _) in self.tables.items()
                if _slug(publication) == found[1]
            ]
            return self.page(sets, query)
        return None

    def page(self, rows: list, query: dict[str, list[str]]) -> dict[str, Any]:
        number = int(query["page"][0])
        pages = max(1, -(-len(rows) // PAGE))
        paging = {"page": number, "pageSize": PAGE, "totalResults": len(rows), "totalPages": pages}
        return {"paging": paging, "results": rows[(number - 1) * PAGE : number * PAGE]}


def _slug(title: str) -> str:
    return re.sub("[^a-z]+", "-", title.lower())


@contextmanager
def publishing() -> Iterator[Publisher]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            publisher.asked.append((parts.path, self.headers.get("Range")))
            if publisher.faults:
                return self.send(publisher.faults.pop(0), b"")
            if found := re.fullmatch("/v1/data-sets/([^/]+)/csv", parts.path):
                return self.send_table(publisher.tables[found[1]][3])
            answer = publisher.answer(parts.path, parse_qs(parts.query))
            return self.send(200 if answer else 404, json.dumps(answer).encode())

        def send_table(self, content: bytes) -> None:
            start = int((self.headers.get("Range") or "bytes=0-")[6:-1])
            rest = content[start:]
            self.send_response(206 if start else 200)
            if publisher.drips:
                self.drip(rest)
                return
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            if publisher.breaks_after is not None:
                rest, publisher.breaks_after = rest[: publisher.breaks_after], None
            self.wfile.write(rest)

        def drip(self, rest: bytes) -> None:
            self.end_headers()
            with suppress(OSError):
                for byte in rest[:50]:
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.1)

        def send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    publisher = Publisher(address=f"http://127.0.0.1:{server.server_port}/v1")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
