"""What Seedbed infers on its own, by the names with which a recipe switches it off: `without: [totals]`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["INFERENCES"]

INFERENCES: Mapping[str, str] = MappingProxyType(
    {
        "rows": "the columns of a row hang together: a person's name and email, a place's city, a title and its slug",
        "times": "a child comes after its parent, and is updated after it is created",
        "copies": "a copied value equals its source: the unit price that of the product",
        "totals": "totals and counts equal what they sum and count",
        "states": "a status and its times agree: what is not shipped has no time of shipping",
        "bounds": "the upper end of a range is not below the lower one: `max_age`, closing hours",
        "events": "what tells of one event is there or absent together: when, by whom and why an order was cancelled",
        "hours": "events fall mostly on working days and in working hours",
        "references": "a column that names another table refers to its rows, though no key says so: `customer_id`",
        "tenants": "rows that hang together belong to one tenant",
    }
)
"""Each inference, and what it makes so."""
