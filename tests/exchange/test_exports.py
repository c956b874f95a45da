from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.records import (
    Activity,
    Bill,
    Entity,
    Equipment,
    Event,
    Meter,
    Organisation,
    Origin,
    Ownership,
    Reading,
    Site,
    Source,
)
from carbondesk.domain.text import say
from carbondesk.exchange.directories import folded
from carbondesk.exchange.exports import export
from carbondesk.exchange.imports import read_tables
from carbondesk.exchange.sample import ORGANISATION, build_sample
from carbondesk.store.billing import recalendarise
from carbondesk.store.inventory import Inventory

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf"]), max_size=12).map(
    lambda text: " ".join(text.split())
)
NAMES = st.lists(TEXT.filter(bool), min_size=1, max_size=4, unique_by=folded)
AMOUNTS = st.floats(0, 1e12, allow_subnormal=False)
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@st.composite
def inventories(draw: st.DrawFn) -> Inventory:
    """Return inventories with names, numbers and notes of all kinds."""
    made = Inventory.in_memory(Organisation(name="Acme", country="NL"))
    with made.step(say("Fill")) as step:
        group = step.add(Entity(name="=Group"))
        step.add(Ownership(entity=group.id, share=draw(st.floats(0, 1)), from_=draw(st.none() | DAYS)))
        sources = []
        for name in draw(NAMES):
            site = step.add(Site(name=name, country="NL", city=draw(TEXT), entity=group.id))
            sources += [
                step.add(
                    Source(
                        site=site.id, name=f"S{number}", category="electricity", unit="kWh", note=draw(TEXT)
                    )
                )
                for number in range(draw(st.integers(1, 2)))
            ]
        main = sources[0]
        step.add(Source(site=main.site, name="Sub", category="electricity", unit="kWh", submeter_of=main.id))
        meter = step.add(Meter(source=main.id, number=draw(TEXT.filter(bool))))
        step.add(Reading(meter=meter.id, date=draw(DAYS), value=draw(AMOUNTS)))
        piece = step.add(Equipment(source=main.id, name="+Chiller", gas="R-410A"))
        step.add(Event(equipment=piece.id, date=draw(DAYS), kind="top-up", quantity=draw(AMOUNTS)))
        for source in sources:
            days = sorted(draw(st.sets(DAYS, max_size=4)))
            step.add_many(
                Bill,
                [
                    Bill(source=source.id, read_date=day, quantity=draw(AMOUNTS), unit="kWh", note=draw(TEXT))
                    for day in days
                ],
            )
            start = draw(DAYS)
            for n in draw(st.sets(st.integers(1, 4), max_size=3)):
                step.add(
                    Activity(
                        source=source.id, start=start, end=start + timedelta(n), n=n, quantity=draw(AMOUNTS),
                        unit="MWh", note=draw(TEXT), origin=draw(st.sampled_from([Origin.ENTERED, Origin.CORRECTION])),
                    )
                )  # fmt: skip
        recalendarise(made, step, [source.id for source in sources])
    return made


def rows(path: Path) -> list[list[str]]:
    """Return the rows of a table in the order of their texts."""
    with path.open(encoding="utf-8", newline="") as stream:
        return sorted(csv.reader(stream))


@given(inventories())
@settings(max_examples=25, deadline=None)
def test_what_is_exported_and_imported_is_the_same_again(inventory: Inventory) -> None:
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        export(inventory, Path(first))
        copy = Inventory.in_memory(Organisation(name="Acme", country="NL"))
        plan = read_tables(copy, [Path(first)])
        assert not plan.blocked, [finding.as_json() for finding in plan.findings]
        plan.apply(copy)
        export(copy, Path(second))
        for path in Path(first).glob("*.csv"):
            ours = rows(path)
            theirs = rows(Path(second) / path.name)
            assert ours == theirs, path.name
        assert read_tables(inventory, [Path(first)]).empty


def test_the_sample_survives_export_and_import_unchanged(tmp_path: Path) -> None:
    with Inventory.open(build_sample(tmp_path / "sample.cdesk")) as sample:
        export(sample, tmp_path / "out")
        copy = Inventory.in_memory(ORGANISATION)
        read_tables(copy, [tmp_path / "out"]).apply(copy)
        assert copy.count(Activity) == sample.count(Activity)
        export(copy, tmp_path / "again")
        for path in (tmp_path / "out").glob("*.csv"):
            assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_a_formula_in_a_name_is_guarded_in_the_table_and_whole_in_the_json(tmp_path: Path) -> None:
    inventory = Inventory.in_memory(Organisation(name="Acme", country="NL"))
    with inventory.step(say("Add")) as step:
        site = step.add(Site(name="=1+1", country="NL"))
        step.add(Source(site=site.id, name="@Power", category="electricity", unit="kWh"))
    written = export(inventory, tmp_path)
    assert [path.name for path in written] == [
        "organisation.csv",
        "sites.csv",
        "sources.csv",
        "inventory.json",
    ]
    assert ",'=1+1," in (tmp_path / "sites.csv").read_text(encoding="utf-8")
    assert "'=1+1,'@Power" in (tmp_path / "sources.csv").read_text(encoding="utf-8")
    everything = json.loads((tmp_path / "inventory.json").read_text(encoding="utf-8"))
    assert everything["site"][0]["name"] == "=1+1"
    assert everything["head"] == inventory.head
    assert everything["bill"] == []
