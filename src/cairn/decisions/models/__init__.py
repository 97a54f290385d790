from cairn.decisions.models.ballots import Ballot, BallotPaper, Envelope, Voter
from cairn.decisions.models.proposals import Comment, Proposal
from cairn.decisions.models.together import Assembly, Meeting, Member

__all__ = ["Assembly", "Ballot", "BallotPaper", "Comment", "Envelope", "Meeting", "Member", "Proposal", "Voter"]
