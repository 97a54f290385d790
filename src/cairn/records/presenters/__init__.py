from cairn.records.presenters.records import WITHDRAWN_WORDS, RecordView, compare, list_texts, tell_audit

__all__ = ["WITHDRAWN_WORDS", "RecordView", "compare", "list_texts", "tell_audit"]
