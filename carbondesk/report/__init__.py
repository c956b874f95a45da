"""Figures, charts and reports from an inventory."""
