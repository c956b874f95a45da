"""The library answers as one types: ranked, filtered, with the inventory's own factors first."""

from __future__ import annotations

from carbondesk.domain.accounting.editions import Edition
from carbondesk.domain.accounting.searches import Card, Filters, Index, LicenceClass, State, licence_class
from carbondesk.domain.records import Factor
from carbondesk.domain.text import EMPTY, Text
from carbondesk.store.library import load_library

SET = Edition(
    edition="SET-25", series="SET", family="Set", source="Ministry", source_version="2025", licence="Public domain",
    rank="official", years="publication",
)  # fmt: skip


def card(factor_id: str, name: str, year: int | None = None, **others: object) -> Card:
    own = bool(others.pop("own", False))
    edition = others.pop("edition", None)
    assert edition is None or isinstance(edition, Edition)
    factor = Factor(factor_id=factor_id, name=name, activity_unit="kg", valid_from=year, **others)  # type: ignore[arg-type] # any field
    return Card.of(factor, edition, own=own)


CARDS = [
    card("a", "Natural gas", 2024, carrier="natural gas", scope="1", region="GB", source="Ministry", edition=SET,
         licence="Public domain (17 USC 105)", category="stationary-combustion"),
    card("b", "Natural gas", 2025, carrier="natural gas", scope="1", region="US", source="Agency",
         licence="CC BY 4.0", category="stationary-combustion;mobile-combustion"),
    card("c", "Upstream of natural gas", 2025, scope="3", region="GB-ENG", licence="Facts, cited by table"),
    card("natural", "Something else", 2020),
    card("d", "Biogas and the like"),
    card("e", "Own gas", 2023, own=True, category="electricity"),
]  # fmt: skip


def index() -> Index:
    made = Index()
    made.add(CARDS)
    return made


def ids(text: str, carrier: str = "", **filters: object) -> str:
    return " ".join(each.factor_id for each in index().search(text, carrier, Filters(**filters)))  # type: ignore[arg-type] # any filter


def test_an_exact_id_comes_before_names_that_begin_and_names_that_hold_the_words() -> None:
    assert ids("natural") == "natural b a c"
    assert ids("gas") == "e b c a d"
    assert ids("iogas") == "d"
    assert ids("like gas") == "d"
    assert ids("natural gas") == "b a c"


def test_every_word_must_be_somewhere() -> None:
    assert ids("gas ministry") == "a"
    assert ids("ministry 2025") == "a"
    assert ids("coal") == ""


def test_a_word_of_another_language_finds_our_carrier() -> None:
    assert ids("天然气", "natural gas") == "b a"
    assert ids("natural gas", "natural gas") == "b a c"


def test_nothing_typed_shows_everything_in_the_library_s_order() -> None:
    assert ids("") == "a b c natural d e"


def test_filters_keep_what_they_name() -> None:
    assert ids("", scope="3") == "c"
    assert ids("", category="mobile-combustion") == "b"
    assert ids("", region="GB") == "a c"
    assert ids("", year=2024) == "a natural d e"
    assert ids("", publisher="Agency") == "b"
    assert ids("", licence=LicenceClass.CITED.value) == "c"
    assert ids("", state=State.OWN.value) == "e"
    assert ids("", state=State.IN_USE.value, used=frozenset({"a", "c"})) == "a c"
    assert ids("", state=State.NEWER.value, newer=frozenset({"SET-25"})) == "a"


def test_licences_are_told_apart_in_four_kinds() -> None:
    assert [licence_class(each).value for each in (*CARDS[:3], CARDS[-1])] == [
        "public-domain", "attribution", "cited", "own",
    ]  # fmt: skip


def test_a_card_makes_the_record_that_it_stands_for() -> None:
    assert [each.make().factor_id for each in CARDS] == [each.factor_id for each in CARDS]


def test_the_index_is_made_shelf_by_shelf_with_progress() -> None:
    library, seen = load_library().with_own([]), list[tuple[int, int]]()

    def progress(done: int, total: int, _: Text = EMPTY, /) -> None:
        seen.append((done, total))

    made = library.prepare(progress)
    assert seen == [(done, seen[0][1]) for done in range(seen[0][1])]
    assert len(made.cards) > 14_000
    assert library.search("UK-DESNZ-2025:1_101_1011_8")[0].make().co2e == 2.57082


def test_the_index_of_an_inventory_holds_its_own_factors() -> None:
    ours = Factor(factor_id="ours", name="Natural gas of ours", activity_unit="kWh", co2=0.2)
    found = load_library([ours]).search("natural gas")
    assert (found[0].factor_id, found[0].own) == ("ours", True)
