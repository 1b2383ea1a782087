"""What an address means: a store `postgres:<connection>/<schema>`, a result's table in a database, else a file."""

from __future__ import annotations

from ruhr_planner.model.errors import StoreNotSupported

PREFIX = "postgres:"
LAYER_PREFIX = "postgres://"
"""How the address of a layer in a database begins."""
SCHEMA = "ruhr_planner"
"""The schema where an address names none."""
TABLE_PREFIXES = ("postgres:", "postgis:")


def is_database(address: str) -> bool:
    """Tell whether the address of a store means a database."""
    return address.startswith(PREFIX)


def is_table(output: str) -> bool:
    """Tell whether an output goes to a table of a database."""
    return output.startswith(TABLE_PREFIXES)


def parse(address: str) -> tuple[str, str]:
    """Return connection and schema of an address `postgres:<connection>/<schema>`.

    :raises StoreNotSupported: it is none.
    """
    name, _, named = address[len(PREFIX) :].rpartition("/") if "/" in address else (address[len(PREFIX) :], "", "")
    if not is_database(address) or not name.strip():
        raise StoreNotSupported(file=address)
    return name.strip(), named.strip() or SCHEMA
