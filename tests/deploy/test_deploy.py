"""What a host starts from."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_deploy_folder_passes_its_check():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "check_deploy.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
