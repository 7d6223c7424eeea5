"""The seed of a Prisma project, in TypeScript, with @faker-js/faker: `values` what fields hold, `seed` the file."""
