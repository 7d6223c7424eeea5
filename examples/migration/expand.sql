-- what can be done while nobody has the new values yet
CREATE TABLE tenants (id INTEGER PRIMARY KEY AUTOINCREMENT, slug VARCHAR(30) NOT NULL UNIQUE);
ALTER TABLE customers ADD COLUMN tenant_id INTEGER;
ALTER TABLE customers ADD COLUMN referral VARCHAR(20);
ALTER TABLE customers DROP COLUMN fax;
ALTER TABLE orders ADD COLUMN shipped_on DATE;
