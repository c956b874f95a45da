"""Where the frozen program begins."""

from __future__ import annotations

import os
import sys

if sys.platform.startswith("linux"):
    # So far our libraries had to be found first. Programs that are started from here, such as what opens a document,
    # must find their own and their own plugins; ours are known by where they lie.
    for name in ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH"):
        os.environ.pop(name, None)
    if kept := os.environ.pop("LD_LIBRARY_PATH_ORIG", None):
        os.environ["LD_LIBRARY_PATH"] = kept

from carbondesk.__main__ import main

sys.exit(main())
