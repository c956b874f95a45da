"""The inventory file: SQLite tables, steps with history and undo, proof that nothing was changed."""

from __future__ import annotations

from carbondesk.store.annual import AnnualSums
from carbondesk.store.history import ChangeRow, StepRow
from carbondesk.store.inventory import Inventory
from carbondesk.store.notices import Change
from carbondesk.store.steps import Step
from carbondesk.store.verification import Verification

__all__ = ["AnnualSums", "Change", "ChangeRow", "Inventory", "Step", "StepRow", "Verification"]
