// The presets: what is shipped, documented and served fits the schema, and the schema refuses what the page would not take.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { useSandbox } from "./harness.mjs";

const { origin, withPage } = useSandbox();

const text = (/** @type {string} */ path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
const fits = new Ajv2020({ strict: true }).compile(JSON.parse(await text("docs/config.schema.json")));

/** @param {unknown} config */
function assertFits(config) {
  assert.ok(fits(config), JSON.stringify(fits.errors));
}

test("what is shipped, documented and served fits the schema", async () => {
  assertFits(JSON.parse(await text("static/config.json")));
  assertFits(await (await fetch(`${origin()}/config.json`)).json());
  const examples = [...(await text("docs/configuration.md")).matchAll(/```json\n([^]*?)```/g)];
  assert.equal(examples.length, 2);
  examples.forEach(([, example]) => assertFits(JSON.parse(/** @type {string} */ (example))));
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
  ["a slip", { baseURL: "" }],
];

for (const [name, gateway] of WRONG) {
  test(`the schema refuses ${name}`, () => {
    assert.equal(fits({ gateway }), false);
  });
}

test("what is preset counts, and what is odd keeps its default", async () => {
  await withPage(async (page) => {
    await page.route("**/config.json", (route) =>
      route.fulfill({ json: { gateway: { baseUrl: "ftp://gateway.example", pathStyle: "/certview/v1/certificates/digicert/orders/{uuid}" } } }));
    await page.goto("/");
    await page.getByText("Gateway and path").click();
    await page.getByText("the server of this page").waitFor();
    assert.equal(await page.getByLabel("Path of a request").inputValue(), "/certview/v1/certificates/digicert/orders/{uuid}");
    assert.equal(await page.getByText("This is a sandbox").count(), 0);
  });
});
