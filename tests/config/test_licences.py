"""What Cairn is built on may be used by everybody who uses Cairn."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases import each
from tools.licences import CARRIED, DEVELOPMENT, OPTION, SITE, Package, find_problems, read_pins

ROOT = Path(__file__).resolve().parents[2]
# What others of the lock use where it happens to be installed: Django REST framework, for one page of its own; Django,
# for its test client, which Wagtail draws its previews with.
BY_CHANCE = {"pygments", "jinja2", "markupsafe"}
# Imports all of Cairn, and prints of which packages a module was loaded.
IMPORTED = """
import importlib, pkgutil, sys
from importlib.metadata import packages_distributions
import django
django.setup()
import cairn, stepchange
for package in (cairn, stepchange):
    for one in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if one.name != "stepchange.solvers.ridge_numba":  # of an extra, which the list names apart
            importlib.import_module(one.name)
known = packages_distributions()
found = {name for module in {one.partition(".")[0] for one in sys.modules} for name in known.get(module, ())}
print("\\n".join(sorted(found)))
"""


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the list is made with Python 3.11")
def test_list_of_licences_is_fresh_and_free_of_copyleft_at_run_time():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "licences.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@each(
    ("use", "licence", "reasons", "problem"),
    [
        (SITE, "MIT", {}, ""),
        (SITE, "GPL-2.0-only", {"one": "We want it."}, "at run time"),
        (OPTION, "AGPL-3.0-or-later", {"one": "We want it."}, "at run time"),
        (SITE, "GPL-3.0-or-later OR Artistic-2.0", {}, ""),
        (SITE, "MIT AND GPL-2.0-or-later", {}, "at run time"),
        (SITE, "GPL-3.0-only WITH GCC-exception-3.1", {}, ""),
        (SITE, "LGPL-3.0-only", {}, "no reason"),
        (SITE, "BSD-3-Clause AND MPL-2.0", {}, "no reason"),
        (SITE, "MPL-2.0", {"one": "Its own files only."}, ""),
        (DEVELOPMENT, "MPL-2.0", {}, ""),
        (DEVELOPMENT, "GPL-3.0-or-later", {}, "no reason"),
        (DEVELOPMENT, "GPL-3.0-or-later", {"one": "A program of its own."}, ""),
        (DEVELOPMENT, "MIT", {"one": "It was GPL once."}, "needs no reason"),
        (DEVELOPMENT, "", {}, "not known"),
        (SITE, "(MIT OR GPL-2.0-only) AND ISC", {}, "brackets"),
    ],
)
def test_copyleft_is_found(use, licence, reasons, problem):
    found = "\n".join(find_problems([Package("one", "1.0", licence, use)], reasons))
    assert (problem in found) if problem else (found == "")


def test_libraries_that_wheels_carry_are_looked_at():
    assert CARRIED.search("pillow_heif.libs/libx265-4883ecb5.so.217")
    assert not CARRIED.search("psycopg_binary.libs/libgssapi_krb5-923083ce.so.2.2")


def test_what_runs_is_what_the_lock_of_the_site_names(tmp_path):
    """A package of developers, or one that another package finds by chance, would bring its licence along."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "cairn.config.settings",
            "CAIRN_DATA_DIR": str(tmp_path),
            "CAIRN_STATIC_FINGERPRINTS": "false",
        },
    )
    named = {name.replace("-", "_") for name in read_pins("site.txt")}
    strangers = {
        name for name in done.stdout.split() if name.lower().replace("-", "_") not in named | {"cairn"} | BY_CHANCE
    }
    assert strangers == set(), "not in requirements/site.txt: uninstall it, or name it in pyproject.toml"
