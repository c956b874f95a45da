"""Market-based scope 2 worked by hand: the hierarchy, shares by remaining use, and what a peer got wrong."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.accounting.instruments import match
from carbondesk.domain.records import ContractKind
from tests.domain.contracts import contract, shown, use


def test_the_formula_of_the_guidance() -> None:
    """E = 400 x 0 + 300 x 0.1 + (1,000 - 700) x 0.6 = 210 kg."""
    contracts = [
        contract(ContractKind.CERTIFICATE, 400, id=1),
        contract(ContractKind.SUPPLIER, 300, id=2, factor=0.1),
    ]
    (covered,), findings = match([use("2025-05", 1000)], contracts)
    assert shown([covered]) == [({1: 400.0, 2: 300.0}, 300.0)]
    assert covered.contracted + covered.remaining * 0.6 == pytest.approx(210, rel=1e-15)
    assert findings == []


def test_the_hierarchy_takes_certificates_first_and_the_residual_mix_last() -> None:
    """1,000 kWh: residual rate for what is left after 100 kWh each of four kinds."""
    kinds = [
        ContractKind.RESIDUAL,
        ContractKind.SUPPLIER,
        ContractKind.GREEN_TARIFF,
        ContractKind.PPA,
        ContractKind.CERTIFICATE,
    ]
    contracts = [contract(kind, 100, id=number, factor=0.1) for number, kind in enumerate(kinds, start=1)]
    found, findings = match([use("2025-05", 1000)], contracts)
    assert shown(found) == [({5: 100.0, 4: 100.0, 3: 100.0, 2: 100.0, 1: 600.0}, 0.0)]
    assert findings == []
    scarce, _ = match([use("2025-05", 150)], contracts)
    assert shown(scarce) == [({5: 100.0, 4: 50.0}, 0.0)]


def test_certificates_of_a_market_are_shared_by_what_remains() -> None:
    """Site 2 has a contract of its own for 100 of its 300 kWh; 150 kWh are shared 100 : 200 : 300."""
    contracts = [
        contract(ContractKind.CERTIFICATE, 150, id=1),
        contract(ContractKind.CERTIFICATE, 100, id=2, site=2),
    ]
    uses = [
        use("2025-01", 100),
        use("2025-01", 300, site=2),
        use("2025-02", 300),
        use("2025-02", 9, market="US", site=3),
    ]
    found, _ = match(uses, contracts)
    assert shown(found) == [({1: 25.0}, 75.0), ({2: 100.0, 1: 50.0}, 150.0), ({1: 75.0}, 225.0), ({}, 9.0)]


def test_excess_is_dropped_and_not_carried_into_the_next_year() -> None:
    uses = [use(f"{year}-{month:02}", 100) for year in (2025, 2026) for month in range(1, 13)]
    found, findings = match(uses, [contract(kwh=1500)])
    assert [coverage.remaining for coverage in found] == [0.0] * 12 + [100.0] * 12
    assert [(finding.code, finding.where["kwh"]) for finding in findings] == [("contract-excess", 300.0)]


def test_a_virtual_power_purchase_alone_never_makes_scope_2_negative() -> None:
    """VERIFI 0.15 subtracted a virtual purchase from scope 2 and came out below zero."""
    virtual = contract(ContractKind.VPPA, 5000, factor=-0.4)
    (covered,), findings = match([use("2025-05", 1000)], [virtual])
    assert shown([covered]) == [({}, 1000.0)]
    assert covered.contracted == 0.0
    assert {finding.code for finding in findings} == {"vppa-without-certificates", "contract-rate-negative"}


def test_a_ppa_whose_certificates_are_sold_leaves_the_buyer_the_residual_mix() -> None:
    found, findings = match([use("2025-05", 1000)], [contract(ContractKind.PPA, 600, sold_on=True)])
    assert shown(found) == [({}, 1000.0)]
    assert [finding.code for finding in findings] == ["contract-sold-on"]


def test_solar_power_whose_certificates_are_sold_is_not_free_of_emissions() -> None:
    """Of 500 kWh of own solar power the certificates of 300 were sold; grid power at the site is untouched."""
    uses = [use("2025-05", 500, own=True), use("2025-05", 1000)]
    sold = contract(ContractKind.ON_SITE, 300, site=1, sold_on=True)
    found, findings = match(uses, [sold])
    assert shown(found) == [({}, 300.0), ({}, 1000.0)]
    assert [finding.code for finding in findings] == ["on-site-sold-on"]
    kept, findings = match(uses, [contract(ContractKind.ON_SITE, 300, site=1)])
    assert shown(kept) == [({}, 0.0), ({}, 1000.0)]
    assert findings == []


def test_a_contract_covers_only_its_own_days() -> None:
    """10 to 19 May are 10 of 31 days: of 310 kWh a contract for 500 kWh covers 100."""
    short = contract(kwh=500, from_=date(2025, 5, 10), to=date(2025, 5, 19))
    found, findings = match([use("2025-05", 310), use("2025-06", 310)], [short])
    assert shown(found) == [({1: 100.0}, 210.0), ({}, 310.0)]
    assert [finding.where["kwh"] for finding in findings] == [400.0]


def test_a_contract_over_three_years_is_shared_by_days_between_fiscal_years() -> None:
    """July 2024 to June 2026, years from April: 274, 365 and 91 of 730 days of 7,300 kWh."""
    long = contract(kwh=7300, from_=date(2024, 7, 1), to=date(2026, 6, 30))
    uses = [use(month, 10_000) for month in ("2024-08", "2025-03", "2025-04", "2026-04")]
    found, _ = match(uses, [long], year_start=4)
    by_use = [by_contract.get(1, 0.0) for by_contract, _ in shown(found)]
    assert (by_use[0] + by_use[1], by_use[2], by_use[3]) == (2740.0, 3650.0, 910.0)


def test_any_unit_of_energy_is_exact() -> None:
    found, _ = match([use("2025-05", 300_000)], [contract(kwh=0.3, unit="GWh")])
    assert shown(found) == [({1: 300_000.0}, 0.0)]
    found, _ = match([use("2025-05", 300)], [contract(kwh=0.9, unit="GJ")])
    assert shown(found) == [({1: 250.0}, 50.0)]
