// Fills the database with the rows of seed.json, which Seedbed made. Run it with: npx tsx seed.ts
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Prisma, PrismaClient } from "@prisma/client";

type Kind = "bigint" | "bytes" | "date" | "json" | "list" | "moment" | "time";
type Row = Record<string, unknown>;
interface Model {
  name: string;
  client: string; // what the client calls it, "" for a table of pairs without a model
  table: string; // as the database quotes it
  key: string[];
  later: string[]; // fields that wait until all rows are there
  kinds: Record<string, Kind>;
  counted: string; // the column that PostgreSQL counts up, "" for none
}
interface Delegate {
  createMany(args: { data: Row[] }): Promise<unknown>;
  updateMany(args: { where: Row; data: Row }): Promise<unknown>;
}

const MODELS: Model[] = @MODELS@;
const POSTGRES = @POSTGRES@;
const ROWS_AT_ONCE = 500;

const prisma = new PrismaClient();

function revived(value: unknown, kind: Kind | undefined): unknown {
  if (value === null) return kind === "json" ? Prisma.DbNull : kind === "list" ? [] : null;
  if (kind === undefined || kind === "json" || kind === "list") return value;
  const text = String(value);
  if (kind === "bigint") return BigInt(text);
  if (kind === "bytes") return Buffer.from(text.replace(/^\\x/, ""), "hex");
  if (kind === "date") return new Date(`${text}T00:00:00Z`);
  if (kind === "time") return new Date(`1970-01-01T${text.replace(/[+]00:00$/, "")}Z`);
  return new Date(`${text.replace(" ", "T").replace(/[+]00:00$/, "")}Z`);
}

function shaped(row: Row, model: Model): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, revived(value, model.kinds[name])]));
}

function delegate(model: Model): Delegate {
  return (prisma as unknown as Record<string, Delegate>)[model.client] as Delegate;
}

async function create(model: Model, rows: Row[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const part = rows.slice(start, start + ROWS_AT_ONCE).map((row) => shaped(row, model));
    if (model.client) {
      const without = Object.fromEntries(model.later.map((name) => [name, null]));
      await delegate(model).createMany({ data: part.map((row) => ({ ...row, ...without })) });
      continue;
    }
    for (const { A, B } of part) {
      const marks = POSTGRES ? "$1, $2" : "?, ?";
      await prisma.$executeRawUnsafe(`INSERT INTO ${model.table} VALUES (${marks})`, A, B);
    }
  }
}

async function complete(model: Model, rows: Row[]): Promise<void> {
  for (const row of model.later.length ? rows.map((each) => shaped(each, model)) : []) {
    const data = Object.fromEntries(model.later.filter((name) => row[name] !== null).map((name) => [name, row[name]]));
    const where = Object.fromEntries(model.key.map((name) => [name, row[name]]));
    if (Object.keys(data).length) await delegate(model).updateMany({ where, data });
  }
}

async function count(model: Model): Promise<void> {
  if (!POSTGRES || !model.counted) return;
  const name = model.counted.replace(/"/g, '""');
  const sequence = `pg_get_serial_sequence('${model.table.replace(/'/g, "''")}', '${model.counted.replace(/'/g, "''")}')`;
  await prisma.$executeRawUnsafe(`SELECT setval(${sequence}, (SELECT max("${name}") FROM ${model.table}))`);
}

export async function main(): Promise<void> {
  const file = join(dirname(process.argv[1] ?? "."), "seed.json");
  const tables: Record<string, Row[]> = JSON.parse(readFileSync(file, "utf8")).tables;
  for (const model of MODELS) await create(model, tables[model.name] ?? []);
  for (const model of MODELS) await complete(model, tables[model.name] ?? []);
  for (const model of MODELS) if (tables[model.name]?.length) await count(model);
}

main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => prisma.$disconnect());
