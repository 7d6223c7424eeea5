"""References, and what must differ between rows: who refers to whom, and which rows stand together."""
