"""Published worked cases as values, and the functions of this program that recompute them.

The self-test prints pass or fail for each, so that a verifier sees on the own machine that the formulas are
those of the publications. The expected numbers are the published ones, to the decimals in which they were
published.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from carbondesk.domain.accounting.bills import by_month, calendarise
from carbondesk.domain.periods import DAY, Period
from carbondesk.domain.records import Bill, Category, Source
from carbondesk.domain.targets.pathways import Terms, pathway
from carbondesk.domain.targets.windows import target_years
from carbondesk.domain.text import Text, say
from carbondesk.domain.worked_accounting import ACCOUNTING_CASES
from carbondesk.domain.worked_cases import Case, Outcome
from carbondesk.domain.worked_targets import TARGET_CASES


def recompute(cases: Iterable[Case] | None = None) -> list[Outcome]:
    """Compute every case anew and return what came out, in the order of the cases."""
    return [Outcome(case=case, computed=case.compute()) for case in (CASES if cases is None else cases)]


_APPENDIX = "SBTi CNZS V1.3.1 Method Appendix v1.0 (April 2026)"
_PROTOCOL = "SBTi Target Validation Protocol 3.1 (March 2023), pages 25-27"
_CRITERIA = "SBTi Corporate Near-Term Criteria 5.1, C13"
_VERIFI = "ORNL-AMO/VERIFI, issue 582"
_ARITHMETIC = "Arithmetic: 365 days of 10 are 3,650, however often they are read"

# Half of the last published decimal, and a hair for 3.125, which Table 1 rounds half up to 3.13.
_TABLE_TOLERANCE = 0.0051


def _rate(scope: str, ambition: str, emissions: dict[str, float], year: int) -> tuple[float, ...]:
    """Return the rate in % a year of a target whose base year is its most recent year (Table 1)."""
    terms = Terms(scope=scope, ambition=ambition, base_year=year, recent_year=year, target_year=year + 5)
    return ((pathway(terms, emissions, {}).rate or 0.0) * 100,)


def _reduction(terms: Terms, emissions: dict[str, float]) -> tuple[float, ...]:
    """Return the smallest reduction in %, for a target whose base year is its most recent year."""
    return ((pathway(terms, emissions, {}).minimum_reduction or 0.0) * 100,)


def _window(submission: str) -> tuple[float, ...]:
    years = target_years(submission)
    return float(years[0]), float(years[-1])


def _days(reads: Iterable[date], use: int) -> tuple[float, ...]:
    """Return the quantity of each month from bills read on these days with a constant use a day."""
    source = Source(site=0, name="", category=Category.ELECTRICITY.value, unit="kWh")
    days = list(reads)
    first = Bill(source=0, read_date=days[0], quantity=0.0, unit="kWh")
    bills = [
        Bill(source=0, read_date=day, quantity=float(use * (day - before).days), unit="kWh")
        for before, day in pairwise(days)
    ]
    return tuple(by_month(calendarise([first, *bills], source=source).activities).values())


def _year_of_tens(days: int) -> tuple[float, ...]:
    """Return how many months of 2025 have a value, their sum and the least of them, for 10 a day."""
    months = _days(_every(days, _YEAR), 10)
    return float(len(months)), sum(months), min(months)


def _every(days: int, period: Period) -> list[date]:
    """Return read dates every so many days from the day before a period, and on its last day."""
    start = period.start - DAY
    steps = [start + timedelta(step) for step in range(0, period.days, days)]
    return [*steps, period.end]


_TABLE_1: dict[str, tuple[str, str, dict[str, float], dict[int, float]]] = {
    "100:0": ("1+2", "", {"S1": 1.0, "S2": 0.0}, {2024: 4.20, 2025: 4.20, 2026: 4.20}),
    "50:50": ("1+2", "", {"S1": 1.0, "S2": 1.0}, {2024: 4.86, 2025: 5.13, 2026: 5.45}),
    "0:100": ("1+2", "", {"S1": 0.0, "S2": 1.0}, {2024: 6.25, 2025: 6.67, 2026: 7.14}),
    "s3-wb2c": ("3", "", {"S3": 1.0}, {2024: 2.88, 2025: 3.00, 2026: 3.13}),
    "s3-1.5c": ("3", "1.5C", {"S3": 1.0}, {2024: 4.20, 2025: 4.20, 2026: 4.20}),
}
_TITLES = {
    "100:0": say("Absolute contraction, scope 1 only, base year {year}: % a year"),
    "50:50": say("Absolute contraction, scope 1 and 2 half each, base year {year}: % a year"),
    "0:100": say("Absolute contraction, scope 2 only, base year {year}: % a year"),
    "s3-wb2c": say("Absolute contraction, scope 3 well below 2 °C, base year {year}: % a year"),
    "s3-1.5c": say("Absolute contraction, scope 3 1.5 °C, base year {year}: % a year"),
}
_FLAT: tuple[tuple[str, int, int, float], ...] = (
    ("1+2", 2024, 2034, 58.8),
    ("3", 2023, 2033, 32.5),
    ("1+2", 2020, 2030, 42.0),
    ("3", 2020, 2030, 25.0),
)
_UNEVEN = ("2019-12-31", "2020-01-28", "2020-02-24", "2020-04-03", "2020-05-01", "2020-06-03", "2020-06-30")
_YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


def _target_cases() -> list[Case]:
    table = [
        Case(
            id=f"contraction-table-1-{year}-{name}",
            title=Text(_TITLES[name].template, {"year": year}),
            citation=f"{_APPENDIX}, Table 1",
            expected=(published,),
            tolerance=_TABLE_TOLERANCE,
            compute=partial(_rate, scope, ambition, emissions, year),
        )
        for name, (scope, ambition, emissions, rates) in _TABLE_1.items()
        for year, published in rates.items()
    ]
    published = {"S1": 912.6, "S2": 3547.8}
    return [
        *table,
        Case(
            id="contraction-2025-2030-rate",
            title=say("Absolute contraction 2025 to 2030, 912.6 t and 3,547.8 t: % a year"),
            citation=f"{_APPENDIX}, equations 1-6",
            expected=(6.04,),
            tolerance=0.005,
            compute=partial(_rate, "1+2", "", published, 2025),
        ),
        Case(
            id="contraction-2025-2030-reduction",
            title=say("Absolute contraction 2025 to 2030, 912.6 t and 3,547.8 t: % less"),
            citation=f"{_APPENDIX}, equations 1-6",
            expected=(30.2,),
            tolerance=0.05,
            compute=partial(_reduction, Terms(base_year=2025, recent_year=2025, target_year=2030), published),
        ),
    ]


def _flat_case(scope: str, base_year: int, target_year: int, published: float) -> Case:
    terms = Terms(
        scope=scope,
        base_year=base_year,
        recent_year=base_year,
        target_year=target_year,
        rule_set="SBTi-NT-5.1",
    )
    return Case(
        id=f"flat-{scope}-{base_year}-{target_year}",
        title=say(
            "Contraction before April 2026, scope {scope}, {base} to {target}: % less",
            scope=scope,
            base=base_year,
            target=target_year,
        ),
        citation=_PROTOCOL,
        expected=(published,),
        tolerance=1e-9,
        compute=partial(_reduction, terms, {"S1": 1.0, "S2": 1.0, "S3": 1.0}),
    )


def _window_case(submission: str, first: int, last: int) -> Case:
    return Case(
        id=f"window-{submission}",
        title=say("Target years for a submission in {submission}: first and last", submission=submission),
        citation=_CRITERIA,
        expected=(float(first), float(last)),
        tolerance=0,
        compute=partial(_window, submission),
    )


def _frequency_case(days: int) -> Case:
    return Case(
        id=f"calendar-every-{days}-days",
        title=say("10 a day in 2025, read every {days} days: months, total, least month", days=days),
        citation=_ARITHMETIC,
        expected=(12.0, 3650.0, 280.0),
        tolerance=0,
        compute=partial(_year_of_tens, days),
    )


CASES: tuple[Case, ...] = (
    *_target_cases(),
    *(_flat_case(*row) for row in _FLAT),
    _window_case("2023-01", 2027, 2032),
    _window_case("2023-12", 2028, 2033),
    Case(
        id="calendar-uneven-reads",
        title=say("Seven uneven reads of 1 a day: days of each month, January to June 2020"),
        citation=_VERIFI,
        expected=(31.0, 29.0, 31.0, 30.0, 31.0, 30.0),
        tolerance=0,
        compute=partial(_days, [date.fromisoformat(day) for day in _UNEVEN], 1),
    ),
    *(_frequency_case(days) for days in (7, 28, 61, 91, 365)),
    *TARGET_CASES,
    *ACCOUNTING_CASES,
)
