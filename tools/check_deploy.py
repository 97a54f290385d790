"""Check deploy/ as far as that goes without a container engine: python tools/check_deploy.py

Every file parses, every command exists, every variable is known to the settings, every copied file is there.
systemd-analyze is asked where it is installed.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
SERVICES = {"site", "worker", "scheduler", "database", "proxy"}
# Of the compose file and its proxy, not of the site.
FOREIGN = {"CAIRN_HOST", "CAIRN_BACKUPS"}


def find_commands() -> set[str]:
    found = {path.stem for path in ROOT.glob("src/cairn/*/management/commands/*.py") if path.stem != "__init__"}
    return found | {"migrate", "collectstatic", "check"}


def check_compose() -> Iterator[str]:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = compose["services"]
    if missing := SERVICES - services.keys():
        yield f"compose.yaml has no {', '.join(sorted(missing))}"
    for name, service in services.items():
        if not {"image", "build"} & service.keys():
            yield f"compose.yaml: {name} has no image"
        for volume in service.get("volumes", []):
            source = re.sub(r"\$\{\w+:-(\w+)\}", r"\1", volume).split(":")[0]  # where the variable is not set
            is_there = (DEPLOY / source).exists() if source.startswith(".") else source in compose["volumes"]
            if not is_there:
                yield f"compose.yaml: {name} uses {source}, which is not there"
        command = service.get("command", [])
        if command and command[1] not in find_commands():
            yield f"compose.yaml: {name} runs `cairn {command[1]}`, which is no command"


def check_dockerfile() -> Iterator[str]:
    text = (DEPLOY / "Dockerfile").read_text()
    for sources in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE):
        for source in sources.split():
            if not (ROOT / source).exists():
                yield f"Dockerfile copies {source}, which is not there"
    if not re.search(r"^USER (?!root)", text, re.MULTILINE):
        yield "Dockerfile runs as root"


def check_versions() -> Iterator[str]:
    """pg_dump refuses a server that is newer than itself, and what a newer one wrote an older server may not read."""
    client = re.search(r"postgresql-client-(\d+)", (DEPLOY / "Dockerfile").read_text())
    server = re.search(r"image: postgres:(\d+)", (DEPLOY / "compose.yaml").read_text())
    if client is None or server is None or client[1] != server[1]:
        yield "Dockerfile and compose.yaml do not name the same version of PostgreSQL"


def check_ignored() -> Iterator[str]:
    """.dockerignore leaves out everything that it does not name with an exclamation mark."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    if "*" not in lines:
        yield ".dockerignore lets everything into the image"
    for sources in re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE):
        for source in sources.split():
            if f"!{source}" not in lines:
                yield f".dockerignore leaves out {source}, which the Dockerfile copies"


def check_ledger() -> Iterator[str]:
    """Where the ledger cannot be written nothing can be withdrawn."""
    found = dict(re.findall(r"^(\w+)=(.*)$", (DEPLOY / "systemd" / "environment.example").read_text(), re.MULTILINE))
    for name in ("site", "worker", "scheduler"):
        unit = (DEPLOY / "systemd" / f"cairn-{name}.service").read_text()
        written = " ".join(re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE)).split()
        for path in (found["CAIRN_DATA_DIR"], str(Path(found["CAIRN_LEDGER"]).parent)):
            if path not in written:
                yield f"cairn-{name}.service cannot write {path}, which environment.example names"
    ledger = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["x-cairn"]["environment"]["CAIRN_LEDGER"]
    owned = " ".join(re.findall(r"chown cairn ([^\n]*)", (DEPLOY / "Dockerfile").read_text())).split()
    if str(Path(ledger).parent) not in owned:
        yield f"Dockerfile: the user cannot write {Path(ledger).parent}, where compose.yaml puts the ledger"


def check_health() -> Iterator[str]:
    """Addresses of health in files and pages are those that the site answers."""
    answered = set(re.findall(r'"(health/\w+)"', (ROOT / "src/cairn/common/urls.py").read_text()))
    pages = [*DEPLOY.rglob("*"), *(ROOT / "docs/user").glob("*.md"), ROOT / "DEVELOPERS.md", ROOT / "README.md"]
    for path in filter(Path.is_file, pages):
        named = set(re.findall(r"(?:^|[\s`\"'(]|:\d+)/(health\w*(?:/\w+)?)", path.read_text()))
        for address in sorted(named - answered):
            yield f"{path.name} names /{address}, which the site does not answer"


def check_units() -> Iterator[str]:
    units = sorted(path for path in (DEPLOY / "systemd").iterdir() if path.suffix in {".service", ".timer"})
    for unit in units:
        text = unit.read_text()
        for command in re.findall(r"^ExecStart=\S+/cairn (\w+)", text, re.MULTILINE):
            if command not in find_commands():
                yield f"{unit.name} runs `cairn {command}`, which is no command"
        if unit.suffix == ".service" and "NoNewPrivileges=true" not in text:
            yield f"{unit.name} may gain privileges"
    if analyse := shutil.which("systemd-analyze"):
        done = subprocess.run([analyse, "verify", *map(str, units)], capture_output=True, text=True, check=False)
        # The programs are not installed where this is checked.
        yield from (line for line in done.stderr.splitlines() if "Command" not in line and "cairn" in line)


def check_variables() -> Iterator[str]:
    known = set(
        re.findall(r'"((?:CAIRN_|EMAIL_|DATABASE_)[A-Z0-9_]+)"', (ROOT / "src/cairn/config/settings.py").read_text())
    )
    for path in (
        *(DEPLOY / name for name in ("compose.yaml", "env.example", "Dockerfile")),
        DEPLOY / "systemd" / "environment.example",
    ):
        used = set(re.findall(r"\b((?:CAIRN_|EMAIL_)[A-Z_]+)\b", path.read_text()))
        for name in sorted(used - known - FOREIGN):
            yield f"{path.name} sets {name}, which the settings do not know"


def main() -> int:
    problems = [*check_compose(), *check_dockerfile(), *check_units(), *check_variables()]
    problems += [*check_versions(), *check_ignored(), *check_ledger(), *check_health()]
    print("\n".join(problems) or "deploy/ is fine, as far as that can be seen without a container engine.")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
