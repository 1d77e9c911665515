// What cannot be shown: each failing request of the sandbox has a designed state of its own.

import { test } from "node:test";
import assert from "node:assert/strict";
import { SAMPLE, openOrder, sandboxUuid, signIn, useSandbox } from "./harness.mjs";

const { withPage } = useSandbox();

/** @type {Array<[number, string, RegExp]>} */
const FAILURES = [
  [401, "unauthorized", /Sign in again/],
  [403, "forbidden", /2012/],
  [404, "not_found", /Check the UUID/],
  [4041, "wrong_path", /No static resource[\s\S]*path style/],
  [409, "conflict", /no rate limit/],
  [429, "rate_limited", /wait 30 s/],
  [500, "server", /Qualys Support/],
  [206, "network", /CORS/],
  [415, "decode", /web page/],
  [20, "too_large", /8 MiB/],
];

for (const [number, code, says] of FAILURES) {
  test(`${number}: ${code}`, async () => {
    await withPage(async (page) => {
      await openOrder(page, sandboxUuid(number));
      const failure = page.locator("main .failure");
      await failure.waitFor();
      assert.equal(await failure.getAttribute("data-code"), code);
      assert.match(await failure.innerText(), says);
      assert.match(await failure.innerText(), /What to do:/);
      assert.ok(await page.getByRole("button", { name: "Try again" }).isVisible());
      assert.ok(await page.getByRole("link", { name: "Open another request" }).isVisible());
    });
  });
}

test("503 twice, then the order", async () => {
  await withPage(async (page) => {
    await openOrder(page, sandboxUuid(503));
    await page.locator("article.order").waitFor();
  });
});

test("a gateway that hangs is given up after 30 seconds", async () => {
  await withPage(async (page) => {
    await page.clock.install();
    await openOrder(page, sandboxUuid(60));
    await page.getByRole("heading", { name: "Reading the request…" }).waitFor();
    await page.clock.runFor(29_000);
    assert.equal(await page.locator(".failure").count(), 0);
    await page.clock.runFor(2_000);
    await page.locator('.failure[data-code="timeout"]').waitFor();
  });
});

test("no network at all", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await signIn(page);
    await page.getByText("Signed in as").waitFor();
    await page.context().setOffline(true);
    await page.getByLabel("Request UUID").fill(SAMPLE);
    await page.keyboard.press("Enter");
    await page.locator('.failure[data-code="network"]').waitFor();
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
  });
});

test("an ended session is renewed in place", async () => {
  await withPage(async (page) => {
    await openOrder(page, SAMPLE);
    await page.locator("article.order").waitFor();
    await page.route("**/certview/**", (route) => route.fulfill({ status: 401, json: { message: "JWT expired" } }));
    await page.getByRole("button", { name: "Read again" }).click();
    await page.locator('.failure[data-code="unauthorized"]').waitFor();
    assert.ok(await page.locator("article.order").isVisible(), "what was read stays");
    await page.unroute("**/certview/**");
    await signIn(page);
    await page.locator(".failure").waitFor({ state: "detached" });
    assert.ok(await page.locator("article.order").isVisible());
    assert.equal(new URL(page.url()).pathname, `/orders/${SAMPLE}`);
  });
});
