"""Does the engine keep its promises? Simulated nations, planted changes, and real councils in which nothing happened.

    python -m benchmarks.validity [--quick] [--only NAME ...] [--write FILE]

Sections: one-place, power, pool, screen, real, watching. Each prints its figures beside the bounds of engine.md A3
and says which is missed; `--write docs/methods/validity.md` writes the report that the docs show. The real councils
are read from CAIRN_TEST_DATA (or ../shared/data); without them that section says so. About half an hour on two cores.
"""
