"""What starts with a process of the site, and what does not until somebody needs it."""

import subprocess
import sys

import pytest

from tests.database import copy_to

# Each costs between 15 and 300 milliseconds, and few requests need it: imported where it is used, as these were.
LATE = {"arro3", "docx", "icalendar", "latexcodec", "pybtex", "pypdf", "qrcode", "rispy", "typst", "xlsxwriter"}
# SciPy loads its parts at their first use: `import scipy`, then `scipy.optimize.linprog`.
LATE |= {"scipy.linalg", "scipy.optimize", "scipy.sparse", "scipy.special", "scipy.stats"}
# Developers have these; the site may not be built on them.
NEVER = {"fontTools", "hypothesis", "pytest", "playwright"}
FIRST_PAGE = """
import sys
import cairn.config.wsgi
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
assert Client().get("/").status_code == 200
"""
START = """
import sys
import cairn.config.wsgi
from cairn.config.warming import warm_up
from django.db import connections
warm_up()
assert not [one for one in connections.all(initialized_only=True) if one.connection is not None]
"""


@pytest.mark.parametrize("what", [FIRST_PAGE, START], ids=["first page", "warm-up before the fork"])
def test_heavy_libraries_wait_until_somebody_needs_them(what, request, tmp_path, monkeypatch):
    copy_to(tmp_path / "cairn.sqlite3", request.config.cache.mkdir("databases"))
    monkeypatch.setenv("CAIRN_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    code = f"{what}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "cairn.evaluation.views.pages" in loaded  # or this would show nothing
    assert loaded & (LATE | NEVER) == set()
