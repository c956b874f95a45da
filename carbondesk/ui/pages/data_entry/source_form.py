"""The form of a source: fields in groups that show only where they apply, and factors that fit as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carbondesk.domain.accounting.factors import choose
from carbondesk.domain.accounting.pedigree import ECOINVENT_2, SETS, parse
from carbondesk.domain.accounting.searches import Card, Filters
from carbondesk.domain.accounting.steam import read_heating
from carbondesk.domain.numbers import NotANumber
from carbondesk.domain.records import CalculationMethod, Category, Lease, Measurement, Payer, Site, Source
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import say
from carbondesk.domain.units import UnitFault, unit
from carbondesk.language import joined, labelled, tr
from carbondesk.report.rates import need_of
from carbondesk.ui.editors import Vocabulary
from carbondesk.ui.forms import FieldFault, FormHeading, RecordForm, choice_words
from carbondesk.ui.pages.data_entry.guides import GUIDES, PUBLISHED
from carbondesk.ui.readings import carrier_words, unit_text

if TYPE_CHECKING:
    from carbondesk.domain.accounting.library import FactorLibrary
    from carbondesk.report.figures import Figures

ROWS = (
    ("category",),
    ("name",),
    ("carrier", "unit"),
    ("measurement", "submeter_of"),
    ("generated_on_site",),
    FormHeading(say("Calculation")),
    ("factor",),
    ("factor_reason",),
    ("method", "price_year"),
    ("paid_by", "lease"),
    ("leak_method", "life_years"),
    ("heating_value", "sector"),
    FormHeading(
        say("Uncertainty"),
        say("For the report on uncertainty. Empty: from the pedigree scores, else the grade “good”, ±15 %."),
    ),
    ("uncertainty", "distribution"),
    ("pedigree",),
    FormHeading(say("Supplier and days of use")),
    ("supplier", "account_number"),
    ("from_", "to"),
    ("how_to_get_the_bill",),
    ("note",),
)
_ALWAYS = frozenset(
    {
        *("category", "name", "carrier", "unit", "measurement", "supplier", "account_number", "from_", "to"),
        *("how_to_get_the_bill", "note", "uncertainty", "distribution", "pedigree", "factor"),
    }
)
_BURNT = frozenset({Category.STATIONARY_COMBUSTION, Category.MOBILE_COMBUSTION})
_ENERGY = frozenset({Category.ELECTRICITY, Category.HEAT_STEAM_COOLING})
_FREIGHT = frozenset({Category.S3_4, Category.S3_9})
_GASES = frozenset({Category.FUGITIVE, Category.PROCESS})
_MOST_UNITS = 12
_MOST_FACTORS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the form offers from the inventory: sources that may be main meters, words already used."""

    mains: Sequence[tuple[str, object]] = ()
    carriers: Sequence[str] = ()
    units: Sequence[str] = ()
    suppliers: Sequence[str] = ()


class SourceForm:
    """A source's form and what keeps it fitting: shown fields, choices, words, the factor that would be taken."""

    def __init__(
        self, figures: Figures, site: Site, source: Source | None, offer: Offer, year: int, category: str = ""
    ) -> None:
        self._figures, self._site, self._source = figures, site, source
        self._offer, self._year = offer, year
        self._fitted: tuple[str, str] = ("", "")
        self._suggested = ""
        self.form: RecordForm[Source] = RecordForm(
            Source,
            source,
            rows=ROWS,
            choices={
                "submeter_of": offer.mains,
                "factor": [("–", "")],
                "category": [(category_words(each), each.value) for each in Category],
                "method": _choices(CalculationMethod),
                "lease": _choices(Lease),
                "paid_by": _choices(Payer),
            },
            words={
                "carrier": Vocabulary(offer.carriers, carrier_words),
                "unit": offer.units,
                "supplier": offer.suppliers,
            },
            checks={"heating_value": _check_heating_value, "pedigree": _check_pedigree},
            percent={"uncertainty"},
            labels={"uncertainty": tr("Uncertainty ±")},
        )
        self.form.fields["uncertainty"].set_help(tr("Half of the 95 % interval: 5 for ±5 %."))
        self.form.fields["factor"].set_help(tr("One that is chosen by name needs a reason."))
        if category:
            self.form.fields["category"].set_value(category)
        self.form.edited.connect(self.fit)
        self.fit()

    # ---- fitting -----------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show what applies now, and offer carriers, units, methods and kinds of measurement that fit."""
        fields = self.form.fields
        category = Category(str(fields["category"].value()))
        carrier = str(_value(self.form, "carrier") or "")
        if self._fitted[0] != category.value:
            self._fit_category(category)
        if self._fitted != (category.value, carrier):
            self._fit_units(category, carrier)
            self._fit_factors(category, carrier)
        self._fitted = (category.value, carrier)
        names = set(_ALWAYS) | self._applying(category)
        if fields["factor"].value():
            names.add("factor_reason")
        before = self._source
        for column in Source.columns():
            kept = getattr(before, column.name) if before is not None else column.default
            if column.name in fields and before is not None and kept not in {column.default, None, ""}:
                names.add(column.name)
        self.form.show_only(names)
        fields["pedigree"].set_help(_pedigree_words(str(_value(self.form, "pedigree") or "")))

    def _applying(self, category: Category) -> set[str]:
        """Return the fields that only some categories, measurements and units have."""
        measurement = _value(self.form, "measurement")
        found: set[str] = set()
        if category in _BURNT:
            found |= {"heating_value", "sector"}
        if category in _ENERGY:
            found |= {"generated_on_site"}
        if category is Category.HEAT_STEAM_COOLING and _is_mass(str(_value(self.form, "unit") or "")):
            found |= {"heating_value"}
        if category in _BURNT | _ENERGY and self._offer.mains:
            found |= {"submeter_of"}
        if category.scope != "3":
            found |= {"lease"}
        else:
            found |= {"method"}
        if category in _FREIGHT:
            found |= {"paid_by"}
        if category == Category.S3_2:
            found |= {"life_years"}
        if measurement == Measurement.EQUIPMENT:
            found |= {"leak_method"}
        if _is_money(str(_value(self.form, "unit") or "")):
            found |= {"price_year"}
        return found

    def _fit_category(self, category: Category) -> None:
        fields, guide = self.form.fields, GUIDES[category]
        fields["category"].set_help(tr(guide.help))
        help_ = Source.column("heating_value").help
        if category is Category.HEAT_STEAM_COOLING:
            help_ = say("Of steam in t: its enthalpy. The inspector has a form for its state.")
        fields["heating_value"].set_help(tr(help_))
        kept = self._source.method if self._source is not None else ""
        methods = dict.fromkeys(["", *guide.methods, *([kept] if kept else [])])
        fields["method"].set_choices([(_words(each), str(each)) for each in methods])
        kinds = [Measurement.CONSUMPTION, Measurement.STOCK]
        if category in _ENERGY:
            kinds = [
                Measurement.CONSUMPTION,
                Measurement.GENERATED,
                Measurement.SELF_USED,
                Measurement.EXPORTED,
            ]
        elif category == Category.FUGITIVE:
            kinds = [Measurement.CONSUMPTION, Measurement.EQUIPMENT, Measurement.STOCK]
        if self._source is not None and self._source.measurement not in kinds:
            kinds.append(Measurement(self._source.measurement))
        fields["measurement"].set_choices([(choice_words(each.value), each.value) for each in kinds])
        fields["carrier"].set_words(carriers_of(self._figures.library, category, self._offer.carriers))

    def _fit_units(self, category: Category, carrier: str) -> None:
        """Offer the units of the factors that the carrier has; an empty unit takes the first of them."""
        units = units_of(self._figures, category, carrier)
        self.form.fields["unit"].set_words([unit_text(each) for each in units])
        if self._source is None and carrier and units:
            chosen = _value(self.form, "unit")
            if not chosen or (self._suggested and chosen == self._suggested):
                self._suggested = units[0]
                self.form.fields["unit"].set_value(units[0])

    def _fit_factors(self, category: Category, carrier: str) -> None:
        """Offer the published factors of the carrier by name; empty leaves the choice to the rules."""
        field = self.form.fields["factor"]
        offered: list[tuple[str, object]] = [(tr("By category, carrier, region and year"), "")]
        offered += [(_card_words(card), card.factor_id) for card in self._cards(category, carrier)]
        kept = self._source.factor if self._source is not None else ""
        if kept and kept not in {value for _, value in offered}:
            offered.append((kept, kept))
        field.set_choices(offered)
        if kept and not field.value() and not self._fitted[0]:
            field.set_value(kept)

    def _cards(self, category: Category, carrier: str) -> list[Card]:
        """Return the cards of a carrier in a category, newest first; without a carrier none."""
        plain = self._figures.library.words.carrier(carrier)
        cards = self._figures.library.search("", Filters(category=category.value)) if plain else ()
        found = [card for card in cards if plain in card.carrier.split(";")]
        return sorted(found, key=lambda card: card.start, reverse=True)[:_MOST_FACTORS]

    @property
    def lacks_reason(self) -> bool:
        """Whether another factor was chosen by name without saying why."""
        fields = self.form.fields
        before = self._source.factor if self._source is not None else ""
        chosen = fields["factor"].value()
        return bool(chosen) and chosen != before and not str(fields["factor_reason"].value() or "").strip()

    # ---- the factor --------------------------------------------------------------------------------------

    def tell(self, _form: RecordForm[Any]) -> str:
        """Say which factor a quantity of the source would take in the year in view, or what is missing."""
        values = {name: _value(self.form, name) for name in ("category", "carrier", "unit", "heating_value")}
        if not values["unit"]:
            return tr("Choose a carrier and a unit; the factor that fits is named here.")
        if _is_published(str(values["unit"])):
            return tr("t CO₂e is booked as it was published: no factor is needed.")
        asked = Source(
            site=self._site.id,
            name="",
            category=str(values["category"]),
            carrier=str(values["carrier"] or ""),
            unit=str(values["unit"]),
            heating_value=str(values["heating_value"] or ""),
            factor=str(_value(self.form, "factor") or ""),
            generated_on_site=bool(_value(self.form, "generated_on_site")),
            price_year=_value(self.form, "price_year"),
        )
        need = need_of(asked, self._site, asked.unit, self._year)
        choice = choose(need, self._figures.library, self._figures.ledger.rates.policy)
        if choice.factor is not None:
            named = tr("Factor: {name}", name=choice.factor.name)
            return joined([named, choice.factor.source]) if choice.factor.source else named
        if not choice.counts:
            return tr("Generated on site: counts as energy, not in scope 2.")
        faults = [each for each in choice.findings if each.severity == Severity.ERROR] or choice.findings
        return " ".join(filter(None, (tr(faults[0].message), tr(faults[0].remedy)))) if faults else ""


def category_words(category: Category) -> str:
    """Return a category with its scope, as a list of all of them needs it."""
    return labelled(category.scope_label, choice_words(category.value))


def _card_words(card: Card) -> str:
    """Return a factor as it is offered: name, region, year, publisher, unit."""
    parts = (card.name, card.region, card.start, card.publisher, unit_text(card.unit))
    return joined(dict.fromkeys(part for part in parts if part))


def carriers_of(library: FactorLibrary, category: Category, used: Sequence[str]) -> list[str]:
    """Return the carriers that have factors in a category, those already used first."""
    cards = library.search("", Filters(category=category.value))
    found = {each for card in cards for each in card.carrier.split(";") if each}
    if category in _GASES:
        found |= set(library.gases.families)
    if category.scope != "3":
        # Vehicle classes carry a dash; there are hundreds, and fuel is what scopes 1 and 2 count.
        found = {each for each in found if " - " not in each}
    known = [each for each in used if each in found]
    return [*known, *sorted(found - set(known))]


def units_of(figures: Figures, category: Category, carrier: str) -> list[str]:
    """Return units that fit: those of the carrier's factors, currencies for money, then the category's own."""
    plain = figures.library.words.carrier(carrier)
    found: list[str] = []
    if plain:
        cards = figures.library.search("", Filters(category=category.value))
        found = [card.unit for card in cards if plain in card.carrier.split(";")]
        if figures.library.gases.named(carrier) and category in _GASES:
            found = ["kg", *found]
    own = figures.organisation.currency
    money = any(_is_money(each) for each in found) or category in {Category.S3_1, Category.S3_2}
    listed = [own, *found] if found and _is_money(found[0]) else [*found, *([own] if money else [])]
    last = (PUBLISHED,) if category.scope == "3" else ()
    return list(dict.fromkeys(each for each in (*listed, *GUIDES[category].units, *last) if each))[
        :_MOST_UNITS
    ]


def _is_money(spelling: str) -> bool:
    try:
        return unit(spelling).dimension == "money"
    except UnitFault:
        return False


def _is_mass(spelling: str) -> bool:
    try:
        return unit(spelling).dimension == "mass"
    except UnitFault:
        return False


def _is_published(spelling: str) -> bool:
    try:
        return unit(spelling).dimension == "emission"
    except UnitFault:
        return False


def _choices(kind: Any) -> list[tuple[str, object]]:
    return [(_words(each), each.value) for each in kind]


def _words(value: str) -> str:
    return choice_words(value) if value else "–"


def _value(form: RecordForm[Any], name: str) -> Any:
    """Return what a field holds now, None while it cannot be read."""
    try:
        return form.fields[name].value()
    except (FieldFault, NotANumber, UnitFault):
        return None


def _check_heating_value(text: str) -> None:
    read_heating(text, ".")


def _check_pedigree(text: str) -> None:
    found = parse(text)
    if isinstance(found, Finding):
        message = say("{fault} {remedy}", fault=found.message, remedy=found.remedy)
        raise FieldFault(message)


def _pedigree_words(text: str) -> str:
    """Name the five indicators, with their scores where they are written already."""
    names = [tr(each) for each in SETS[ECOINVENT_2].indicators]
    scores = parse(text)
    if isinstance(scores, Finding) or not scores:
        return tr("{names}: 1 is best, 5 is worst, such as 2,3,2,1,3.", names=joined(names))
    return joined(f"{name} {score}" for name, score in zip(names, scores, strict=True))
