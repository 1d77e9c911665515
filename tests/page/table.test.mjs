// Several requests at once: loaded a few at a time, sorted, filtered, saved as files.

import {
  TEXT, changeOrders, configure, countCalls, downloadBy, enterTable, enterUuid, expect, heading, holdCalls, openSignedIn, openTable, recordBody, refuseSession,
  repeatToken, sandboxUuid, signIn, test,
} from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const uuids = (/** @type {number[]} */ ...ends) => ends.map(sandboxUuid);
const rowsOf = (/** @type {Page} */ page) => page.locator(".requests tbody tr");
const filterField = (/** @type {Page} */ page) => page.getByRole("searchbox", { name: "Filter", exact: true });

/**
 * Expects these values in one column, from top to bottom, where the request was loaded.
 * @param {Page} page
 * @param {string} label
 * @param {string[]} values
 */
async function expectColumn(page, label, values) {
  await expect.poll(() => column(page, label)).toEqual(values);
}

/**
 * @param {Page} page
 * @param {string} label
 */
async function column(page, label) {
  return (await page.locator(`.requests td[data-label="${label}"]`).allInnerTexts()).map((text) => text.replace(/^.*:\s/s, "").replace(/\n[0-9a-f-]{36}$/, ""));
}

/**
 * The page announces how many requests match the filter.
 * @param {Page} page
 * @param {string} text
 */
const expectAnnounced = (page, text) => expect(page.getByRole("status").getByText(text)).toBeAttached();

/**
 * The cells of comma-separated values (RFC 4180): all are in quotes, and none holds a line break.
 * @param {string} text
 */
function cells(text) {
  const lines = text.split("\r\n");
  expect(lines.pop(), "the last line ends").toBe("");
  return lines.map((line) => {
    expect(line).toMatch(/^"([^"]|"")*"(,"([^"]|"")*")*$/);
    return [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => (cell ?? "").replaceAll('""', '"'));
  });
}

/**
 * Makes the gateway answer other values than the sandbox does, for one request.
 * @param {Page} page
 * @param {string} uuid
 * @param {{ certificate?: object, [name: string]: unknown }} changed
 */
async function alter(page, uuid, changed) {
  await changeOrders(page, `**/certview/**/${uuid}`, (order) =>
    ({ ...order, ...changed, certificate: { ...order.certificate, ...changed.certificate } }));
}

test("a column of UUIDs opens as a table, four calls at a time", async ({ page }) => {
  await openSignedIn(page);
  const calls = await holdCalls(page);
  // A field of one line drops the line breaks of what is pasted into it.
  await page.getByLabel(TEXT.uuidLabel).fill(uuids(1, 2, 3, 4, 5, 6, 7, 9).join(""));
  await page.getByRole("button", { name: TEXT.openButton, exact: true }).click();
  await expect(heading(page, TEXT.tableHeading)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/orders");
  await expect(page).toHaveTitle("Several requests – CertView orders");
  const progress = page.getByRole("progressbar", { name: "Requests loaded" });
  const expectLoaded = async (/** @type {number} */ loaded) => {
    await expect(page.getByText(TEXT.tableProgress(loaded, 8), { exact: true })).toBeVisible();
    if (loaded < 8) {
      await expect(progress).toHaveAttribute("value", String(loaded));
      await expect(progress).toHaveAttribute("max", "8");
    }
  };
  const held = [await calls.next(), await calls.next(), await calls.next(), await calls.next()];
  await expectLoaded(0);
  await expect(rowsOf(page).getByText("Loading…")).toHaveCount(4);
  await expect(rowsOf(page).getByText("Waiting")).toHaveCount(4);
  for (let loaded = 1; loaded <= 8; loaded += 1) {
    held.shift()?.();
    await expectLoaded(loaded);
    if (loaded <= 4) {
      held.push(await calls.next());
    }
  }
  expect(calls.most()).toBe(4);
  expect(calls.all()).toBe(8);
  await expectColumn(page, "Common name", [
    "shop.example.com", "*.apps.example.com", "api.example.com", "login.example.com", "edge.example.com",
    "shop.example.com", "bank.example.com", "historian.plant.internal",
  ]);
  await expectAnnounced(page, "8 requests loaded.");
  await expect(progress).toHaveCount(0);
});

test("UUIDs that are pasted before signing in are loaded after it", async ({ page }) => {
  await page.goto("/");
  await enterUuid(page, uuids(1, 3).join(" and "));
  await expect(page.getByText(TEXT.tableProgress(0, 2))).toBeVisible();
  await signIn(page);
  await expect(page.getByText(TEXT.tableProgress(2, 2))).toBeVisible();
  await expectColumn(page, "Common name", ["shop.example.com", "api.example.com"]);
});

test("what was loaded stays while it is refreshed, and where that fails", async ({ page }) => {
  await openTable(page, uuids(1, 3));
  const calls = await holdCalls(page);
  const accept = await refuseSession(page, `**/certview/**/${sandboxUuid(3)}`);
  await page.getByRole("button", { name: TEXT.refreshButton, exact: true }).click();
  const release = await calls.next();
  await expect(page.getByText(TEXT.tableProgress(1, 2))).toBeVisible();
  const failed = rowsOf(page).filter({ hasText: "api.example.com" });
  await expect(failed).toContainText("Not refreshed. Not signed in: The gateway does not accept the token (HTTP 401).");
  await expect(failed).toContainText("Issued");
  await expect(page.locator('.requests tr[aria-busy="true"]')).toHaveCount(1);
  await expect(page.locator('.requests tr[aria-busy="true"]')).toContainText("Submitted");
  release();
  await expect(page.locator('.requests tr[aria-busy="true"]')).toHaveCount(0);
  await expectColumn(page, "Status", ["Submitted", "Issued"]);

  accept();
  await signIn(page);
  (await calls.next())();
  await expect(page.getByText("Not refreshed.")).toHaveCount(0);
  await expectColumn(page, "Common name", ["shop.example.com", "api.example.com"]);
});

test("failed rows are retried with one button, and the others are not loaded again", async ({ page }) => {
  let isFailing = true;
  await page.route(`**/certview/**/${sandboxUuid(3)}`, (route) =>
    isFailing ? route.fulfill({ status: 403, json: { message: "no" } }) : route.fallback());
  await openTable(page, uuids(1, 3, 404));
  await expectAnnounced(page, "1 request loaded, 2 failed.");
  isFailing = false;
  const calls = countCalls(page);
  await page.getByRole("button", { name: "Retry failed" }).click();
  await expectAnnounced(page, "2 requests loaded, 1 failed.");
  await expectColumn(page, "Common name", ["shop.example.com", "api.example.com"]);
  expect(calls()).toBe(2);
});

test("where the path is configured and wrong, the alternative path is offered once for all rows", async ({ page }) => {
  await configure(page, (config) => ({ ...config, gateway: { ...config.gateway, pathStyle: "documented" } }));
  await page.route("**/certview/rest/**", (route) => route.fulfill({ status: 404, json: { message: "No static resource." } }));
  await openTable(page, uuids(1, 3));
  await expect(page.locator(".requests .odd")).toHaveText([/^Wrong path or platform: ./, /^Wrong path or platform: ./]);
  await page.getByRole("button", { name: "Try the alternative path" }).click();
  await expectColumn(page, "Common name", ["shop.example.com", "api.example.com"]);
  await expect(page.getByRole("button", { name: "Try the alternative path" })).toHaveCount(0);
});

test("columns are hidden and shown, and the file has all of them", async ({ page }) => {
  await openTable(page, uuids(1, 3));
  await page.locator("summary", { hasText: "Columns" }).click();
  await page.getByLabel("Product").uncheck();
  await expect(page.getByRole("columnheader", { name: "Product" })).toHaveCount(0);
  await expect(page.locator('.requests td[data-label="Product"]')).toHaveCount(0);
  const { bytes } = await downloadBy(page, "Download CSV (all rows)");
  expect(cells(bytes.subarray(3).toString())[0]).toContain("Product");
  await page.locator("summary", { hasText: "Columns" }).click();
  await page.getByLabel("Product").check();
  await expectColumn(page, "Product", ["ssl_basic", "ssl_multi_domain"]);
});

test("a row that cannot be loaded shows the reason, and the others are loaded", async ({ page }) => {
  await openTable(page, uuids(1, 404, 403, 4041, 3));
  await expectColumn(page, "Common name", ["shop.example.com", "api.example.com"]);
  await expect(page.locator(".requests .odd")).toHaveText([/^No such request: ./, /^Not allowed: ./, /^Wrong path or platform: ./]);
  await expect(page.getByRole("link", { name: sandboxUuid(404) })).toBeVisible();
});

test("a text without a UUID names what was expected", async ({ page }) => {
  await page.goto("/orders");
  await enterTable(page, ["hello"]);
  await expect(page.getByText(TEXT.noUuid)).toBeVisible();
  await expect(page.getByLabel(TEXT.uuidsLabel)).toBeFocused();
  await expect(page.getByLabel(TEXT.uuidsLabel)).toHaveAttribute("aria-invalid", "true");
});

test("a column is sorted in both directions, and marked as sorted", async ({ page }) => {
  await openTable(page, uuids(1, 404, 3, 4, 2, 7));
  const entered = ["shop.example.com", "api.example.com", "login.example.com", "*.apps.example.com", "bank.example.com"];
  await expectColumn(page, "Common name", entered);
  const name = page.getByRole("columnheader", { name: "Common name" });
  const created = page.getByRole("columnheader", { name: "Created" });
  const up = ["*.apps.example.com", "api.example.com", "bank.example.com", "login.example.com", "shop.example.com"];
  await page.getByRole("button", { name: "Common name" }).click();
  await expect(name).toHaveAttribute("aria-sort", "ascending");
  await expect(created).toHaveAttribute("aria-sort", "none");
  await expectColumn(page, "Common name", up);
  await page.getByRole("button", { name: "Common name" }).click();
  await expect(name).toHaveAttribute("aria-sort", "descending");
  await expect(created).toHaveAttribute("aria-sort", "none");
  await expectColumn(page, "Common name", up.toReversed());
  // What has no value comes last either way.
  await expect(rowsOf(page).last()).toHaveText(/No such request/);

  await page.getByRole("button", { name: "Created" }).click();
  await expect(created).toHaveAttribute("aria-sort", "ascending");
  await expect(name).toHaveAttribute("aria-sort", "none");
  const times = await page.locator('.requests td[data-label="Created"] time').evaluateAll((list) => list.map((time) => time.getAttribute("datetime") ?? ""));
  expect(times).toHaveLength(5);
  expect(times).toEqual(times.toSorted());
  expect(await column(page, "Common name")).not.toEqual(entered);
});

test("a filter shows the rows that contain it, and their number", async ({ page }) => {
  await openTable(page, uuids(1, 2, 3, 4, 6));
  await filterField(page).fill("SHOP");
  await expectAnnounced(page, "2 requests shown.");
  await expectColumn(page, "Common name", ["shop.example.com", "shop.example.com"]);
  await filterField(page).fill("rejected");
  await expectAnnounced(page, "1 request shown.");
  await expectColumn(page, "Status", ["Rejected"]);
  await filterField(page).fill("");
  await expectAnnounced(page, "5 requests shown.");
  await expect(rowsOf(page)).toHaveCount(5);
});

test("after a visit to one request the table is as it was", async ({ page }) => {
  await openTable(page, uuids(1, 2, 3));
  const calls = countCalls(page);
  await page.getByRole("link", { name: "api.example.com" }).click();
  await expect(heading(page, "api.example.com")).toBeVisible();
  await page.goBack();
  await expect(page.getByText(TEXT.tableProgress(3, 3))).toBeVisible();
  await expectColumn(page, "Common name", ["shop.example.com", "*.apps.example.com", "api.example.com"]);
  await expect(page.getByRole("link", { name: "api.example.com" })).toBeFocused();
  expect(calls()).toBe(1);
});

test("the filter's field contains what the table is filtered by", async ({ page }) => {
  await openTable(page, uuids(1, 2, 3));
  const filter = filterField(page);
  await filter.fill("api");
  await expectAnnounced(page, "1 request shown.");
  await page.getByRole("link", { name: "api.example.com" }).click();
  await expect(heading(page, "api.example.com")).toBeVisible();
  await page.goBack();
  await expect(page.getByText(TEXT.tableProgress(3, 3))).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(filter).toHaveValue("api");

  // Other requests begin without a filter.
  await enterTable(page, uuids(1, 2, 4, 5));
  await expect(page.getByText(TEXT.tableProgress(4, 4))).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(4);
  await expect(filter).toHaveValue("");
});

test("the table as CSV: for spreadsheets, and without formulas", async ({ page }) => {
  await alter(page, sandboxUuid(1), {
    certificate: { commonName: "=cmd()" }, caStatus: "+1", digicertProductNameId: "-2", requesterUserName: "@three",
  });
  await alter(page, sandboxUuid(3), { requesterUserName: 'doe, "john"' });
  await openTable(page, uuids(1, 404, 3));
  const { name, bytes } = await downloadBy(page, "Download CSV (all rows)");
  expect(name).toBe("orders.csv");
  expect([...bytes.subarray(0, 3)], "the byte order mark").toEqual([0xef, 0xbb, 0xbf]);
  const text = bytes.subarray(3).toString();
  expect(text.replaceAll("\r\n", ""), "every line ends in CRLF").not.toMatch(/[\r\n]/);
  const [header, dangerous, missing, quoted, ...rest] = cells(text);
  expect(rest).toEqual([]);
  expect(header).toEqual(["UUID", "Common name", "Status", "CA status", "Product", "Requester", "Created", "Updated", "Failure"]);
  expect(dangerous?.slice(0, 6)).toEqual([sandboxUuid(1), "'=cmd()", "Submitted", "'+1", "'-2", "'@three"]);
  expect(dangerous?.[6]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(missing).toEqual([sandboxUuid(404), "", "", "", "", "", "", "", "not_found"]);
  expect(quoted?.[5]).toBe('doe, "john"');

  // What is not shown is not saved.
  await filterField(page).fill("api");
  await expectAnnounced(page, "1 request shown.");
  const filtered = await downloadBy(page, "Download CSV (filtered rows)");
  expect(cells(filtered.bytes.subarray(3).toString()).map(([uuid]) => uuid)).toEqual(["UUID", sandboxUuid(3)]);
});

test("the table as JSON: the responses, without a private key", async ({ page }) => {
  const body = await recordBody(page, `**/certview/**/${sandboxUuid(11)}`);
  await openTable(page, uuids(11, 404));
  const order = JSON.parse(body());
  expect(order.certificate.privateKey, "the response holds a key").toMatch(/PRIVATE KEY/);
  const { name, bytes } = await downloadBy(page, "Download JSON (all rows)");
  expect(name).toBe("orders.json");
  order.certificate.privateKey = TEXT.maskedKey;
  expect(JSON.parse(bytes.toString())).toEqual([order, { uuid: sandboxUuid(404), failure: "not_found" }]);
});

test("a session that ends stops the rest, and a new one continues", async ({ page }) => {
  await openSignedIn(page, "/orders");
  const calls = await holdCalls(page);
  // Called before the other route: the last one that was added comes first.
  const accept = await refuseSession(page, `**/certview/**/${sandboxUuid(1)}`);
  await enterTable(page, uuids(1, 2, 3, 4, 5, 6, 7, 9));
  await expect(page.getByText("The gateway no longer accepts this session. Sign in again to continue.")).toBeVisible();
  for (const release of [await calls.next(), await calls.next(), await calls.next()]) {
    release();
  }
  await expect(page.getByText(TEXT.tableProgress(4, 8))).toBeVisible();
  await expect(rowsOf(page).getByText("Waiting")).toHaveCount(4);
  await expect(rowsOf(page).first()).toHaveText(/Not signed in: ./);
  expect(calls.all()).toBe(3);

  accept();
  await signIn(page);
  for (let left = 5; left > 0; left -= 1) {
    (await calls.next())();
  }
  await expect(page.getByText(TEXT.tableProgress(8, 8))).toBeVisible();
  expect(calls.all()).toBe(8);
  expect(await column(page, "Common name")).toHaveLength(8);
  await expect(page.locator(".renewal")).toHaveCount(0);
});

test("signing in again with the very same token loads what was refused", async ({ page }) => {
  await repeatToken(page);
  const accept = await refuseSession(page);
  await openSignedIn(page, "/orders");
  await enterTable(page, uuids(1, 3));
  await expect(page.locator(".renewal")).toContainText(TEXT.sessionRefused);
  accept();
  await signIn(page);
  await expectColumn(page, "Common name", ["shop.example.com", "api.example.com"]);
  await expect(page.locator(".renewal")).toHaveCount(0);
});

test("of more than 200 UUIDs the first 200 are loaded, and the page reports it", async ({ page }) => {
  await page.route("**/certview/**", (route) => route.fulfill({ status: 404, json: { message: "none" } }));
  await openSignedIn(page, "/orders");
  await enterTable(page, Array.from({ length: 201 }, (_, index) => sandboxUuid(5000 + index)));
  await expect(page.getByText(TEXT.tableProgress(200, 200))).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(200);
  await expect(page.getByRole("alert").getByText("Only the first 200 requests are shown")).toBeVisible();
  await expect(page.getByRole("link", { name: sandboxUuid(5200) })).toHaveCount(0);
  await expect(page.getByRole("link", { name: sandboxUuid(5199) })).toBeVisible();
});
