"""A group of four sites for tests of its page: a joint venture, a plant bought in steps, a tenant, green power."""

from __future__ import annotations

from datetime import date

from carbondesk.domain.records import (
    Allocation,
    BaseYearChange,
    Contract,
    Entity,
    ExchangeRate,
    Interval,
    LandFigure,
    Ownership,
    PresenceDeclaration,
    PriceIndex,
    PublishedFigure,
    Screening,
    Site,
    Source,
    Statement,
    Supplier,
)
from carbondesk.store.inventory import Inventory
from carbondesk.store.steps import Step
from tests.ui.pages import plants

YEAR = 2025


def inventory() -> Inventory:
    """Return the boards maker of `plants` as a group."""
    made = plants.inventory(scope3=True)
    with made.step(plants.TITLE) as step:
        sites = made.all(Site)
        power = {source.site: source for source in made.all(Source) if source.category == "electricity"}
        _structure(step, sites)
        step.add(Allocation(source=power[sites[0].id].id, share=0.1, basis="area", goes_to="tenant"))
        _claims(step, sites)
        _power(step, sites, power)
    return made


def _structure(step: Step, sites: list[Site]) -> None:
    top = step.add(Entity(name="Kestrel Boards Inc.", country="US"))
    joint = step.add(Entity(name="Lumen Display", country="CN"))
    stepwise = step.add(Entity(name="Kestrel Automotive Kft.", country="HU"))
    step.add(
        Ownership(
            entity=joint.id,
            parent=top.id,
            share=0.4,
            financial_control=False,
            operational_control=False,
        )
    )
    step.add(Ownership(entity=stepwise.id, parent=top.id, share=0.6, to=date(YEAR, 6, 30)))
    step.add(Ownership(entity=stepwise.id, parent=top.id, share=0.8, from_=date(YEAR, 7, 1)))
    step.change(sites[0], entity=top.id)
    step.change(sites[1], entity=joint.id)
    step.change(sites[3], entity=stepwise.id, lease="operating")


def _claims(step: Step, sites: list[Site]) -> None:
    step.add(
        PresenceDeclaration(
            site=sites[0].id,
            category="fugitive",
            presence="not present",
            declared_by="Energy head",
            declared_on=date(2026, 1, 5),
        )
    )
    step.add(PresenceDeclaration(site=sites[2].id, category="process", presence="present"))
    step.add(Screening(category="s3-14", decision="not applicable", reason="No franchises"))
    step.add(Screening(category="s3-1", decision="included"))
    step.add(ExchangeRate(currency="CNY", year=YEAR, average=0.131, source="ECB"))
    step.add(PriceIndex(currency="USD", year=2024, index=104.2, source="BLS"))
    step.add(PublishedFigure(year=2021, scope="1+2", value=170_000.0))
    step.add(
        Supplier(name="Paper mill", year=YEAR, category="s3-1", emissions=12.0, target_state="validated")
    )
    step.add(Supplier(name="Copper works", spend=5_000.0, currency="USD"))
    step.add(Statement(year=YEAR, turnover=480.0, employees=900.0))
    step.add(LandFigure(year=YEAR, scope=3, kind="flag", emissions=71.0, source="Cardboard"))
    step.add(
        BaseYearChange(
            name="Győr bought",
            effective=date(2023, 7, 1),
            kind="structure",
            site=sites[3].id,
            effect=5400.0,
        )
    )
    step.add(
        BaseYearChange(
            name="Boiler factor corrected",
            effective=date(2024, 3, 1),
            kind="error",
            scope="1",
            effect=-2100.0,
            state="restated",
        )
    )


def _power(step: Step, sites: list[Site], power: dict[int, Source]) -> None:
    days = {"from_": date(YEAR, 1, 1), "to": date(YEAR, 12, 31)}
    step.add(
        Contract(
            kind="certificate",
            scheme="I-REC",
            generator="Solar 4",
            market="CN",
            quantity=40_000.0,
            unit="MWh",
            vintage=YEAR,
            tracked=True,
            cancelled_for="Kestrel",
            factor=0.0,
            **days,  # type: ignore[arg-type]  # fields by name
        )
    )
    step.add(
        Contract(
            kind="ppa",
            generator="Lake wind",
            site=sites[0].id,
            quantity=200_000.0,
            unit="MWh",
            **days,  # type: ignore[arg-type]  # fields by name
        )
    )
    solar = step.add(
        Source(
            site=sites[0].id,
            name="Roof",
            category="electricity",
            carrier="electricity",
            unit="kWh",
            generated_on_site=True,
        )
    )
    use, made = " ".join(["4"] * 24), " ".join(["0"] * 12 + ["8"] * 12)
    step.add(Interval(source=power[sites[0].id].id, day=date(YEAR, 3, 1), quantities=use))
    step.add(Interval(source=solar.id, day=date(YEAR, 3, 1), quantities=made))
