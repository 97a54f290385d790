"""The page cache, which tests are without unless they ask for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import caches

from cairn.common import page_cache


@pytest.fixture
def cached(settings) -> Iterator[None]:
    """With the page cache where it stands in a real site, empty before and after."""
    middleware = list(settings.MIDDLEWARE)
    middleware.insert(middleware.index("csp.middleware.CSPMiddleware"), "cairn.common.page_cache.PageCache")
    settings.MIDDLEWARE = middleware
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def count_made(monkeypatch) -> Callable[[], int]:
    """How many pages were made by a view for somebody who asks through the page cache, whether they are kept or not."""
    made = []

    class Counting(page_cache.PageCache):
        def __init__(self, get_response):
            def count(request):
                made.append(request.path)
                return get_response(request)

            super().__init__(count)

    monkeypatch.setattr(page_cache, "PageCache", Counting)
    return lambda: len(made)


@contextmanager
def note_always() -> Iterator[Callable[[], bool]]:
    """As if every page had read a quiet table."""
    yield lambda: True
