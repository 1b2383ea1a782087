"""The manual as pages for the browser and as books on paper."""
