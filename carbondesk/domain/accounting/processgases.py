"""Process gases of electronics: what leaves the plant for each kg of gas that is bought.

For gas i, IPCC 2006 Guidelines (and 2019 Refinement), vol. 3, ch. 6, tier 2:

    E_i  = FC_i x (1 - h) x (1 - U_i) x (1 - A_i x d)
    BP_k = FC_i x (1 - h) x B_k,i x (1 - A_k x d)

with h the heel left in the bottle, U the utilisation, A the abatement, d its uptime, B kg of by-product per kg used.
Gas bought is not gas emitted: the heel goes back, the process uses some, abatement destroys some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from carbondesk.domain.records import ProcessGas, Source
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import say
from carbondesk.domain.units import exact

_FRACTIONS = ("heel", "utilisation", "abatement", "uptime", "by_product_abatement")
_OWN = ("heel", "utilisation", "abatement", "uptime")
_NOT_GREENHOUSE = frozenset({"nox", "no", "no2"})
"""Oxides of nitrogen that people enter for nitrous oxide, N2O."""


def emitted(
    source: Source, rows: Iterable[ProcessGas], named: Callable[[str], str]
) -> tuple[dict[str, float], list[Finding]]:
    """Return kg of each gas emitted per kg of the source's gas bought, by the gas's id, and what is wrong.

    `rows` are the source's records: one for its gas, more for more by-products of the same gas. `named` gives the id
    of a gas by any of its names, empty for none. A row with an error counts nothing; without a sound row the result
    is empty, and so unknown rather than zero.
    """
    found: dict[str, Fraction] = {}
    findings: list[Finding] = []
    sound: list[ProcessGas] = []
    for row in rows:
        faults = list(_faults(source, row, named)) or list(_strangers(source, row, sound, named))
        findings += faults or _doubts(source, row)
        if faults:
            continue
        used = 1 - exact(row.heel)
        if not sound:
            found[named(row.gas)] = used * (1 - exact(row.utilisation)) * _unabated(row.abatement, row.uptime)
        if row.by_product_gas:
            gas, mass = named(row.by_product_gas), exact(row.by_product_mass or 0.0)
            escaped = used * mass * _unabated(row.by_product_abatement, row.uptime)
            found[gas] = found.get(gas, Fraction(0)) + escaped
        sound.append(row)
    return {gas: float(mass) for gas, mass in found.items()}, findings


def _unabated(abatement: float, uptime: float) -> Fraction:
    return 1 - exact(abatement) * exact(uptime)


def _place(source: Source, row: ProcessGas) -> dict[str, object]:
    return {"table": "process_gas", "source": source.name, "gas": row.gas}


def _faults(source: Source, row: ProcessGas, named: Callable[[str], str]) -> Iterator[Finding]:
    """Yield what makes a row unusable: gases that are none, fractions outside 0 to 1, a by-product without mass."""
    for gas in filter(None, (row.gas, row.by_product_gas)):
        if not named(gas):
            yield _not_a_greenhouse_gas(source, row, gas)
    for name in _FRACTIONS:
        if not 0 <= getattr(row, name) <= 1:
            yield error(
                "fraction-out-of-range",
                say(
                    "{field} of {gas} at {source} is {value}, not between 0 and 1.",
                    field=ProcessGas.column(name).label,
                    gas=row.gas,
                    source=source.name,
                    value=getattr(row, name),
                ),
                remedy=say("Enter shares, such as 0.1 for 10 %."),
                field=name,
                **_place(source, row),
            )
    if row.by_product_gas and (row.by_product_mass is None or row.by_product_mass < 0):
        yield error(
            "by-product-without-mass",
            say(
                "{by_product} from {gas} at {source} has no mass.",
                by_product=row.by_product_gas,
                gas=row.gas,
                source=source.name,
            ),
            remedy=say("Enter kg of by-product per kg of gas used, or clear the by-product."),
            **_place(source, row),
        )
    if row.by_product_mass and not row.by_product_gas:
        yield error(
            "by-product-without-gas",
            say("A by-product of {gas} at {source} has a mass but no name.", gas=row.gas, source=source.name),
            remedy=say("Name the by-product's gas, or clear its mass."),
            **_place(source, row),
        )


def _not_a_greenhouse_gas(source: Source, row: ProcessGas, gas: str) -> Finding:
    oxide = gas.strip().casefold() in _NOT_GREENHOUSE
    return error(
        "not-a-greenhouse-gas",
        say("{gas} at {source} is not a greenhouse gas of the list.", gas=gas, source=source.name),
        remedy=say(
            "Nitrogen oxides (NOx) are not nitrous oxide (N₂O); remove it, or name the gas that was meant."
        )
        if oxide
        else say("Choose the gas from the list of gases."),
        **_place(source, row),
    )


def _strangers(
    source: Source, row: ProcessGas, sound: list[ProcessGas], named: Callable[[str], str]
) -> Iterator[Finding]:
    """Yield where a row is not of the source's gas, or says again what an earlier one says."""
    carrier = named(source.carrier)
    if carrier and carrier != named(row.gas):
        yield error(
            "process-gas-of-another",
            say(
                "{gas} is not the gas of {source}, {carrier}.",
                gas=row.gas,
                source=source.name,
                carrier=source.carrier,
            ),
            remedy=say("Give each gas bought a source of its own."),
            **_place(source, row),
        )
    elif sound and not _adds(row, sound, named):
        yield error(
            "process-gas-twice",
            say("{source} has two sets of fractions for its gas.", source=source.name),
            remedy=say(
                "Keep one; a second row is for another by-product and repeats the fractions of the first."
            ),
            **_place(source, row),
        )


def _adds(row: ProcessGas, sound: list[ProcessGas], named: Callable[[str], str]) -> bool:
    """Whether a row has the gas and fractions of the earlier ones and a by-product that none of them has."""
    first = sound[0]
    alike = named(first.gas) == named(row.gas) and all(
        getattr(first, field) == getattr(row, field) for field in _OWN
    )
    known = {named(earlier.by_product_gas) for earlier in sound}
    return alike and bool(row.by_product_gas) and named(row.by_product_gas) not in known


def _doubts(source: Source, row: ProcessGas) -> list[Finding]:
    if row.citation.strip():
        return []
    return [
        warning(
            "fractions-without-source",
            say("The fractions of {gas} at {source} name no source.", gas=row.gas, source=source.name),
            remedy=say("Enter where they come from: the IPCC table, or the measurement."),
            **_place(source, row),
        )
    ]
