from cairn.events.tasks.followup import (
    ask_for_feedback,
    chase_event_actions,
    send_action_link,
    send_action_reminder,
    send_feedback_request,
    send_line,
)

__all__ = [
    "ask_for_feedback",
    "chase_event_actions",
    "send_action_link",
    "send_action_reminder",
    "send_feedback_request",
    "send_line",
]
