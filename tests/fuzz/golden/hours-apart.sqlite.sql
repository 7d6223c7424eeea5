-- loads not: CHECK constraint failed: ended_at > started_at AND ended_at <= datetime(started_at, '+8 hours')
-- rows in sqlite: rooms 39

CREATE TABLE rooms (
    started_at TIMESTAMP,
    ended_at TIMESTAMP,
    CHECK (ended_at > started_at AND ended_at <= datetime(started_at, '+8 hours'))
);
