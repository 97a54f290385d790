"""Why a finding is what it is, and what to do next, by the engine's reason codes."""

from cairn.indicators.definitions import IndicatorDefinition

# Filled with: size (smallest change that would matter), rank, places, explanation, name, counted, implausible.
REASONS = {
    "shape_step": "The change came at once and stayed: a step fits clearly better than a gradual slope.",
    "shape_gradual": "The change grew year by year: a slope fits clearly better than a step.",
    "shape_unclear": "There is a change, but the figures do not say whether it came at once or grew.",
    "too_few_years_for_shape": "There is a change, but it takes three years of figures to tell a step from a slope.",
    "interval_inside_bounds": "Every size of change that the figures allow is smaller than the {size} that the plan "
    "said would matter.",
    "unusual_and_inside_bounds": "{rank} of {places} councils, {name} included, moved at least as much against their "
    "own comparison, so this is more than usual variation. But every size of change that the figures allow is "
    "smaller than the {size} that the plan said would matter.",
    "within_usual_variation": "{rank} of {places} councils, {name} included, moved at least as much against their own "
    "comparison. Cairn reports a change only if at most 1 in 20 did.",
    "smaller_than_important": (
        "The figure moved by more than usual variation. Our best estimate is smaller than the {size} "
        "that the plan said would matter, but the range goes beyond it, so the figures cannot settle the "
        "question."
    ),
    "one_year_after": "There is one year of figures after the start. We need at least two.",
    "implausible_figure": "{implausible} A count like that usually means that a year was not fully recorded, so no "
    "finding is based on it.",
    "counts_too_small": "So few {counted} are counted in {name} that chance alone can move the figure by more than "
    "half of the change that would matter.",
    "depends_on_hidden_counts": (
        "Some counts for {name} are suppressed because they are small. The finding depends on whether we "
        "use the smallest or the largest values they could have."
    ),
    "failed_in_time": (
        "Much the same change shows when we test an earlier start, before anything had begun. So "
        "something else was already moving the figure."
    ),
    "failed_without_donor": "The finding depends on one comparison council: without it, the change does not hold.",
    "failed_without_neighbours": "Without the councils of the same region the change does not hold.",
    "failed_without_pandemic": "Without 2020 and 2021, the years of the pandemic, the change does not hold.",
    "failed_without_year": "The finding depends on one year: without the figure for that year, the change does not "
    "hold.",
    "failed_in_people": "The average of the yearly rates moved one way and the number of {counted} moved the other, "
    "because some years count many more than others.",
    "too_few_years_before": "{explanation} With fewer, we cannot say what would have happened anyway.",
    "no_year_after": "There is no figure yet that could show anything.",
    "too_few_donors": "{explanation}",
    "only_pandemic_years": "{explanation} We cannot separate its effect from what was started.",
    "no_figures": "There are no figures for {name} on this measure.",
    "national_reform": (
        "The plan says that every council made this change at about the same time. That leaves no one to "
        "compare with, so any answer would be a guess."
    ),
    "no_variation": "{explanation}",
    "no_neighbouring_years": "{explanation}",
}

WAIT = "Come back when the figures for {next_year} are published. Each further year narrows the range."
LOCAL = "Use your own monthly figures, closer to the work: for example how many {counted} there "
LOCAL += "were among the families the work is meant for."
TOGETHER = "Ask councils that started the same thing. Four councils together can show a change about half as large."
LONGER = "Choose a measure that goes further back for this council: {longer}."
LATER_START = "Choose a later start, if the work only really began then."
WHAT_MOVED = "Find out what else changed in those years: thresholds, recording, managers, courts, numbers of "
WHAT_MOVED += "unaccompanied children. Record it with the result."
BIGGER = "Choose a measure that counts more people, such as children in need or referrals."
OPEN_END = "Write a plan without a last year, if the work goes on."
PREVIOUS_COUNCIL = "Test the councils that this area belongs to now, for work that started there."
EXPECT = "Write down now, before the figures exist, what you expect. A locked plan does just that."
LOAD = "Ask the people who run this site to load the published files, or choose a council that has figures."
ONE_YEAR = (
    "Check the figure for that year with the people who record it: was anything counted differently, "
    "late or not at all?"
)
ASK_RECORDING = "Ask the council, or the publisher, whether everything was recorded in that year."
EARLIER_END = "Write a plan that ends before that year, if the other years can be trusted."
# What can be done, most useful first; those that cannot help here are passed over and three are shown.
NEXT_STEPS = {
    "within_usual_variation": (WAIT, TOGETHER, LOCAL, WHAT_MOVED),
    "smaller_than_important": (WAIT, TOGETHER, LOCAL, WHAT_MOVED),
    "one_year_after": (WAIT, OPEN_END, TOGETHER, LOCAL, PREVIOUS_COUNCIL),
    "counts_too_small": (BIGGER, TOGETHER, LOCAL),
    "depends_on_hidden_counts": (BIGGER, LOCAL, TOGETHER),
    "failed_in_time": (
        WHAT_MOVED,
        "If the work really began earlier, for example as a pilot, write a new plan with that date.",
        LOCAL,
    ),
    "failed_without_donor": (
        "Find out what happened in that council in the same years.",
        WAIT,
        TOGETHER,
        LOCAL,
    ),
    "failed_without_neighbours": (
        "Ask whether neighbouring councils did something in common.",
        WAIT,
        TOGETHER,
        LOCAL,
    ),
    "failed_without_pandemic": (WAIT, WHAT_MOVED, TOGETHER, LOCAL),
    "failed_without_year": (ONE_YEAR, WAIT, WHAT_MOVED, TOGETHER, LOCAL),
    "failed_in_people": (ONE_YEAR, LOCAL, TOGETHER),
    "implausible_figure": (ASK_RECORDING, EARLIER_END, LOCAL, TOGETHER),
    "too_few_years_before": (LONGER, LOCAL, TOGETHER, LATER_START),
    "no_year_after": (WAIT, EXPECT, LOCAL, PREVIOUS_COUNCIL, TOGETHER),
    "too_few_donors": (
        "Choose a measure that more councils have figures for.",
        "Leave fewer councils out of the comparison.",
        LOCAL,
    ),
    "only_pandemic_years": (WAIT, OPEN_END, LOCAL, WHAT_MOVED),
    "no_figures": (LOAD, BIGGER, LOCAL),
    "national_reform": (
        "Look for councils that started earlier or later than the rest, such as pilot areas, and compare those.",
        LOCAL,
        "Follow the figures over time on the council’s page, without saying what moved them.",
    ),
}
DEFAULT_STEPS = (TOGETHER, LOCAL, WHAT_MOVED)
SHOWN = 3


def next_steps(
    reason: str,
    measure: IndicatorDefinition,
    *,
    next_year: int,
    longer: str = "",
    can_wait: bool = True,
    has_last_year: bool = False,
    is_closed: bool = False,
) -> list[str]:
    """Three things to do after "not enough evidence" that can help here.

    `longer` is the title of a measure with more years for this council; `can_wait` whether figures to come
    could change the answer.
    """
    useless = {
        WAIT: not can_wait,
        LONGER: not longer,
        OPEN_END: not has_last_year,
        PREVIOUS_COUNCIL: not is_closed,
        EXPECT: is_closed,
    }
    steps = dict.fromkeys((*NEXT_STEPS.get(reason, DEFAULT_STEPS), *DEFAULT_STEPS))
    chosen = [step for step in steps if not useless.get(step)][:SHOWN]
    return [step.format(next_year=next_year, counted=measure.counted, longer=longer) for step in chosen]
