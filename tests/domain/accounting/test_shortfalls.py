"""Findings about factors: their families are said in the reader's language, their place stays a plain name."""

from __future__ import annotations

from carbondesk.domain.accounting import shortfalls
from carbondesk.domain.text import Text


def test_a_published_family_is_a_text_of_its_own() -> None:
    finding = shortfalls.of_year("China MEE grid factors", 2025, 2023, 2023)
    assert finding.message.values["family"] == Text("China MEE grid factors")
    assert finding.where["family"] == "China MEE grid factors"
    assert str(finding.message) == "China MEE grid factors: none for 2025 yet; the latest, 2023, is used."


def test_a_family_with_braces_in_its_name_is_said_as_it_is() -> None:
    finding = shortfalls.of_year("Own {2024}", 2020, 2024, 2024)
    assert str(finding.message) == "Own {2024}: none for 2020; the nearest, 2024, is used."
