"""Charts with pyqtgraph: imported after the first paint, never at start-up."""
