"""Steam bought by mass, from the import to the proof, by hand.

| 100 t in January at 2,800 kJ/kg, 80 % back at 400 kJ/kg: 100 x (2.8 - 0.32) | 248 GJ    |
| the supplier's factor, 60 kg CO2 a GJ                                        | 14.88 t   |

The enthalpies are made up, as a supplier would state them: no steam table ships with the program.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from carbondesk.cli import main
from carbondesk.domain.records import Organisation, Source
from carbondesk.domain.text import say
from carbondesk.exchange.imports import read_tables
from carbondesk.report.figures import Figures
from carbondesk.report.papers import Options, imprint
from carbondesk.report.proofs import lines_of_total, proof
from carbondesk.report.recalculations import proof_workbook
from carbondesk.report.render import loaded_figures
from carbondesk.store import Inventory
from tests.report import spreadsheets
from tests.report.test_proofs import result_of

TONNES = 100 * (2.8 - 0.8 * 0.4) * 60 / 1000
STATE = "steam 2800 kJ/kg - 80 % x 400 kJ/kg; 10 bar; 184 °C; contract with the supplier"
SITES = "site,country\nTilburg,NL\n"
FACTORS = (
    "factor_id,name,scope,category,carrier,activity_unit,co2,region,valid_from,valid_to,source,source_version\n"
    "NEXT:steam,Steam from next door,2,heat-steam-cooling,steam,GJ,60,NL,2024,2024,Supplier,2024\n"
)


def tables(folder: Path, state: str = STATE) -> list[Path]:
    texts = {
        "sites.csv": SITES,
        "factors.csv": FACTORS,
        "sources.csv": (
            "site,source,category,unit,carrier,heating_value\n"
            f'Tilburg,Steam,heat-steam-cooling,t,steam,"{state}"\n'
        ),
        "activities.csv": "site,source,start,end,quantity,unit\nTilburg,Steam,2024-01-01,2024-01-31,100,t\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in texts]


@pytest.fixture
def figures(tmp_path: Path) -> Figures:
    inventory = Inventory.in_memory(Organisation(name="Steam", country="NL", derives_upstream=False))
    plan = read_tables(inventory, tables(tmp_path))
    assert not [finding for finding in plan.findings if finding.severity == "error"]
    plan.apply(inventory)
    return loaded_figures(inventory)


def test_tonnes_of_steam_count_by_their_enthalpy_less_the_condensate(figures: Figures) -> None:
    assert figures.inventory.all(Source)[0].heating_value == STATE
    assert figures.totals(2024).scope2_location == pytest.approx(TONNES, rel=1e-12)


def test_the_proof_recomputes_steam(figures: Figures, tmp_path: Path) -> None:
    lines = lines_of_total(figures, 2024, {"scope": "2"}, Options())
    base = imprint(figures, 2024, Options(), date(2025, 1, 31))
    content = proof_workbook(proof(figures, lines, say("Scope 2"), base))
    assert result_of(content) == pytest.approx(TONNES, rel=1e-12)
    if spreadsheets.SOFFICE is not None:
        computed = spreadsheets.computed(content)
        assert spreadsheets.by_libreoffice(content, tmp_path) == pytest.approx(computed, rel=1e-9)


def test_explain_says_which_enthalpies_were_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "steam.cdesk"
    assert main(["new", str(file), "--name", "Steam", "--country", "NL"]) == 0
    assert main(["import", str(file), *map(str, tables(tmp_path))]) == 0
    capsys.readouterr()
    assert main(["explain", str(file), "--total", "scope=2,year=2024", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    (line,) = answer["lines"]
    (step,) = line["conversion"]
    assert (step["from"], step["to"], step["by"]) == ("t", "GJ", pytest.approx(2.48, rel=1e-12))
    assert "less 80 % returned as condensate of 400 kJ/kg" in step["because"]
    assert line["result"] == pytest.approx(TONNES, rel=1e-12)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("steam 2800 kJ/kg - 80 %; contract", "unknown-unit"),
        ("steam 2800 kJ/kg - 120 % x 400 kJ/kg; contract", "condensate-out-of-range"),
        ("steam 2800 kJ/kg - 80 % x 4000 kJ/kg; contract", "condensate-exceeds"),
        ("steam 2800 L/kg; contract", "wrong-dimension"),
        ("steam; contract", "steam-without-enthalpy"),
    ],
)
def test_a_state_that_gives_no_energy_stops_its_row(tmp_path: Path, state: str, code: str) -> None:
    inventory = Inventory.in_memory(Organisation(name="Steam", country="NL"))
    plan = read_tables(inventory, tables(tmp_path, state))
    found = [finding for finding in plan.findings if finding.severity == "error"]
    assert code in {finding.code for finding in found}
    assert {finding.where["field"] for finding in found if finding.code == code} == {"heating_value"}


def test_a_state_with_decimal_commas_is_kept_with_points(tmp_path: Path) -> None:
    table = tmp_path / "sources.csv"
    table.write_text(
        "site;country;source;category;unit;carrier;heating_value;uncertainty\n"
        "Tilburg;NL;Steam;heat-steam-cooling;t;steam;"
        '"steam 2800,5 kJ/kg - 80 % x 400,25 kJ/kg; contract";0,05\n'
        'Tilburg;NL;More steam;heat-steam-cooling;t;steam;"steam 2800,5 kJ/kg; contract";0,05\n',
        "utf-8",
    )
    inventory = Inventory.in_memory(Organisation(name="Steam", country="NL"))
    plan = read_tables(inventory, [table])
    assert [str(each.message) for each in plan.findings if each.severity == "error"] == []
    plan.apply(inventory)
    assert [source.heating_value for source in inventory.all(Source)] == [
        "steam 2800.5 kJ/kg - 80 % x 400.25 kJ/kg; contract",
        "steam 2800.5 kJ/kg; contract",
    ]
