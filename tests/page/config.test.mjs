// The configuration: what is shipped, documented and served is valid against the schema, and the schema refuses what the
// page would not accept.

import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { TEXT, configure, expect, openConnection, test } from "./fixtures.mjs";

const text = (/** @type {string} */ path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
const isValid = new Ajv2020({ strict: true }).compile(JSON.parse(await text("docs/config.schema.json")));

/** @param {unknown} config */
function expectValid(config) {
  expect(isValid(config), JSON.stringify(isValid.errors)).toBe(true);
}

test("what is shipped, documented and served is valid against the schema", async ({ request }) => {
  expectValid(JSON.parse(await text("static/config.json")));
  expectValid(await (await request.get("/config.json")).json());
  const examples = [...(await text("docs/configuration.md")).matchAll(/```json\n([^]*?)```/g)];
  expect(examples).toHaveLength(2);
  examples.forEach(([, example]) => expectValid(JSON.parse(/** @type {string} */ (example))));
});

/** @type {Array<[string, object]>} */
const WRONG = [
  ["http", { baseUrl: "http://gateway.example" }],
  ["no scheme", { baseUrl: "gateway.example" }],
  ["a user name", { baseUrl: "https://user@gateway.example" }],
  ["a query", { baseUrl: "https://gateway.example/?a" }],
  ["an unknown path style", { pathStyle: "other" }],
  ["a path without {uuid}", { pathStyle: "/orders/" }],
  ["a word for a boolean", { choose: "yes" }],
  ["a misspelt name", { baseURL: "" }],
];

for (const [name, gateway] of WRONG) {
  test(`the schema refuses ${name}`, () => {
    expect(isValid({ gateway })).toBe(false);
  });
}

test("valid settings are used, and an invalid one keeps its default", async ({ page }) => {
  await configure(page, () => ({ gateway: { baseUrl: "ftp://gateway.example", pathStyle: "/certview/v1/certificates/digicert/orders/{uuid}" } }));
  await page.goto("/");
  await openConnection(page);
  await expect(page.getByText("the server of this page")).toBeVisible();
  await expect(page.getByLabel(TEXT.pathLabel)).toHaveValue("/certview/v1/certificates/digicert/orders/{uuid}");
  await expect(page.getByText("This is a sandbox")).toHaveCount(0);
});
