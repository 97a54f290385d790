"""docs/user/debian.md is what tools/install_check.sh follows: every block, and no other."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/user/debian.md").read_text(encoding="utf-8")
SCRIPT = ROOT / "tools/install_check.sh"
LOG = ROOT / "docs/operations/install-check-log.txt"


def read_blocks() -> dict[str, str]:
    parts = PAGE.split("\n## ")[1:]
    found = {part.partition("\n")[0]: "".join(re.findall(r"^```sh\n(.*?)^```$", part, re.M | re.S)) for part in parts}
    return {heading: block for heading, block in found.items() if block}


def test_every_block_of_the_page_is_followed_and_no_other():
    followed = re.findall(r'^follow "(.+)"$', SCRIPT.read_text(encoding="utf-8"), re.M)
    assert list(dict.fromkeys(followed)) != []
    assert set(followed) == set(read_blocks())


def test_both_proxies_leave_rooms_out_of_every_log():
    assert re.search(r"^\s*skip_log /r/\*$", (ROOT / "deploy/systemd/Caddyfile").read_text(), re.M)
    assert re.search(r"^\s*log_skip /r/\*$", (ROOT / "deploy/Caddyfile").read_text(), re.M)


def test_blocks_and_scripts_are_read_by_bash():
    for block in read_blocks().values():
        subprocess.run(["bash", "-n"], input=block, text=True, check=True)
    for path in (SCRIPT, ROOT / "tools/install_check/systemctl"):
        subprocess.run(["bash", "-n", path], check=True)


def test_page_names_files_and_commands_that_are_there():
    for path in re.findall(r"/opt/cairn/(deploy/[\w./-]*\w)", PAGE):
        assert (ROOT / path).exists(), path
    commands = set(re.findall(r"\.venv/bin/cairn (\w+)", PAGE)) - {"migrate", "collectstatic", "check"}
    assert all(list(ROOT.glob(f"src/cairn/*/management/commands/{name}.py")) for name in commands)


def test_log_of_the_last_run_ends_well_and_names_no_machine():
    log = LOG.read_text(encoding="utf-8")
    assert log.rstrip().endswith("== Everything on the page was followed.")
    assert not re.findall(r"cairn-install/|https?://(?!cairn\.example\.org|127\.0\.0\.1)[\w.]+", log)
