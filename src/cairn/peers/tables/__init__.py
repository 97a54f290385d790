from cairn.peers.tables.declared import COLUMNS, EXAMPLES, MOST_ROWS, Problem, UnableToReadTable, take_table

__all__ = ["COLUMNS", "EXAMPLES", "MOST_ROWS", "Problem", "UnableToReadTable", "take_table"]
