// Connecting, getting about, and what stays behind.

import { test } from "node:test";
import assert from "node:assert/strict";
import { SAMPLE, everythingIn, openOrder, sandboxUuid, signIn, useSandbox } from "./harness.mjs";

const { origin, withPage } = useSandbox();
const shortLived = useSandbox(["--token-lifetime", "10m"]);

const MINUTE = 60_000;

test("a deep link asks for a session and then goes on", async () => {
  await withPage(async (page) => {
    await page.goto(`/orders/${SAMPLE}`);
    await page.getByRole("heading", { level: 1, name: "Sign in to see this request" }).waitFor();
    await signIn(page);
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
  });
});

test("a pasted token does as well", async () => {
  const answer = await fetch(`${origin()}/auth`, {
    method: "POST",
    body: new URLSearchParams({ username: "sandbox", password: "sandbox", token: "true", permissions: "true" }),
  });
  assert.equal(answer.status, 201);
  const token = await answer.text();
  await withPage(async (page) => {
    await page.goto(`/orders/${SAMPLE}`);
    await page.getByText("Use a token instead").click();
    await page.getByLabel("JSON Web Token").fill("abc");
    await page.getByRole("button", { name: "Use this token" }).click();
    await page.getByText("This is not a JSON Web Token").waitFor();
    await page.getByLabel("JSON Web Token").fill(`Bearer ${token}\n`);
    await page.getByRole("button", { name: "Use this token" }).click();
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    const left = await everythingIn(page);
    assert.ok(!left.includes(token), "the token is in the page");
  });
});

test("a wrong password says so and keeps the name", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await page.getByLabel("User name").fill("sandbox");
    await page.getByLabel("Password", { exact: true }).fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("The user name or the password is not accepted.").waitFor();
    assert.equal(await page.getByLabel("User name").inputValue(), "sandbox");
  });
});

test("signing out leaves nothing of the request", async () => {
  await withPage(async (page) => {
    await openOrder(page, SAMPLE);
    await page.locator("article.order").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { level: 1, name: "Sign in to see this request" }).waitFor();
    assert.ok(!(await page.locator("body").innerText()).includes("doe_john"));
  });
});

/**
 * Opens a request with a token that lives ten minutes, and has what is announced written down from then on.
 * @param {import("playwright-core").Page} page
 */
async function openForTenMinutes(page) {
  await page.clock.install();
  await openOrder(page, sandboxUuid(1));
  await page.locator("article.order").waitFor();
  await page.evaluate(() => {
    const place = /** @type {HTMLElement} */ (document.querySelector(".announcement[role=status]"));
    new MutationObserver(() => {
      place.dataset.said = `${place.dataset.said ?? ""}${place.textContent}\n`;
    }).observe(place, { childList: true, characterData: true, subtree: true });
  });
  return async (/** @type {RegExp} */ words) =>
    ((await page.locator(".announcement").getAttribute("data-said")) ?? "").split("\n").filter((said) => words.test(said)).length;
}

test("the end of a session is announced, what was read stays, and the session is renewed in place", async () => {
  await shortLived.withPage(async (page) => {
    const timesSaid = await openForTenMinutes(page);
    const soon = page.getByText("Your session ends within five minutes");
    const over = page.locator(".renewal").getByText("Your session has ended.");
    await page.clock.runFor(4 * MINUTE);
    assert.equal(await page.locator(".renewal").count(), 0);
    await page.clock.runFor(1.25 * MINUTE);
    await soon.first().waitFor();
    await page.clock.runFor(2 * MINUTE);
    assert.equal(await timesSaid(/^Your session ends within five minutes/), 1);
    assert.equal(await over.count(), 0);

    // The clock stands from here on, so that it can go back below without being noticed.
    await page.clock.pauseAt(Date.now() + 11 * MINUTE);
    await page.clock.runFor(MINUTE);
    await over.waitFor();
    assert.equal(await timesSaid(/^Your session has ended/), 1);
    assert.ok(await page.locator("article.order").isVisible());
    assert.ok(await page.getByText(", expired").isVisible());
    await page.getByLabel("User name").fill("sandbox");
    await page.getByLabel("Password", { exact: true }).fill("sandbox");
    // The server's clock has not moved: by the page's, its new token would have ended too.
    await page.clock.setSystemTime(new Date());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".renewal").waitFor({ state: "detached" });
    assert.ok(await page.locator("article.order").isVisible());
    assert.equal(new URL(page.url()).pathname, `/orders/${sandboxUuid(1)}`);
    await page.getByText(", until").waitFor();
  });
});

test("what is being typed to renew a session outlives its end", async () => {
  await shortLived.withPage(async (page) => {
    await openForTenMinutes(page);
    await page.clock.runFor(6 * MINUTE);
    await page.getByText("Your session ends within five minutes: sign in again").click();
    await page.getByLabel("User name").fill("sandbox");
    await page.getByLabel("Password", { exact: true }).pressSequentially("sand");
    await page.clock.runFor(5 * MINUTE);
    await page.locator(".renewal").getByText("Your session has ended.").waitFor();
    await page.keyboard.type("box");
    assert.equal(await page.getByLabel("User name").inputValue(), "sandbox");
    assert.equal(await page.getByLabel("Password", { exact: true }).inputValue(), "sandbox");
  });
});

const KEEP = "Keep me signed in until this tab is closed";
const stores = (/** @type {import("playwright-core").Page} */ page) =>
  page.evaluate(() => ({ local: Object.keys(localStorage), session: Object.keys(sessionStorage) }));

test("without being asked to, the page keeps no token over a reload", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    assert.equal(await page.getByLabel(KEEP).isChecked(), false);
    await signIn(page);
    await page.getByText("Signed in as sandbox").waitFor();
    assert.deepEqual(await stores(page), { local: [], session: [] });
    await page.reload();
    await page.getByLabel("User name").waitFor();
    assert.equal(await page.getByText("Signed in as").count(), 0);
  });
});

test("a session that is kept outlives a reload, and signing out ends it", async () => {
  await withPage(async (page) => {
    await page.goto(`/orders/${SAMPLE}`);
    await page.getByLabel(KEEP).check();
    await signIn(page);
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    assert.ok(await page.getByText("Signed in as sandbox").isVisible());
    const kept = await stores(page);
    assert.deepEqual(kept.local, []);
    assert.ok(kept.session.includes("certview-orders.token"), kept.session.join());
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("User name").waitFor();
    assert.deepEqual(await stores(page), { local: [], session: [] });
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Sign in to see this request" }).waitFor();
    assert.equal(await page.getByLabel(KEEP).isChecked(), false);
  });
});

test("the start page lists what was opened, until it is removed", async () => {
  await withPage(async (page) => {
    const list = page.getByRole("region", { name: "Opened in this tab" });
    const entries = async () => (await list.getByRole("listitem").allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
    await page.goto("/");
    await page.getByLabel("User name").waitFor();
    assert.equal(await list.count(), 0);
    await openOrder(page, sandboxUuid(1));
    await page.getByRole("heading", { level: 1, name: "shop.example.com" }).waitFor();
    await page.getByRole("link", { name: "CertView orders" }).click();
    await page.getByLabel("Request UUID").fill(sandboxUuid(3));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "api.example.com" }).waitFor();
    await page.getByRole("link", { name: "CertView orders" }).click();
    await list.waitFor();
    const both = [`api.example.com Issued · ${sandboxUuid(3)} Remove`, `shop.example.com Submitted · ${sandboxUuid(1)} Remove`];
    assert.deepEqual(await entries(), both);
    await page.reload();
    await list.waitFor();
    assert.deepEqual(await entries(), both);

    await list.getByRole("button", { name: `Remove ${sandboxUuid(3)} from this list` }).click();
    await list.getByText("api.example.com").waitFor({ state: "detached" });
    assert.deepEqual(await entries(), both.slice(1));
    await list.getByRole("button", { name: "Remove all from this list" }).click();
    await list.waitFor({ state: "detached" });
    assert.deepEqual((await stores(page)).session, []);
    await page.reload();
    await page.getByLabel("User name").waitFor();
    assert.equal(await list.count(), 0);
  });
});

test("signing out forgets what was opened", async () => {
  await withPage(async (page) => {
    await openOrder(page, sandboxUuid(1));
    await page.locator("article.order").waitFor();
    assert.deepEqual((await stores(page)).session, ["certview-orders.recent"]);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("User name").waitFor();
    assert.deepEqual((await stores(page)).session, []);
    await page.getByRole("link", { name: "CertView orders" }).click();
    await page.getByLabel("Request UUID").waitFor();
    assert.equal(await page.getByText("Opened in this tab").count(), 0);
  });
});

test("the bar says how long ago the request was read, and goes with the time", async () => {
  await withPage(async (page) => {
    await page.clock.install();
    await openOrder(page, SAMPLE);
    const bar = page.locator(".bar");
    await bar.getByText("just now").waitFor();
    const read = Date.parse((await bar.locator("time").getAttribute("datetime")) ?? "");
    // The clock stands from here on; what is said of the time is brought up to date every five seconds.
    await page.clock.pauseAt(read + 30_000);
    await page.clock.runFor(16_000);
    await bar.getByText("(40 seconds ago)").waitFor();
    await page.clock.runFor(MINUTE);
    await bar.getByText("(1 minute ago)").waitFor();
  });
});

test("back and forward, title and focus follow the place", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await signIn(page);
    await page.getByRole("link", { name: "The documentation's sample" }).click();
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Certificate requests in Qualys CertView" }).waitFor();
    assert.equal(await page.title(), "CertView orders");
    await page.goForward();
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    assert.equal(await page.title(), "example.com · Submitted – CertView orders");
  });
});

test("the whole way by keyboard", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await page.getByLabel("User name").waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to the content");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("sandbox");
    await page.keyboard.press("Tab");
    await page.keyboard.type("sandbox");
    await page.keyboard.press("Enter");
    await page.getByText("Signed in as").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type(SAMPLE);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    for (const stop of ["Read again", "Watch", "Copy link", "Download JSON", "Print", "What can still be done", "Encoded CSR"]) {
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), stop);
    }
    const outline = await page.evaluate(() => document.activeElement && getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, "solid");
  });
});

test("skipping to the content reads nothing again", async () => {
  await withPage(async (page) => {
    await openOrder(page, SAMPLE);
    await page.locator("article.order").waitFor();
    let calls = 0;
    page.on("request", (request) => (calls += request.url().includes("/certview/") ? 1 : 0));
    await page.getByRole("link", { name: "Skip to the content" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/#main$/);
    assert.ok(await page.locator("article.order").isVisible());
    assert.equal(calls, 0);
  });
});

test("an address that names nothing says so", async () => {
  await withPage(async (page) => {
    const answer = await page.goto("/nowhere");
    assert.equal(answer?.status(), 404);
    await page.getByRole("heading", { level: 1, name: "Page not found" }).waitFor();
    await page.goto("/orders/not-a-uuid");
    await page.getByText("which is no UUID").waitFor();
    await page.getByRole("link", { name: "To the start page" }).click();
    await page.getByRole("heading", { level: 1, name: "Certificate requests" }).waitFor();
  });
});

test("a text without a UUID is told what was expected", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await page.getByLabel("Request UUID").fill("hello");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByText("No UUID in this text.").waitFor();
    assert.equal(await page.getByLabel("Request UUID").inputValue(), "hello");
    await page.getByLabel("Request UUID").fill(`see https://host.example/orders/${SAMPLE}?x`);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Sign in to see this request" }).waitFor();
  });
});

test("a program that does not arrive is explained", async () => {
  await withPage(async (page) => {
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 200, contentType: "application/wasm", body: "<!doctype html>" }));
    // The browser reports the failure to start as an uncaught error too, which is what it is.
    page.removeAllListeners("pageerror");
    page.removeAllListeners("console");
    await page.goto("/");
    await page.getByRole("alert").getByText("The page could not start").waitFor();
  });
});
