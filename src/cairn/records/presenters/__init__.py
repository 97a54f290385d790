from cairn.records.presenters.auditing import AUDIT_GROUPS, ToldEntry, tell_audit
from cairn.records.presenters.records import RecordView, ReportRow, compare, list_texts

__all__ = ["AUDIT_GROUPS", "RecordView", "ReportRow", "ToldEntry", "compare", "list_texts", "tell_audit"]
