from cairn.decisions.models.ballots import Ballot, BallotPaper, Envelope, Voter
from cairn.decisions.models.co_design import CoDesignStage, DesignReason
from cairn.decisions.models.decisions import (
    Decision,
    DecisionFigure,
    DecisionOption,
    DecisionParticipant,
    DecisionTold,
    DecisionVoice,
)
from cairn.decisions.models.homes import HomesCount
from cairn.decisions.models.proposals import Comment, Proposal
from cairn.decisions.models.stories import DecisionStory
from cairn.decisions.models.together import Assembly, Meeting, Member

__all__ = [
    "Assembly",
    "Ballot",
    "BallotPaper",
    "CoDesignStage",
    "Comment",
    "Decision",
    "DecisionFigure",
    "DecisionOption",
    "DecisionParticipant",
    "DecisionStory",
    "DecisionTold",
    "DecisionVoice",
    "DesignReason",
    "Envelope",
    "HomesCount",
    "Meeting",
    "Member",
    "Proposal",
    "Voter",
]
