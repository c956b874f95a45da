"""Extract, update and compile the translations: `.venv/bin/python build_scripts/translations.py`.

Collects every text marked with say, say_many, tr or tr_many (and in the report's templates, and the names of
families of factors), brings each
catalogue under resources/translations up to date, keeps what is translated already, and compiles it. With
`--check` nothing is written; it fails when a text is missing, doubtful or gone, when a translation names
other fields than its text, or when a compiled catalogue is older than its source.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "resources" / "translations"
KEYWORDS = {"say": None, "tr": None, "say_many": (1, 2), "tr_many": (1, 2)}
METHODS = [("carbondesk/**.py", "python"), ("resources/templates/**.html", "jinja2.ext:babel_extract")]
EDITIONS = "resources/factors/editions.csv"
CARRIERS = ("fuels", "fuel_properties", "electricity", "heat_steam", "water")
UPSTREAM = "upstream of "
IGNORED = {".venv", ".git", "build", "dist", "tests", "build_scripts"}


def families() -> Iterator[str]:
    """Yield the names of the families of published factors, which findings say."""
    with (ROOT / EDITIONS).open(encoding="utf-8", newline="") as stream:
        yield from dict.fromkeys(row["family"] for row in csv.DictReader(stream))


def carriers() -> Iterator[tuple[str, str]]:
    """Yield the program's own names of fuels, energy and water, with the table that each stands in first.

    Classes of vehicles, waste and materials are not among them: they stay as their publishers print them.
    """
    found: dict[str, str] = {}
    for name in CARRIERS:
        path = f"resources/factors/{name}.csv"
        with (ROOT / path).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for word in row["carrier"].split(";"):
                    if word and not word.startswith(UPSTREAM):
                        found.setdefault(word, path)
    yield from found.items()


def template() -> Catalog:
    """Return a catalogue of every marked text, untranslated, with the files that hold it."""
    catalog = Catalog(project="CarbonDesk", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        ROOT,
        METHODS,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
        directory_filter=lambda folder: Path(folder).name not in IGNORED,
    )
    for path, _line, message, comments, context in found:
        # Without line numbers, so that a moved line does not change the catalogue.
        catalog.add(message, locations=[(Path(path).as_posix(), 0)], auto_comments=comments, context=context)
    for name in families():
        catalog.add(name, locations=[(EDITIONS, 0)])
    for name, path in carriers():
        catalog.add(name, locations=[(path, 0)])
    return catalog


def updated(source: Path, texts: Catalog) -> Catalog:
    """Return the catalogue in `source` with exactly the messages of `texts`, in their order."""
    with source.open("rb") as stream:
        catalog = read_po(stream, locale=source.parent.parent.name)
    # The date stays, and no guess is made for a new text: the file changes only when the texts do.
    catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.project, catalog.version = "CarbonDesk", ""
    catalog.revision_date = catalog.creation_date
    catalog.msgid_bugs_address = ""
    catalog.last_translator = catalog.language_team = "CarbonDesk contributors"
    return catalog


def written(catalog: Catalog) -> bytes:
    """Return the catalogue as a .po file, sorted by source file so that a change touches few lines."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=110, omit_header=False, include_lineno=False, sort_by_file=True)
    return stream.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """Return the catalogue as the program reads it."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def faults(source: Path, texts: Catalog) -> Iterator[str]:
    """Yield what is wrong with one catalogue, a line each."""
    catalog = updated(source, texts)
    for message in catalog:
        if message.id and not _is_whole(message):
            yield f"not translated: {message.id!r}"
        elif message.id and message.fuzzy:
            yield f"doubtful: {message.id!r}"
        elif message.id and not _fields_agree(message):
            yield f"names other fields: {message.id!r} {message.string!r}"
    binary = source.with_suffix(".mo")
    if written(catalog) != source.read_bytes():
        yield f"{source.name} is not up to date"
    if not binary.exists() or binary.read_bytes() != compiled(catalog):
        yield f"{binary.name} is not up to date"


def check(sources: list[Path]) -> bool:
    """Print every fault of every catalogue; True when there is none."""
    texts = template()
    found = [f"{source.parent.parent.name}: {fault}" for source in sources for fault in faults(source, texts)]
    for line in found[:50]:
        print(line)
    if found:
        print(
            f"{len(found)} faults. Update with build_scripts/translations.py, then translate what is empty."
        )
    return not found


def update(sources: list[Path]) -> None:
    """Bring every catalogue up to date and compile it; say how many texts wait for a translation."""
    texts = template()
    for source in sources:
        catalog = updated(source, texts)
        source.write_bytes(written(catalog))
        source.with_suffix(".mo").write_bytes(compiled(catalog))
        waiting = sum(1 for message in catalog if message.id and not _is_whole(message))
        print(f"{source.parent.parent.name}: {len(catalog)} texts, {waiting} to translate")


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    if text is None:
        return [""]
    return [text] if isinstance(text, str) else list(text)


def _is_whole(message: Message) -> bool:
    return all(_forms(message.string))


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _fields_agree(message: Message) -> bool:
    """Tell whether a translation fills in the same fields; a plural form may leave some of them out."""
    known, used = ([_fields(text) for text in _forms(forms)] for forms in (message.id, message.string))
    if message.pluralizable:
        return set().union(*used) <= set().union(*known)
    return used == known


def main(arguments: list[str]) -> int:
    """Update, or check only; return the exit status."""
    sources = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/carbondesk.po"))
    if "--check" in arguments:
        return 0 if check(sources) else 1
    update(sources)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
