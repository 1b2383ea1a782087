"""Dock, pages and options: they run algorithms and show what came of them."""
