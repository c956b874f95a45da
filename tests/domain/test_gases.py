"""Gases are known by any of their names, and blends weigh what their parts weigh."""

from __future__ import annotations

import pytest

from carbondesk.domain.gases import FAMILIES, Gas, Gases, UnknownGas

GASES = Gases(
    (
        Gas("CO2", "Carbon dioxide", "CO2", (), {"AR5": 1.0, "AR6": 1.0}),
        Gas("CH4-FOSSIL", "Methane, fossil", "CH4", ("CH4",), {"AR5": 30.0, "AR6": 29.8}),
        Gas("CH4-NONFOSSIL", "Methane, non-fossil", "CH4", (), {"AR5": 28.0, "AR6": 27.0}),
        Gas("HFC-32", "Difluoromethane", "HFCs", ("R-32",), {"AR5": 677.0, "AR6": 771.0}),
        Gas("HFC-125", "Pentafluoroethane", "HFCs", ("R-125",), {"AR5": 3170.0, "AR6": 3740.0}),
        Gas("HFO-1234yf", "2,3,3,3-tetrafluoropropene", "other", (), {"AR6": 0.501}),
        Gas("HCFC-22", "Chlorodifluoromethane", "ozone-depleting", ("R-22",), {"AR5": 1760.0, "AR6": 1960.0}),
        Gas("PFC-116", "Hexafluoroethane", "PFCs", (), {"AR5": 11100.0, "AR6": 12400.0}),
    ),
    {
        "R-410A": {"HFC-32": 0.5, "HFC-125": 0.5},
        "R-454B": {"HFC-32": 0.689, "HFO-1234yf": 0.311},
        "R-290 mix": {"HC-290": 0.6, "DME": 0.4},
        "R-502": {"HCFC-22": 0.488, "HFC-125": 0.512},
        "R-116 mix": {"PFC-116": 0.5, "CO2": 0.5},
    },
)


@pytest.mark.parametrize("name", ["R-410A", "R410A", "r 410a"])
def test_a_blend_has_many_spellings(name: str) -> None:
    assert GASES.named(name) == "R-410A"


def test_a_gas_is_known_by_its_names_and_no_others() -> None:
    assert (GASES.named("R32"), GASES.named("hfc32"), GASES.named("ch4")) == (
        "HFC-32",
        "HFC-32",
        "CH4-FOSSIL",
    )
    assert GASES.named("phlogiston") == ""


def test_a_blend_is_the_mass_weighted_sum_of_its_parts() -> None:
    assert GASES.gwp_set("AR6").of("R-410A") == 2255.5
    assert GASES.gwp_set("AR5").of("R-410A") == 1923.5
    assert GASES.gwp_set("AR6").of("R-290 mix") == 0.0


def test_a_blend_with_a_part_that_a_report_lacks_has_no_potential() -> None:
    with pytest.raises(UnknownGas, match="AR5 gives no global warming potential for R-454B") as fault:
        GASES.gwp_set("AR5").of("R-454B")
    assert fault.value.finding(source="Chiller").where == {"gas": "R-454B", "source": "Chiller"}
    assert GASES.gwp_set("AR6").of("R-454B") == pytest.approx(0.689 * 771 + 0.311 * 0.501)


def test_fossil_and_non_fossil_methane_are_told_apart() -> None:
    potentials = GASES.gwp_set("AR6")
    assert (potentials.methane("fossil"), potentials.methane("non-fossil")) == (29.8, 27.0)


def test_a_blend_belongs_to_the_family_of_its_weightiest_duty() -> None:
    families = GASES.gwp_set("AR6")
    assert [families.family(gas) for gas in ("R-410A", "R-502", "R-116 mix", "R-290 mix")] == [
        "HFCs",
        "ozone-depleting",
        "PFCs",
        "other",
    ]
    assert set(GASES.families.values()) <= set(FAMILIES)
    with pytest.raises(UnknownGas, match="not a known gas"):
        families.family("phlogiston")
