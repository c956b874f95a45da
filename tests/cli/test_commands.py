"""The command line as people and scripts use it: what it prints, what it writes, and its exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbondesk.cli import main
from tests.cli.acme import answer
from tests.exchange.publications import flat_file

# US EPA eGRID2023, RFCW total output, and EPA Emission Factors Hub 2025, Table 1: lb/MWh and kg/MMBtu as published.
GAS_CO2, GAS_CH4, GAS_N2O = 53.06, 0.001, 0.0001
GWP_CH4, GWP_N2O = 27.0, 273.0


def test_a_new_inventory_is_there_and_intact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "new.cdesk")
    made = answer(
        capsys, "new", path, "--name", "Acme", "--country", "de", "--year-start", "4", "--currency", "eur"
    )
    assert (made["organisation"], made["gwp"]) == ("Acme", "AR6")
    assert answer(capsys, "verify", path) == {
        "intact": True,
        "steps": 1,
        "head": made["head"],
        "broken_at": None,
    }


def test_a_new_inventory_never_replaces_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.cdesk"
    path.write_bytes(b"precious")
    assert main(["new", str(path), "--name", "Acme", "--country", "US"]) == 3
    assert path.read_bytes() == b"precious"
    assert "mine.cdesk" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["new", "x.cdesk"],
        ["new", "x.cdesk", "--name", "A", "--country", "Germany"],
        ["new", "x.cdesk", "--name", " ", "--country", "DE"],
        ["new", "x.cdesk", "--name", "A", "--country", "DE", "--currency", "12"],
        ["inventory", "x.cdesk", "--year", "2023", "--by", "colour"],
        ["inventory", "x.cdesk", "--year", "soon"],
        ["explain", "x.cdesk"],
        ["explain", "x.cdesk", "--total", "scope=2"],
        ["explain", "x.cdesk", "--total", "planet=2,year=2023"],
        ["report", "--year", "2023", "--out", "r.html"],
        ["report", "x.cdesk", "--year", "2023", "--out", "r.docx"],
        ["pathway", "--base", "S1=1"],
        ["pathway", "--base", "S9=1", "--base-year", "2024", "--target-year", "2030"],
        ["pathway", "--base", "S1=nan", "--base-year", "2024", "--target-year", "2030"],
        ["pathway", "x.cdesk", "--base", "S1=1"],
        ["pathway", "x.cdesk", "--submission", "May"],
        ["pathway", "x.cdesk", "--reduction", "42"],
        ["pathway", "--rule-set", "X", "--base", "S1=1,S2=1", "--base-year", "2024", "--target-year", "2030"],
    ],
)
def test_wrong_words_end_with_status_2_and_say_how_it_is_used(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"carbondesk {words[0]} --help" in shown.err
    assert list(tmp_path.iterdir()) == []


def test_what_the_world_does_wrong_ends_with_status_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "letter.cdesk"
    other.write_text("Dear Sir", encoding="utf-8")
    assert main(["check", str(other)]) == 3
    assert main(["check", str(tmp_path / "none.cdesk")]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "letter.cdesk" in shown.err
    assert "none.cdesk" in shown.err


def test_the_emissions_are_those_of_a_calculation_by_hand(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = answer(capsys, "inventory", file, "--year", "2023", "--by", "scope,category,site")
    gas = 12 * 10 * (GAS_CO2 + GAS_CH4 * GWP_CH4 + GAS_N2O * GWP_N2O) / 1000
    assert document["rows"][0] == {
        "scope": "1",
        "category": "stationary-combustion",
        "site": "Erie",
        "location": pytest.approx(gas, rel=1e-12),
        "market": pytest.approx(gas, rel=1e-12),
    }
    assert [row["category"] for row in document["rows"]] == ["stationary-combustion", "electricity", "s3-3"]
    totals = document["totals"]
    assert totals["scope1"] == pytest.approx(gas, rel=1e-12)
    assert totals["total_market"] == totals["scope1"] + totals["scope2_market"] + totals["scope3"]
    assert (totals["complete"], totals["missing_values"]) == (True, 0)
    assert (document["organisation"], document["gwp"], document["unit"]) == ("Acme", "AR6", "t CO2e")
    assert "market-equals-location" in {finding["code"] for finding in document["findings"]}


@pytest.mark.parametrize(
    "by", ["", "scope", "site", "source", "gas", "month", "scope,gas,month", "month,site"]
)
def test_every_breakdown_adds_up_to_the_total(file: str, by: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "inventory", file, "--year", "2023", "--by", by)
    names = {name for name in by.split(",") if name}
    for row in document["rows"]:
        assert set(row) == names | {"location", "market"} | ({"mass"} if "gas" in names else set())
    whole = sum(row["location"] for row in document["rows"])
    assert whole == pytest.approx(document["totals"]["total_location"], rel=1e-12)


def test_a_gas_has_its_mass(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "inventory", file, "--year", "2023", "--by", "scope,gas")
    mass = {(row["scope"], row["gas"]): row["mass"] for row in document["rows"]}
    assert mass["1", "CO2"] == pytest.approx(120 * GAS_CO2 / 1000, rel=1e-12)
    assert mass["1", "CH4"] == pytest.approx(120 * GAS_CH4 / 1000, rel=1e-12)


def test_one_method_of_scope_2_can_be_asked_for(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "inventory", file, "--year", "2023", "--scope2", "location", "--by", "scope")
    assert all(set(row) == {"scope", "location"} for row in document["rows"])


def test_people_get_a_table_and_findings_in_words(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inventory", file, "--year", "2023", "--by", "scope,category,gas"]) == 0
    shown = capsys.readouterr()
    assert "Stationary combustion" in shown.out
    assert "All 36 values are there." in shown.out
    assert "Note: No green power contract" in shown.err


def test_a_year_without_values_says_so(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "inventory", file, "--year", "1999")
    assert document["rows"] == []
    assert document["totals"]["complete"] is False
    assert [finding["code"] for finding in document["findings"]] == ["year-without-values"]


def test_a_source_without_factor_is_null_and_an_error(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "more.csv"
    table.write_text(
        "site,source,category,carrier,start,end,quantity,unit\n"
        "Gera,Slag,process,slag of unknown make,2023-01-01,2023-12-31,5,t\n",
        encoding="utf-8",
    )
    assert main(["import", file, str(table)]) == 0
    capsys.readouterr()
    document = answer(capsys, "inventory", file, "--year", "2023", "--by", "source", status=1)
    amounts = {row["source"]: row["location"] for row in document["rows"]}
    assert amounts["Slag"] is None
    assert amounts["Gas"] > 0
    assert document["totals"]["complete"] is False
    assert {"error"} <= {finding["severity"] for finding in document["findings"]}
    explained = answer(capsys, "explain", file, "--total", "source=Slag,year=2023", status=1)
    assert explained["value"] is None
    assert explained["lines"][0]["factor"] is None
    assert main(["explain", file, "--total", "source=Slag,year=2023"]) == 1
    assert "not known" in capsys.readouterr().out


def test_an_entry_is_explained_down_to_factor_and_gwp(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "explain", file, "--total", "source=Gas,site=Erie,year=2023,scope=1")
    assert document["value"] == pytest.approx(
        120 * (GAS_CO2 + GAS_CH4 * GWP_CH4 + GAS_N2O * GWP_N2O) / 1000, rel=1e-12
    )
    line = document["lines"][0]
    assert (line["start"], line["end"]) == ("2023-01-01", "2023-01-31")
    assert line["quantity"] == {"number": 10.0, "unit": "MMBtu_gross"}
    assert (line["factor"]["co2"], line["factor"]["ch4"], line["factor"]["n2o"]) == (
        GAS_CO2,
        GAS_CH4,
        GAS_N2O,
    )
    assert "EPA" in line["factor"]["publisher"]
    assert line["factor"]["table"]
    assert (line["gwp"]["set"], line["gwp"]["ch4"]) == ("AR6", GWP_CH4)
    one = answer(capsys, "explain", file, "--activity", str(line["activity"]))
    assert one["value"] == line["result"]
    assert len(document["lines"]) == 12
    assert sum(each["result"] for each in document["lines"]) == pytest.approx(document["value"], rel=1e-12)


def test_people_read_an_explanation_as_steps(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", file, "--activity", "2"]) == 0
    shown = capsys.readouterr().out
    assert "GWP 27 (AR6)" in shown
    assert "Natural Gas" in shown
    assert main(["explain", file, "--total", "site=Erie,year=2023"]) == 0
    assert "Result:" in capsys.readouterr().out
    assert main(["explain", file, "--activity", "999999"]) == 2
    assert main(["explain", file, "--total", "site=Atlantis,year=2023"]) == 2


def test_submeters_and_own_generation_say_why_they_do_not_count(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = {}
    for number in ("3", "4"):
        document = answer(capsys, "explain", file, "--activity", number)
        codes[document["lines"][0]["source"]] = {finding["code"] for finding in document["findings"]}
    assert "not-counted" in codes["Press shop"]
    assert "generated-on-site" in codes["Solar"]


def test_importing_twice_adds_nothing(file: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "import", file, str(folder))
    assert document["step"] is None
    assert {table["table"]: table["same"] for table in document["tables"]}["activities"] == 48
    assert all(table["added"] == 0 for table in document["tables"])


def test_a_dry_run_writes_nothing(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = answer(capsys, "verify", file)["head"]
    table = tmp_path / "new.csv"
    table.write_text("site,country\nWuxi,CN\n", encoding="utf-8")
    assert main(["import", file, str(table), "--dry-run"]) == 0
    assert "nothing was written" in capsys.readouterr().err
    assert answer(capsys, "verify", file)["head"] == before


def test_a_faulty_row_stops_the_import_and_is_named(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = answer(capsys, "verify", file)["head"]
    table = tmp_path / "faulty.csv"
    table.write_text(
        "site,source,start,end,quantity,unit\nErie,Gas,2024-01-01,2024-01-31,ten,MMBtu_gross\n"
        "Erie,Gas,2024-02-01,2024-02-29,11,MMBtu_gross\n",
        encoding="utf-8",
    )
    assert main(["import", file, str(table)]) == 1
    shown = capsys.readouterr().err
    assert "faulty.csv, row 2, column quantity" in shown
    assert "Nothing was written." in shown
    assert answer(capsys, "verify", file)["head"] == before
    document = answer(capsys, "import", file, str(table), "--skip-errors", status=1)
    assert document["step"] is not None
    assert (document["tables"][0]["added"], document["tables"][0]["refused"]) == (1, 1)


def test_check_lists_all_findings(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    findings = answer(capsys, "check", file)["findings"]
    assert all(set(each) == {"severity", "code", "message", "where", "remedy"} for each in findings)
    order = {"error": 0, "warning": 1, "info": 2}
    assert [order[each["severity"]] for each in findings] == sorted(
        order[each["severity"]] for each in findings
    )
    assert main(["check", file]) == 0
    assert f"{len(findings)} finding" in capsys.readouterr().out


def test_a_changed_byte_of_history_breaks_the_proof(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    head = answer(capsys, "verify", file)["head"]
    assert main(["verify", file, "--against", head]) == 0
    assert main(["verify", file, "--against", "0" * 64]) == 1
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE activity SET quantity = 11 WHERE id = 2")
    connection.close()
    capsys.readouterr()
    document = answer(capsys, "verify", file, status=1)
    assert document["intact"] is False
    assert document["broken_at"] == 2
    assert main(["verify", file]) == 1
    assert "broken at step 2" in capsys.readouterr().out


def test_an_export_can_be_imported_again(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "plain"
    files = answer(capsys, "export", file, "--to", str(folder))["files"]
    assert {"sites.csv", "sources.csv", "activities.csv"} <= {Path(name).name for name in files}
    again = str(tmp_path / "again.cdesk")
    assert main(["new", again, "--name", "Acme", "--country", "US"]) == 0
    tables = [str(folder / name) for name in ("sites.csv", "sources.csv", "activities.csv")]
    assert main(["import", again, *tables]) == 0
    assert main(["export", again, "--to", str(tmp_path / "twice")]) == 0
    capsys.readouterr()
    totals = [answer(capsys, "inventory", path, "--year", "2023")["totals"] for path in (file, again)]
    assert totals[0] == totals[1]


def test_a_pathway_follows_from_numbers_alone(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--scope", "3", "--base-year", "2025", "--target-year", "2030", "--base", "S3=1000"]
    document = answer(capsys, "pathway", *words, "--recent", "S3=1000", "--most-recent-year", "2025")
    # Method Appendix 1.0, equations 1 to 8: (0.75 / 25) a year.
    assert document["rate"] == pytest.approx(0.03)
    assert document["target_emissions"] == pytest.approx(850)
    assert list(document["years"]) == [str(year) for year in range(2025, 2031)]
    assert document["rule_set"] == "SBTi-CNZS-1.3.1"
    assert main(["pathway", *words]) == 0
    assert "850.000" in capsys.readouterr().out


def test_a_pathway_starts_from_an_inventory(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    totals = answer(capsys, "inventory", file, "--year", "2023")["totals"]
    document = answer(capsys, "pathway", file, "--net-zero-year", "2040", "--reduction", "0.9")
    scope12 = totals["scope1"] + totals["scope2_market"]
    assert document["years"]["2023"] == pytest.approx(scope12, rel=1e-12)
    assert document["target_emissions"] == pytest.approx(0.1 * scope12)


def test_the_worked_cases_pass(capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "selftest")
    assert document["passed"] == len(document["cases"]) > 0
    assert main(["selftest"]) == 0
    assert "cases pass" in capsys.readouterr().out


def test_the_factor_library_is_searched(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("factors", "search", "natural gas", "--region", "US")
    found = answer(capsys, *words)["factors"]
    assert {factor.get("co2") for factor in found} >= {GAS_CO2}
    assert main([*words, "--file", file]) == 0
    assert "Natural Gas" in capsys.readouterr().out
    publisher = "US EPA GHG Emission Factors Hub"
    scope_1 = answer(capsys, *words, "--scope", "1", "--publisher", publisher)["factors"]
    assert {(factor["scope"], factor["source"]) for factor in scope_1} == {("1", publisher)}


def test_a_published_set_is_read_in_as_one_step(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("factors", "import", file, str(flat_file(tmp_path, year=2031)))
    tried = answer(capsys, *words, "--dry-run")
    assert (tried["step"], tried["factors"], tried["skipped"]) == (None, 6, 0)
    made = answer(capsys, *words)
    assert [each["edition"] for each in made["sets"]] == ["UK-DESNZ-2031"]
    assert made["step"] is not None
    again = answer(capsys, *words, status=1)
    assert [finding["code"] for finding in again["findings"]] == ["factor-set-known"]
    found = answer(capsys, "factors", "search", "natural gas", "--file", file, "--year", "2031")["factors"]
    assert found[0]["factor_id"] == "UK-DESNZ-2031:1_100_1004_15"
    assert main(["factors", "import", file, str(tmp_path / "nowhere.xlsx")]) == 3
    assert main(["factors", "import", file]) == 2
    assert main(["factors", "search", "natural", file]) == 2
    assert "quotation marks" in capsys.readouterr().err


def test_texts_are_in_the_language_asked_for(
    file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from carbondesk import language

    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", "")
    for words, code in (([], "en"), (["--language", "zh_CN"], "zh_CN"), (["--language=zh_CN"], "zh_CN")):
        assert main(["verify", file, *words]) == 0
        assert language.current() == code
    monkeypatch.setenv("CARBONDESK_LANGUAGE", "zh_CN")
    assert main(["verify", file]) == 0
    assert language.current() == "zh_CN"
    language.use("en")
    capsys.readouterr()
