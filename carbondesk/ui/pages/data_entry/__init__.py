"""The data entry page: sites, month grid, inspector, forms and import."""

from __future__ import annotations
