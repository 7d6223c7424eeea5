-- Software for many tenants: every key carries the tenant, so no row can point into another tenant's data.

CREATE SCHEMA app;

CREATE TYPE app.role AS ENUM ('owner', 'admin', 'member', 'guest');
CREATE TYPE app.state AS ENUM ('open', 'doing', 'blocked', 'done');

CREATE TABLE app.tenants (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subdomain   varchar(40) NOT NULL UNIQUE CHECK (subdomain ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
    company     varchar(120) NOT NULL,
    plan        varchar(12) NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'team', 'business')),
    seats       integer NOT NULL CHECK (seats > 0 AND seats <= 5000),
    settings    jsonb NOT NULL DEFAULT '{}'::jsonb,
    created_at  timestamptz NOT NULL
);

CREATE TABLE app.members (
    tenant_id   integer NOT NULL REFERENCES app.tenants ON DELETE CASCADE,
    id          bigint NOT NULL,
    email       varchar(160) NOT NULL,
    full_name   varchar(120) NOT NULL,
    role        app.role NOT NULL DEFAULT 'member',
    invited_at  timestamptz NOT NULL,
    joined_at   timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, email),
    CHECK (invited_at <= joined_at)
);

-- each tenant has at most one owner
CREATE UNIQUE INDEX one_owner ON app.members (tenant_id) WHERE role = 'owner';

CREATE TABLE app.projects (
    tenant_id  integer NOT NULL REFERENCES app.tenants ON DELETE CASCADE,
    id         bigint NOT NULL,
    lead_id    bigint NOT NULL,
    key        varchar(6) NOT NULL CHECK (key ~ '^[A-Z]{2,6}$'),
    name       varchar(80) NOT NULL,
    starts_on  date NOT NULL,
    ends_on    date,
    budget     numeric(12, 2) CHECK (budget >= 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, key),
    CHECK (starts_on <= ends_on),
    FOREIGN KEY (tenant_id, lead_id) REFERENCES app.members (tenant_id, id)
);

CREATE TABLE app.tickets (
    tenant_id    integer NOT NULL,
    id           bigint NOT NULL,
    project_id   bigint NOT NULL,
    assignee_id  bigint,
    title        varchar(200) NOT NULL,
    state        app.state NOT NULL DEFAULT 'open',
    priority     smallint NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 5),
    estimate     interval,
    labels       text[] NOT NULL DEFAULT '{}',
    opened_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES app.projects (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, assignee_id) REFERENCES app.members (tenant_id, id)
);

CREATE TABLE app.api_keys (
    id          uuid PRIMARY KEY,
    tenant_id   integer NOT NULL REFERENCES app.tenants ON DELETE CASCADE,
    digest      bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    last_ip     inet,
    network     cidr,
    expires_on  date
);
