from cairn.records.presenters.records import RecordView, compare, list_texts, tell_audit

__all__ = ["RecordView", "compare", "list_texts", "tell_audit"]
