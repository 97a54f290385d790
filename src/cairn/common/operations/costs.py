"""PostgreSQL is told what a site of short questions needs: it plans for turning discs and long reports otherwise."""

from typing import Any

from django.db import connections

OURS = {
    "random_page_cost": "1.1",  # a page at random, where the next page in line costs 1
    "jit": "off",  # compiling a question takes longer than answering one of ours
}
# Sessions that begin from now on have it, through any pooler. A database of somebody else's stays as it is.
SET_COST = """
    DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I SET {name} = {value}', current_database());
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END $$
"""


def set_planner_costs(sender: Any, using: str, **kwargs: Any) -> None:
    """After `migrate`, whatever is not set yet by whoever runs the database."""
    if connections[using].vendor != "postgresql":
        return
    with connections[using].cursor() as cursor:
        for name in list_undecided(cursor):
            cursor.execute(SET_COST.format(name=name, value=OURS[name]))


def list_undecided(cursor: Any) -> list[str]:
    """Whoever sets one to what it is without being set has decided too."""
    cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s) AND source = 'default'", [list(OURS)])
    return [name for (name,) in cursor.fetchall()]
