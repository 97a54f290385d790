"""The screen: corrections by slower roads, the null, what is found, what is flagged, and any executor."""

import csv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import kstest
from scipy.stats import t as student

from stepchange import NotEnoughDataError, PanelError, Planted, ScreenedMeasure, Tier, Truth, screen, simulate_nation
from stepchange.one_place.verdict import Check, CheckResult
from stepchange.screening.corrections import benjamini_hochberg, benjamini_yekutieli, bonferroni, scan
from stepchange.screening.null import centre, fit_freedom, local_false_discovery, p_values
from stepchange.screening.screen import Flag, PanelTests, _confirm, _grade, look_at_panel

UNITS = [f"P{i:02d}" for i in range(60)]


def measures(count=8, *, planted=None, sd=0.05, family="family", **parts):
    return [
        ScreenedMeasure(
            f"m{number}",
            f"{family}{number // 4}",
            simulate_nation(
                seed=number, units=UNITS, periods=range(2012, 2024), residual_sd=sd, truth=planted, **parts
            ).panel,
        )
        for number in range(count)
    ]


@pytest.mark.data
def test_benjamini_and_hochberg_1995(open_data):
    with (open_data / "methods" / "bh1995_pvalues.csv").open(encoding="utf-8") as file:
        p = [float(row["p"]) for row in csv.DictReader(file)]
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4
    assert (benjamini_yekutieli(p) <= 0.05).sum() == 3
    assert (bonferroni(p) <= 0.05).sum() == 3


@pytest.mark.parametrize("alpha", [0.05, 0.2])
def test_step_up_by_its_definition(alpha):
    rng = np.random.default_rng(1)
    p = rng.uniform(size=50) ** 3
    ordered = np.sort(p)
    for adjusted, factor in ((benjamini_hochberg(p), 1.0), (benjamini_yekutieli(p), (1 / np.arange(1, 51)).sum())):
        below = [k for k in range(1, 51) if ordered[k - 1] <= alpha * k / (50 * factor)]
        assert (adjusted <= alpha).sum() == (max(below) if below else 0)


def test_a_lead_with_a_count_that_cannot_be_right_says_so_and_is_no_strong_one():
    given = measures()
    panel = given[0].panel
    counts = panel.counts.copy()
    counts[5, -2:] = 0  # hundreds before
    wrong = replace(given[0], panel=replace(panel, counts=counts, values=panel.per * counts / panel.denominators))
    lead = next(one for one in screen([wrong, *given[1:]]).leads if one.unit == "P05" and one.measure == "m0")
    assert Flag.IMPLAUSIBLE in lead.flags
    assert lead.tier is Tier.LEAD


def test_scan_is_the_chance_of_the_best_of_many():
    rng = np.random.default_rng(1)
    best = rng.uniform(size=(4000, 5)).min(axis=1)
    assert kstest(scan(best, np.full(4000, 5.0)), "uniform").pvalue > 0.01
    assert scan(np.array([1e-300]), np.array([5.0]))[0] == pytest.approx(5e-300)


@pytest.mark.parametrize("freedom", [4.0, 8.0])
def test_the_null_learns_its_tails_and_p_is_uniform(freedom):
    rng = np.random.default_rng(3)
    z = centre(student.rvs(freedom, size=40_000, random_state=rng))
    found = fit_freedom(z)
    assert found == pytest.approx(freedom, rel=0.2)
    assert (p_values(z, found) <= 0.01).mean() == pytest.approx(0.01, abs=0.002)


def test_real_changes_make_the_null_wider_never_narrower():
    rng = np.random.default_rng(3)
    z = rng.normal(size=20_000)
    changed = z.copy()
    changed[:400] += 8  # 2 % real changes
    assert 8 < fit_freedom(changed) < fit_freedom(z)
    assert (p_values(changed[:400], fit_freedom(changed)) < 1e-3).mean() > 0.95


def test_local_false_discovery_falls_outwards_and_is_high_in_the_middle():
    rng = np.random.default_rng(4)
    z = np.concatenate([rng.normal(size=9_800), rng.normal(4.5, 0.5, 200)])
    fdr = local_false_discovery(z, p_values(z, 200.0))
    assert np.median(fdr[:9_800]) > 0.9
    assert np.median(fdr[9_800:]) < 0.2
    order = np.argsort(z)[z[np.argsort(z)] > 0]
    assert (np.diff(fdr[order]) <= 1e-12).all()


def test_planted_changes_lead_and_are_confirmed_by_the_family():
    planted = {"P05": Truth(Planted.STEP, 2019, -0.4)}
    found = screen(measures(8, planted=planted))
    assert found.hypotheses == 8 * 60
    assert sum(lead.unit == "P05" for lead in found.leads) >= 4
    assert len(found.leads) <= 10
    best = found.leads[0]
    assert best.start in (2018, 2019, 2020)
    assert best.effect < -0.2
    assert best.confirmed_by
    assert best.q_value <= best.strict_q_value
    assert all({check.kind for check in lead.checks} >= {"in_time"} for lead in found.leads)
    assert any(lead.tier is not Tier.LEAD for lead in found.leads)


def test_a_measure_of_another_family_confirms_nothing():
    """m0 moves alone in its family; four of another family move in the same place and year."""
    changed, plain = measures(8, planted={"P05": Truth(Planted.STEP, 2019, -0.4)}), measures(8)
    found = screen([changed[0], *plain[1:3], *changed[4:]])  # P05 happens to move in m3 too
    here = {lead.measure: lead for lead in found.leads if lead.unit == "P05"}
    assert here["m0"].family != here["m4"].family
    assert not {"m4", "m5", "m6", "m7"} & set(here["m0"].confirmed_by)
    assert set(here["m4"].confirmed_by) <= {"m5", "m6", "m7"}
    assert here["m4"].confirmed_by


PANEL = simulate_nation(seed=1, units=UNITS[:6], periods=range(2012, 2024)).panel
LEADS, OTHER = ScreenedMeasure("leads", "family", PANEL), ScreenedMeasure("other", "family", PANEL)


def confirm(other=OTHER, *, unit=2, start=2019, z=-3.0, p=0.05):
    """What confirms a fall of P02 from 2019 on, where another measure has one test, of these numbers."""
    tests = [
        PanelTests(key, np.array([unit]), np.array([start]), np.zeros(1), np.array([z]), *[np.zeros(1, bool)] * 2)
        for key in ("leads", "other")
    ]
    return _confirm([(LEADS, tests[0]), (other, tests[1])], [np.array([p])] * 2, LEADS, "P02", 2019, -1.0)


@pytest.mark.parametrize(
    ("given", "confirmed"),
    [
        ({}, ("other",)),
        ({"start": 2018}, ("other",)),
        ({"start": 2020}, ("other",)),
        ({"start": 2017}, ()),
        ({"start": 2021}, ()),
        ({"z": 3.0}, ()),
        ({"p": 0.051}, ()),
        ({"unit": 3}, ()),
        ({"other": replace(OTHER, family="another")}, ()),
        ({"other": replace(OTHER, key="leads")}, ()),
        (
            {
                "other": replace(
                    OTHER, panel=simulate_nation(seed=1, units=UNITS[10:16], periods=range(2012, 2024)).panel
                )
            },
            (),
        ),
    ],
)
def test_what_confirms_is_of_the_family_and_place_near_in_time_and_moves_the_same_way(given, confirmed):
    assert confirm(**given) == confirmed


PASSED = Check("in_time", "2017", CheckResult.PASSED, decides=True)
FAILED = Check("without_donor", "P07", CheckResult.FAILED, decides=True)
GOOD = {"q": 0.10, "strict_q": 0.11, "flags": (), "checks": (PASSED,), "confirmed": ("other",)}


@pytest.mark.parametrize(
    ("given", "tier"),
    [
        ({}, Tier.STRONG_LEAD),
        ({"strict_q": 0.10}, Tier.STRICT_LEAD),
        ({"flags": (Flag.SUDDEN,)}, Tier.STRONG_LEAD),
        ({"checks": (PASSED, replace(FAILED, result=CheckResult.NOT_TESTED))}, Tier.STRONG_LEAD),
        ({"checks": (PASSED, replace(FAILED, decides=False))}, Tier.STRONG_LEAD),
        # Each of these alone keeps it a mere lead, however small its strict q is.
        ({"q": 0.101, "strict_q": 0.0}, Tier.LEAD),
        ({"confirmed": (), "strict_q": 0.0}, Tier.LEAD),
        ({"checks": (PASSED, FAILED), "strict_q": 0.0}, Tier.LEAD),
        ({"checks": (), "strict_q": 0.0}, Tier.LEAD),
        ({"checks": (replace(PASSED, kind="without_donor"),), "strict_q": 0.0}, Tier.LEAD),
        ({"checks": (replace(PASSED, decides=False),), "strict_q": 0.0}, Tier.LEAD),
        ({"checks": (replace(PASSED, result=CheckResult.NOT_TESTED),), "strict_q": 0.0}, Tier.LEAD),
        *(({"flags": (flag,), "strict_q": 0.0}, Tier.LEAD) for flag in Flag if flag is not Flag.SUDDEN),
        ({"flags": (Flag.SUDDEN, Flag.MANY_PLACES), "strict_q": 0.0}, Tier.LEAD),
    ],
)
def test_a_strong_lead_is_confirmed_passed_its_checks_and_has_no_other_explanation(given, tier):
    assert _grade(**{**GOOD, **given}) is tier


def test_nothing_planted_finds_next_to_nothing():
    assert len(screen(measures(8)).leads) <= 2


def test_flags_say_what_else_may_explain_a_lead():
    planted = {"P05": Truth(Planted.STEP, 2019, -0.45)}
    given = measures(8, planted=planted)
    given[0] = replace(given[0], known_changes={"P05": (2019,)})
    found = screen(given, boundary_changes=[("P05", 2019)])
    here = [lead for lead in found.leads if lead.unit == "P05"]
    assert here
    for lead in here:
        assert Flag.BOUNDARY_CHANGE in lead.flags
        assert lead.tier is Tier.LEAD
        assert (Flag.KNOWN_CHANGE in lead.flags) == (lead.measure == "m0")
    assert all(flag.words for flag in Flag)


def test_a_change_of_the_measure_everywhere_is_seen_as_such():
    planted = {unit: Truth(Planted.STEP, 2019, -0.5) for unit in UNITS[:12]}
    found = screen([*measures(8), replace(measures(1, planted=planted)[0], key="changed")])
    here = [lead for lead in found.leads if lead.measure == "changed"]
    assert here
    assert all(Flag.MANY_PLACES in lead.flags for lead in here if lead.start == 2019)


def test_an_executor_gives_the_same():
    given = measures(4)
    with ThreadPoolExecutor(2) as executor:
        assert np.array_equal(screen(given, executor=executor).p_values, screen(given).p_values)


def test_a_local_dask_cluster_gives_the_same():
    distributed = pytest.importorskip("distributed")
    given = measures(4)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, host="127.0.0.1", protocol="tcp"
        ) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        assert np.array_equal(screen(given, executor=executor).p_values, screen(given).p_values)


def test_places_that_lack_the_same_years_are_tested_together():
    panel = simulate_nation(seed=1, units=UNITS, periods=range(2010, 2024), residual_sd=0.05).panel
    values = panel.values.copy()
    values[:5, 2] = np.nan  # five places without 2012
    values[7, 3] = np.nan  # one without 2013
    tests = look_at_panel("m", replace(panel, values=values), 3)
    assert set(range(5)) <= set(tests.unit)
    assert 7 not in tests.unit
    complete = look_at_panel("m", panel, 3)
    # Others are compared among those complete, so what they get changes little.
    own, other = tests.z[tests.unit == 20], complete.z[complete.unit == 20]
    assert np.corrcoef(own, other[: len(own)])[0, 1] > 0.9


def test_a_measure_that_cannot_be_screened_is_named():
    short = simulate_nation(seed=1, units=UNITS, periods=range(2018, 2024)).panel
    found = screen([*measures(4), ScreenedMeasure("short", "x", short)])
    assert found.left_out == {"short": "too few years, or too few places with figures in the same years"}


def test_refusals():
    given = measures(1)
    with pytest.raises(PanelError, match="same key"):
        screen([*given, *given])
    with pytest.raises(PanelError, match="At least 2 years after"):
        screen(given, years_after=1)
    short = simulate_nation(seed=1, units=UNITS, periods=range(2018, 2024)).panel
    with pytest.raises(NotEnoughDataError, match="No measure can be screened"):
        screen([ScreenedMeasure("short", "x", short)])
    with pytest.raises(NotEnoughDataError, match="at least 200"):
        fit_freedom(np.zeros(5))
    with pytest.raises(NotEnoughDataError, match="exactly alike"):
        centre(np.zeros(50))
    with pytest.raises(PanelError, match="from 0 to 1"):
        bonferroni([0.5, 1.5])
