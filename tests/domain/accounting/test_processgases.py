"""Records of process gases: by-products add up, what is wrong counts nothing and is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.accounting.processgases import emitted
from carbondesk.domain.records import ProcessGas, Source

IDS = {"nf3": "NF3", "nitrogen trifluoride": "NF3", "cf4": "PFC-14", "c2f6": "PFC-116"}


def named(name: str) -> str:
    return IDS.get(name.casefold(), "")


def gas(name: str = "NF3", **fields: Any) -> ProcessGas:  # noqa: ANN401 - fields of the record by name
    return ProcessGas(
        **{"source": 1, "gas": name, "heel": 0.5, "utilisation": 0.5, "citation": "IPCC", **fields}
    )


def computed(*rows: ProcessGas, carrier: str = "NF3") -> tuple[dict[str, float], list[str]]:
    source = Source(id=1, site=1, name="Chamber", category="process", unit="kg", carrier=carrier)
    found, findings = emitted(source, rows, named)
    assert all(str(finding.remedy) for finding in findings)
    return found, [finding.code for finding in findings]


def test_a_second_row_adds_another_by_product_and_does_not_count_the_gas_again() -> None:
    first = gas(by_product_gas="CF4", by_product_mass=0.1)
    second = gas("nitrogen trifluoride", by_product_gas="C2F6", by_product_mass=0.2)
    assert computed(first, second) == ({"NF3": 0.25, "PFC-14": 0.05, "PFC-116": 0.1}, [])


def test_a_by_product_of_the_gas_itself_adds_to_it() -> None:
    assert computed(gas(by_product_gas="NF3", by_product_mass=0.1)) == ({"NF3": 0.3}, [])


@pytest.mark.parametrize(
    "second",
    [
        gas(),
        gas(heel=0.1, by_product_gas="C2F6", by_product_mass=0.1),
        gas("CF4", by_product_gas="C2F6", by_product_mass=0.1),
        gas(by_product_gas="cf4", by_product_mass=0.1),
    ],
)
def test_a_second_row_that_adds_no_by_product_is_found(second: ProcessGas) -> None:
    first = gas(by_product_gas="CF4", by_product_mass=0.1)
    assert computed(first, second, carrier="") == ({"NF3": 0.25, "PFC-14": 0.05}, ["process-gas-twice"])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (gas("NOx"), "not-a-greenhouse-gas"),
        (gas("Argon"), "not-a-greenhouse-gas"),
        (gas(by_product_gas="NO2", by_product_mass=0.1), "not-a-greenhouse-gas"),
        (gas(heel=1.1), "fraction-out-of-range"),
        (gas(uptime=-0.1), "fraction-out-of-range"),
        (gas(by_product_abatement=95.0), "fraction-out-of-range"),
        (gas(by_product_gas="CF4"), "by-product-without-mass"),
        (gas(by_product_gas="CF4", by_product_mass=-0.1), "by-product-without-mass"),
        (gas(by_product_mass=0.1), "by-product-without-gas"),
        (gas("CF4"), "process-gas-of-another"),
    ],
)
def test_a_wrong_row_counts_nothing(row: ProcessGas, code: str) -> None:
    assert computed(row) == ({}, [code])


def test_nox_is_told_apart_from_nitrous_oxide() -> None:
    source = Source(id=1, site=1, name="Chamber", category="process", unit="kg")
    _, (finding,) = emitted(source, [gas("NOx")], named)
    assert "nitrous oxide" in str(finding.remedy)
    _, (finding,) = emitted(source, [gas("Argon")], named)
    assert "nitrous oxide" not in str(finding.remedy)


def test_fractions_without_a_source_count_and_are_found() -> None:
    assert computed(gas(citation=" ")) == ({"NF3": 0.25}, ["fractions-without-source"])


FRACTION = st.integers(0, 100).map(lambda number: number / 100)


@given(st.fixed_dictionaries(dict.fromkeys(("heel", "utilisation", "abatement", "uptime"), FRACTION)))
def test_no_more_is_emitted_than_was_bought(fields: dict[str, float]) -> None:
    found, _ = computed(gas("NF3", **fields))
    assert 0 <= found["NF3"] <= 1
