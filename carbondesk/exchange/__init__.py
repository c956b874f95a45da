"""Bringing tables in and taking them out: import as a dry run first, export at any time."""
