-- loads not: CHECK constraint failed: json_valid(settings) AND json_extract(settings, '$.kind') IN ('ember', 'drift', 'pearl')
-- rows in sqlite: plans 14

CREATE TABLE plans (
    settings JSON,
    CHECK (json_valid(settings) AND json_extract(settings, '$.kind') IN ('ember', 'drift', 'pearl'))
);
