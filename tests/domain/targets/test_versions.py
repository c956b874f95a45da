from __future__ import annotations

import json
from dataclasses import replace

import pytest

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Exclusion, Target
from carbondesk.domain.targets.versions import content, differences, restored

OURS = Target(
    id=3, step=4, uid="u", name="Operations", base_year=2021, reduction=0.42, categories="1,4", note="吨"
)
LEFT = Exclusion(id=1, step=2, target=3, site=7, category="process", emissions=5.0, reason="tiny")
SITES = {7: "site-uid"}


def test_a_content_does_not_depend_on_keys_state_or_number() -> None:
    moved = replace(OURS, id=9, step=9, uid="other", version=4, state="validated", valid_under="SBTi-NT-5.3")
    assert content(OURS, [LEFT], SITES) == content(moved, [replace(LEFT, id=8, target=9)], SITES)


def test_a_content_is_canonical() -> None:
    other = replace(LEFT, id=2, category="fugitive", site=None)
    text = content(OURS, [LEFT, other], SITES)
    assert text == content(OURS, [other, LEFT], SITES)
    held = json.loads(text)
    assert list(held) == sorted(held)
    assert held["exclusions"][0]["site"] == ""
    assert held["note"] == "吨"


def test_what_was_kept_comes_back() -> None:
    fields, exclusions = restored(content(OURS, [LEFT], SITES), {"site-uid": 70})
    assert replace(Target(name=""), **fields) == replace(OURS, id=0, step=0, uid="")
    assert exclusions == [replace(LEFT, id=0, step=0, target=None, site=70)]


def test_a_field_of_a_later_format_has_its_default_and_one_that_is_gone_falls_away() -> None:
    held = json.loads(content(OURS, [LEFT], SITES))
    del held["weights"]
    held["forgotten"] = 1
    fields, exclusions = restored(json.dumps(held), {})
    assert fields["weights"] == "recent"
    assert "forgotten" not in fields
    assert exclusions[0].site is None


def test_what_is_no_content_is_refused() -> None:
    with pytest.raises(CarbonDeskError, match="another program changed"):
        restored("{", {})


def test_two_versions_differ_in_fields_and_exclusions() -> None:
    before = content(OURS, [LEFT], SITES)
    after = content(replace(OURS, reduction=0.5), [replace(LEFT, emissions=8.0)], SITES)
    assert [(found.field, found.before, found.after) for found in differences(before, after)] == [
        ("reduction", 0.42, 0.5),
        ("exclusions", 5.0, 8.0),
    ]
    assert differences(before, before) == ()


@pytest.mark.parametrize(
    "text",
    [
        "[]", "null", '"x"', "[" * 100_000, '{"name":' + "9" * 5000 + "}", '{"name":"x","exclusions":5}',
        '{"name":"x","exclusions":[5]}', '{"name":"x","exclusions":[{"category":"none","site":[1]}]}', "{}",
        '{"name":""}', '{"name":5}', '{"name":"x","reduction":NaN}', '{"name":"x","reduction":2}',
        '{"name":"x","reduction":true}', '{"name":"x","bioenergy":1}', '{"name":"x","target_year":2030.5}',
        '{"name":"x","target_year":null}', '{"name":"x","target_year":99999999999999999999}',
        '{"name":"x","scope":"all"}', '{"name":"x","submission":"2026-13"}', '{"name":"\\ud800"}',
    ],
)  # fmt: skip
def test_what_another_program_wrote_is_refused_before_anything_is_restored(text: str) -> None:
    with pytest.raises(CarbonDeskError, match="cannot be read"):
        restored(text, {})


def test_empty_fields_and_months_may_be_kept() -> None:
    kept = '{"name":"x","base_year":null,"submission":"2026-05","exclusions":[{"category":"process"}]}'
    fields, exclusions = restored(kept, {})
    assert (fields["base_year"], fields["submission"], exclusions[0].emissions) == (None, "2026-05", None)
