"""Write THIRD_PARTY.md from the locks, and say what may not be there: python tools/licences.py [--check]

At run time nothing is under the GPL or AGPL, and what is under the LGPL or MPL has a reason in tools/licences.toml; so
has what developers use under the GPL or AGPL. Licences are read from what is installed, for Python 3.11.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "THIRD_PARTY.md"
SITE, OPTION, DEVELOPMENT = "site", "option", "development"
OPTIONS = ("numba", "notify", "watch")
# What packages say in older words.
WORDS = {
    "Academic Free License (AFL)": "AFL-3.0",
    "Apache License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
HEADINGS = {
    SITE: "Used by the site",
    OPTION: "Used by the site where a host installs an extra",
    DEVELOPMENT: "Used by developers only",
}
RULE = "|---|---|---|"
# Libraries under the GPL that wheels carry, whatever the package says of itself.
CARRIED = re.compile(r"lib(x26[45]|gs|gsl|fftw3?|readline|mupdf|poppler|cholmod)\b[^/]*\.(so|dylib|dll)", re.IGNORECASE)
STRONG = re.compile(r"\bA?GPL-[\d.]+(?:-only|-or-later)?(?![\w.-]| WITH)")
WEAK = re.compile(r"\b(LGPL|MPL|EPL|CDDL|EUPL)-")


@dataclass(frozen=True)
class Package:
    name: str
    versions: str
    licence: str  # by SPDX; empty where it is not known
    use: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the list is not fresh")
    is_check = parser.parse_args().check
    if sys.version_info[:2] != (3, 11):
        print("The list is made with Python 3.11, the lowest that Cairn runs on: others install other packages.")
        return 2
    notes = tomllib.loads((ROOT / "tools" / "licences.toml").read_text())
    packages = list(read_packages(notes["licences"]))
    problems = list(find_problems(packages, notes["reasons"]))
    text = describe(packages, notes)
    if not is_check and not problems:
        LIST.write_text(text)
    elif not LIST.exists() or LIST.read_text() != text:
        problems.append("THIRD_PARTY.md is not fresh: run python tools/licences.py.")
    print("\n".join(problems) or f"{len(packages)} packages; nothing under the GPL or AGPL at run time.")
    return bool(problems)


def read_packages(corrections: dict[str, str]) -> Iterator[Package]:
    site, options = read_pins("site.txt"), find_options()
    for name, versions in sorted((read_pins("dev.txt") | site).items()):
        use = SITE if name in site else OPTION if name in options else DEVELOPMENT
        yield Package(name, ", ".join(versions), corrections.get(name) or find_licence(name), use)


def read_pins(lock: str) -> dict[str, list[str]]:
    """Package -> its versions; it has two where the newest asks for a newer Python."""
    pins: dict[str, list[str]] = {}
    text = (ROOT / "requirements" / lock).read_text()
    for name, version in re.findall(r"^([a-z0-9.\-]+)(?:\[.*\])?==([^\s;]+)", text, re.MULTILINE):
        pins.setdefault(name, []).append(version)
    return pins


def find_options() -> set[str]:
    """What the extras bring that a host may add."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    found: set[str] = set()
    waiting = [Requirement(one) for extra in OPTIONS for one in extras[extra]]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in found:
            continue
        found.add(name)
        for text in metadata.requires(name) or []:
            needed = Requirement(text)
            if needed.marker is None or any(needed.marker.evaluate({"extra": one}) for one in {"", *wanted.extras}):
                waiting.append(needed)
    return found


def find_licence(name: str) -> str:
    """As the package says it: the expression, else the classifiers, else a short field."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if expression := about.get("License-Expression"):
        return canonicalize_license_expression(expression)
    short = about.get("License") or ""
    try:
        return canonicalize_license_expression(WORDS.get(short, short))
    except InvalidLicenseExpression:
        pass
    classifiers = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or [] if one.startswith("License")]
    known = [WORDS.get(one, "") for one in classifiers if one != "OSI Approved"]
    return known[0] if len(known) == 1 else ""


def find_problems(packages: list[Package], reasons: dict[str, str]) -> Iterator[str]:
    for package in packages:
        at = f"{package.name} ({package.licence})"
        if not package.licence:
            yield f"{package.name}: its licence is not known. Read it, and write it into tools/licences.toml."
        elif "(" in package.licence:
            yield f"{at}: brackets are not understood here. Write what we choose into tools/licences.toml."
        elif is_under(STRONG, package.licence) and package.use != DEVELOPMENT:
            yield f"{at} would be used at run time. Cairn is MIT: find another package, or write it ourselves."
        elif needs_reason(package) and package.name not in reasons:
            yield f"{at} has no reason in tools/licences.toml."
        if package.use != DEVELOPMENT and (carried := find_carried(package.name)):
            yield f"{at} carries {carried}, which is under the GPL."
    needing = {package.name for package in packages if needs_reason(package)}
    for name in sorted(reasons.keys() - needing):
        yield f"{name} needs no reason in tools/licences.toml any more."


def find_carried(name: str) -> str:
    """The first library under the GPL among the files of a package."""
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return ""
    return next((file.name for file in files if CARRIED.search(str(file))), "")


def needs_reason(package: Package) -> bool:
    if package.use == DEVELOPMENT:
        return is_under(STRONG, package.licence)
    return is_under(WEAK, package.licence)


def is_under(kind: re.Pattern[str], licence: str) -> bool:
    """Whether every one of the licences that we can choose from is of that kind."""
    return all(kind.search(choice) for choice in licence.split(" OR "))


def describe(packages: list[Package], notes: dict[str, dict[str, str]]) -> str:
    reasons, parts = notes["reasons"], [notes["text"]["start"].strip()]
    for use, heading in HEADINGS.items():
        own = [package for package in packages if package.use == use]
        rows = [f"| {one.name} | {one.versions} | {one.licence} |" for one in own]
        parts.append("\n".join([f"## {heading} ({len(own)})", "", "| Package | Version | Licence |", RULE, *rows]))
    rows = [f"| {one.name} | {one.licence} | {reasons[one.name]} |" for one in packages if one.name in reasons]
    parts.append("\n".join(["## Copyleft, and why it is here", "", "| Package | Licence | Reason |", RULE, *rows]))
    parts.append(notes["text"]["end"].strip())
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
