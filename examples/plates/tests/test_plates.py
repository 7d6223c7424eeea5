"""The kit asks what Seedbed relies on: any rows in any order, distinct values, the way through a plan's file."""

from __future__ import annotations

import pyarrow as pa
from seedbed_plates import Mileage, Plates, whole_plates

from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain, check_generator


def test_plates() -> None:
    check_domain(Plates(), Type("varchar", length=9), classes={"Plates": Plates})


def test_mileage() -> None:
    check_generator(Mileage(Type("integer", bits=32), 400_000), (Type("integer", bits=32),), nullable=False)


def test_the_judge() -> None:
    plates = pa.table({"plate": ["AB-123-CD", "AB-12-CD", "IO-123-UU", None]})
    assert whole_plates(plates).to_pylist() == [True, False, False, None]
