"""Rules of the house that no linter knows."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.cases import each

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "src" / "cairn" / "templates"
INLINE_CODE = {
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "an on… attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
# Written in two parts, or this file would be the first to break the rule.
MACHINE_PATHS = re.compile(
    "|".join(f"(?<![\\w.~-])/{name}/" for name in ("wor" + "k", "roo" + "t", "hom" + "e", "User" + "s"))
)


def get_contracts() -> list[dict]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def get_layers() -> dict[str, int]:
    """How high each app stands in the stack, read from the import contract."""
    layers = next(one["layers"] for one in get_contracts() if one["name"] == "Apps form a one-way stack")
    return {app.strip("() "): height for height, layer in enumerate(reversed(layers)) for app in layer.split("|")}


def get_tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def get_foreign_keys() -> list[tuple[str, str, str]]:
    """Every relation between two models of ours: field, app it is in, app it points to."""
    return [
        (f"{model._meta.label}.{field.name}", model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("cairn.")
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model and field.related_model.__module__.startswith("cairn.")
    ]


def test_foreign_keys_point_downwards():
    """A relation named by a string is no import, so the import contract does not see it."""
    layers = get_layers()
    assert [key for key in get_foreign_keys() if layers[key[1]] < layers[key[2]]] == []


def test_there_are_foreign_keys_to_look_at():
    assert any(source != target for _, source, target in get_foreign_keys())


# A mail carries its styles in its tags; it is no page of the site.
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.name != "mail.html")


@each("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_no_inline_code(path):
    """The content security policy would block it, silently for whoever does not read the console."""
    # Comments and Django's tags may hold anything.
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [name for name, pattern in INLINE_CODE.items() if pattern.search(source)] == []


@each(
    "wrong",
    ['<p style="a">', "<style>", "<script>", '<script type="module">', '<a class="b" onclick="c">', "javascript:"],
)
def test_inline_code_would_be_found(wrong):
    assert any(pattern.search(wrong) for pattern in INLINE_CODE.values())


def read_pins(lock: str) -> dict[str, list[str]]:
    """Package -> its versions in a lock; it has two where the newest asks for a newer Python."""
    pins: dict[str, list[str]] = {}
    for name, version in re.findall(
        r"^([a-z0-9.\-]+)(?:\[.*\])?==([^\s;]+)", (ROOT / "requirements" / lock).read_text(), re.MULTILINE
    ):
        pins.setdefault(name, []).append(version)
    return pins


def test_locks_hold_what_pyproject_names():
    """Whoever changes a dependency runs tools/lock.py."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups, extras = project["dependency-groups"], project["project"]["optional-dependencies"]
    site = [*project["project"]["dependencies"], *extras["site"], *groups["build"]]
    everything = [*site, *groups["dev"], *(one for extra in extras.values() for one in extra)]
    for lock, wanted in {"site.txt": site, "dev.txt": everything}.items():
        pins = read_pins(lock)
        for requirement in map(Requirement, wanted):
            versions = pins.get(canonicalize_name(requirement.name), [])
            assert versions, f"{lock} lacks {requirement}"
            assert all(version in requirement.specifier for version in versions), f"{lock}: {requirement}"


def test_the_site_of_a_developer_has_the_versions_of_every_site():
    site, dev = read_pins("site.txt"), read_pins("dev.txt")
    assert {name: dev.get(name) for name in site} == site


@pytest.mark.parametrize("lock", ["site.txt", "dev.txt"])
def test_lock_names_packages_and_hashes_only(lock):
    """No registry host, no file of a machine: the lock must be as good elsewhere."""
    text = (ROOT / "requirements" / lock).read_text()
    for forbidden in ("://", "file:", "find-links", "index-url", "trusted-host", "@ ", " -e "):
        assert forbidden not in text
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) > 20
    assert [
        entry
        for entry in entries
        if not re.match(r"[a-z0-9.\-]+(\[[a-z,]+\])?==\S+ .*--hash=sha256:", entry, re.DOTALL)
    ] == []


def test_no_tracked_file_names_a_path_of_one_machine():
    found = []
    for path in get_tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in MACHINE_PATHS.finditer(text)]
    assert found == []


def test_every_app_folder_stands_in_the_stack():
    folders = {path.parent.name for path in (ROOT / "src" / "cairn").glob("*/__init__.py")}
    assert folders <= set(get_layers())


def test_every_app_has_layers_without_holes():
    """Of every app, new ones too, each module stands on a layer: an import contract that is exhaustive says which."""
    exhaustive = [one for one in get_contracts() if one["type"] == "layers" and one.get("exhaustive")]
    listed = [container for one in exhaustive for container in one["containers"] if container != "cairn"]
    apps_there = {f"cairn.{path.parent.name}" for path in (ROOT / "src" / "cairn").glob("*/apps.py")}
    assert sorted(listed) == sorted(apps_there)
    assert not any("exhaustive_ignores" in one for one in exhaustive if one["containers"] != ["cairn"])


def test_table_of_folders_names_every_app_in_the_order_of_the_stack():
    told = re.findall(r"^\| `src/cairn/(\w+)` \|", (ROOT / "DEVELOPERS.md").read_text(encoding="utf-8"), re.MULTILINE)
    layers = get_layers()
    listed_apps = [name for name in told if name in layers]
    assert set(listed_apps) == {path.parent.name for path in (ROOT / "src" / "cairn").glob("*/__init__.py")}
    assert listed_apps == sorted(listed_apps, key=lambda name: -layers[name])


def test_table_of_layers_names_every_layer():
    text = (ROOT / "DEVELOPERS.md").read_text(encoding="utf-8")
    inside = [one for one in get_contracts() if one["name"].startswith("Inside an app")]
    named = {name.strip("() ") for one in inside for layer in one["layers"] for name in layer.split("|")}
    assert {name for name in named if f"`{name}`" not in text} <= {"migrations"}


def test_list_of_decisions_names_each_by_its_title():
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    titles = {path.name: path.read_text(encoding="utf-8").splitlines()[0][2:] for path in folder.glob("0*.md")}
    assert [name for name, title in titles.items() if f"[{title}]({name})" not in listed] == []
    assert listed.count("](0") == len(titles)


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_list_is_cut_into_pages_in_one_place():
    """`get_page` gives rows of the same moment an order; the search counts its own pages, the gallery shows some."""
    site = ROOT / "src" / "cairn"
    makers = {path.relative_to(site).as_posix() for path in site.rglob("*.py") if "Paginator(" in path.read_text()}
    assert makers == {"common/pagination.py", "search/views.py", "common/gallery.py"}


def test_form_with_a_token_lets_browsers_send_its_origin():
    """A page of rooms sends no referrer, and browsers then say that its origin is null: such a form is refused."""
    templates = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src/cairn/templates").rglob("*.html")}
    slim = {path: text for path, text in templates.items() if re.search(r'extends "(rooms/slim|voice/young)', text)}
    with_token = {path.name: text for path, text in slim.items() if "csrf_token" in text}
    assert with_token
    assert [name for name, text in with_token.items() if "same-origin" not in text] == []
