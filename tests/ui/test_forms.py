"""Forms declared by records: what each kind of field takes, refuses and says."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Bill, ProcessGas, Site, Source
from carbondesk.domain.schema import Record
from carbondesk.domain.text import say
from carbondesk.domain.units import parse_quantity
from carbondesk.language import use
from carbondesk.store.errors import ClosedMonth
from carbondesk.ui.forms import FormHeading, RecordDialog, RecordForm
from carbondesk.ui.readings import country_words, read_unit, unit_text
from carbondesk.ui.widgets import Label, MessagePane

R = TypeVar("R", bound=Record)
SITE = Site(name="Nanjing", country="CN", floor_area=1200.5, from_=date(2021, 7, 1))


def type_into(form: RecordForm[R], name: str, text: str) -> None:
    control = form.fields[name].control
    if isinstance(control, QComboBox):
        control.setEditText(text)
    else:
        assert isinstance(control, QLineEdit)
        control.setText(text)


def site_form(qtbot: QtBot, site: Site | None = SITE) -> RecordForm[Site]:
    form = RecordForm(Site, site)
    qtbot.addWidget(form)
    return form


def test_a_form_gives_back_the_record_it_was_given(qtbot: QtBot) -> None:
    form = site_form(qtbot)
    assert form.judge() == []
    assert form.record() == SITE
    assert form.changed_fields() == {}


def test_only_changed_fields_are_told(qtbot: QtBot) -> None:
    form = site_form(qtbot)
    type_into(form, "city", "Nanjing")
    type_into(form, "floor_area", "1,300.25")
    assert form.changed_fields() == {"city": "Nanjing", "floor_area": 1300.25}


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("name", "", "Site is needed."),
        ("country", "Atlantis", "“Atlantis” is no country that is known. Write its name or code."),
        ("floor_area", "-1", "Floor area is at least 0."),
        ("floor_area", "wide", "“wide” is not a number. Write digits with one decimal mark, such as 1234.5."),
        ("share", "1.2", "Equity share is at most 1."),
        ("year_start", "4.5", "Year starts in month is a whole number."),
        ("from_", "31.12", "“31.12” is no date. Write it like 2025-09-30."),
        ("currency", "XQQ", "“XQQ” is no currency. Write a code such as EUR."),
    ],
)
def test_what_a_field_cannot_take_is_said_beneath_it(qtbot: QtBot, name: str, text: str, reason: str) -> None:
    form = site_form(qtbot)
    type_into(form, name, text)
    assert len(form.judge()) == 1
    assert form.fields[name].note.text() == reason
    assert form.fields[name].control.accessibleDescription() == reason
    type_into(form, name, {"name": "X", "country": "Germany"}.get(name, ""))
    assert form.judge() == []


def test_countries_are_taken_by_name_code_and_offer(qtbot: QtBot) -> None:
    form = site_form(qtbot)
    for text in ("Germany", "de", "Germany (DE)"):
        type_into(form, "country", text)
        assert form.values()["country"] == "DE"
    use("zh_CN")
    type_into(form, "country", "德国")
    assert form.values()["country"] == "DE"
    assert country_words("DE") == "德国（DE）"
    assert country_words("??") == "??"


def test_dates_may_have_slashes_and_points(qtbot: QtBot) -> None:
    form = site_form(qtbot)
    for text in ("2025-09-30", "2025/9/30", "2025.09.30"):
        type_into(form, "to", text)
        assert form.values()["to"] == date(2025, 9, 30)


def test_a_check_of_the_page_judges_a_text(qtbot: QtBot) -> None:
    form = RecordForm(Source, rows=(("name",), ("heating_value",)), checks={"heating_value": parse_quantity})
    qtbot.addWidget(form)
    type_into(form, "name", "Gas")
    type_into(form, "heating_value", "0.1027 bananas/CCF")
    assert [str(fault) for fault in form.judge()] == ["“bananas” is not a known unit."]
    type_into(form, "heating_value", "0.1027 MMBtu/CCF")
    assert form.judge() == []


def test_units_are_offered_as_people_write_them_and_kept_in_their_spelling(qtbot: QtBot) -> None:
    form = RecordForm(Bill, rows=(("unit",),), words={"unit": ["1000 m3"]})
    qtbot.addWidget(form)
    control = form.fields["unit"].control
    assert isinstance(control, QComboBox)
    assert control.itemText(0) == "1,000 m³"
    type_into(form, "unit", "1,000 m³")
    assert form.values() == {"unit": read_unit("1000 m3")}
    assert unit_text("t.km") == "t·km"


def test_links_and_choices_are_picked_by_their_words(qtbot: QtBot) -> None:
    form = RecordForm(Source, rows=(("category",), ("submeter_of",)), choices={"submeter_of": [("Main", 7)]})
    qtbot.addWidget(form)
    category, main = form.fields["category"].control, form.fields["submeter_of"].control
    assert isinstance(category, QComboBox)
    assert isinstance(main, QComboBox)
    assert category.itemText(category.findData("s3-7")) == "7. Employee commuting"
    assert [main.itemText(at) for at in range(main.count())] == ["none", "Main"]
    main.setCurrentIndex(1)
    assert form.values()["submeter_of"] == 7


def test_every_field_of_every_kind_can_be_declared(qtbot: QtBot) -> None:
    form = RecordForm(Source)
    qtbot.addWidget(form)
    assert set(form.fields) == {column.name for column in Source.columns()}
    assert all(field.control.accessibleName() for field in form.fields.values())


def test_enter_in_a_dialog_is_its_button_and_a_fault_keeps_it_open(qtbot: QtBot) -> None:
    taken: list[Site] = []
    form = site_form(qtbot, None)
    dialog = RecordDialog(None, "Add a site", form, "Add", lambda form: taken.append(form.record()))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert form.fields["name"].note.text() == "Site is needed."
    type_into(form, "name", "Works")
    type_into(form, "country", "GB")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert [site.name for site in taken] == ["Works"]


def test_what_the_world_did_wrong_is_shown_in_the_dialog(qtbot: QtBot) -> None:
    def fail(_form: object) -> None:
        raise CarbonDeskError(say("The disk is full."), say("Make room."))

    dialog = RecordDialog(None, "Edit", site_form(qtbot), "Keep", fail)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.take()
    assert dialog.isVisible()
    assert [pane.title.text() for pane in dialog.findChildren(MessagePane)] == ["The disk is full."]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_share_is_typed_in_percent_and_kept_exactly(qtbot: QtBot) -> None:
    form = RecordForm(ProcessGas, rows=(("heel", "utilisation"),), percent={"heel", "utilisation"})
    qtbot.addWidget(form)
    type_into(form, "heel", "10 %")
    type_into(form, "utilisation", "33.3")
    assert form.values() == {"heel": 0.1, "utilisation": 0.333}
    type_into(form, "heel", "120")
    assert form.fields["heel"].judge() is not None
    assert form.fields["heel"].note.text() == "Heel left in the bottle is at most 100."
    form.fields["heel"].set_value(0.07)
    assert form.values()["heel"] == 0.07


def test_hidden_fields_are_not_judged_and_keep_what_the_record_had(qtbot: QtBot) -> None:
    source = Source(site=1, name="Press", category="s3-2", unit="t", life_years=8.0)
    heading = FormHeading(say("Calculation"), say("Where it applies."))
    form = RecordForm(Source, source, rows=(("name",), heading, ("life_years",)))
    qtbot.addWidget(form)
    form.show()
    type_into(form, "life_years", "eight")
    form.show_only({"name"})
    assert [label.text() for label in form.findChildren(Label) if label.isVisible()] == ["Source"]
    assert form.judge() == []
    assert form.values() == {"name": "Press", "life_years": 8.0}
    form.show_only({"name", "life_years"})
    assert form.judge() != []


def test_words_and_choices_may_change_while_a_form_is_open(qtbot: QtBot) -> None:
    form = RecordForm(
        Source,
        rows=(("carrier", "method"),),
        words={"carrier": ["diesel"]},
        labels={"carrier": "Fuel"},
    )
    qtbot.addWidget(form)
    carrier, method = form.fields["carrier"], form.fields["method"]
    carrier.set_value("petrol")
    carrier.set_words(["petrol", "LPG"])
    method.set_choices([("By fuel", "fuel-based"), ("By money spent", "spend-based")])
    method.set_value("spend-based")
    method.set_choices([("By money spent", "spend-based")])
    assert form.values() == {"carrier": "petrol", "method": "spend-based"}
    assert carrier.control.accessibleName() == "Fuel"
    carrier.set_help("What is burnt.")
    assert carrier.note.text() == "What is burnt."


def test_a_dialog_says_what_its_form_comes_to(qtbot: QtBot) -> None:
    form = site_form(qtbot)
    dialog = RecordDialog(
        None, "Edit", form, "Keep", lambda _form: None, lambda form: form.fields["name"].value()
    )
    qtbot.addWidget(dialog)
    dialog.show()
    type_into(form, "name", "Mill")
    form.edited.emit()
    assert dialog.told.text() == "Mill"


def test_a_closed_month_makes_a_dialog_ask_for_a_reason(qtbot: QtBot) -> None:
    given: list[str] = []

    def write(_form: object) -> None:
        given.append(dialog.reason)
        if not dialog.reason:
            raise ClosedMonth(say("June is closed."), say("Give a reason."))

    dialog = RecordDialog(None, "Edit", site_form(qtbot), "Keep", write)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.take()
    assert dialog.isVisible()
    assert dialog.reason_field is not None
    dialog.reason_field.setText("Misread")
    dialog.take()
    assert not dialog.isVisible()
    assert given == ["", "Misread"]


def test_tab_in_a_record_dialog_stops_only_at_what_can_be_used(qtbot: QtBot) -> None:
    dialog = RecordDialog(None, "Add a site", site_form(qtbot), "Add", lambda _form: None)
    qtbot.addWidget(dialog)
    stops = [each for each in dialog.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert not [each for each in stops if isinstance(each, QScrollArea)]
