// The Public Suffix List, which the page loads where the review of a request needs it.

import { expect, openOrder, sandboxUuid, shownOrder, test } from "./fixtures.mjs";

const LIST = "/public-suffixes.txt";
const FINDING = "#review [data-check=wildcard-public-suffix]";

test("it is loaded for a wildcard, and the review is run again with it", async ({ page, request }) => {
  const [answer] = await Promise.all([page.waitForResponse(`**${LIST}`), openOrder(page, sandboxUuid(45))]);
  expect(answer.status()).toBe(200);
  expect(answer.request().headers()).not.toHaveProperty("authorization");
  expect(answer.headers()).toMatchObject({ "content-type": "text/plain; charset=utf-8", "cache-control": "no-cache" });
  await expect(page.locator(FINDING)).toContainText("*.co.uk");
  await expect(page.locator(FINDING)).toContainText("Public Suffix List of 20");
  // So that the browser can keep it.
  const { etag = "" } = answer.headers();
  expect(etag).not.toBe("");
  const again = await request.get(LIST, { headers: { "if-none-match": etag, "accept-encoding": "gzip, deflate, br" } });
  expect(again.status()).toBe(304);
});

test("it is not loaded for other requests", async ({ page }) => {
  let loads = 0;
  page.on("request", (sent) => (loads += sent.url().endsWith(LIST) ? 1 : 0));
  await openOrder(page, sandboxUuid(1));
  await expect(shownOrder(page)).toBeVisible();
  await expect(page.locator("#review .finding").first()).toBeVisible();
  expect(loads).toBe(0);
});

for (const [name, failure] of /** @type {const} */ ([
  ["is missing", { status: 404, body: "Not found" }],
  ["is something else", { status: 200, contentType: "text/html", body: "<!doctype html><p>Sign in to the proxy" }],
])) {
  test(`where it ${name}, the rest of the review stays`, async ({ page }) => {
    await page.route(`**${LIST}`, (route) => route.fulfill(failure));
    const answered = page.waitForResponse(`**${LIST}`);
    await openOrder(page, sandboxUuid(45));
    await (await answered).finished();
    await expect(page.locator("#review [data-check=top-level-domain]")).toHaveCount(1);
    await expect(page.locator(FINDING)).toHaveCount(0);
    await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
  });
}
