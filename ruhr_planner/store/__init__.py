"""Where the data stay: the planning store as GeoPackage, with provenance."""
