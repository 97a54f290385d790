"""The settings in a process of their own, because they are read once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOW = "from cairn.config import settings as s; print({})"


def read_settings(expression, **environment):
    """What the expression (with the settings as `s`) gives under this environment; the error text when it fails."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-c", SHOW.format(expression)],
        env={**clean, **environment},
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_another_host_without_a_key_says_how_to_make_one():
    answer = read_settings("s.SECRET_KEY", CAIRN_ALLOWED_HOSTS="cairn.example.org")
    assert "CAIRN_SECRET_KEY is not set." in answer
    for key, problem in {"": "not set", "x" * 31: "too short"}.items():
        answer = read_settings("s.SECRET_KEY", CAIRN_ALLOWED_HOSTS="cairn.example.org", CAIRN_SECRET_KEY=key)
        assert f"CAIRN_SECRET_KEY is {problem}." in answer
    assert "secrets.token_urlsafe(50)" in answer


def test_another_host_is_served_by_https_with_secure_cookies():
    answer = read_settings(
        "[s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.DEBUG]",
        CAIRN_ALLOWED_HOSTS="cairn.example.org",
        CAIRN_SECRET_KEY="x" * 50,
    )
    assert answer == "[True, True, True, True, False]"


def test_this_computer_needs_no_setting():
    assert read_settings("[s.HTTPS, s.DEMONSTRATION, s.DEBUG]") == "[False, False, False]"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "['cairn.common.databases.sqlite3', 'IMMEDIATE', 600]"),
        ("sqlite:///:memory:", "['cairn.common.databases.sqlite3', 'IMMEDIATE', 600]"),
        ("postgres://u:p@127.0.0.1:5432/cairn", "['cairn.common.databases.postgresql', None, 0]"),
    ],
)
def test_database_is_chosen_by_its_address(url, expected):
    environment = {"DATABASE_URL": url} if url else {}
    found = (
        "[s.DATABASES['default'][k] for k in ('ENGINE',)] + [s.DATABASES['default']['OPTIONS'].get('transaction_mode')]"
    )
    assert read_settings(f"{found} + [s.DATABASES['default']['CONN_MAX_AGE']]", **environment) == expected


@pytest.mark.parametrize("module", ["stepchange", "stepchange.cli"])
def test_engine_starts_without_the_site(module):
    hide = "import sys; [sys.modules.update({name: None}) for name in ('django', 'cairn', 'typst')]"
    done = subprocess.run([sys.executable, "-c", f"{hide}; import {module}"], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("example", ["env.example", "systemd/environment.example"])
def test_site_starts_with_what_deploy_gives(example, tmp_path):
    """What the host leaves empty counts as not set."""
    lines = (ROOT / "deploy" / example).read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    given |= {"CAIRN_SECRET_KEY": "x" * 50, "CAIRN_DATA_DIR": str(tmp_path)}
    assert read_settings("[s.EMAIL_CARRIER.rpartition('.')[0], s.HTTPS]", **given) == (
        "['django.core.mail.backends.console', True]"
    )
