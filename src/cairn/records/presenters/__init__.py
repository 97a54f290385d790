from cairn.records.presenters.auditing import AUDIT_GROUPS, AuditLine, describe_audit
from cairn.records.presenters.records import RecordView, ReportRow, compare, list_texts, show_theirs

__all__ = [
    "AUDIT_GROUPS",
    "AuditLine",
    "RecordView",
    "ReportRow",
    "compare",
    "describe_audit",
    "list_texts",
    "show_theirs",
]
