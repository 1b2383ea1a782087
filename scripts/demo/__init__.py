"""The parts of the invented demo region; `scripts/build_demo.py` puts them together."""
