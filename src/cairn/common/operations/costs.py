"""PostgreSQL is told what reading costs here: it plans for turning discs unless somebody says otherwise."""

from typing import Any

from django.db import connections

DEFAULT, OURS = 4, 1.1  # a page at random, where the next page in line costs 1
# Sessions that begin from now on have it, through any pooler. A database of somebody else's stays as it is.
TELL = f"""
    DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I SET random_page_cost = {OURS}', current_database());
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END $$
"""


def tell_costs(sender: Any, using: str, **kwargs: Any) -> None:
    """After `migrate`, unless whoever runs the database has set it."""
    if connections[using].vendor != "postgresql":
        return
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_setting('random_page_cost')::float")
        if cursor.fetchone()[0] == DEFAULT:
            cursor.execute(TELL)
