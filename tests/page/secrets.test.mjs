// No secret remains after use, neither in the program's memory nor among the page's strings. Both are searched with the
// browser's own debugging interface, as in a memory dump.

import {
  SAMPLE, TEXT, enterUuid, expect, fact, heading, openOrder, openTable, recordBody, sandboxUuid, shownOrder, signIn, test,
} from "./fixtures.mjs";
import { inPage, isInMemory, keepMemories } from "./memory.mjs";

// A trace keeps what the page has shown and received.
test.use({ trace: "off" });
test.beforeEach(({ page }) => keepMemories(page));

/** @typedef {import("@playwright/test").Page} Page */

/** A line from within the key that a response holds. */
const keyIn = (/** @type {string} */ body) => JSON.parse(body).certificate.privateKey.split("\n")[1].slice(0, 40);

/** The signature of a token: what the page shows of a token is in its other parts. */
const signatureOf = (/** @type {string} */ token) => token.split(".").at(-1) ?? "";

/**
 * Searches the memory of a page through the DevTools protocol.
 * @param {Page} page
 */
async function instruments(page) {
  const session = await page.context().newCDPSession(page);
  /** @type {import("./memory.mjs").Send} */
  const send = (method, params) => session.send(/** @type {any} */ (method), params);
  return {
    /** Whether the memory of the page's WebAssembly contains a text. */
    isInMemory: (/** @type {string} */ text) => isInMemory(send, inPage, text),
    /** Every string of the page's JavaScript that something still holds. */
    async strings() {
      let snapshot = "";
      const add = (/** @type {{ chunk: string }} */ { chunk }) => (snapshot += chunk);
      session.on("HeapProfiler.addHeapSnapshotChunk", add);
      await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
      session.off("HeapProfiler.addHeapSnapshotChunk", add);
      return snapshot;
    },
  };
}

/**
 * Expects that neither the program's memory nor a string of the page holds a secret.
 * @param {Page} page
 * @param {Awaited<ReturnType<typeof instruments>>} instruments
 * @param {string} secret
 */
async function expectGone(page, { isInMemory, strings }, secret) {
  const control = "a string that the page does hold";
  await page.evaluate((text) => Object.assign(window, { control: text }), control);
  expect(await isInMemory(secret), "the program's memory holds the secret").toBe(false);
  const left = await strings();
  expect(left.includes(control), "the snapshot has the page's strings").toBe(true);
  expect(left.includes(secret), "a string of the page holds the secret").toBe(false);
}

test("a private key is removed with the view of its request", async ({ page }) => {
  const body = await recordBody(page, "**/certview/**");
  await openOrder(page, sandboxUuid(11));
  await expect(shownOrder(page)).toBeVisible();
  const secret = keyIn(body());
  const tools = await instruments(page);
  expect(await tools.isInMemory(secret), "the search finds the key where it is").toBe(true);
  await page.getByRole("link", { name: TEXT.homeLink }).click();
  await expect(page.getByText(TEXT.recentHeading)).toBeVisible();
  await expectGone(page, tools, secret);
});

test("a private key is removed when another request is opened", async ({ page }) => {
  const body = await recordBody(page, `**/${sandboxUuid(11)}`);
  await openOrder(page, sandboxUuid(11));
  await expect(shownOrder(page)).toBeVisible();
  const secret = keyIn(body());
  const tools = await instruments(page);
  await page.getByLabel("Open a request by UUID or link").fill(SAMPLE);
  await page.keyboard.press("Enter");
  await expect(fact(page, "uuid")).toHaveText(SAMPLE);
  await expectGone(page, tools, secret);
});

test("a private key is removed with the session", async ({ page }) => {
  const body = await recordBody(page, "**/certview/**");
  await openOrder(page, sandboxUuid(11));
  await expect(shownOrder(page)).toBeVisible();
  const secret = keyIn(body());
  const tools = await instruments(page);
  // What the actions of a request hold is removed with it.
  await page.getByRole("button", { name: TEXT.watchButton }).or(page.getByRole("button", { name: TEXT.refreshButton })).first().click();
  await page.locator("summary").getByText(TEXT.rawJson).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(heading(page, TEXT.signInHeading)).toBeVisible();
  await expectGone(page, tools, secret);
});

test("a private key that was saved as a file is removed as well", async ({ page }) => {
  const body = await recordBody(page, "**/certview/**");
  await openOrder(page, sandboxUuid(11));
  await expect(shownOrder(page)).toBeVisible();
  const secret = keyIn(body());
  const tools = await instruments(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save private key as a file" }).click()]);
  await download.delete();
  await page.getByRole("link", { name: TEXT.homeLink }).click();
  await expect(page.getByText(TEXT.recentHeading)).toBeVisible();
  await expectGone(page, tools, secret);
});

test("a table keeps no private key", async ({ page }) => {
  const body = await recordBody(page, `**/${sandboxUuid(11)}`);
  await openTable(page, [sandboxUuid(11), SAMPLE]);
  const secret = keyIn(body());
  await expectGone(page, await instruments(page), secret);
});

test("a token is removed with the session", async ({ page }) => {
  const body = await recordBody(page, "**/auth");
  await openOrder(page, SAMPLE);
  await expect(shownOrder(page)).toBeVisible();
  const secret = signatureOf(body());
  expect(secret.length).toBeGreaterThan(20);
  const tools = await instruments(page);
  expect(await tools.isInMemory(secret), "the search finds the token where it is").toBe(true);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(heading(page, TEXT.signInHeading)).toBeVisible();
  await expectGone(page, tools, secret);
  // The page still works.
  await signIn(page);
  await expect(shownOrder(page)).toBeVisible();
});

test("a stored token that every view has used is removed with the session", async ({ page }) => {
  const body = await recordBody(page, "**/auth");
  await page.goto("/");
  await page.getByLabel(TEXT.keepSession).check();
  await signIn(page);
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
  const secret = signatureOf(body());
  await page.reload();
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
  const tools = await instruments(page);
  expect(await tools.isInMemory(secret), "the search finds the token where it is").toBe(true);
  await enterUuid(page, sandboxUuid(1));
  await expect(shownOrder(page)).toBeVisible();
  await page.getByRole("link", { name: TEXT.tableHeading }).click();
  await page.getByLabel(TEXT.uuidsLabel).fill([SAMPLE, sandboxUuid(404)].join("\n"));
  await page.getByRole("button", { name: TEXT.openAllButton }).click();
  await expect(page.getByText(TEXT.tableProgress(2, 2))).toBeVisible();
  await page.getByRole("link", { name: TEXT.homeLink }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("User name")).toBeVisible();
  await expectGone(page, tools, secret);
});

test("a token is removed when a new one replaces it", async ({ page }) => {
  const body = await recordBody(page, "**/auth");
  await openOrder(page, SAMPLE);
  await expect(shownOrder(page)).toBeVisible();
  const secret = signatureOf(body());
  await page.route("**/certview/**", (route) => route.fulfill({ status: 401, json: { message: "JWT expired" } }));
  await page.getByRole("button", { name: TEXT.refreshButton }).click();
  await expect(page.locator(".renewal")).toBeVisible();
  await page.unroute("**/certview/**");
  // A token that is issued in another second differs.
  await expect.poll(async () => signatureOf(await (await page.request.post("/auth", { form: { username: "sandbox", password: "sandbox", token: "true", permissions: "true" } })).text())).not.toBe(secret);
  await signIn(page);
  await expect(page.locator(".renewal")).toHaveCount(0);
  await expect(shownOrder(page)).toBeVisible();
  expect(signatureOf(body())).not.toBe(secret);
  await expectGone(page, await instruments(page), secret);
});

test("a password is removed once it was accepted", async ({ page }) => {
  const secret = "correct horse battery staple";
  const encoded = new URLSearchParams({ p: secret }).toString().slice(2);
  let sent = "";
  let answer = () => {};
  await page.route("**/auth", async (route) => {
    sent = route.request().postData() ?? "";
    await new Promise((/** @type {(value?: undefined) => void} */ resolve) => (answer = resolve));
    const form = { username: "sandbox", password: "sandbox", token: "true", permissions: "true" };
    await route.fulfill({ response: await page.request.post("/auth", { form }) });
  });
  await page.goto("/");
  await signIn(page, secret);
  await expect.poll(() => new URLSearchParams(sent).get("password")).toBe(secret);
  const tools = await instruments(page);
  expect(await tools.isInMemory(secret), "the search finds the password where it is").toBe(true);
  answer();
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
  await expectGone(page, tools, secret);
  await expectGone(page, tools, encoded);
});
