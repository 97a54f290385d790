import gzip
import re

from django.conf import settings
from django.core.management import call_command


def test_collected_static_files_are_fingerprinted_and_find_each_other(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "cairn.common.storage.StaticStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    start = next(tmp_path.glob("cairn/start.????????????.js")).read_text()
    assert re.search(r'from "\./govuk/govuk-frontend\.min\.[0-9a-f]{12}\.js"', start)
    style = next(tmp_path.glob("cairn/face.????????????.css")).read_text()
    fonts = re.findall(r"fonts/([^\"')]+)", style)
    assert len(fonts) == 4
    assert all((tmp_path / "cairn" / "fonts" / font).exists() for font in fonts)
    assert list(tmp_path.glob("cairn/cairn.*.css.gz"))
    assert not list(tmp_path.rglob("*.br"))


def test_style_sheets_are_ours_and_light():
    folder = settings.STATICFILES_DIRS[0] / "cairn"
    ground, face = ((folder / name).read_text() for name in ("cairn.css", "face.css"))
    assert "Atkinson Hyperlegible Next" in ground
    assert "font-display: optional" in face
    for forbidden in ("GDS Transport", "crest", "sourceMappingURL", "Error:"):
        assert forbidden not in ground + face
    assert len(gzip.compress(ground.encode())) < 15_000
    assert len(gzip.compress(face.encode())) < 10_000


def test_zero_has_no_slash_on_screen():
    """Fonts of one glyph stand before the others for U+0030 alone."""
    style = (settings.STATICFILES_DIRS[0] / "cairn" / "face.css").read_text()
    assert len(re.findall(r"zero-[47]00\.woff2[^}]*unicode-range: U\+30;", style)) == 2
