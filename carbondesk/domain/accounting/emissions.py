"""Emissions from quantities: one formula for one number and for a million.

    E = Q x sum over gases of (m_g x GWP_g)        [kg CO2e]

with Q the quantity as entered, m_g the mass of gas g per entered unit (factor times unit conversion) and GWP_g its
100-year global warming potential (GHG Protocol Corporate Standard, chapter 6; IPCC 2006 Guidelines, vol. 1, ch. 1).
A factor that its publisher prints only as CO2e stands in the pseudo gas `CO2E`, whose GWP is 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.domain.gases import METHANE, OZONE_DEPLETING
from carbondesk.domain.records import MethaneOrigin

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carbondesk.domain.accounting.factors import Choice
    from carbondesk.domain.gases import GwpSet

CO2, N2O, PRINTED = "CO2", "N2O", "CO2E"
KG_PER_TONNE = 1000.0


def masses(choice: Choice) -> dict[str, float]:
    """Return kg of each gas per entered unit for a choice of factor; empty where there is none."""
    factor = choice.factor
    if factor is None or not choice.counts:
        return {}
    amounts = {
        CO2: factor.co2,
        METHANE[MethaneOrigin(choice.methane_origin)]: factor.ch4,
        N2O: factor.n2o,
        factor.gas: factor.gas_mass if factor.gas else None,
        **dict(choice.gases),
    }
    given = {gas: amount * choice.per_unit for gas, amount in amounts.items() if amount is not None}
    if not given and factor.co2e is not None:
        return {PRINTED: factor.co2e * choice.per_unit}
    return given


def gwp_of(gas: str, gwp: GwpSet) -> float:
    """Return the GWP of a gas in the set, not a number where the set has none; printed totals weigh 1."""
    return 1.0 if gas == PRINTED else gwp.values.get(gas, math.nan)


@dataclass(frozen=True, slots=True)
class RateTable:
    """The distinct choices of factor of an inventory, as arrays.

    `gases` has g names; `mass` is (k, g) in kg per entered unit; `biogenic` is (k,) kg biogenic CO2 per entered
    unit; `known` is (k,) and False where no factor was found; `choices` are the k choices behind the rows.
    """

    choices: tuple[Choice, ...]
    gases: tuple[str, ...]
    mass: NDArray[np.float64]
    biogenic: NDArray[np.float64]
    known: NDArray[np.bool_]

    def co2e(self, gwp: GwpSet) -> NDArray[np.float64]:
        """Return kg CO2e per entered unit, (k,); not a number where no factor is known."""
        weights = gwp_vector(self.gases, gwp)
        weights[outside_scopes(self.gases, gwp)] = 0.0
        return co2e_per_unit(self.mass, weights, self.known)

    def outside(self, gwp: GwpSet) -> NDArray[np.float64]:
        """Return kg CO2e per entered unit of gases reported outside the scopes, (k,)."""
        import numpy as np

        weights = gwp_vector(self.gases, gwp)
        weights[~outside_scopes(self.gases, gwp)] = 0.0
        return self.mass @ np.nan_to_num(weights)


def rate_table(choices: Sequence[Choice]) -> RateTable:
    """Lay the masses of the choices out as one array, in their order."""
    import numpy as np

    each = [masses(choice) for choice in choices]
    gases = tuple(sorted({gas for row in each for gas in row}))
    place = {gas: column for column, gas in enumerate(gases)}
    mass = np.zeros((len(each), len(gases)))
    for row, amounts in enumerate(each):
        for gas, amount in amounts.items():
            mass[row, place[gas]] = amount
    biogenic = np.array([_biogenic(choice) for choice in choices], dtype=np.float64)
    known = np.array([choice.factor is not None or not choice.counts for choice in choices], dtype=np.bool_)
    return RateTable(tuple(choices), gases, mass, biogenic, known)


def gwp_vector(gases: Sequence[str], gwp: GwpSet) -> NDArray[np.float64]:
    """Return the GWPs of the gases in their order, (g,)."""
    import numpy as np

    return np.array([gwp_of(gas, gwp) for gas in gases], dtype=np.float64)


def outside_scopes(gases: Sequence[str], gwp: GwpSet) -> NDArray[np.bool_]:
    """Return which gases are reported outside the scopes, (g,): the ozone-depleting ones of the Montreal Protocol."""
    import numpy as np

    return np.array([gwp.families.get(gas) == OZONE_DEPLETING for gas in gases], dtype=np.bool_)


def co2e_per_unit(
    mass: NDArray[np.float64], gwp: NDArray[np.float64], known: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return kg CO2e per entered unit, (k,): the mass of each gas (k, g) times its GWP (g,), summed over gases."""
    import numpy as np

    weighed = mass @ np.nan_to_num(gwp)
    unweighable = (mass[:, np.isnan(gwp)] > 0).any(axis=1)
    return np.where(known & ~unweighable, weighed, np.nan)


def tonnes(quantity: NDArray[np.float64], per_unit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return t CO2e, (n,): quantities as entered (n,) times kg CO2e per entered unit (n,)."""
    return quantity * per_unit / KG_PER_TONNE


def by_gas(
    amounts: Mapping[str, float], quantity: float, gwp: GwpSet
) -> list[tuple[str, float, float, float]]:
    """Return for one quantity each gas as (gas, kg per unit, GWP, t CO2e), as an explanation shows it."""
    return [
        (gas, amount, gwp_of(gas, gwp), quantity * amount * gwp_of(gas, gwp) / KG_PER_TONNE)
        for gas, amount in amounts.items()
    ]


def _biogenic(choice: Choice) -> float:
    factor = choice.factor
    return (factor.co2_biogenic or 0.0) * choice.per_unit if factor is not None and choice.counts else 0.0
