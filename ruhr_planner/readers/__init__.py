"""How features arrive: one stream of records, with their CRS and the expected count."""
