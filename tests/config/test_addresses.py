"""Every whole address is made in one place, from the address that the host has set or from the port of the
demonstration."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cairn

SOURCES = Path(cairn.__file__).parent
MAKERS = {SOURCES / "common/addresses.py", SOURCES / "config/settings.py"}
REFUSED = {"BASE_URL", "build_absolute_uri", "get_current_site", "get_full_url", "full_url"}
SHOW = """
from cairn.cli import set_port
set_port({arguments})
from cairn.config import settings
print(settings.BASE_URL, settings.WAGTAILADMIN_BASE_URL, settings.PORT)
"""


def test_nothing_else_makes_a_whole_address():
    found = [
        f"{path.relative_to(SOURCES)}:{node.lineno} {node.attr}"
        for path in SOURCES.rglob("*.py")
        if path not in MAKERS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in REFUSED
    ]
    assert found == []


def test_no_template_makes_a_whole_address():
    found = [
        path
        for path in (SOURCES / "templates").rglob("*.*")
        if any(word in path.read_text(encoding="utf-8") for word in ("build_absolute_uri", "full_url", "fullpageurl"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("arguments", "chosen", "expected"),
    [
        (["demo", "--port", "8123"], {}, "http://127.0.0.1:8123"),
        (["demo", "--port=8123"], {"CAIRN_PORT": "8200"}, "http://127.0.0.1:8123"),
        (["demo"], {"CAIRN_PORT": "8200"}, "http://127.0.0.1:8200"),
        (["demo"], {}, "http://127.0.0.1:8000"),
        (["demo", "--port", "8123"], {"CAIRN_BASE_URL": "https://demo.example.org"}, "https://demo.example.org"),
        (["demo", "--port", "many"], {}, "http://127.0.0.1:8000"),  # the command says what is wrong with it
        (["runserver", "--port", "8123"], {}, "http://127.0.0.1:8000"),
    ],
)
def test_the_port_of_the_demonstration_is_in_every_address(arguments, chosen, expected):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "DATABASE_"))}
    command = [sys.executable, "-c", SHOW.format(arguments=arguments)]
    done = subprocess.run(command, env={**clean, **chosen}, capture_output=True, text=True, check=True)
    assert done.stdout.split()[:2] == [expected, expected]
