"""Published factor sets read from their publishers' files: the same masses as the library's, and nothing guessed."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.records import Factor, FactorSet, Organisation
from carbondesk.exchange.factor_sets import FactorSetPlan, SetAlreadyRead, read_factor_set
from carbondesk.exchange.sheets import Limits
from carbondesk.store.inventory import Inventory
from carbondesk.store.library import load_library
from tests.exchange.publications import (
    CH4,
    CO2,
    DESNZ_2025,
    FLAT_HEADINGS,
    N2O,
    TOTAL,
    flat_file,
    flat_row,
    hub_file,
    workbook,
)

TODAY = date(2026, 11, 22)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "factors"
LIBRARY = load_library()
MASSES = ("co2", "ch4", "n2o", "co2e")


def plan_of(path: Path) -> FactorSetPlan:
    return read_factor_set(path, LIBRARY, today=TODAY)


def codes(plan: FactorSetPlan) -> list[str]:
    return [finding.code for finding in plan.findings]


def by_key(plan: FactorSetPlan) -> dict[str, Factor]:
    """Return the factors by the part of their id that every edition shares."""
    return {factor.factor_id.split(":", 1)[1]: factor for factor in plan.factors}


def shipped(edition: str, key: str) -> Factor:
    factor = LIBRARY.by_id(f"{edition}:{key}")
    assert factor is not None, key
    return factor


def same_masses(read: Factor, ours: Factor) -> bool:
    """Whether two factors agree to the digits that the library's tables keep."""
    pairs = [(getattr(read, name), getattr(ours, name)) for name in MASSES]
    return all(
        one == other or (one is not None and other is not None and one == pytest.approx(other, rel=1e-8))
        for one, other in pairs
    )


def test_the_flat_file_gives_the_masses_of_the_library(tmp_path: Path) -> None:
    plan = plan_of(flat_file(tmp_path))
    read = by_key(plan)
    gas = read["1_100_1004_15"]
    ours = shipped("UK-DESNZ-2025", "1_100_1004_15")
    assert same_masses(gas, ours)
    assert (gas.category, gas.carrier, gas.activity_unit) == (ours.category, ours.carrier, ours.activity_unit)
    assert (gas.ch4, gas.n2o) == (3.8528 / 28, 1.19161 / 265)
    assert read["17_404_4005_10"].activity_unit == "million L"
    assert read["21_316_3160_11"].name == "Domestic, to/from UK - Average passenger - With RF"
    losses = read["13_402_4000_5"]
    assert (losses.category, losses.carrier) == ("s3-3", "electricity grid losses")


def test_the_set_is_named_by_its_file(tmp_path: Path) -> None:
    plan = plan_of(flat_file(tmp_path, year=2031))
    assert plan.set is not None
    assert (plan.set.edition, plan.set.source_version) == ("UK-DESNZ-2031", "2031, v1.1")
    assert (plan.set.series, plan.set.years, plan.set.rank) == ("UK-DESNZ", "publication", "official")
    assert (plan.set.file_name, plan.set.read_on, len(plan.set.sha256)) == ("flat-2031.xlsx", TODAY, 64)
    assert all((factor.valid_from, factor.region) == (2031, "GB") for factor in plan.factors)


def test_a_revised_file_of_a_shipped_year_is_an_edition_of_its_own(tmp_path: Path) -> None:
    plan = plan_of(flat_file(tmp_path))
    assert plan.set is not None
    assert plan.set.edition == "UK-DESNZ-2025-2"
    assert plan.set.source_version == "2025, v1.1 (flat-2025.xlsx)"
    assert not {factor.factor_id for factor in plan.factors} & {
        factor.factor_id for factor in LIBRARY.factors
    }


def test_biogenic_carbon_stands_by_its_fuel_and_finds_no_source_by_itself(tmp_path: Path) -> None:
    read = by_key(plan_of(flat_file(tmp_path)))
    assert read["2_103_1031_8"].co2_biogenic == 1.52
    outside = read["99_103_1031_8"]
    assert (outside.scope, outside.co2e, outside.co2_biogenic, outside.carrier) == ("outside", None, 1.52, "")


def test_rows_of_energy_are_counted_and_left_out(tmp_path: Path) -> None:
    plan = plan_of(flat_file(tmp_path))
    assert codes(plan) == ["rows-of-energy"]
    assert "33_1_1_7" not in by_key(plan)


METHANE = flat_row(
    "3_200_2001_3_1", "Scope 1", "Refrigerant & other | Kyoto protocol products | Methane", "kg", TOTAL, 25
)
NITROUS = flat_row(
    "3_200_2003_3_1",
    "Scope 1",
    "Refrigerant & other | Kyoto protocol products | Nitrous oxide",
    "kg",
    TOTAL,
    298,
)


@pytest.mark.parametrize(
    ("year", "printed", "ch4", "basis", "code"),
    [
        (2022, False, 3.8528 / 25, "AR4 (as published)", None),
        (2023, False, 3.8528 / 28, "AR5 (as published)", None),
        (2025, True, 3.8528 / 25, "AR4 (as published)", "basis-differs"),
        (2040, True, 3.8528 / 25, "AR4 (as published)", None),
        (2040, False, None, "as published", "basis-unknown"),
    ],
)
def test_gases_are_weighed_back_as_the_set_weighed_them(
    tmp_path: Path, year: int, *, printed: bool, ch4: float | None, basis: str, code: str | None
) -> None:
    rows = [*DESNZ_2025[:4], *([METHANE, NITROUS] if printed else [])]
    plan = plan_of(flat_file(tmp_path, rows, year=year))
    gas = by_key(plan)["1_100_1004_15"]
    assert (gas.ch4, gas.co2e_basis, gas.co2e) == (ch4, basis, 2575.46441)
    assert (code in codes(plan)) == (code is not None)


def test_columns_are_found_by_their_headings_wherever_they_stand(tmp_path: Path) -> None:
    order = (8, 7, 0, 1, 2, 3, 4, 5, 6)
    moved = [[*(row[place] for place in order), row[9]] for row in DESNZ_2025]
    headings = [FLAT_HEADINGS[place] for place in order]
    plan = plan_of(flat_file(tmp_path, moved, headings=headings))
    assert "columns-moved" in codes(plan)
    assert not plan.has_errors
    (tmp_path / "straight").mkdir()
    straight = plan_of(flat_file(tmp_path / "straight"))
    assert [replace(factor, source_version="") for factor in plan.factors] == [
        replace(factor, source_version="") for factor in straight.factors
    ]


def test_values_moved_from_below_their_heading_stop_the_file(tmp_path: Path) -> None:
    moved = [[*row[:8], row[9], row[8]] for row in DESNZ_2025]
    plan = plan_of(flat_file(tmp_path, moved))
    assert plan.has_errors
    assert codes(plan)[-1] == "columns-moved"
    assert plan.set is None


def test_a_missing_heading_stops_the_file(tmp_path: Path) -> None:
    headings = ["" if heading == "UOM" else heading for heading in FLAT_HEADINGS]
    plan = plan_of(flat_file(tmp_path, headings=headings))
    assert codes(plan) == ["columns-missing"]
    assert "uom" in str(plan.findings[0].message)


def test_the_year_is_never_guessed(tmp_path: Path) -> None:
    unnamed = plan_of(flat_file(tmp_path, last="GHG Conversion Factor", front=[]))
    assert codes(unnamed) == ["edition-year-missing"]
    two = plan_of(flat_file(tmp_path, last="GHG Conversion Factor 2024"))
    assert codes(two) == ["edition-year-differs"]
    above = plan_of(flat_file(tmp_path, last="GHG Conversion Factor", front=[["Year: 2031"], []]))
    assert above.set is not None
    assert above.set.source_version == "2031"


BUTANE = ("9_1", "Scope 1", "Fuels | Gaseous fuels | Butane")
FAULTS = [
    ("unknown-unit", flat_row(*BUTANE, "bushels", TOTAL, 1.0)),
    ("factor-unit-missing", flat_row(*BUTANE, "", TOTAL, 1.0)),
    ("factor-gas-missing", flat_row(*BUTANE, "tonnes", "", 1.0)),
    ("not-a-greenhouse-gas", flat_row(*BUTANE, "tonnes", "kg CO2e of NOx per unit", 1.0)),
    ("unknown-gas", flat_row(*BUTANE, "tonnes", "kg of something", 1.0)),
    ("value-not-a-number", flat_row(*BUTANE, "tonnes", TOTAL, "N/A")),
    ("wrong-dimension", flat_row(*BUTANE, "km", TOTAL, 1.0)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "row"), FAULTS, ids=[code for code, _ in FAULTS])
def test_a_row_that_is_not_understood_is_left_out_and_said(
    tmp_path: Path, code: str, row: list[object]
) -> None:
    plan = plan_of(flat_file(tmp_path, [*DESNZ_2025, row]))
    found = [finding for finding in plan.findings if finding.code == code]
    assert [(finding.severity, finding.where["row"]) for finding in found] == [("warning", 17)]
    assert str(found[0].remedy)
    assert "9" not in by_key(plan)
    assert not plan.has_errors


def test_the_same_fault_in_many_rows_is_said_once(tmp_path: Path) -> None:
    rows = [
        flat_row(f"9{n}_1", "Scope 1", "Fuels | Gaseous fuels | Butane", "bushels", TOTAL, 1.0)
        for n in range(8)
    ]
    plan = plan_of(flat_file(tmp_path, [*DESNZ_2025, *rows]))
    (found,) = [finding for finding in plan.findings if finding.code == "unknown-unit"]
    assert (found.where["rows"], found.where["which"]) == (8, "17, 18, 19, 20, 21, …")
    assert plan.skipped == 8


def test_rows_that_contradict_each_other_are_said(tmp_path: Path) -> None:
    twice = [*DESNZ_2025[0][:9], 99.0]
    plan = plan_of(flat_file(tmp_path, [*DESNZ_2025, twice]))
    assert "rows-differ" in codes(plan)
    assert by_key(plan)["1_100_1004_15"].co2e == 2575.46441


def test_a_total_that_is_not_the_sum_of_its_gases_is_doubtful(tmp_path: Path) -> None:
    rows = [[*DESNZ_2025[0][:9], 9000.0], *DESNZ_2025[1:]]
    assert "factor-sum" in codes(plan_of(flat_file(tmp_path, rows)))


def test_a_new_table_is_read_but_finds_no_source_by_itself(tmp_path: Path) -> None:
    row = flat_row("80_1_1_1", "Scope 3", "Data centres | Storage | Disk", "kWh", TOTAL, 0.5)
    plan = plan_of(flat_file(tmp_path, [*DESNZ_2025, row]))
    assert "category-unknown" in codes(plan)
    assert by_key(plan)["80_1_1"].category == "Data centres > Storage"


def test_without_an_id_the_words_are_the_id(tmp_path: Path) -> None:
    row = flat_row("", "Scope 1", "Fuels | Gaseous fuels | Natural gas", "tonnes", TOTAL, 2538.48)
    plan = plan_of(flat_file(tmp_path, [row, row], year=2022))
    assert list(by_key(plan)) == ["scope-1-fuels-gaseous-fuels-natural-gas-tonnes"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.floats(min_value=0, max_value=1e4, allow_nan=False).map(lambda x: round(x, 5)),
        min_size=3,
        max_size=3,
    )
)
def test_masses_weighed_again_are_what_was_printed(
    tmp_path_factory: pytest.TempPathFactory, printed: list[float]
) -> None:
    total = sum(printed)
    rows = [
        flat_row(f"1_1_1_1_{n}", "Scope 1", "Fuels | Gaseous fuels | Natural gas", "tonnes", gas, value)
        for n, (gas, value) in enumerate(zip((TOTAL, CO2, CH4, N2O), (total, *printed), strict=True), 1)
    ]
    (factor,) = plan_of(flat_file(tmp_path_factory.mktemp("flat"), rows)).factors
    assert (factor.co2 or 0) + (factor.ch4 or 0) * 28 + (factor.n2o or 0) * 265 == pytest.approx(
        total, abs=1e-9
    )


# ---- the hub ----------------------------------------------------------------------------------------------


def test_the_hub_gives_the_masses_of_the_library(tmp_path: Path) -> None:
    plan = plan_of(hub_file(tmp_path))
    read = by_key(plan)
    assert not plan.findings
    for key, factor in read.items():
        if factor.source == "US EPA eGRID":
            ours = shipped("EPA-EGRID2023", key)
            assert same_masses(factor, ours), key
            assert (factor.activity_unit, factor.region) == ("kWh", ours.region)
        else:
            ours = shipped("EPA-HUB-2025", key)
            # Tables 3 to 5 print masses only; the library keeps a total that was worked out from them.
            assert same_masses(factor, replace(ours, co2e=factor.co2e)), key
            assert (factor.activity_unit, factor.name) == (ours.activity_unit, ours.name)
            assert factor.co2_biogenic == pytest.approx(ours.co2_biogenic)
    assert {factor.source_table for factor in plan.factors} == {f"Table {n}" for n in range(1, 11)}


def test_the_hub_holds_two_sets(tmp_path: Path) -> None:
    plan = plan_of(
        hub_file(tmp_path, instead=[("15 January 2025", "26 May 2026"), ("eGRID2023", "eGRID2024")])
    )
    assert [each.edition for each in plan.sets] == ["EPA-HUB-2026", "EPA-EGRID-2024"]
    assert [each.source_version for each in plan.sets] == ["May 2026", "eGRID2024"]
    assert [each.years for each in plan.sets] == ["publication", "data"]
    assert plan.sets[0].published == date(2026, 5, 26)
    assert {f.valid_from for f in plan.factors if f.source_table == "Table 6"} == {2024}


def test_the_factors_of_subregions_are_placed_and_others_wait(tmp_path: Path) -> None:
    read = by_key(plan_of(hub_file(tmp_path)))
    assert (read["akgd:total"].category, read["akgd:total"].carrier) == ("electricity", "electricity")
    assert (read["akgd:nonbase"].scope, read["akgd:nonbase"].carrier) == ("info", "")
    assert read["T7:steam-heat"].carrier == "steam;heat;heat and steam"
    assert (
        read["T5:ships-and-boats:gasoline-2-stroke"].carrier,
        read["T5:ships-and-boats:gasoline-2-stroke"].co2,
    ) == (
        "",
        None,
    )


@pytest.mark.parametrize(
    ("instead", "code"),
    [
        (
            [("lb CO2 / MWh", "value"), ("lb CH4 / MWh", "value"), ("lb N2O / MWh", "value")],
            "columns-missing",
        ),
        ([("eGRID2023", "eGRID")], "edition-year-missing"),
        ([("g N2O / gallon", "g NOx / gallon")], "not-a-greenhouse-gas"),
        ([("Metric Tons CO2e / Short Ton Material", "")], "columns-missing"),
        ([("short ton", "wheelbarrow")], "unknown-unit"),
        ([("(100%)", "(100%) NOx")], None),
    ],
)
def test_a_table_of_the_hub_that_is_not_understood_is_left_out(
    tmp_path: Path, instead: Sequence[tuple[str, str]], code: str | None
) -> None:
    plan = plan_of(hub_file(tmp_path, instead=instead))
    assert codes(plan) == ([code] if code else [])
    assert not plan.has_errors
    assert plan.factors


def test_columns_of_the_hub_may_move(tmp_path: Path) -> None:
    swapped = [("kg CO2 per scf", "@"), ("g CH4 per scf", "kg CO2 per scf"), ("@", "g CH4 per scf")]
    read = by_key(plan_of(hub_file(tmp_path, instead=swapped)))
    assert read["T1:natural-gas:scf"].co2 == 0.00103
    assert read["T1:natural-gas:scf"].ch4 == pytest.approx(5.444e-5)


def test_a_table_that_is_gone_is_said(tmp_path: Path) -> None:
    plan = plan_of(hub_file(tmp_path, without="Table 10"))
    assert codes(plan) == ["table-missing"]


def test_a_hub_without_a_day_takes_its_year_from_month_or_name_and_never_from_nowhere(tmp_path: Path) -> None:
    month = plan_of(hub_file(tmp_path, instead=[("15 January 2025", "March 2027")]))
    assert month.set is not None
    assert (month.set.edition, month.set.published) == ("EPA-HUB-2027", None)
    nowhere = hub_file(tmp_path, instead=[("Last Modified: 15 January 2025", "")])
    assert codes(plan_of(nowhere)) == ["edition-year-missing"]
    named = nowhere.rename(tmp_path / "hub-2028.xlsx")
    by_name = plan_of(named)
    assert by_name.set is not None
    assert by_name.set.edition == "EPA-HUB-2028"
    american = plan_of(hub_file(tmp_path, instead=[("15 January 2025", "January 15, 2029")]))
    assert american.set is not None
    assert american.set.published == date(2029, 1, 15)
    odd = plan_of(hub_file(tmp_path, instead=[("15 January 2025", "99 Janvier 2025")]))
    assert odd.set is not None
    assert odd.set.published is None


# ---- files and steps --------------------------------------------------------------------------------------


def test_what_is_no_factor_set_is_refused(tmp_path: Path) -> None:
    assert codes(plan_of(tmp_path / "nowhere.xlsx")) == ["file-missing"]
    assert codes(plan_of(workbook(tmp_path / "other.xlsx", [["a", "b"], [1, 2]]))) == ["not-a-factor-set"]
    (tmp_path / "broken.xlsx").write_bytes(b"not a workbook")
    assert codes(plan_of(tmp_path / "broken.xlsx")) == ["not-a-workbook"]
    (tmp_path / "other.csv").write_text("site,country\nMill,GB\n")
    assert codes(plan_of(tmp_path / "other.csv")) == ["not-a-factor-set"]
    (tmp_path / "numbers.csv").write_text("1,2\n3,4\n")
    assert codes(plan_of(tmp_path / "numbers.csv")) == ["missing-header"]
    assert codes(plan_of(flat_file(tmp_path, []))) == ["factor-set-empty"]


def test_a_file_beyond_the_limits_is_refused(tmp_path: Path) -> None:
    path = flat_file(tmp_path)
    small = read_factor_set(path, LIBRARY, today=TODAY, limits=Limits(size=100))
    assert codes(small) == ["file-too-large"]
    short = read_factor_set(path, LIBRARY, today=TODAY, limits=Limits(rows=5))
    assert codes(short) == ["too-many-rows"]


def test_the_flat_file_is_read_from_csv_too(tmp_path: Path) -> None:
    path = tmp_path / "flat.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*FLAT_HEADINGS, "GHG Conversion Factor 2025"], *DESNZ_2025])
    assert len(plan_of(path).factors) == len(plan_of(flat_file(tmp_path)).factors)


def test_a_set_is_one_step_and_one_undo(tmp_path: Path) -> None:
    inventory = Inventory.in_memory(Organisation(name="Acme", country="GB"))
    plan = plan_of(flat_file(tmp_path, year=2031))
    step = plan.apply(inventory)
    assert step == max(each.id for each in inventory.steps())
    assert len(inventory.all(Factor)) == len(plan.factors)
    assert [each.edition for each in inventory.all(FactorSet)] == ["UK-DESNZ-2031"]
    with pytest.raises(SetAlreadyRead):
        plan.apply(inventory)
    held = inventory.all(FactorSet)
    again = read_factor_set(tmp_path / "flat-2031.xlsx", LIBRARY, today=TODAY, held=held)
    assert codes(again) == ["factor-set-known"]
    with pytest.raises(ValueError, match="errors"):
        again.apply(inventory)
    inventory.undo()
    assert not inventory.all(Factor)
    assert not inventory.all(FactorSet)


def test_a_set_that_was_read_in_counts_only_where_it_is_pinned(tmp_path: Path) -> None:
    inventory = Inventory.in_memory(Organisation(name="Acme", country="GB"))
    plan_of(flat_file(tmp_path, year=2031)).apply(inventory)
    library = load_library(inventory.all(Factor), inventory.all(FactorSet))
    factor = library.by_id("UK-DESNZ-2031:1_100_1004_15")
    assert factor is not None
    edition = library.edition(factor)
    assert edition is not None
    assert (edition.edition, edition.imported) == ("UK-DESNZ-2031", True)
    found = library.candidates("stationary-combustion", "natural gas", ("GB",))
    assert factor in found


def flat_rows(year: int) -> list[list[object]]:
    """Return the rows of a year's flat file, put together from the tables that the library was made from."""
    names = ["fuels", "heat_steam", "wtt", "refrigerants_uk", "waste", "water", "travel", "vehicles", "freight",
             "materials", "outside_of_scopes"]  # fmt: skip
    files = ["uk_2022_archive"] if year == 2022 else names
    methane, nitrous = (25, 298) if year == 2022 else (28, 265)
    rows: list[list[object]] = []
    for name in files:
        with (SHARED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                prefix, _, ident = row["factor_id"].partition(":")
                if prefix != f"UK-DESNZ-{year}":
                    continue
                level_1, _, level_2 = row["category"].partition(" > ")
                scope = "Outside of Scopes" if row["scope"] == "outside" else f"Scope {row['scope']}"
                given: dict[str, float | None] = {TOTAL: _number(row["co2e"] or row["co2_biogenic"])}
                if row["co2"]:
                    given[CO2] = _number(row["co2"])
                    given[CH4] = _number(row["ch4"], methane)
                    given[N2O] = _number(row["n2o"], nitrous)
                words, unit = f"{level_1} | {level_2} | {row['name']}", row["activity_unit"]
                rows += [
                    flat_row("" if year == 2022 else f"{ident}_{place}", scope, words, unit, gas, value)
                    for place, (gas, value) in enumerate(given.items(), 1)
                    if value is not None
                ]
    return rows


def _number(text: str, times: int = 1) -> float | None:
    return float(f"{float(text) * times:.10g}") if text else None


@pytest.mark.skipif(not SHARED.is_dir(), reason="the material of the factor library is not here")
@pytest.mark.parametrize(("year", "count"), [(2022, 2464), (2024, 2669), (2025, 2669)])
def test_a_whole_year_gives_the_masses_of_the_library(tmp_path: Path, year: int, count: int) -> None:
    plan = plan_of(flat_file(tmp_path, flat_rows(year), year=year))
    assert not plan.has_errors
    assert len(plan.factors) == count
    compared = 0
    for key, factor in by_key(plan).items():
        ours = LIBRARY.by_id(f"UK-DESNZ-{year}:{key}")
        if ours is not None:
            compared += 1
            assert same_masses(factor, ours), key
            assert (factor.activity_unit, factor.carrier) == (ours.activity_unit, ours.carrier), key
            assert (factor.category == ours.category) == bool(ours.carrier), key
    assert compared > 0.99 * count
