"""The sample in the reader's language: the same numbers under other names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from carbondesk import language
from carbondesk.domain.records import Activity, Bill, Driver, Entity, Site, Source, Target
from carbondesk.exchange.sample import ORGANISATION, build_sample, sample_names
from carbondesk.store.inventory import Inventory

LATIN = re.compile(r"[A-Za-z]{4,}")
KEPT = {"Kestrane"}


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inventory]:
    language.use("zh_CN")
    path = build_sample(tmp_path_factory.mktemp("sample") / "sample.cdesk")
    language.use("en")
    with Inventory.open(path) as inventory:
        yield inventory


def test_names_and_words_are_chinese(chinese: Inventory) -> None:
    words = [
        chinese.organisation.name,
        *(entity.name for entity in chinese.all(Entity)),
        *(word for site in chinese.all(Site) for word in (site.name, site.city, site.kind)),
        *(word for source in chinese.all(Source) for word in (source.name, source.factor_reason)),
        *(bill.note for bill in chinese.all(Bill)),
        *(driver.driver for driver in chinese.all(Driver)),
        *(target.name for target in chinese.all(Target)),
    ]
    assert {latin for word in words for latin in LATIN.findall(word)} <= KEPT


def test_the_numbers_are_those_of_the_english_sample(chinese: Inventory, tmp_path: Path) -> None:
    with Inventory.open(build_sample(tmp_path / "sample.cdesk")) as english:
        assert english.organisation.name == ORGANISATION.name
        for kind in (Site, Source, Bill, Activity, Driver):
            assert chinese.count(kind) == english.count(kind)
        quantities = [
            sorted(entry.quantity for entry in sample.activities()) for sample in (chinese, english)
        ]
        assert quantities[0] == quantities[1]


def test_english_needs_no_other_names() -> None:
    assert sample_names("en") == {}
