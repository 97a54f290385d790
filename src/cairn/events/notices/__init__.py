from cairn.events.notices import reports, suggestions

NOTICES = (*suggestions.NOTICES, *reports.NOTICES)
