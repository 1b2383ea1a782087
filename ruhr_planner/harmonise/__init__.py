"""How records become plots, cells and places in a store."""
