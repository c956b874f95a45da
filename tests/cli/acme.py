"""A small inventory on the command line: a year of entries of a plant in Erie, and how its JSON is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from carbondesk.cli import main

SITES = "site,country,grid_region\nErie,US,US-EGRID-RFCW\nGera,DE,\n"
SOURCES = """site,source,category,carrier,unit,submeter_of,generated_on_site
Erie,Electricity,electricity,electricity,kWh,,
Erie,Gas,stationary-combustion,natural gas,MMBtu_gross,,
Erie,Press shop,electricity,electricity,kWh,Electricity,
Erie,Solar,electricity,electricity,kWh,,yes
"""
MONTHS = [f"2023-{month:02}" for month in range(1, 13)]
ENDS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def activities() -> str:
    """Return a year of entries: 1,000 kWh and 10 MMBtu a month, and what lies inside or beside the meter."""
    lines = ["site,source,start,end,quantity,unit"]
    for month, end in zip(MONTHS, ENDS, strict=True):
        for source, quantity, unit in (
            ("Electricity", 1000, "kWh"),
            ("Gas", 10, "MMBtu_gross"),
            ("Press shop", 400, "kWh"),
            ("Solar", 50, "kWh"),
        ):
            lines.append(f"Erie,{source},{month}-01,{month}-{end},{quantity},{unit}")
    return "\n".join(lines) + "\n"


def answer(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:  # noqa: ANN401 - any JSON document
    """Run a command that prints JSON and return the document."""
    assert main([*words, "--format", "json"]) == status
    return json.loads(capsys.readouterr().out)
