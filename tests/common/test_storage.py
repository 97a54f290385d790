import re

from django.conf import settings
from django.core.management import call_command


def test_collected_static_files_are_fingerprinted_and_find_each_other(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "cairn.common.storage.StaticStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    start = next(tmp_path.glob("cairn/start.????????????.js")).read_text()
    assert re.search(r'from "\./govuk/govuk-frontend\.min\.[0-9a-f]{12}\.js"', start)
    style = next(tmp_path.glob("cairn/cairn.????????????.css")).read_text()
    fonts = re.findall(r"fonts/(atkinson[^\"')]+)", style)
    assert len(fonts) == 2
    assert all((tmp_path / "cairn" / "fonts" / font).exists() for font in fonts)
    assert list(tmp_path.glob("cairn/cairn.*.css.gz"))
    assert not list(tmp_path.rglob("*.br"))


def test_style_sheet_is_ours_and_light():
    style = (settings.STATICFILES_DIRS[0] / "cairn" / "cairn.css").read_text()
    assert "Atkinson Hyperlegible Next" in style
    assert "font-display:swap" in style
    for forbidden in ("GDS Transport", "crest", "sourceMappingURL", "Error:"):
        assert forbidden not in style
    assert len(style) < 130_000
