"""What learning events put on a desk."""

from cairn.events.desk.reports import find_reports
from cairn.events.desk.suggestions import find_suggestions

DUE = (find_suggestions, find_reports)
