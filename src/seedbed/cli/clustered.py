"""`seedbed spark`: the same rows, made and written by the executors of a Spark cluster."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedbed.api.said import Words
from seedbed.cli.bundles import taking
from seedbed.cli.options import Debug, Dialect, SchemaSource, Strict, words

__all__ = ["spark"]


@taking(words)
def spark(
    schema: SchemaSource = None,
    *,
    words: Words,
    dialect: Dialect = None,
    strict: Strict = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", help="A folder of any file system that Spark knows: a folder in it for each table."
        ),
    ] = None,
    into: Annotated[
        str | None, typer.Option(help="Instead of a folder: a database of Spark's catalog, as lake.shop.")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", help="Any format that Spark has: parquet, csv, orc, json, delta, ...")
    ] = "parquet",
    mode: Annotated[str, typer.Option(help="Where a table is there already: error, overwrite or append.")] = "error",
    option: Annotated[
        list[str] | None, typer.Option(help="NAME=VALUE for Spark's writer, as compression=zstd. Repeatable.")
    ] = None,
    table: Annotated[list[str] | None, typer.Option(help="Make this table only. Repeatable.")] = None,
    rows_per_part: Annotated[int, typer.Option(min=1, help="About how many rows one task makes, into one file.")] = 1
    << 20,
    manifest: Annotated[
        Path | None,
        typer.Option(help="Where the run is described, with a digest for each column. Default: in a local output."),
    ] = None,
    debug: Debug = False,
) -> None:
    """Make rows on a Spark cluster: the same values, in any format that Spark has.

    seedbed spark schema.sql --count 1000000 --output out/

    seedbed spark schema.sql --count orders=10000000000 --output s3a://bucket/shop

    seedbed spark schema.sql --count 1000000 --format delta --into lake.shop
    """
    from seedbed.api import wishes
    from seedbed.cli import cluster

    wished = wishes.wished(words)
    request = cluster.Request(
        wished.schema(schema),
        wished.dialect(dialect),
        wished,
        wished.strict(strict),
        output or "",
        into or "",
        format,
        mode,
        option or (),
        table,
        rows_per_part,
        manifest,
    )
    raise typer.Exit(cluster.spark(request))
