"""Probes of the core: tables, languages, libraries, the inventory file, papers. None of them needs Qt."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from carbondesk import __version__, language, paths
from carbondesk.domain.progress import silent
from carbondesk.domain.text import say
from carbondesk.ui.probes import Probe, must

SHIPPED = ("factors", "fonts", "icons", "manual", "pathways", "sample", "templates", "translations")
"""The folders of resources without which the program is not whole."""

_FEWEST_FACTORS = 5_000
_SAMPLE_YEAR = 2024
_DAY = date(2026, 1, 15)


def resources(_folder: Path) -> str:
    """Look for every folder that ships with the program."""
    found = paths.resources()
    for name in SHIPPED:
        must(any((found / name).glob("*")), what=f"resources/{name} is missing or empty", found=str(found))
    return f"{__version__}, {found}"


def library(_folder: Path) -> str:
    """Read the published factors, potentials and sector pathways."""
    from carbondesk.store.library import gwp_set, load_library
    from carbondesk.store.pathways import shipped_pathways

    factors = len(load_library().factors)
    must(factors > _FEWEST_FACTORS, what="published factors", found=factors)
    must(len(gwp_set("AR6").values) > 1, what="the potentials of AR6")
    must(shipped_pathways(), what="sector pathways")
    return f"{factors} + {len(shipped_pathways())}"


def languages(_folder: Path) -> str:
    """Say a word and the name of a month in every language."""
    from babel import Locale

    said = []
    for code in language.LANGUAGES:
        language.use(code)
        said.append((language.tr("Overview"), language.month_name(1)))
        must(Locale.parse(code).territories.get("CN"), what=f"names of countries in {code}")
    for distinct in zip(*said, strict=True):
        must(len(set(distinct)) == len(said), what="a language has no words of its own", found=distinct)
    return ", ".join(" ".join(words) for words in said)


def units(_folder: Path) -> str:
    """Read a unit that only pint knows, from our own definitions."""
    from carbondesk.domain.units import ratio

    found = ratio("MMBtu/CCF", "kWh/m3")
    must(found > 0, what="MMBtu/CCF", found=found)
    return f"MMBtu/CCF = {float(found):.4f} kWh/m3"


def numbers(_folder: Path) -> str:
    """Solve a small system of equations: numpy with its own libraries."""
    import numpy as np

    solved = np.linalg.solve(np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([9.0, 8.0]))
    must(np.allclose(solved, [2.0, 3.0]), what="numpy", found=solved.tolist())
    must(np.random.default_rng(1).normal(size=10).std() > 0, what="random numbers of numpy")
    return np.__version__


def frames(_folder: Path) -> str:
    """Group a small table with pandas, where it is installed: installers leave out what nothing imports."""
    if find_spec("pandas") is None:
        return "-"
    pandas = import_module("pandas")
    table = pandas.DataFrame({"scope": ["1", "2", "1"], "t": [1.0, 2.0, 3.0]})
    sums = table.groupby("scope")["t"].sum().to_dict()
    must(sums == {"1": 4.0, "2": 2.0}, what="pandas", found=sums)
    return str(pandas.__version__)


def worked_cases(_folder: Path) -> str:
    """Recompute the published worked cases."""
    from carbondesk.domain.worked import recompute

    outcomes = recompute()
    failed = [outcome.case.id for outcome in outcomes if not outcome.passed]
    must(not failed, what="worked cases", found=failed)
    return f"{len(outcomes)}"


def inventory(folder: Path) -> str:
    """Write a file under a Chinese name with a blank, undo, verify, copy, and read it again."""
    from carbondesk.domain.records import Organisation, Site
    from carbondesk.store import Inventory

    path = folder / "工厂 清单.cdesk"
    with Inventory.create(path, Organisation(name="Acme", country="CN")) as made:
        with made.step(say("Add")) as step:
            step.add(Site(name="南京", country="CN"))
        made.undo()
        must(made.count(Site) == 0, what="undo", found=made.count(Site))
        made.redo()
        made.backup(folder / "copy.cdesk")
    with Inventory.open(folder / "copy.cdesk") as again:
        names = [site.name for site in again.all(Site)]
        must(names == ["南京"], what="what was written", found=names)
        proof = again.verify()
        must(proof.intact, what="the audit chain", found=proof.broken_at)
        return f"SQLite {_sqlite_version()}, {len(again.steps())}"


def _sqlite_version() -> str:
    return str(import_module("sqlite3").sqlite_version)


def tables(folder: Path) -> str:
    """Write a workbook and a CSV table, and import both."""
    from carbondesk.domain.records import Activity, Organisation
    from carbondesk.exchange.imports import read_tables
    from carbondesk.store import Inventory

    heads = ("site", "country", "source", "category", "start", "end", "quantity", "unit")
    row = ("南京", "CN", "Gas", "stationary-combustion", "2025-01-01", "2025-01-31", "1200", "kWh")
    book, text = folder / "activities.xlsx", folder / "more.csv"
    xlsxwriter = import_module("xlsxwriter")
    with xlsxwriter.Workbook(str(book)) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, heads)
        sheet.write_row(1, 0, row)
    later = (*row[:4], "2025-03-01", "2025-03-31", *row[6:])
    text.write_text("\n".join(map(",".join, (heads, later))), "utf-8")
    with Inventory.in_memory(Organisation(name="Acme", country="CN")) as opened:
        for path, count in ((book, 1), (text, 2)):
            plan = read_tables(opened, [path])
            plan.apply(opened, silent)
            must(opened.count(Activity) == count, what=f"import of {path.name}", found=plan.findings)
    return f"{book.name}, {text.name}"


def papers(folder: Path) -> str:
    """Make the sample in every language and write every paper as every kind of file; read the workbooks again."""
    sizes = []
    for code in language.LANGUAGES:
        language.use(code)
        own = folder / code
        own.mkdir()
        sizes.append(_papers(own))
    return ", ".join(sizes)


def _papers(folder: Path) -> str:
    from carbondesk.exchange.sample import build_sample
    from carbondesk.exchange.sheets import read_file
    from carbondesk.report.catalogue import ANALYSES, endings, written
    from carbondesk.report.papers import Options
    from carbondesk.report.render import loaded_figures, save
    from carbondesk.store import Inventory

    files = 0
    with Inventory.open(build_sample(folder / "sample.cdesk"), read_only=True) as opened:
        figures = loaded_figures(opened)
        totals = figures.totals(_SAMPLE_YEAR)
        must(totals.scope1 > 0, what="scope 1 of the sample", found=totals.scope1)
        for kind in ANALYSES:
            for ending in endings(kind):
                path = folder / f"{kind.paper_id}{ending}"
                save(path, written(kind, figures, _SAMPLE_YEAR, Options(), ending, _DAY))
                must(path.stat().st_size > 100, what=path.name, found=path.stat().st_size)
                files += 1
            sheets = read_file(folder / f"{kind.paper_id}.xlsx").sheets
            must(any(len(sheet) for sheet in sheets), what=f"{kind.paper_id}.xlsx has no rows")
    return f"{language.current()} {files}"


PROBES: tuple[Probe, ...] = (
    Probe(say("Resources"), resources),
    Probe(say("Published factors and pathways"), library),
    Probe(say("Languages"), languages),
    Probe(say("Units"), units),
    Probe(say("Numbers"), numbers),
    Probe(say("Tables in memory"), frames),
    Probe(say("Published worked cases"), worked_cases),
    Probe(say("Inventory file: write, undo, verify, copy, read"), inventory),
    Probe(say("Import of a workbook"), tables),
    Probe(say("Sample and every paper as every kind of file"), papers),
)
"""The probes of this module, in the order in which they run."""
