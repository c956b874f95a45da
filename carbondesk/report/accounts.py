"""How a number comes about as JSON values: what `explain` prints, and the proof as a JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from carbondesk.domain.schema import Finding, info
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.report.documents import base_document
from carbondesk.report.proofs import FORMULA, documents_of, gas_name
from carbondesk.report.tidy import finding_document

if TYPE_CHECKING:
    from carbondesk.report.explanations import Line
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Imprint


def explanation(figures: Figures, lines: Sequence[Line], method: str) -> dict[str, object]:
    """Return lines and their sum as the command `explain` prints them, with full precision."""
    return {
        "value": value_of(lines),
        "unit": "t CO2e",
        "method": method,
        "lines": [_line_json(line, evidence_of(figures, line)) for line in lines],
        "findings": [finding_document(finding) for finding in line_findings(lines)],
    }


def proof_document(figures: Figures, lines: Sequence[Line], base: Imprint) -> str:
    """Return the proof of lines and their sum as one JSON document: the explanation, the formula, and whose it is."""
    document = explanation(figures, lines, base.options.method)
    whole = {**document, "formula": tr(FORMULA), "head": base.head, "paper": base_document(base)}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def value_of(lines: Sequence[Line]) -> float | None:
    """Return the sum of lines in t CO2e, None where none of them is known."""
    known = [line.result for line in lines if line.result is not None]
    return sum(known, 0.0) if known or not lines else None


def evidence_of(figures: Figures, line: Line) -> list[str]:
    """Return what proves a line's entry: the hashes of its documents, and the reference entered."""
    return [document.sha256 or document.name for document in documents_of(figures, line.activity)]


def line_findings(lines: Sequence[Line]) -> list[Finding]:
    """Return what is doubtful about lines, each once."""
    return list(dict.fromkeys(finding for line in lines for finding in _findings(line)))


def _findings(line: Line) -> Iterable[Finding]:
    yield from line.findings
    if line.counted:
        return
    if line.choice.counts:
        finding = info("not-counted", say("{source} does not enter the totals.", source=line.source.name))
    else:
        finding = info("generated-on-site", say("Energy made on site is energy, but no scope 2."))
    yield finding.at(site=line.site.name, source=line.source.name)


def _line_json(line: Line, evidence: list[str]) -> dict[str, object]:
    factor = line.choice.factor
    return {
        "activity": line.activity.id,
        "site": line.site.name,
        "source": line.source.name,
        "category": line.category.value,
        "start": line.start.isoformat(),
        "end": line.end.isoformat(),
        "quantity": {"number": line.quantity, "unit": line.unit},
        "conversion": [
            {"from": step.from_, "to": step.to, "by": float(step.by), "because": tr(step.because)}
            for step in line.choice.conversions
        ],
        "factor": factor
        and {
            "id": factor.factor_id,
            "name": factor.name,
            "publisher": factor.source,
            "edition": factor.source_version,
            "table": factor.source_table,
            "licence": factor.licence,
            "region": factor.region,
            "unit": factor.activity_unit,
            "co2": factor.co2,
            "ch4": factor.ch4,
            "n2o": factor.n2o,
            "co2e": factor.co2e,
            **({factor.gas.lower(): factor.gas_mass} if factor.gas else {}),
        },
        "gwp": {"set": line.gwp_name, **{gas_name(gas).lower(): gwp for gas, _, gwp, _ in line.gases}},
        "gases": [
            {"gas": gas_name(gas), "kg_per_unit": mass, "gwp": gwp, "result": result}
            for gas, mass, gwp, result in line.gases
        ],
        "share": line.share,
        "result": line.result,
        "evidence": evidence,
    }
