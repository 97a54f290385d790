"""Entry point for a web server: gunicorn -c python:cairn.config.gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in cairn.cli: the engine's matrices are small
# Nearly all that an import makes stays for good. The collector would look through it again and again, for a fifth of
# the time to start; frozen, it never does, and processes that fork from this one share the memory.
gc.disable()
application = get_wsgi_application()
gc.freeze()
gc.enable()
