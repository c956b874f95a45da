"""How emissions come about: factor choice, bills, emissions, boundaries."""
