"""Random schemas around rows that are known to satisfy them, and what three databases say of Seedbed's rows."""
