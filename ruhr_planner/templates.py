"""The only place where a page template of `resources/layouts` is opened."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ruhr_planner import paths


def rendered(template: str, **values: Any) -> str:
    """Return a page; every value is escaped, and a value that the page asks for and nobody gave is an error."""
    environment = Environment(
        loader=FileSystemLoader(str(paths.resource("layouts"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(**values)
