"""What somebody hears who sent a mail with a suggestion. Never a word of theirs: a forged mail would carry it on."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from cairn.events.models import ReceivedMail
from cairn.notices.kinds import NoticeText
from cairn.notices.presenters.mails import compose_for_outsider

Outcome = ReceivedMail.Outcome
FORM = ("Use the form", "events:suggest")


def compose_reply(mail: ReceivedMail) -> EmailMultiAlternatives:
    message = compose_for_outsider(_describe(mail), to=mail.sender)
    message.extra_headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    if mail.message_id:
        message.extra_headers |= {"In-Reply-To": mail.message_id, "References": mail.message_id}
    return message


def _describe(mail: ReceivedMail) -> NoticeText:
    form = ((FORM[0], reverse(FORM[1])),)
    match mail.outcome:
        case Outcome.TOO_LARGE:
            sentence = (
                "Your e-mail was too large, so we did not keep it. Send it again without attachments, with your "
                "suggestion in a few sentences. Or use the form."
            )
            return NoticeText("Your e-mail was too large", sentence, reverse(FORM[1]))
        case Outcome.CONCERN:
            sentence = (
                "Your e-mail sounds like a concern about someone’s safety, so we did not keep it and no one here has "
                "read it. If it is one, tell the safeguarding lead now: the link says how. If someone is in danger, "
                "call 999. If it is not about anyone’s safety now, send your suggestion by the form."
            )
            return NoticeText("Is this about someone’s safety?", sentence, reverse("voice:safety"), form)
        case Outcome.EMPTY:
            sentence = "We could not read any text in your e-mail. Send it again as plain text, or use the form."
            return NoticeText("We could not read your e-mail", sentence, reverse(FORM[1]))
    follower = mail.suggestion.senders.first() if mail.suggestion else None
    sentence = (
        "Thank you for your suggestion. A moderator will read it and answer you by e-mail. Nothing you sent is "
        "public, and your name and address never will be. On your private page you can see its status, or "
        "delete what you sent."
    )
    path = follower.get_absolute_url() if follower else reverse("events:suggestions")
    return NoticeText("We received your suggestion", sentence, path)
