// The shop with faker-js, one value at a time: with_fakerjs.mjs FOLDER USERS PRODUCTS ORDERS
import { faker } from "@faker-js/faker";
import fs from "node:fs";

const [folder, ...counts] = process.argv.slice(2);
const [users, products, orders] = counts.map(Number);
const firstDay = new Date("2020-01-01");
const lastDay = new Date("2026-01-01");
const kinds = ["electronics", "clothing", "home", "toys", "books", "sports", "beauty", "grocery"];
const states = ["pending", "paid", "shipped", "delivered", "cancelled"];
faker.seed(42);

function write(table, header, count, row) {
  const file = fs.openSync(`${folder}/${table}.csv`, "w");
  let text = `${header}\n`;
  for (let key = 1; key <= count; key++) {
    text += row(key).map(cell).join(",") + "\n";
    if (text.length > 1 << 16) {
      fs.writeSync(file, text);
      text = "";
    }
  }
  fs.writeSync(file, text);
  fs.closeSync(file);
}

const cell = (value) => {
  const text = value instanceof Date ? value.toISOString().slice(0, 19).replace("T", " ") : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

function fresh(make, seen) {
  let value = make();
  while (seen.has(value)) value = make();
  seen.add(value);
  return value;
}

function age() {
  let years = 0;
  while (years < 18 || years > 100) {
    const spread = Math.sqrt(-2 * Math.log(1 - faker.number.float())) * Math.cos(2 * Math.PI * faker.number.float());
    years = Math.round(35 + 12 * spread);
  }
  return years;
}

const since = [];
const emails = new Set();
write("users", "id,email,full_name,age,country,created_at", users, (key) => {
  since[key] = faker.date.between({ from: firstDay, to: lastDay });
  const email = fresh(() => faker.internet.email(), emails);
  return [key, email, faker.person.fullName(), age(), faker.location.countryCode(), since[key]];
});

const price = [];
const skus = new Set();
write("products", "id,sku,name,price,category", products, (key) => {
  price[key] = faker.number.int({ min: 100, max: 100000 });
  const sku = fresh(() => faker.helpers.fromRegExp("[A-Z]{3}-[0-9]{4}-[A-Z]{2}"), skus);
  const name = faker.commerce.productName();
  return [key, sku, name, (price[key] / 100).toFixed(2), faker.helpers.arrayElement(kinds)];
});

const heights = [];
for (let key = 1, sum = 0; key <= products; key++) heights.push((sum += key ** -1.1));
function popular() {
  const aim = faker.number.float({ max: heights[products - 1] });
  let [low, high] = [0, products - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (heights[middle] < aim) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

write("orders", "id,user_id,product_id,quantity,status,order_date,total", orders, (key) => {
  const [user, product, count] = [faker.number.int({ min: 1, max: users }), popular(), faker.number.int({ min: 1, max: 10 })];
  const day = faker.date.between({ from: since[user], to: lastDay });
  const total = ((count * price[product]) / 100).toFixed(2);
  return [key, user, product, count, faker.helpers.arrayElement(states), day, total];
});
