"""Changes to log-ins."""

from dataclasses import dataclass

from django.db import transaction

from cairn.accounts.models import User


@dataclass(frozen=True)
class DemonstrationUser:
    """Somebody invented, with a password that everybody may know: it counts on this computer only."""

    email: str
    name: str
    role: str
    password: str


DEMONSTRATION_USERS = (
    DemonstrationUser("lead@otterdale.example", "Ines Lead", "innovation lead in a council", "cairn-lead-demo"),
    DemonstrationUser("evaluator@example.org", "Ewan Evaluator", "evaluator", "cairn-evaluator-demo"),
    DemonstrationUser("voice@otterdale.example", "Vera Voice", "participation worker", "cairn-voice-demo"),
)


@transaction.atomic
def create_demonstration_users() -> tuple[DemonstrationUser, ...]:
    """Make the demonstration's people, or give them back their printed passwords. A real log-in is never touched."""
    for person in DEMONSTRATION_USERS:
        user = User.objects.filter(email__iexact=person.email).first()
        if user is None:
            User.objects.create_user(
                email=person.email, name=person.name, password=person.password, is_demonstration=True
            )
        elif user.is_demonstration and not user.check_password(person.password):
            user.set_password(person.password)
            user.save(update_fields=["password"])
    return DEMONSTRATION_USERS
