"""Names of what the records may say."""

from __future__ import annotations

import pytest

from carbondesk.domain.records.choices import Category, scope_label
from carbondesk.language import tr, use


@pytest.mark.parametrize(
    ("scope", "english", "chinese"),
    [
        ("1", "Scope 1", "范围一"),
        ("3", "Scope 3", "范围三"),
        ("1+2+3", "All scopes", "全部范围"),
        ("2+3", "Scope 2+3", "范围 2+3"),
    ],
)
def test_scopes_have_names_in_both_languages(scope: str, english: str, chinese: str) -> None:
    assert tr(scope_label(scope)) == english
    use("zh_CN")
    spoken = tr(scope_label(scope))
    use("en")
    assert spoken == chinese


def test_a_category_knows_the_name_of_its_scope() -> None:
    assert [str(each.scope_label) for each in (Category.PROCESS, Category.ELECTRICITY, Category.S3_4)] == [
        "Scope 1",
        "Scope 2",
        "Scope 3",
    ]
