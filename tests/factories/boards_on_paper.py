"""Boards to print: short, ordinary and far too long. Every place and every finding in them is invented."""

from dataclasses import replace
from datetime import date

from cairn.boards.printing.content import (
    BoardOnPaper,
    CitedOnPaper,
    ConditionOnPaper,
    ExampleOnPaper,
    InsightOnPaper,
    MethodOnPaper,
    ReferenceOnPaper,
    SheetEntry,
    SheetOnPaper,
)

DAY = date(2026, 11, 25)
HOST = "https://cairn.example.org"
HOSTILE = (
    '#panic("x") $x^2$ @label \\n "quoted" \'single\' <script> ]] *bold* _so_ `code` ~ // /* 👍🏽 中 \x00\x07\u202eevil'
)
LONG_WORD = "Kinderundjugendhilfeweiterentwicklungsgesetzesvorlage" * 4
TITLES = (
    "The value of innovation in children’s social care",
    "Innovation methods in children’s social care",
    "Adopting and adapting innovation",
    "Scaling and spreading innovation",
    "Creating the local system conditions for innovation",
)
SENTENCES = (
    "Why change at all, what a step change is, and how a council can tell that one has happened.",
    "How people find new ideas, try them out safely and learn from what goes wrong.",
    "Taking up what others did: what to keep, what may change, and who decides.",
    "How something that works in one place comes to work in many.",
    "Condition, around the work, for anything new to last.",
)
SUPPORT = CitedOnPaper(
    "Ottenvale hub, evaluation of 2024", "Teenagers who kept one worker moved home less often in the first year."
)
SUPPORT_2 = CitedOnPaper(
    "Marlholt family teams, project report", "Staff named the same three parts as the ones to keep."
)
AGAINST = CitedOnPaper(
    "Quillmere pilot, project report", "The same offer without its health worker changed nothing that was counted."
)

INSIGHTS = (
    InsightOnPaper(
        "Agree what must stay the same before you change anything",
        "Councils that wrote down the few parts that make a model work could adapt the rest freely. "
        "Where nobody had, each team changed something else, and in the end nobody could say what had been tried.",
        viewpoints=("projects", "evaluators"),
        confidence="fairly sure",
        supports=(SUPPORT, SUPPORT_2),
        contradicts=(AGAINST,),
    ),
    InsightOnPaper(
        "Setting up takes longer than the plan says",
        "Recruiting, finding a house and agreeing on data took most projects about twice the time they had planned.",
        viewpoints=("projects", "funders"),
        confidence="sure",
        supports=(
            CitedOnPaper("Brindlebridge shared house, log of the project", "The house opened eleven months late."),
            CitedOnPaper("Corrowmoss crisis team", "Six of nine posts were filled after a year."),
        ),
    ),
    InsightOnPaper(
        "Visit before you copy",
        "A day beside the people who do the work shows what no manual says: "
        "how they talk, who rings whom, what they leave out.",
        viewpoints=("practitioners",),
        confidence="not sure",
        supports=(CitedOnPaper("Dunnockstrand learning visit", "The team dropped half of its plan after two days."),),
        contradicts=(
            CitedOnPaper("Hollinhollow, notes of the panel", "Three visits cost a month and changed no decision."),
        ),
    ),
    InsightOnPaper(
        "Young people notice first when a copy has lost its point",
        "Where young people sat on the steering group, problems came up weeks earlier and were mended more often.",
        viewpoints=("young people", "projects"),
        confidence="fairly sure",
        supports=(
            CitedOnPaper("Ullenbrook forum of care leavers", "They asked for the evening line back, and got it."),
        ),
    ),
)
EXAMPLES = (
    ExampleOnPaper(
        "One key worker through every move",
        "Ottenvale",
        "running since 2022",
        "The hub kept its key worker and its health worker and changed the building. Fewer teenagers moved twice.",
        went_well=True,
    ),
    ExampleOnPaper(
        "A rota made with families",
        "Marlholt",
        "in its second year",
        "Family teams copied group supervision, and let parents choose the hours. Visits that failed fell by a third.",
        went_well=True,
    ),
    ExampleOnPaper(
        "The hub without its health worker",
        "Quillmere",
        "ended in 2023",
        "The post could not be filled and the project went on without it. Nothing that was counted changed.",
        went_well=False,
    ),
    ExampleOnPaper(
        "A manual, and nobody to ask",
        "Innickmarrow",
        "paused",
        "The team had the papers but no contact with those who wrote them. Staff gave it up after two winters.",
        went_well=False,
    ),
)
METHODS = (
    MethodOnPaper(
        "Learning visit", "Two days beside the team, with time to talk afterwards.", "One day, with presentations only."
    ),
    MethodOnPaper("Pilot in one team", "When the team could say no.", "When staff were moved in the middle of it."),
    MethodOnPaper("Design with young people", "From the first meeting, and paid.", "As a survey at the end."),
)
CONDITIONS = (
    ConditionOnPaper("A director who protects the time", True, "Staff are not called back in a busy week."),
    ConditionOnPaper("Data that teams see every week", True, "They see what changes while it still can be changed."),
    ConditionOnPaper("Health and police at the table", True, ""),
    ConditionOnPaper("Staff who leave", False, "Half of those trained were gone after a year."),
    ConditionOnPaper("Two changes at once", False, "Nobody could say which of them helped."),
)
REFERENCES = (
    ReferenceOnPaper(
        "Ottenvale Council (2024). The hub after two years: an evaluation.", f"{HOST}/reports/ottenvale-hub/", DAY
    ),
    ReferenceOnPaper("Larkfield University (2023). What travels, and what does not.", f"{HOST}/reports/travels/", DAY),
    ReferenceOnPaper("Marlholt Council (2025). Family teams, report of the project.", "", None),
)


def make_board(topic_number: int = 3, **changes) -> BoardOnPaper:
    """An ordinary board."""
    return replace(
        BoardOnPaper(
            title=TITLES[topic_number - 1],
            topic_number=topic_number,
            introduction="Few councils start from nothing. Most take up what somebody else has tried, and fit it to "
            "their own place. This board gathers what they say about doing that well, and about what went wrong.",
            insights=INSIGHTS,
            examples=EXAMPLES,
            methods=METHODS,
            conditions=CONDITIONS,
            references=REFERENCES,
            version="3",
            published_on=DAY,
            address=f"{HOST}/boards/adopting/",
        ),
        **changes,
    )


def make_short_board(topic_number: int = 1) -> BoardOnPaper:
    """One insight that nothing contradicts, and hardly anything else."""
    return make_board(
        topic_number,
        introduction=SENTENCES[topic_number - 1],
        insights=INSIGHTS[1:2],
        examples=EXAMPLES[:1],
        methods=(),
        conditions=(),
        references=(),
    )


def make_bare_board() -> BoardOnPaper:
    return BoardOnPaper(title="A board that has only just begun", topic_number=5)


def make_long_board(topic_number: int = 4, times: int = 6) -> BoardOnPaper:
    """More of everything than paper holds, with long texts."""
    cited = tuple(replace(SUPPORT, title=f"{SUPPORT.title}, part {number}") for number in range(times))
    insights = tuple(
        replace(insight, words=f"{insight.words} " * 4, supports=cited, contradicts=cited, viewpoints=("projects",) * 6)
        for insight in INSIGHTS * times
    )
    examples = tuple(replace(example, what_happened=f"{example.what_happened} " * 4) for example in EXAMPLES * times)
    return make_board(
        topic_number,
        title=f"{TITLES[topic_number - 1]}, with all that anybody has ever said about it in one very long heading",
        introduction="Much has been said. " * 60,
        insights=insights,
        examples=examples,
        methods=METHODS * times,
        conditions=CONDITIONS * times,
        references=REFERENCES * times,
    )


def make_hostile_board() -> BoardOnPaper:
    """Every text tries to be something else than text, or to be wider than its column."""
    nasty = f"{HOSTILE} {LONG_WORD}"
    cited = (CitedOnPaper(nasty, nasty),)
    return BoardOnPaper(
        title=HOSTILE,
        topic_number=9,
        introduction=nasty,
        insights=(InsightOnPaper(nasty, nasty, (HOSTILE,), HOSTILE, cited, cited),),
        examples=(ExampleOnPaper(nasty, nasty, nasty, nasty, went_well=True), ExampleOnPaper(nasty, went_well=None)),
        methods=(MethodOnPaper(nasty, nasty, nasty),),
        conditions=(ConditionOnPaper(nasty, True, nasty), ConditionOnPaper(nasty, False, nasty)),
        references=(
            ReferenceOnPaper(nasty, "javascript:alert(1)", DAY),
            ReferenceOnPaper(nasty, f"{HOST}/{LONG_WORD}"),
        ),
        version=HOSTILE,
        published_on=DAY,
        address=f'{HOST}/boards/"{LONG_WORD}"/#{{x}}',
    )


def make_sheet(times: int = 1) -> SheetOnPaper:
    entries = tuple(
        SheetEntry(
            number,
            title,
            sentence * times,
            tuple(insight.headline for insight in INSIGHTS[:3]) * times,
            f"{HOST}/boards/{number}/",
        )
        for number, (title, sentence) in enumerate(zip(TITLES, SENTENCES, strict=True), start=1)
    )
    introduction = (
        "Five boards gather what projects have learned about doing innovation in children’s social care: which methods "
        "help, what has to be in place, and what went wrong. They are an introduction and no set of instructions."
    )
    return SheetOnPaper("Innovation insights: where to start", introduction * times, entries, DAY, f"{HOST}/boards/")
