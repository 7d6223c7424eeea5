"""Anyone's rows, from files of any format that a database's tools write."""
