"""Prisma schemas, as the tables that Prisma makes of them."""
