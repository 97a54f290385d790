"""What several do at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, connections

IN_THE_DATABASE = {
    "default": {
        "BACKEND": "cairn.common.caching.SharedCache",
        "LOCATION": "cairn_cache",
        "KEY_FUNCTION": "cairn.common.caching.hash_key",
    }
}


def make_threads(tmp_path, monkeypatch):
    """Does something in so many threads at the same moment; gives what each of them got.

    Each thread has a connection of its own (the pool of PostgreSQL has 12), on SQLite to a copy in a file, because
    connections to one in memory share their locks. The copy is made at the first run; the test itself does not see it.
    """
    copy = tmp_path / "copy.sqlite3"

    def run(do, number):
        if connection.vendor == "sqlite" and not copy.exists():
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(copy)])
            monkeypatch.setitem(connections.settings["default"], "NAME", str(copy))
        together = Barrier(number)

        def one(_):
            try:
                connection.ensure_connection()
                together.wait(timeout=30)
                return do()
            finally:
                connection.close()

        with ThreadPoolExecutor(number) as pool:
            return list(pool.map(one, range(number)))

    return run
