from cairn.conditions.models.reflection import (
    ConditionProfile,
    NewLook,
    ReflectionRound,
    Reply,
    ReplyToStatement,
    Respondent,
    StatementAction,
)

__all__ = [
    "ConditionProfile",
    "NewLook",
    "ReflectionRound",
    "Reply",
    "ReplyToStatement",
    "Respondent",
    "StatementAction",
]
