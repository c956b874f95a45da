"""Science-based targets: dated rule sets, contraction, pathways."""
