// Several requests at once: read a few at a time, sorted, filtered, handed over as files.

import { test } from "node:test";
import assert from "node:assert/strict";
import { downloadBy, holdCalls, openTable, overhear, sandboxUuid, signIn, useSandbox } from "./harness.mjs";

const { withPage } = useSandbox();

const uuids = (/** @type {number[]} */ ...ends) => ends.map(sandboxUuid);
const rowsOf = (/** @type {import("playwright-core").Page} */ page) => page.locator(".wide tbody tr");

/**
 * What stands in one column, from top to bottom, where it was read.
 * @param {import("playwright-core").Page} page
 * @param {string} label
 */
async function column(page, label) {
  return (await page.locator(`.wide td[data-label="${label}"]`).allInnerTexts()).map((text) => text.replace(/^.*:\s/s, ""));
}

/**
 * The cells of comma-separated values (RFC 4180): all are in quotes, and none holds a line break.
 * @param {string} text
 */
function cells(text) {
  const lines = text.split("\r\n");
  assert.equal(lines.pop(), "", "the last line does not end");
  return lines.map((line) => {
    assert.match(line, /^"([^"]|"")*"(,"([^"]|"")*")*$/);
    return [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => (cell ?? "").replaceAll('""', '"'));
  });
}

/**
 * Has the gateway answer other values than the sandbox does, for one request.
 * @param {import("playwright-core").Page} page
 * @param {string} uuid
 * @param {{ certificate?: object, [name: string]: unknown }} changed
 */
async function alter(page, uuid, changed) {
  await page.route(`**/certview/**/${uuid}`, async (route) => {
    const order = await (await route.fetch()).json();
    await route.fulfill({ json: { ...order, ...changed, certificate: { ...order.certificate, ...changed.certificate } } });
  });
}

test("a column of UUIDs opens as a table, four calls at a time", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await signIn(page);
    await page.getByText("Signed in as").waitFor();
    const calls = await holdCalls(page);
    // A field of one line drops the line breaks of what is pasted into it.
    await page.getByLabel("Request UUID").fill(uuids(1, 2, 3, 4, 5, 6, 7, 9).join(""));
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Several requests" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/orders");
    assert.equal(await page.title(), "Several requests – CertView orders");
    const progress = page.getByRole("progressbar", { name: "Requests read" });
    const said = async (/** @type {number} */ read) => {
      await page.getByText(`${read} of 8 read`, { exact: true }).waitFor();
      assert.deepEqual([await progress.getAttribute("value"), await progress.getAttribute("max")], [String(read), "8"]);
    };
    const held = [await calls.next(), await calls.next(), await calls.next(), await calls.next()];
    await said(0);
    assert.equal(await rowsOf(page).getByText("Reading…").count(), 4);
    assert.equal(await rowsOf(page).getByText("Waiting").count(), 4);
    for (let read = 1; read <= 8; read += 1) {
      held.shift()?.();
      await said(read);
      if (read <= 4) {
        held.push(await calls.next());
      }
    }
    assert.equal(calls.most(), 4);
    assert.equal(calls.all(), 8);
    assert.deepEqual(await column(page, "Common name"), [
      "shop.example.com", "*.apps.example.com", "api.example.com", "login.example.com", "edge.example.com",
      "shop.example.com", "bank.example.com", "historian.plant.internal",
    ]);
    await page.getByRole("status").getByText("All requests are read.").waitFor({ state: "attached" });
  });
});

test("UUIDs that are pasted before signing in are read after it", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await page.getByLabel("Request UUID").fill(uuids(1, 3).join(" and "));
    await page.keyboard.press("Enter");
    await page.getByText("0 of 2 read").waitFor();
    await signIn(page);
    await page.getByText("2 of 2 read").waitFor();
    assert.deepEqual(await column(page, "Common name"), ["shop.example.com", "api.example.com"]);
  });
});

test("a row that cannot be read says why, and the others are read", async () => {
  await withPage(async (page) => {
    await openTable(page, uuids(1, 404, 403, 4041, 3));
    assert.deepEqual(await column(page, "Common name"), ["shop.example.com", "api.example.com"]);
    const reasons = await page.locator(".wide .odd").allInnerTexts();
    assert.equal(reasons.length, 3);
    assert.match(reasons[0] ?? "", /^No such request: ./);
    assert.match(reasons[1] ?? "", /^Not allowed: ./);
    assert.match(reasons[2] ?? "", /^Wrong path or platform: ./);
    assert.ok(await page.getByRole("link", { name: sandboxUuid(404) }).isVisible());
  });
});

test("a text without a UUID is told what was expected", async () => {
  await withPage(async (page) => {
    await page.goto("/orders");
    await page.getByLabel("Request UUIDs").fill("hello");
    await page.getByRole("button", { name: "Open all" }).click();
    await page.getByText("No UUID in this text.").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "open-uuids");
    assert.equal(await page.getByLabel("Request UUIDs").getAttribute("aria-invalid"), "true");
  });
});

test("a column sorts both ways, and says so", async () => {
  await withPage(async (page) => {
    await openTable(page, uuids(1, 404, 3, 4, 2, 7));
    const asked = ["shop.example.com", "api.example.com", "login.example.com", "*.apps.example.com", "bank.example.com"];
    assert.deepEqual(await column(page, "Common name"), asked);
    const heading = page.getByRole("columnheader", { name: "Common name" });
    const first = async (/** @type {string} */ label) =>
      Promise.all([heading.getAttribute("aria-sort"), page.getByRole("columnheader", { name: "Created" }).getAttribute("aria-sort"), column(page, label)]);
    const up = ["*.apps.example.com", "api.example.com", "bank.example.com", "login.example.com", "shop.example.com"];
    await page.getByRole("button", { name: "Common name" }).click();
    await page.locator('th[aria-sort="ascending"]').waitFor();
    assert.deepEqual(await first("Common name"), ["ascending", "none", up]);
    await page.getByRole("button", { name: "Common name" }).click();
    await page.locator('th[aria-sort="descending"]').waitFor();
    assert.deepEqual(await first("Common name"), ["descending", "none", up.toReversed()]);
    // What says nothing comes last either way.
    assert.match(await rowsOf(page).last().innerText(), /No such request/);

    await page.getByRole("button", { name: "Created" }).click();
    await page.locator('th[aria-sort="ascending"]').waitFor();
    assert.equal(await heading.getAttribute("aria-sort"), "none");
    const times = await page.locator('.wide td[data-label="Created"] time').evaluateAll((list) => list.map((time) => time.getAttribute("datetime") ?? ""));
    assert.equal(times.length, 5);
    assert.deepEqual(times, times.toSorted());
    assert.notDeepEqual(await column(page, "Common name"), asked);
  });
});

test("a filter shows the rows that hold it, and says how many", async () => {
  await withPage(async (page) => {
    await openTable(page, uuids(1, 2, 3, 4, 6));
    await page.getByLabel("Show only requests with").fill("SHOP");
    await page.getByRole("status").getByText("2 requests shown.").waitFor({ state: "attached" });
    assert.deepEqual(await column(page, "Common name"), ["shop.example.com", "shop.example.com"]);
    await page.getByLabel("Show only requests with").fill("rejected");
    await page.getByRole("status").getByText("1 request shown.").waitFor({ state: "attached" });
    assert.deepEqual(await column(page, "Status"), ["Rejected"]);
    await page.getByLabel("Show only requests with").fill("");
    await page.getByRole("status").getByText("5 requests shown.").waitFor({ state: "attached" });
    assert.equal(await rowsOf(page).count(), 5);
  });
});

test("after a look at one request the table is as it was", async () => {
  await withPage(async (page) => {
    await openTable(page, uuids(1, 2, 3));
    let calls = 0;
    page.on("request", (request) => (calls += request.url().includes("/certview/") ? 1 : 0));
    await page.getByRole("link", { name: "api.example.com" }).click();
    await page.getByRole("heading", { level: 1, name: "api.example.com" }).waitFor();
    await page.goBack();
    await page.getByText("3 of 3 read").waitFor();
    assert.deepEqual(await column(page, "Common name"), ["shop.example.com", "*.apps.example.com", "api.example.com"]);
    assert.equal(calls, 1);
  });
});

test("the filter's field says what the table is filtered by", async () => {
  await withPage(async (page) => {
    await openTable(page, uuids(1, 2, 3));
    const filter = page.getByLabel("Show only requests with");
    await filter.fill("api");
    await page.getByRole("status").getByText("1 request shown.").waitFor({ state: "attached" });
    await page.getByRole("link", { name: "api.example.com" }).click();
    await page.getByRole("heading", { level: 1, name: "api.example.com" }).waitFor();
    await page.goBack();
    await page.getByText("3 of 3 read").waitFor();
    assert.equal(await rowsOf(page).count(), 1);
    assert.equal(await filter.inputValue(), "api");

    // Other requests begin without a filter.
    await page.getByLabel("Request UUIDs").fill(uuids(1, 2, 4, 5).join("\n"));
    await page.getByRole("button", { name: "Open all" }).click();
    await page.getByText("4 of 4 read").waitFor();
    assert.equal(await rowsOf(page).count(), 4);
    assert.equal(await filter.inputValue(), "");
  });
});

test("the table as CSV: for spreadsheets, and with no formula in it", async () => {
  await withPage(async (page) => {
    await alter(page, sandboxUuid(1), {
      certificate: { commonName: "=cmd()" }, caStatus: "+1", digicertProductNameId: "-2", requesterUserName: "@three",
    });
    await alter(page, sandboxUuid(3), { requesterUserName: 'doe, "john"' });
    await openTable(page, uuids(1, 404, 3));
    const { name, bytes } = await downloadBy(page, "Download CSV");
    assert.equal(name, "orders.csv");
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const text = bytes.subarray(3).toString();
    assert.equal(text.replaceAll("\r\n", "").search(/[\r\n]/), -1, "a line that does not end in CRLF");
    const [header, dangerous, missing, quoted, ...rest] = cells(text);
    assert.deepEqual(rest, []);
    assert.deepEqual(header, ["UUID", "Common name", "Status", "CA status", "Product", "Requester", "Created", "Updated", "Failure"]);
    assert.deepEqual(dangerous?.slice(0, 6), [sandboxUuid(1), "'=cmd()", "Submitted", "'+1", "'-2", "'@three"]);
    assert.match(dangerous?.[6] ?? "", /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.deepEqual(missing, [sandboxUuid(404), "", "", "", "", "", "", "", "not_found"]);
    assert.equal(quoted?.[5], 'doe, "john"');

    // What is not shown is not handed over.
    await page.getByLabel("Show only requests with").fill("api");
    await page.getByRole("status").getByText("1 request shown.").waitFor({ state: "attached" });
    const filtered = await downloadBy(page, "Download CSV");
    assert.deepEqual(cells(filtered.bytes.subarray(3).toString()).map(([uuid]) => uuid), ["UUID", sandboxUuid(3)]);
  });
});

test("the table as JSON: the responses, without a private key", async () => {
  await withPage(async (page) => {
    const answer = await overhear(page, `**/certview/**/${sandboxUuid(11)}`);
    await openTable(page, uuids(11, 404));
    const order = JSON.parse(answer());
    assert.match(order.certificate.privateKey, /PRIVATE KEY/, "the response did not hold a key: the test would show nothing");
    const { name, bytes } = await downloadBy(page, "Download JSON");
    assert.equal(name, "orders.json");
    const [handedOver, failed, ...rest] = JSON.parse(bytes.toString());
    order.certificate.privateKey = "[private key, not shown]";
    assert.deepEqual(handedOver, order);
    assert.deepEqual(failed, { uuid: sandboxUuid(404), failure: "not_found" });
    assert.deepEqual(rest, []);
  });
});

test("a session that ends stops the rest, and a new one goes on with it", async () => {
  await withPage(async (page) => {
    await page.goto("/orders");
    await signIn(page);
    await page.getByText("Signed in as").waitFor();
    const calls = await holdCalls(page);
    let isRefused = true;
    // Asked before the other route: the one that was added last is.
    await page.route(`**/certview/**/${sandboxUuid(1)}`, (route) =>
      isRefused ? route.fulfill({ status: 401, json: { message: "JWT expired" } }) : route.fallback());
    await page.getByLabel("Request UUIDs").fill(uuids(1, 2, 3, 4, 5, 6, 7, 9).join("\n"));
    await page.getByRole("button", { name: "Open all" }).click();
    await page.getByText("The gateway no longer accepts this session. Sign in again to go on.").waitFor();
    for (const release of [await calls.next(), await calls.next(), await calls.next()]) {
      release();
    }
    await page.getByText("4 of 8 read").waitFor();
    assert.equal(await rowsOf(page).getByText("Waiting").count(), 4);
    assert.match(await rowsOf(page).first().innerText(), /Not signed in: ./);
    assert.equal(calls.all(), 3);

    isRefused = false;
    await signIn(page);
    for (let left = 5; left > 0; left -= 1) {
      (await calls.next())();
    }
    await page.getByText("8 of 8 read").waitFor();
    assert.equal(calls.all(), 8);
    assert.equal((await column(page, "Common name")).length, 8);
    assert.equal(await page.locator(".renewal").count(), 0);
  });
});

test("of more than 200 UUIDs the first 200 are read, and the page says so", async () => {
  await withPage(async (page) => {
    await page.route("**/certview/**", (route) => route.fulfill({ status: 404, json: { message: "none" } }));
    await page.goto("/orders");
    await signIn(page);
    await page.getByText("Signed in as").waitFor();
    await page.getByLabel("Request UUIDs").fill(Array.from({ length: 201 }, (_, index) => sandboxUuid(5000 + index)).join("\n"));
    await page.getByRole("button", { name: "Open all" }).click();
    await page.getByText("200 of 200 read").waitFor();
    assert.equal(await rowsOf(page).count(), 200);
    await page.getByRole("alert").getByText("Only the first 200 requests are shown").waitFor();
    assert.equal(await page.getByRole("link", { name: sandboxUuid(5200) }).count(), 0);
    assert.ok(await page.getByRole("link", { name: sandboxUuid(5199) }).isVisible());
  });
});
