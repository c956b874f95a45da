"""The dialog of a new target: what kinds there are, what each promises, and what it starts with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from carbondesk.domain.records import Ambition, Target, TargetKind, TargetMethod, TargetScope
from carbondesk.domain.targets.defaults import target_default
from carbondesk.domain.targets.netzero import LONG_TERM_CUT, NET_ZERO_YEAR
from carbondesk.domain.targets.rulesets import CURRENT, OWN_GOALS
from carbondesk.domain.text import Text, say
from carbondesk.language import tr
from carbondesk.ui import fonts, icons
from carbondesk.ui.asking import Asking
from carbondesk.ui.style import paint

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

Index = QModelIndex | QPersistentModelIndex
_EDGE, _TOP, _INDENT, _WIDTH = 12, 8, 40, 520
_WRAP = Qt.TextFlag.TextWordWrap
_SCOPES = {"1+2": (1, 2), "3": (3,), "1+2+3": (1, 2, 3)}
_FIVE, _TEN = 5, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A kind of target: its words, and the fields in which it differs from the one that is drawn by itself."""

    id: str
    icon: str
    title: Text
    text: Text
    fields: Mapping[str, object] = field(default_factory=dict)


TEMPLATES: tuple[Template, ...] = (
    Template(
        id="scope12",
        icon="factory",
        title=say("Scope 1+2, near-term"),
        text=say("Own operations in line with 1.5 °C, in five to ten years."),
    ),
    Template(
        id="scope3",
        icon="truck",
        title=say("Scope 3, near-term"),
        text=say("The value chain at least well below 2 °C, with 67 % of it covered."),
        fields={"scope": TargetScope.SCOPE_3.value, "ambition": Ambition.WB2C.value},
    ),
    Template(
        id="long-term",
        icon="trending-down",
        title=say("Long-term, all scopes"),
        text=say("At least 90 % less by 2050 in every scope."),
        fields={
            "scope": TargetScope.ALL.value,
            "kind": TargetKind.LONG_TERM.value,
            "target_year": NET_ZERO_YEAR,
            "reduction": LONG_TERM_CUT,
        },
    ),
    Template(
        id="net-zero",
        icon="target",
        title=say("Net zero"),
        text=say("At least 90 % less, and the rest neutralised by permanent removals, by 2050."),
        fields={
            "scope": TargetScope.ALL.value,
            "kind": TargetKind.NET_ZERO.value,
            "target_year": NET_ZERO_YEAR,
            "reduction": LONG_TERM_CUT,
        },
    ),
    Template(
        id="renewable",
        icon="zap",
        title=say("Renewable electricity"),
        text=say("80 % renewable electricity by 2025 and 100 % by 2030, in the place of a cut of scope 2."),
        fields={
            "scope": TargetScope.SCOPE_2.value,
            "method": TargetMethod.RENEWABLE_ELECTRICITY.value,
            "coverage": 1.0,
            "ambition": Ambition.OWN.value,
        },
    ),
    Template(
        id="engagement",
        icon="handshake",
        title=say("Suppliers or customers with targets"),
        text=say("A share of suppliers or customers sets targets of their own within five years."),
        fields={
            "scope": TargetScope.SCOPE_3.value,
            "method": TargetMethod.ENGAGEMENT.value,
            "engagement": 0.8,
            "categories": "1",
            "ambition": Ambition.OWN.value,
        },
    ),
    Template(
        id="intensity",
        icon="package",
        title=say("Intensity of scope 3"),
        text=say("Emissions per product, area or value added, at least 7 % less a year."),
        fields={
            "scope": TargetScope.SCOPE_3.value,
            "method": TargetMethod.PHYSICAL_INTENSITY.value,
            "ambition": Ambition.WB2C.value,
        },
    ),
    Template(
        id="flag",
        icon="leaf",
        title=say("Forest, land and agriculture"),
        text=say("At least 3.03 % less a year on land, beside the target for energy and industry."),
        fields={"scope": TargetScope.FLAG.value},
    ),
    Template(
        id="own",
        icon="flag",
        title=say("Own goal"),
        text=say("Any reduction that the organisation decides on; no standard judges it."),
        fields={
            "method": TargetMethod.OWN_REDUCTION.value,
            "rule_set": OWN_GOALS,
            "ambition": Ambition.OWN.value,
            "reduction": 0.3,
        },
    ),
)


def made(template: Template, figures: Figures, outputs: tuple[str, ...]) -> Target:
    """Return a new target of a template: the complete years and the current rules, as they are drawn by themselves."""
    scope = str(template.fields.get("scope", TargetScope.SCOPE_1_2.value))
    complete = figures.complete_years(scopes=_SCOPES.get(scope, (1, 2)))
    drawn = target_default(complete, scope=scope, base_year=figures.organisation.base_year)
    changes: dict[str, Any] = dict(template.fields)
    if template.id == "intensity" and outputs:
        changes["denominator"] = outputs[0]
    if template.id == "engagement" and complete:
        changes["target_year"] = max(complete) + _FIVE
    started: dict[str, Any] = {
        "name": "",
        "scope": scope,
        "rule_set": CURRENT,
        "base_year": drawn.base_year,
        "most_recent_year": None,
        "target_year": drawn.target_year,
        "ambition": drawn.ambition,
        "scope2_method": figures.organisation.scope2_method,
    }
    name = tr(template.title)
    return Target(**{**started, **changes, "name": name})


class TemplateModel(QAbstractListModel):
    """The templates."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(TEMPLATES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        template = TEMPLATES[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(template.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(template.title)}. {tr(template.text)}"
        return template if role == Qt.ItemDataRole.UserRole else None


class TemplatePainter(QStyledItemDelegate):
    """Paints a template: icon, title and what it promises."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        template: Template = index.data(Qt.ItemDataRole.UserRole)
        width = fonts.px(_WIDTH - 60 - _INDENT - _EDGE)
        box = QFontMetrics(fonts.font(12)).boundingRect(0, 0, width, 10_000, _WRAP, tr(template.text))
        return QSize(0, fonts.px(19) + box.height() + 2 * fonts.px(_TOP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        template: Template = index.data(Qt.ItemDataRole.UserRole)
        cell = paint.cell(option)
        box = cell.box
        if cell.selected or cell.hovered:
            paint.rounded(painter, box.adjusted(0, 0, 0, -1), 5, "sel" if cell.selected else "sunken")
        at = QPointF(box.left() + fonts.px(_EDGE), box.top() + fonts.px(_TOP) + 1)
        icons.paint(painter, template.icon, at, fonts.px(16), "accent" if cell.selected else "ink2")
        left, width = box.left() + fonts.px(_INDENT), box.width() - fonts.px(_INDENT + _EDGE)
        first = QRectF(left, box.top() + fonts.px(_TOP) - 1, width, fonts.px(19))
        paint.text(painter, first, tr(template.title), fonts.font(13, 600))
        painter.setFont(fonts.font(12))
        painter.setPen(paint.colour("ink2"))
        painter.drawText(
            QRectF(left, first.bottom(), width, box.bottom() - first.bottom()), _WRAP, tr(template.text)
        )
        if cell.focused:
            paint.focus_ring(painter, box.adjusted(0, 0, 0, -1), 5)


class TemplateList(QListView):
    """The list of templates; a double click takes one."""

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Kinds of targets"))
        self.setModel(TemplateModel())
        self.setItemDelegate(TemplatePainter(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda _index: self.taken.emit())

    @property
    def template(self) -> Template:
        """The chosen template."""
        return TEMPLATES[max(0, self.currentIndex().row())]


class TargetDialog(Asking):
    """Asks which kind of target to add; `add(Template)` writes it."""

    def __init__(self, parent: QWidget, template: str, add: Callable[[Template], object]) -> None:
        text = tr(
            "It starts with the complete years and the rules of today; everything can be changed afterwards."
        )
        super().__init__(parent, tr("New target"), text, tr("Add target"), lambda: add(self.list.template))
        self.list = TemplateList()
        self.column.addWidget(self.list, 1)
        row = next((at for at, each in enumerate(TEMPLATES) if each.id == template), 0)
        self.list.setCurrentIndex(self.list.model().index(row, 0))
        self.list.taken.connect(self.take)
        self.resize(fonts.px(_WIDTH), min(fonts.px(640), parent.window().height() - 40))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
