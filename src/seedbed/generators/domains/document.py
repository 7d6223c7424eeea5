"""Documents as text: JSON, XML, hstore, ltree, and the search types of PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

from seedbed.generators.domain import Domain
from seedbed.generators.domains.choice import Choice
from seedbed.generators.domains.codes import DIGITS, LOWER_DIGITS, Codes
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.template import Template
from seedbed.generators.domains.words import Words
from seedbed.generators.want import Want
from seedbed.schema.types import Type

__all__ = ["documents", "hstores", "json_arrays", "ltrees", "tsqueries", "tsvectors", "xmls"]

_INTEGER = Type("integer", bits=64)
_TRUTH = Choice(Type("boolean"), (False, True))


def documents(want: Want) -> Domain:
    """The documents that the type lists, else JSON objects with a number, a word and a boolean."""
    if want.type.values:
        return Choice(replace(want.type, values=()), want.type.values)
    return Template(('{"id":', _number(want), ',"name":"', Words(), '","active":', _TRUTH, "}"))


def json_arrays(want: Want) -> Domain:
    """JSON arrays of a word and a number, for columns that a check wants to be arrays."""
    return Template(('["', Words(), '",', _number(want), "]"))


def xmls(want: Want) -> Domain:
    """XML elements with an attribute and a word."""
    return Template(('<item id="', _number(want), '">', Words(), "</item>"))


def hstores(want: Want) -> Domain:
    """Two keys with their values."""
    return Template(('"name"=>"', Words(), '", "size"=>"', _number(want), '"'))


def ltrees(want: Want) -> Domain:
    """Paths of three labels below `top`."""
    return Template(("top.", Words(), ".", Words(), ".n", _number(want)))


def tsvectors(want: Want) -> Domain:
    """Two lexemes and their places, in the order and form that PostgreSQL prints: the shorter one first."""
    tail = Codes(((LOWER_DIGITS, 6 if want.unique else 2),))
    return Template(("'", Words(3, 5), "':1 'z", tail, "':2"))


def tsqueries(want: Want) -> Domain:
    """Two lexemes that must both be there."""
    tail = Codes(((DIGITS, 9 if want.unique else 2),))
    return Template(("'", Words(), "' & 'n", tail, "'"))


def _number(want: Want) -> Grid:
    return Grid(_INTEGER, 1, 1, 10**12 if want.unique else 1000)
