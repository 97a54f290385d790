from cairn.decisions.services.co_design import add_stage, publish_reason, remove_stage
from cairn.decisions.services.decisions import close_recruitment, start_decision
from cairn.decisions.services.demonstration import load_demonstration_decisions
from cairn.decisions.services.voices import link_answers, unlink_answers
from cairn.decisions.services.you_said import tell_workers

__all__ = [
    "add_stage",
    "close_recruitment",
    "link_answers",
    "load_demonstration_decisions",
    "publish_reason",
    "remove_stage",
    "start_decision",
    "tell_workers",
    "unlink_answers",
]
