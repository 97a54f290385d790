from cairn.records.presenters.records import WITHDRAWN_WORDS, RecordView, compare, describe_audit, list_texts

__all__ = ["WITHDRAWN_WORDS", "RecordView", "compare", "describe_audit", "list_texts"]
