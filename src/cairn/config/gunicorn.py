"""How gunicorn serves the site: gunicorn -c python:cairn.config.gunicorn. What the command line says counts first."""

import gc
import os
from typing import Any

wsgi_app = "cairn.config.wsgi"
worker_class = "cairn.config.patience.PatientWorker"
# Making a page is nearly all Python, of which a process runs one thread at a time: only processes use several
# processors. Twice as many as there are, because each also waits: for the disk, for another's lock of the database.
workers = min(2 * (os.cpu_count() or 1), 8)
threads = 2  # of each worker, at work at the same time
# A connection that is kept open belongs to one process, however busy that is. And a proxy that keeps one for longer
# than we do sends the next request into a closed door: to open another on the same computer takes a tenth of a
# millisecond.
keepalive = 0
# Read once, before the workers fork: a worker that starts anew is there at once, and they share most of their memory.
preload_app = True


def on_starting(server: Any) -> None:
    """Called when the site is imported, and before anybody can connect."""
    from cairn.config.warming import warm_up

    gc.disable()
    warm_up()
    gc.freeze()
    gc.enable()
