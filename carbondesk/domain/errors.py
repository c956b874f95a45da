"""What the world did wrong (disk, file, another program), with a message for people."""

from __future__ import annotations

from carbondesk.domain.text import EMPTY, Text


class CarbonDeskError(Exception):
    """Something outside the program failed; nothing was changed. `text` says what, `remedy` what to do."""

    def __init__(self, text: Text, remedy: Text = EMPTY) -> None:
        """Keep the texts untranslated until they are shown."""
        super().__init__(str(text))
        self.text = text
        self.remedy = remedy
