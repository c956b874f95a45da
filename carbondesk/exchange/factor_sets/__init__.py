"""Published factor sets as their publishers write them: the UK's flat file, the US EPA's hub, a user's own table.

`read_factor_set` recognises the layout by its headings, works out the records and what is doubtful, and writes
nothing; the plan is then applied as one step. A set that was read in counts only where a year pins it.
"""

from __future__ import annotations

from carbondesk.exchange.factor_sets.plans import FactorSetPlan, SetAlreadyRead
from carbondesk.exchange.factor_sets.reading import read_factor_set

__all__ = ("FactorSetPlan", "SetAlreadyRead", "read_factor_set")
