"""How the desktop looks: colour tokens, the Fusion theme built from them, and shared painting."""
