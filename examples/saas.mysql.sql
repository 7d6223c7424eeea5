-- Software for many tenants: every key carries the tenant, so no row can point into another tenant's data.

CREATE TABLE tenants (
    id          INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    subdomain   VARCHAR(40) NOT NULL UNIQUE,
    company     VARCHAR(120) NOT NULL,
    plan        ENUM('free', 'team', 'business') NOT NULL DEFAULT 'free',
    seats       INT NOT NULL CHECK (seats > 0 AND seats <= 5000),
    settings    JSON NOT NULL,
    created_at  DATETIME NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE members (
    tenant_id   INT UNSIGNED NOT NULL,
    id          BIGINT UNSIGNED NOT NULL,
    email       VARCHAR(160) NOT NULL,
    full_name   VARCHAR(120) NOT NULL,
    role        ENUM('owner', 'admin', 'member', 'guest') NOT NULL DEFAULT 'member',
    invited_at  DATETIME NOT NULL,
    joined_at   DATETIME,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY members_email (tenant_id, email),
    CONSTRAINT members_time CHECK (invited_at <= joined_at),
    CONSTRAINT members_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE projects (
    tenant_id  INT UNSIGNED NOT NULL,
    id         BIGINT UNSIGNED NOT NULL,
    lead_id    BIGINT UNSIGNED NOT NULL,
    code       VARCHAR(6) NOT NULL,
    name       VARCHAR(80) NOT NULL,
    starts_on  DATE NOT NULL,
    ends_on    DATE,
    budget     DECIMAL(12, 2) CHECK (budget >= 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY projects_code (tenant_id, code),
    CONSTRAINT projects_time CHECK (starts_on <= ends_on),
    CONSTRAINT projects_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE,
    CONSTRAINT projects_lead FOREIGN KEY (tenant_id, lead_id) REFERENCES members (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE tickets (
    tenant_id    INT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    project_id   BIGINT UNSIGNED NOT NULL,
    assignee_id  BIGINT UNSIGNED,
    title        VARCHAR(200) NOT NULL,
    state        ENUM('open', 'doing', 'blocked', 'done') NOT NULL DEFAULT 'open',
    priority     TINYINT UNSIGNED NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 5),
    opened_at    DATETIME NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT tickets_project FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT tickets_assignee FOREIGN KEY (tenant_id, assignee_id) REFERENCES members (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
