"""What is in it for each of the people who come here: a page of at most 150 words with a picture for each role."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """Something to do here, and the page where one does it."""

    words: str
    view: str
    argument: str = ""


@dataclass(frozen=True)
class Role:
    """One page. `sees` says what its picture shows, for those who do not see it."""

    key: str
    title: str
    lead: str
    steps: tuple[Step, ...]
    leaves_with: str
    sees: str

    @property
    def picture(self) -> str:
        """A photograph of a page of the demonstration, made by tools/take_role_pictures.py."""
        return f"cairn/images/roles/{self.key}.webp"


ROLES = (
    Role(
        "innovation-lead",
        "Innovation lead in a council",
        "Too many teenagers enter care, and the panel meets on Thursday. What has helped elsewhere, in places like "
        "ours, and what did it take?",
        (
            Step("Find your challenge and see what was tried, failures included", "voice:challenges"),
            Step("Compare models by evidence, cost and who can be asked", "library:models"),
            Step("Ask a council that has done it", "lessons:questions"),
            Step("Have an options paper drafted, with your own figures", "papers:papers"),
        ),
        "a paper for Thursday: local numbers, options with evidence and cost, what is not known, and who to contact.",
        "A list of models, each with its result, strength of evidence and cost",
    ),
    Role(
        "project-lead",
        "Project lead",
        "You are starting something new and want to say honestly what it is for, who it is for, and how you will know.",
        (
            Step("Settle aim, target group, time and people before you start", "conditions:groundworks"),
            Step("Fix the evaluation before there are results", "evaluation:plans"),
            Step("Reflect with your partners on what helps and what is in the way", "conditions:reflections"),
            Step("Say where you are stuck, and others offer help", "library:help-wanted"),
        ),
        "a plan that was fixed before it started, reminders when something is due, and people who answer.",
        "A page that lists what is settled and what is still open before a start",
    ),
    Role(
        "using-a-model",
        "Council using a model",
        "You use a model that began elsewhere. Some parts must be kept, others may change.",
        (
            Step("Choose a model and see its parts", "library:models"),
            Step("Record how far you are, what you changed and why", "adoption:new-use"),
            Step("See how it spread and how long others took to start", "adoption:scaling-strategies"),
            Step("Find a council to learn with, in both directions", "peers:peers"),
        ),
        "a record that the people who made the model can see, and a check of how faithfully it runs over time.",
        "A model’s page: its parts, what was reported, and the councils using it",
    ),
    Role(
        "evaluator",
        "Evaluator",
        "You want to know whether it worked, without fooling anyone, yourself included.",
        (
            Step("Test a change against similar councils", "evaluation:plans"),
            Step("Read how the test works", "evaluation:method"),
            Step("See how often it is wrong", "evaluation:how-well"),
            Step("Search the evaluation reports, with what was not found", "library:reports"),
        ),
        "what the figures show with its measured error rate, and a file from which anyone can reproduce it.",
        "A result: a sentence, a chart of the council beside what was expected, and a table",
    ),
    Role(
        "programme-team",
        "Programme team, funder or regional alliance",
        "You see the whole portfolio and want its learning to reach people.",
        (
            Step("See rounds, money, projects and gaps", "library:programme", "innovation-programme"),
            Step("Write insights boards that are traced to their sources", "boards:boards"),
            Step("Run a learning event and publish its report", "events:events"),
            Step("See what is known and not acted on", "content:chain"),
        ),
        "boards and event reports that hold up, and a list of what is known but not acted on.",
        "The report from knowing to acting: four stages with their numbers",
    ),
    Role(
        "director",
        "Director",
        "You have little time, and you are accountable for the decision.",
        (
            Step("See your council’s figures beside similar councils", "places:councils"),
            Step("See what is known, accepted, acted on and followed through", "content:chain"),
            Step("See the actions of your organisation: open, overdue, stuck", "actions:actions"),
            Step("Get one e-mail on Mondays, when something is due", "notices:preferences"),
        ),
        "actions with an owner and a date, and what changed because of them.",
        "A council’s page: its figures in words, beside those of similar councils",
    ),
    Role(
        "young-people",
        "Young people, families and those who work with them",
        "What you need comes first. You keep control of your own words.",
        (
            Step("See the answer to what you told us, with your code", "voice:code"),
            Step("See which needs were named, and what came next", "voice:needs"),
            Step("Read what was decided: you said, we did", "decisions:decisions"),
            Step("Read stories of change", "voice:stories"),
        ),
        "an answer: what happened because of what you said. You can take your words back at any time.",
        "A list of needs in the words of young people and families",
    ),
    Role(
        "host",
        "The people who run a site",
        "You run it and are accountable for it: to your council, to auditors, to the people whose words you hold.",
        (
            Step("Read who can see what, and for how long it is kept", "about"),
            Step("See what personal data is kept and why", "privacy"),
            Step("See what is left to set up", "notices:set-up"),
        ),
        "a page that says who runs this site, and backup, restore and erasure that work.",
        "The page that says who can read what",
    ),
    Role(
        "anyone",
        "Anyone",
        "You read, search and download. You do not need an account.",
        (
            Step("Read the two-minute introduction", "library:introduction"),
            Step("Search everything that is public", "search:search"),
            Step("Read lessons about what did not work", "lessons:lessons"),
            Step("Download the whole library as open data", "library:downloads"),
        ),
        "an answer that says who reported it and how far it can be trusted.",
        "The search page with results from the library",
    ),
)


@dataclass(frozen=True)
class Named:
    """What the report of an event names that is not on its page, and the key of that report among the sources."""

    source: str
    links: tuple[Step, ...]


# By the address of the event.
NAMED: dict[str, Named] = {
    "innovation-towards-excellence-2017": Named(
        "seed",
        (
            Step(
                "The Innovation Programme, and what was found since",
                "library:programme",
                "innovation-programme",
            ),
            Step("Partners in Practice", "library:programme", "partners-in-practice"),
            Step("The five insights boards", "boards:boards"),
            Step("The introductory sheet", "boards:sheet"),
            Step("Four drivers of innovation", "library:vocabulary", "drivers"),
            Step("Ten types of innovation", "library:vocabulary", "ten_types"),
            Step("What it takes to embed innovation", "library:vocabulary", "embedding"),
            Step("No Wrong Door, the model from North Yorkshire", "library:model", "no-wrong-door"),
            Step("The projects’ evaluation reports", "library:reports"),
            Step("The next events, and suggestions for them", "events:events"),
        ),
    )
}


def find_role(key: str) -> Role | None:
    return next((role for role in ROLES if role.key == key), None)
