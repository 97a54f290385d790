"""What a host starts from."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import check_deploy

ROOT = Path(__file__).resolve().parents[2]


def test_deploy_folder_passes_its_check():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "check_deploy.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "before", "after", "check", "problem"),
    [
        ("compose.yaml", "postgres:17", "postgres:16", "versions", "same version of PostgreSQL"),
        ("Dockerfile", "postgresql-client-17", "postgresql-client", "versions", "same version of PostgreSQL"),
        ("Dockerfile", "COPY src src", "COPY src src\nCOPY docs docs", "ignored", "leaves out docs"),
        ("systemd/cairn-worker.service", " /var/lib/cairn-ledger", "", "ledger", "cannot write /var/lib/cairn-ledger"),
        ("Dockerfile", "chown cairn /data /ledger", "chown cairn /data", "ledger", "cannot write /ledger"),
        ("compose.yaml", "/health/ready", "/healthz", "health", "names /healthz"),
        ("systemd/environment.example", "CAIRN_LEDGER", "CAIRN_LEDGERS", "variables", "CAIRN_LEDGERS"),
    ],
)
def test_check_of_deploy_notices(name, before, after, check, problem, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    monkeypatch.setattr(check_deploy, "DEPLOY", tmp_path / "deploy")
    text = (tmp_path / "deploy" / name).read_text()
    assert before in text
    (tmp_path / "deploy" / name).write_text(text.replace(before, after))
    assert problem in "\n".join(getattr(check_deploy, f"check_{check}")())
