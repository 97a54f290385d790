"""How gunicorn serves the site: gunicorn -c python:cairn.config.gunicorn. What the command line says counts first."""

import gc
import os
from typing import Any

wsgi_app = "cairn.config.wsgi"
worker_class = "cairn.config.patience.PatientWorker"
# Making a page is nearly all Python, of which a process runs one thread at a time: only processes use several
# processors. Connections fall to them by chance, so there are twice as many, lest one processor has nothing to do.
workers = min(2 * (os.cpu_count() or 1), 8)
threads = 2  # of each worker, at work at the same time: one goes on while the other waits for the database
# Read once, before the workers fork: a worker that starts anew is there at once, and they share most of their memory.
preload_app = True


def on_starting(server: Any) -> None:
    """Called when the site is imported, and before anybody can connect."""
    from cairn.config.warming import warm_up

    gc.disable()
    warm_up()
    gc.freeze()
    gc.enable()
