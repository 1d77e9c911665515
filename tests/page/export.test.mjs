// What the user can export: the link, the response as a file, the private key on request, the printed page.

import {
  SAMPLE, TEXT, checksRun, downloadBy, everythingIn, expect, fact, heading, openOrder, recordBody, recordClipboard, sandboxUuid, shownOrder, test,
} from "./fixtures.mjs";

test.describe("with a clipboard", () => {
  test.use({ permissions: ["clipboard-write"] });

  test("the copied link is the whole address of the request", async ({ page, baseURL }) => {
    const copied = await recordClipboard(page);
    await openOrder(page, SAMPLE);
    await page.getByRole("button", { name: "Copy link" }).click();
    expect(await copied()).toBe(`${baseURL}/orders/${SAMPLE}`);
  });
});

test("the response is saved as JSON without the private key, the key only by its own button", async ({ page }) => {
  const body = await recordBody(page, "**/certview/**");
  await openOrder(page, sandboxUuid(11));
  await expect(shownOrder(page)).toBeVisible();
  const order = JSON.parse(body());
  const key = order.certificate.privateKey;
  expect(key, "the response holds a key").toMatch(/PRIVATE KEY/);

  const json = await downloadBy(page, "Download JSON");
  expect(json.name).toBe(`order-${sandboxUuid(11)}.json`);
  order.certificate.privateKey = TEXT.maskedKey;
  expect(JSON.parse(json.bytes.toString())).toEqual(order);

  const file = await downloadBy(page, "Save private key as a file");
  expect(file.name).toBe("private-key.pem");
  expect(file.bytes.toString()).toBe(key);
  const everything = await everythingIn(page);
  const lines = key.trim().split("\n").slice(1, -1);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.filter((/** @type {string} */ line) => everything.includes(line))).toEqual([]);
});

for (const number of [1, 7, 10]) {
  test(`request ${number} prints on one or two pages`, async ({ page }) => {
    await openOrder(page, sandboxUuid(number));
    await expect(page.locator("section.csr").getByText("Valid").first()).toBeVisible();
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const pages = (pdf.match(/\/Type\s*\/Page[^s]/g) ?? []).length;
    expect([1, 2]).toContain(pages);
  });
}

test("the printed page has the facts and findings, and no controls", async ({ page }) => {
  await openOrder(page, sandboxUuid(12));
  await expect(checksRun(page)).toBeVisible();
  const shown = [
    heading(page, "shop.example.com"),
    page.locator(".findings [data-check]").first(),
    page.locator(".order .next"),
    page.locator(".progress .summary"),
    page.locator(".badge").first(),
    fact(page, "uuid"),
  ];
  // On screen, the title of a finding expands it; in print, its explanation is always included.
  const controls = page.locator("button, input, summary:not(.finding > summary), .top").filter({ visible: true });
  expect(await controls.count(), "on screen there are controls").toBeGreaterThan(10);
  const closed = page.locator(".finding:not([open]) > p");
  await expect(closed.first()).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(closed.first()).toBeVisible();
  for (const locator of shown) {
    await expect(locator).toBeVisible();
  }
  await expect(controls).toHaveCount(0);
});
