"""How good search is: judged questions of eleven jobs, asked of the starter library as an anonymous reader.

python -m benchmarks.search_quality [--each] [--data FOLDER] [--write FILE] [--compare FILE] [--not-judged]

DATABASE_URL chooses PostgreSQL, where a run before may have left its records; else SQLite, new or in the folder given.
Reports nDCG@10, recall@10 and the reciprocal rank of the first answer, by job, by how it was asked and overall, for the
questions that search may be improved by and for those held out, for both halves of them, with the questions that find
nothing. `--write` keeps the rankings as JSON; `--compare` sets them beside rankings kept before, with a paired 95 %
interval.
"""
