"""Which function reads which of sqlglot's nodes.

A node, or an argument of a node, that no function knows raises `Unread`: nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

from seedbed.read.check.compare import between, comparison, distinct, in_
from seedbed.read.check.like import escape, glob, like, operator, regex
from seedbed.read.check.literals import CONSTANTS, constant
from seedbed.read.check.logic import case, if_, inner, is_, logic, not_
from seedbed.read.check.scope import Scope, arguments
from seedbed.read.check.values import (
    array,
    binary,
    cast_of,
    collate,
    column,
    dot,
    element,
    extract,
    function,
    interval_of,
    named,
    negative,
    trim,
    unary,
)
from seedbed.schema.expression import Expression

__all__ = ["READERS"]

READERS: Mapping[type, Callable[[Any, Scope], Expression]] = {
    **{kind: lambda node, scope: constant(node) for kind in CONSTANTS},
    exp.Column: column,
    exp.Paren: inner,
    exp.Introducer: lambda node, scope: scope.tree(arguments(node, "this", "expression")[1]),
    exp.And: logic("and"),
    exp.Or: logic("or"),
    exp.Xor: binary("xor"),
    exp.Not: not_,
    exp.Is: is_,
    exp.Case: case,
    exp.If: if_,
    exp.EQ: comparison("="),
    exp.NEQ: comparison("<>"),
    exp.LT: comparison("<"),
    exp.LTE: comparison("<="),
    exp.GT: comparison(">"),
    exp.GTE: comparison(">="),
    exp.NullSafeEQ: comparison("is_not_distinct"),
    exp.NullSafeNEQ: distinct,
    exp.In: in_,
    exp.Between: between,
    exp.Like: like("like"),
    exp.ILike: like("ilike"),
    exp.Escape: escape,
    exp.RegexpLike: regex("regex"),
    exp.RegexpILike: regex("iregex"),
    exp.SimilarTo: regex("similar"),
    exp.Glob: glob,
    exp.Operator: operator,
    exp.StartsWith: binary("starts_with"),
    exp.Add: binary("+"),
    exp.Sub: binary("-"),
    exp.Mul: binary("*"),
    exp.Div: binary("/"),
    exp.IntDiv: binary("div"),
    exp.Mod: binary("%"),
    exp.Pow: binary("power"),
    exp.DPipe: binary("||"),
    exp.BitwiseAnd: binary("bit_and"),
    exp.BitwiseOr: binary("bit_or"),
    exp.BitwiseXor: binary("bit_xor"),
    exp.BitwiseLeftShift: binary("shift_left"),
    exp.BitwiseRightShift: binary("shift_right"),
    exp.BitwiseNot: unary("bit_not"),
    exp.Neg: negative,
    exp.Sqrt: unary("sqrt"),
    exp.Cast: cast_of,
    exp.Interval: interval_of,
    exp.Collate: collate,
    exp.Extract: extract,
    exp.Trim: trim,
    exp.StrPosition: named("position", "this", "substr"),
    exp.Substring: named("substring", "this", "start", "length"),
    exp.AtTimeZone: named("at_time_zone", "this", "zone"),
    exp.CurrentTimestamp: named("now"),
    exp.Localtimestamp: named("now"),
    exp.CurrentDate: named("current_date"),
    exp.CurrentTime: named("current_time"),
    exp.Localtime: named("localtime"),
    exp.CurrentUser: named("current_user"),
    exp.SessionUser: named("session_user"),
    exp.Anonymous: function,
    exp.Dot: dot,
    exp.Array: array,
    exp.Bracket: element,
    exp.ArrayContainsAll: binary("contains"),
    exp.ArrayContainedBy: binary("contained"),
    exp.ArrayOverlaps: binary("overlaps"),
    exp.JSONExtract: binary("json_get"),
    exp.JSONExtractScalar: binary("json_text"),
    exp.JSONBExtract: binary("json_path"),
    exp.JSONBExtractScalar: binary("json_path_text"),
    exp.JSONBContainsTopKey: binary("json_has"),
}
