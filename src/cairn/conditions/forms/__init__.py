from cairn.conditions.forms.answering import ReflectForm
from cairn.conditions.forms.rounds import InviteForm, OpenRoundForm, RoomForm, StartProfileForm, get_sections

__all__ = ["InviteForm", "OpenRoundForm", "ReflectForm", "RoomForm", "StartProfileForm", "get_sections"]
