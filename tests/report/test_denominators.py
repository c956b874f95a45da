"""Which output figure an inventory is measured by, on real inventories in memory."""

from __future__ import annotations

import pytest

from carbondesk.domain.records import Driver, Site
from carbondesk.domain.text import say
from carbondesk.report.denominators import Output, outputs
from carbondesk.report.figures import Figures
from carbondesk.store.library import gwp_set, load_library
from tests.ui.pages import plants


def figures_with(*drivers: tuple[str, str, str, float], sites: int = 4, last: str = "2025-12") -> Figures:
    """Return figures of an inventory whose first sites have each (name, unit, kind, amount a month)."""
    inventory = plants.inventory(revenue=False)
    with inventory.step(say("Outputs")) as step:
        for site in inventory.all(Site)[:sites]:
            for name, unit, kind, amount in drivers:
                for month in plants.months():
                    if month <= last:
                        step.add(
                            Driver(
                                site=site.id, driver=name, month=month, amount=amount, unit=unit, kind=kind
                            )
                        )
    figures = Figures(inventory, load_library(), {"AR6": gwp_set("AR6")})
    figures.load()
    return figures


def found(figures: Figures) -> list[Output]:
    return outputs(figures, figures.inventory.all(Driver))


def intensity(output: Output, tonnes: float) -> tuple[float, str]:
    found = output.intensity(2025, tonnes)
    assert found is not None
    return round(found[0], 9), found[1]


def test_revenue_in_thousands_is_brought_to_its_currency() -> None:
    output = found(figures_with(("Revenue", "kEUR", "revenue", 500.0)))[0]
    assert output.currency == "EUR"
    assert output.amounts[2025] == pytest.approx(500_000 * 12 * 4)
    assert intensity(output, 240.0) == (10.0, "t / M EUR")


def test_revenue_comes_before_production_and_production_before_floor_area() -> None:
    figures = figures_with(
        ("Area", "m2", "floor area", 10.0),
        ("Boards", "unit", "production", 10.0),
        ("Turnover", "USD", "", 10.0),
    )
    assert [output.name for output in found(figures)] == ["Turnover", "Boards", "Area"]


def test_floor_area_of_a_year_is_the_mean_of_its_months() -> None:
    output = found(figures_with(("Area", "m2", "floor area", 3_000.0)))[0]
    assert output.amounts[2025] == pytest.approx(12_000.0)
    assert intensity(output, 600.0) == (50.0, "kg / m2")
    assert intensity(output, 6_000.0) == (0.5, "t / m2")


def test_production_of_some_sites_only_measures_nothing() -> None:
    assert found(figures_with(("Boards", "unit", "production", 10.0), sites=3)) == []
    assert found(figures_with(("Revenue", "EUR", "revenue", 10.0), sites=3))[0].name == "Revenue"


def test_a_year_with_a_month_missing_has_no_intensity() -> None:
    output = found(figures_with(("Revenue", "EUR", "revenue", 10.0), last="2025-11"))[0]
    assert output.intensity(2025, 10.0) is None
    assert output.intensity(2024, 10.0) is not None


def test_degree_days_and_unknown_units_are_told_apart() -> None:
    figures = figures_with(("Degree days", "K.d", "", 10.0), ("Pallets", "pallet of our own", "", 10.0))
    assert [(output.name, output.currency) for output in found(figures)] == [("Pallets", "")]
