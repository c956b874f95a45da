"""The targets of an organisation: their definition, pathway and criteria, live while one drags."""
