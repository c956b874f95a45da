"""What targets are judged on beside emissions: bioenergy, land, shares, the company, answers, sector pathways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.records import (
    Category,
    Contract,
    ContractKind,
    CriterionAnswer,
    IncomeGroup,
    LandFigure,
    LandKind,
    PartnerState,
    SectorPoint,
    Statement,
    Supplier,
    Target,
)
from carbondesk.domain.schema import Finding, info, warning
from carbondesk.domain.targets.benchmarks import SectorPathway, pathways_of
from carbondesk.domain.targets.electricity import Generator
from carbondesk.domain.targets.engagements import Partner, engaged_share
from carbondesk.domain.targets.grounds import category_numbers
from carbondesk.domain.targets.netzero import Company
from carbondesk.domain.text import listed, say
from carbondesk.report.bookings import CATEGORIES
from carbondesk.report.cubes import CATEGORY_PLACES
from carbondesk.report.keeping import ANY
from carbondesk.report.powers import kilowatt_hours
from carbondesk.report.rates import CONTRACT_ID
from carbondesk.report.tables import MARKET, year_parts
from carbondesk.store.pathways import shipped_pathway

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.store import Inventory

_STATEMENTS = 2
_RENEWABLE = (ContractKind.CERTIFICATE, ContractKind.PPA, ContractKind.GREEN_TARIFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bioenergy:
    """Direct CO2 of bioenergy in t: by year under B1, B2 and B3, and in scope 3 by category number."""

    scopes: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    categories: Mapping[int, Mapping[int, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Shares of 0 to 1 by year, and what is doubtful about them."""

    years: Mapping[int, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def bioenergy(figures: Figures) -> Bioenergy:
    """Return the direct CO2 of bioenergy of every year, as restated."""
    return figures.kept.of("bioenergy", ANY, lambda: _bioenergy(figures))


def _bioenergy(figures: Figures) -> Bioenergy:
    scopes: dict[int, dict[str, float]] = {}
    chain: dict[int, dict[int, float]] = {}
    cubes = figures.cubes(restated=True)
    for year in figures.years:
        amounts = np.bincount(
            cubes.of_category, weights=cubes.biogenic[:, cubes.column(year)], minlength=len(CATEGORIES)
        ).tolist()
        scopes[year] = {f"B{number}": 0.0 for number in "123"}
        chain[year] = {}
        for category, amount in zip(CATEGORIES, amounts, strict=True):
            scopes[year][f"B{category.scope}"] += amount
            if category.scope == "3" and amount:
                chain[year][int(category.value.removeprefix("s3-"))] = amount
    return Bioenergy(scopes=scopes, categories=chain)


def land(figures: Figures) -> dict[int, dict[str, float]]:
    """Return what is entered of land by year: FLAG, and feedstocks of bioenergy under B and R with their scope.

    Emissions of feedstocks count with the CO2 of bioenergy (near-term criteria, C10), removals above zero.
    """
    return figures.kept.of("land", frozenset({LandFigure.table}), lambda: _land(figures.inventory))


def _land(inventory: Inventory) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    letters = {LandKind.FEEDSTOCK: "B", LandKind.REMOVAL: "R"}
    for figure in inventory.all(LandFigure):
        letter = letters.get(LandKind(figure.kind))
        found[figure.year]["FLAG" if letter is None else f"{letter}{figure.scope}"] += figure.emissions
    return {year: dict(amounts) for year, amounts in found.items()}


def renewable(figures: Figures) -> Shares:
    """Return the share of renewable electricity by year, of the years complete in scope 2.

    Renewable is what was made on site, and what certificates, purchase agreements and green tariffs without
    emissions cover; whether a plant without emissions is a renewable one the contract must show.
    """
    return figures.kept.of("renewable", ANY, lambda: _renewable(figures))


def _renewable(figures: Figures) -> Shares:
    green = {
        f"{CONTRACT_ID}{contract.id}"
        for contract in figures.inventory.all(Contract)
        if contract.kind in _RENEWABLE and not contract.factor
    }
    shares = {}
    for year in figures.complete_years(scopes=(2,)):
        parts = year_parts(figures, year)
        parts = parts.at(
            (parts.category == CATEGORY_PLACES[Category.ELECTRICITY.value]) & (parts.methods & MARKET > 0)
        )
        amounts = np.bincount(parts.rate, weights=parts.quantity)
        covered = whole = 0.0
        for rate in np.unique(parts.rate).tolist():
            need = figures.ledger.rates.needs[rate]
            kwh = kilowatt_hours(need.unit, float(amounts[rate])) or 0.0
            whole += kwh
            covered += kwh if need.generated_on_site or need.own_factor in green else 0.0
        if whole > 0:
            shares[year] = covered / whole
    return Shares(years=shares)


def engaged(figures: Figures, target: Target) -> Shares:
    """Return the share of a target's suppliers or customers with a validated target, by year.

    By their emissions where all of a year have them, else by spend in one currency. A partner without a year counts
    in the newest one; where the target names categories, only theirs count.
    """
    newest = figures.years[-1] if figures.years else 0
    key, tables = ("engaged", target.categories, newest), frozenset({Supplier.table})
    return figures.kept.of(key, tables, lambda: _engaged(figures, target, newest))


def _engaged(figures: Figures, target: Target, newest: int) -> Shares:
    wanted = {f"s3-{number}" for number in category_numbers(target.categories)}
    by_year: dict[int, list[Supplier]] = defaultdict(list)
    for supplier in figures.inventory.all(Supplier):
        if not wanted or supplier.category in wanted:
            by_year[supplier.year or newest].append(supplier)
    shares, findings = {}, _unknown_states(figures.inventory)
    for year, partners in sorted(by_year.items()):
        share = engaged_share(_partners(partners))
        if share is None:
            findings.append(_no_amounts(year))
        else:
            shares[year] = share
    return Shares(years=shares, findings=tuple(findings))


def _unknown_states(inventory: Inventory) -> list[Finding]:
    """Return that some partners say of their targets what is none of the words; older files took any text."""
    found = [
        supplier
        for supplier in inventory.all(Supplier)
        if supplier.target_state and supplier.target_state.strip().casefold() not in list(PartnerState)
    ]
    if not found:
        return []
    return [
        warning(
            "partner-state-unknown",
            say(
                "It is not understood how far these are with a target; they do not count as validated: {names}.",
                names=listed(supplier.name for supplier in found),
            ),
            remedy=say("Choose the state of each one's target on the page Group."),
            field="engagement",
        )
    ]


def _partners(suppliers: Iterable[Supplier]) -> list[Partner]:
    """Return suppliers with what they weigh: emissions where all have them, spend where it is in one currency."""
    found = list(suppliers)
    by_emissions = all(supplier.emissions is not None for supplier in found)
    if not by_emissions and len({supplier.currency for supplier in found}) > 1:
        return []
    return [
        Partner(
            name=supplier.name,
            amount=(supplier.emissions if by_emissions else supplier.spend) or 0.0,
            engaged=supplier.target_state.strip().casefold() == PartnerState.VALIDATED,
        )
        for supplier in found
    ]


def company(figures: Figures) -> Company:
    """Return what decides the company's category in the standard 2.0: the mean of its two latest statements."""
    statements = sorted(figures.inventory.all(Statement), key=lambda statement: statement.year)[-_STATEMENTS:]
    organisation = figures.organisation

    def mean(name: str) -> float | None:
        known = [value for statement in statements if (value := getattr(statement, name)) is not None]
        return sum(known) / len(known) if known else None

    return Company(
        turnover=mean("turnover"),
        employees=mean("employees"),
        balance_sheet=mean("balance_sheet"),
        high_income=organisation.income_group == IncomeGroup.HIGH if organisation.income_group else None,
        electricity_growth=organisation.electricity_growth,
        sells_fuels=organisation.sells_fuels,
        flag_sector=organisation.flag_sector,
    )


def declared(inventory: Inventory, target: Target) -> dict[str, bool]:
    """Return the newest answer to each criterion; one for the target goes before one for the whole organisation."""
    answers = inventory.all(CriterionAnswer)
    general = {answer.criterion: answer.holds for answer in answers if answer.target is None}
    own = {answer.criterion: answer.holds for answer in answers if target.id and answer.target == target.id}
    return general | own


def generators(figures: Figures) -> tuple[Generator, ...]:
    """Return the generators of the contracts on power without the supplier's and the residual mix."""
    return tuple(
        Generator(
            name=contract.generator,
            intensity=contract.factor,
            commissioned=None if contract.commissioned is None else contract.commissioned.year,
        )
        for contract in figures.inventory.all(Contract)
        if contract.kind in (*_RENEWABLE, ContractKind.ON_SITE)
    )


def pathways(inventory: Inventory) -> tuple[tuple[SectorPathway, ...], tuple[Finding, ...]]:
    """Return the sector pathways that an inventory keeps, and what is doubtful about them."""
    return pathways_of(inventory.all(SectorPoint))


def sector_pathway(figures: Figures, key: str) -> SectorPathway | None:
    """Return a pathway by the key that a target stores: the inventory's own first, then a shipped one."""
    own = figures.kept.of("pathways", frozenset({SectorPoint.table}), lambda: pathways(figures.inventory)[0])
    return next((pathway for pathway in own if pathway.key == key), None) or shipped_pathway(key)


def no_land(years: Iterable[int | None]) -> Finding:
    """Return the finding for a target for forest, land and agriculture without figures of land."""
    return warning(
        "land-figures-missing",
        say(
            "The inventory holds no emissions of forest, land and agriculture of {years}.",
            years=", ".join(str(year) for year in years if year),
        ),
        remedy=say("Enter them as figures of land, or import a table with year, scope, kind and emissions."),
        field="scope",
    )


def _no_amounts(year: int) -> Finding:
    return info(
        "partners-without-amounts",
        say("The suppliers of {year} have neither emissions nor spend in one currency.", year=year),
        remedy=say("Enter the emissions of all of them, or their spend in one currency."),
        field="engagement",
        year=year,
    )
