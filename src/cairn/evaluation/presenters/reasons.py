"""Why a finding is what it is, and what to do next, by the engine's reason codes."""

from cairn.indicators.definitions import IndicatorDefinition

# Filled with: size (smallest change that would matter), rank, places, explanation, name, counted, implausible.
REASONS = {
    "shape_step": "The change came at once and stayed: a step fits clearly better than a slow slope.",
    "shape_gradual": "The change grew year by year: a slope fits clearly better than a step.",
    "shape_unclear": "There is a change, but the figures do not say whether it came at once or grew.",
    "too_few_years_for_shape": "There is a change, but it takes three years of figures to tell a step from a slope.",
    "interval_inside_bounds": "Every size of change that the figures allow is smaller than the {size} that the plan "
    "said would matter.",
    "unusual_and_inside_bounds": "{rank} of {places} councils, {name} included, moved at least as much against their "
    "own comparison, so this is more than usual variation. But every size of change that the figures allow is "
    "smaller than the {size} that the plan said would matter.",
    "within_usual_variation": "{rank} of {places} councils, {name} included, moved at least as much against their own "
    "comparison. Cairn speaks of a change only where at most 1 in 20 did.",
    "smaller_than_important": "The figure moved by more than usual variation. Our best estimate is smaller than the "
    "{size} that the plan said would matter, but the range reaches beyond it, so the figures do not decide.",
    "one_year_after": "There is one year of figures after the start. It takes at least two.",
    "implausible_figure": "{implausible} A count like that usually means that a year was not fully recorded, so no "
    "finding is based on it.",
    "counts_too_small": "So few {counted} are counted in {name} that chance alone can move the figure by more than "
    "half of the change that would matter.",
    "depends_on_hidden_counts": "Some counts of {name} are hidden because they are small. With the smallest and the "
    "largest they can be, the finding is not the same.",
    "failed_in_time": "Much the same change shows when we pretend that it began earlier, before anything had started. "
    "So something else was already moving the figure.",
    "failed_without_donor": "The finding hangs on one comparison council: without it, the change does not hold.",
    "failed_without_neighbours": "Without the councils of the same region the change does not hold.",
    "failed_without_pandemic": "Without 2020 and 2021, the years of the pandemic, the change does not hold.",
    "failed_without_year": "The finding depends on one year: without the figure for that year, the change does not "
    "hold.",
    "failed_in_people": "The average of the yearly rates moved one way and the number of {counted} moved the other, "
    "because some years count many more than others.",
    "too_few_years_before": "{explanation} With fewer, nobody can say what would have happened anyway.",
    "no_year_after": "There is no figure yet that could show anything.",
    "too_few_donors": "{explanation}",
    "only_pandemic_years": "{explanation} What was started cannot be told apart from that.",
    "no_figures": "Cairn holds no figures of this measure for {name}.",
    "national_reform": "The plan says that every council made this change at about the same time. Then there is nobody "
    "left to compare with, and any answer would be a guess.",
    "no_variation": "{explanation}",
    "no_neighbouring_years": "{explanation}",
}

WAIT = "Come back when the figures of {next_year} are out. Each further year narrows the range."
LOCAL = "Use figures of your own that are nearer to the work, month by month: for example how many {counted} there "
LOCAL += "were among the families the work is meant for."
TOGETHER = "Ask councils that started the same thing. Four councils together can show a change about half as large."
LONGER = "Choose a measure that goes further back for this council: {longer}."
LATER_START = "Choose a later start, if the work really grew from then."
WHAT_MOVED = "Find out what else changed in those years: thresholds, recording, managers, courts, numbers of "
WHAT_MOVED += "unaccompanied children. Write it down beside the result."
BIGGER = "Choose a measure that counts more people, such as children in need or referrals."
OPEN_END = "Write a plan without a last year, if the work goes on."
PREVIOUS_COUNCIL = "Test the councils that this area belongs to now, for work that started there."
EXPECT = "Write down now, before the figures exist, what you expect. A locked plan does just that."
LOAD = "Ask whoever runs this site to load the published files, or choose a council that has figures."
ONE_YEAR = (
    "Check the figure of that year with whoever records it: was anything counted differently, late or not at all?"
)
ASK_RECORDING = "Ask the council, or whoever publishes the figure, whether everything was recorded in that year."
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
        "Look at that council: what happened there in the same years?",
        WAIT,
        TOGETHER,
        LOCAL,
    ),
    "failed_without_neighbours": (
        "Ask whether councils next door did something that they had in common.",
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
        "Follow the figures over time on the council's page, without a claim about what moved them.",
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
