from cairn.events.tasks.suggestions import ask_follower, fetch_mail, reply_to_mail, send_answers

__all__ = ["ask_follower", "fetch_mail", "reply_to_mail", "send_answers"]
