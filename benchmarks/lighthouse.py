"""What Lighthouse says of twelve page types on a telephone: python -m benchmarks.lighthouse [http://127.0.0.1:8000]

Start the demonstration first (`cairn demo`). Prints a Markdown table of the four scores, out of 100, and every audit
that is not passed, with its reason. The exit code is 1 where a score is below its aim. The score for performance says
also how busy the computer is: measure when nothing else runs. Fetched with npm into a temporary folder, or found in
LIGHTHOUSE (a folder with `node_modules`). Needs npm, Node and a Chromium (CHROMIUM names it).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

VERSION = "12.8.2"  # the newest for Node 20
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = [
    "--headless=new",
    "--no-sandbox",  # Chromium refuses to start as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = {
    "home": "/",
    "challenge": "/challenges/fewer-teenagers-coming-into-care/",
    "models": "/models/",
    "model": "/models/no-wrong-door/",
    "project": "/projects/leeds-family-valued/",
    "gap map": "/programmes/innovation-programme/gaps/",
    "lessons": "/lessons/",
    "boards": "/boards/",
    "board": "/boards/adopting-and-adapting/",
    "councils": "/councils/",
    "council": "/councils/leeds/",
    "search": "/search/?q=edge+of+care",
}


def fetch(folder: Path) -> Path:
    """The program, from LIGHTHOUSE or by npm."""
    home = Path(os.environ.get("LIGHTHOUSE", folder))
    program = home / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists():
        wanted = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", f"lighthouse@{VERSION}"]
        subprocess.run([*wanted, "--prefix", str(home)], check=True)
    return program


def measure(program: Path, address: str, chromium: str, folder: Path) -> dict[str, Any]:
    report = folder / "report.json"
    command = ["node", str(program), address, "--quiet", "--output=json", f"--output-path={report}"]
    command += ["--only-categories=" + ",".join(AIMS), f"--chrome-flags={' '.join(FLAGS)}"]
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium})
    return json.loads(report.read_text(encoding="utf-8"))


def find_reasons(report: dict[str, Any]) -> list[str]:
    """The audits that count for a score and are not passed, those that cost most first."""
    weights = {ref["id"]: ref["weight"] for one in report["categories"].values() for ref in one["auditRefs"]}
    failed = [
        audit
        for name, audit in report["audits"].items()
        if audit["score"] is not None and audit["score"] < 0.9 and name in weights
    ]
    failed.sort(key=lambda audit: (-weights[audit["id"]], audit["id"]))
    return [f"{audit['id']} ({audit.get('displayValue') or audit['title']})" for audit in failed]


def main() -> None:
    base = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if absent := [name for name, found in (("npm", shutil.which("npm")), ("a Chromium", chromium)) if not found]:
        sys.exit(f"skipped: Lighthouse needs {' and '.join(absent)}, which this computer has not")
    print(f"| Page | {' | '.join(AIMS)} | Not passed |\n|---|{'---|' * (len(AIMS) + 1)}")
    below = False
    with tempfile.TemporaryDirectory() as temporary:
        program = fetch(Path(temporary))
        for name, path in PAGES.items():
            report = measure(program, base + path, str(chromium), Path(temporary))
            scores = {key: round(100 * (report["categories"][key]["score"] or 0)) for key in AIMS}
            below |= any(scores[key] < aim for key, aim in AIMS.items())
            shown = " | ".join(f"{score}{'' if score >= AIMS[key] else ' !'}" for key, score in scores.items())
            print(f"| {name} | {shown} | {'; '.join(find_reasons(report)) or 'none'} |", flush=True)
    sys.exit(below)


if __name__ == "__main__":
    main()
