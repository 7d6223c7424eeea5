"""Who keeps what distinct: unique sets, keys over expressions or under conditions, EXCLUDE, rings of keys."""
