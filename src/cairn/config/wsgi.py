"""Entry point for a web server: gunicorn -c python:cairn.config.gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in cairn.cli: the engine's matrices are small
application = get_wsgi_application()
