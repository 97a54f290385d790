"""Days as people read them."""

import re
from datetime import UTC, datetime
from pathlib import Path

import cairn
from cairn.common.dates import show_day

IN_UNIVERSAL_TIME = re.compile(r"\{[\w.]+_at:%-d %B %Y\}")


def test_a_time_shortly_before_midnight_is_shown_by_its_day_here():
    assert show_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"
    assert show_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "31 December 2026"


def test_no_time_is_shown_by_its_day_in_universal_time():
    """A time is kept in universal time: write `show_day(one.made_at)`, or `localtime` where only a part is shown."""
    sources = [path for path in Path(cairn.__file__).parent.rglob("*.py") if "papers" not in path.parts]
    assert [path.name for path in sources if IN_UNIVERSAL_TIME.search(path.read_text())] == []
