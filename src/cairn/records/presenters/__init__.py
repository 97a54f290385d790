from cairn.records.presenters.auditing import AUDIT_GROUPS, AuditLine, describe_audit
from cairn.records.presenters.records import RecordView, ReportRow, compare, list_texts

__all__ = ["AUDIT_GROUPS", "RecordView", "ReportRow", "AuditLine", "compare", "list_texts", "describe_audit"]
