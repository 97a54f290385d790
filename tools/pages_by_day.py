"""Choose the pages that a browser opens by day: python tools/pages_by_day.py

Asks Django's client for every kind of page (about three minutes), notes which templates it shows, and writes
tests/e2e/pages_by_day.json.
"""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = ("tests/e2e/test_pages.py", "tests/e2e/test_library_pages.py")
# A page is only asked for here; what is wrong with it, its test says.
NAME = "test_page_is_accessible_narrow_quiet_and_works_without_scripts"


class Noting:
    def __init__(self) -> None:
        self.shown: dict[str, set[str]] = {}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = [item for item in items if getattr(item, "originalname", "") == NAME]

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: Any) -> bool:
        from django.test import Client

        from tests.e2e.by_day import noting_templates

        ask, page_type = pyfuncitem._request.getfixturevalue, pyfuncitem.callspec.params["page_type"]
        client = ask("logged_in_client") if page_type.needs_log_in else Client()
        client.raise_request_exception = False
        path = page_type.path(pyfuncitem._request)
        with noting_templates() as templates:
            client.get(path)
        self.shown[page_type.name] = templates
        return True


def main() -> None:
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ["CAIRN_TEST_FULL"] = "1"
    noting = Noting()
    code = pytest.main(["-n0", "-q", *FILES], plugins=[noting])
    if code:
        sys.exit(int(code))
    from tests.e2e.by_day import read, write

    write(noting.shown)
    print(f"{len(read()['day'])} of {len(noting.shown)} pages are opened by day.")


if __name__ == "__main__":
    main()
