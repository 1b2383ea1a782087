"""How bytes arrive: transports with and without QGIS, cache, retries, limits."""
