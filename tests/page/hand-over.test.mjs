// What leaves the page: the link, the response as a file, the private key when it is asked for, a sheet of paper.

import { test } from "node:test";
import assert from "node:assert/strict";
import { SAMPLE, catchClipboard, downloadBy, everythingIn, fact, openOrder, overhear, sandboxUuid, useSandbox } from "./harness.mjs";

const { origin, withPage } = useSandbox();

test("the link that is copied is the whole address, and opens the request", async () => {
  await withPage(async (page) => {
    const copied = await catchClipboard(page);
    await openOrder(page, SAMPLE);
    await page.getByRole("button", { name: "Copy link" }).click();
    assert.equal(await copied(), `${origin()}/orders/${SAMPLE}`);
  }, { permissions: ["clipboard-write"] });
});

test("the response is handed over as JSON without the private key, the key only by its own button", async () => {
  await withPage(async (page) => {
    const answer = await overhear(page, "**/certview/**");
    await openOrder(page, sandboxUuid(11));
    await page.locator("article.order").waitFor();
    const order = JSON.parse(answer());
    const key = order.certificate.privateKey;
    assert.match(key, /PRIVATE KEY/, "the response did not hold a key: the test would show nothing");

    const json = await downloadBy(page, "Download JSON");
    assert.equal(json.name, `order-${sandboxUuid(11)}.json`);
    order.certificate.privateKey = "[private key, not shown]";
    assert.deepEqual(JSON.parse(json.bytes.toString()), order);

    const file = await downloadBy(page, "Save private key as a file");
    assert.equal(file.name, "private-key.pem");
    assert.equal(file.bytes.toString(), key);
    const everything = await everythingIn(page);
    const lines = key.trim().split("\n").slice(1, -1);
    assert.ok(lines.length > 2);
    assert.deepEqual(lines.filter((/** @type {string} */ line) => everything.includes(line)), []);
  });
});

for (const number of [1, 7, 10]) {
  test(`request ${number} on paper: one or two pages`, async () => {
    await withPage(async (page) => {
      await openOrder(page, sandboxUuid(number));
      await page.locator("section.csr").getByText("Valid", { exact: false }).first().waitFor();
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      const pages = (pdf.match(/\/Type\s*\/Page[^s]/g) ?? []).length;
      assert.ok(pages === 1 || pages === 2, `${pages} pages`);
    });
  });
}

test("the printed page has what was read and found, and nothing to press", async () => {
  await withPage(async (page) => {
    await openOrder(page, sandboxUuid(12));
    await page.locator("article.order").waitFor();
    const shown = [
      page.getByRole("heading", { level: 1, name: "shop.example.com" }),
      page.locator(".findings [data-rule]").first(),
      page.locator(".standing"),
      page.locator(".badge").first(),
      fact(page, "uuid"),
    ];
    const toPress = page.locator("button, input, summary, .top").filter({ visible: true });
    assert.ok((await toPress.count()) > 10, "on screen there are buttons");
    await page.emulateMedia({ media: "print" });
    for (const locator of shown) {
      assert.ok(await locator.isVisible(), String(locator));
    }
    assert.deepEqual(await toPress.allInnerTexts(), []);
  });
});
