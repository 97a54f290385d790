from cairn.events.policies.suggestions import UnableToChangeSuggestion, can_answer_suggestions

__all__ = ["UnableToChangeSuggestion", "can_answer_suggestions"]
