from cairn.decisions.services.decisions import close_recruitment, start_decision
from cairn.decisions.services.voices import link_answers, unlink_answers

__all__ = ["close_recruitment", "link_answers", "start_decision", "unlink_answers"]
