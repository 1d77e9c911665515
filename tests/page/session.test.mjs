// Signing in, the end of a session, navigation, and what remains stored.

import {
  SAMPLE, TEXT, announcer, countCalls, enterUuid, everythingIn, expect, heading, openOrder, openSignedIn, sandboxUuid, shownOrder, signIn, test,
} from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const MINUTE = 60_000;

test("a deep link requires a session and then loads the request", async ({ page }) => {
  await page.goto(`/orders/${SAMPLE}`);
  await expect(heading(page, TEXT.signInHeading)).toBeVisible();
  await signIn(page);
  await expect(heading(page, "example.com")).toBeVisible();
});

test("a pasted token begins a session as well", async ({ page, request }) => {
  const answer = await request.post("/auth", { form: { username: "sandbox", password: "sandbox", token: "true", permissions: "true" } });
  expect(answer.status()).toBe(201);
  const token = await answer.text();
  await page.goto(`/orders/${SAMPLE}`);
  await page.getByText("Use a token instead").click();
  await page.getByLabel("Token (JWT)").fill("abc");
  await page.getByRole("button", { name: "Use this token" }).click();
  await expect(page.getByText("This is not a JSON Web Token")).toBeVisible();
  await page.getByLabel("Token (JWT)").fill(`Bearer ${token}\n`);
  await page.getByRole("button", { name: "Use this token" }).click();
  await expect(heading(page, "example.com")).toBeVisible();
  expect(await everythingIn(page)).not.toContain(token);
});

/**
 * A token with these claims, as the page reads them: it does not verify signatures.
 * @param {object} claims
 */
const tokenOf = (claims) => [{ alg: "HS256" }, claims, {}].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");

test("a pasted token that has expired is refused at once, with the time", async ({ page }) => {
  const token = tokenOf({ sub: "doe_john", exp: Date.UTC(2020, 8, 1, 12) / 1000 });
  const calls = countCalls(page);
  await page.goto(`/orders/${SAMPLE}`);
  await page.getByText("Use a token instead").click();
  await page.getByLabel("Token (JWT)").fill(token);
  await page.getByRole("button", { name: "Use this token" }).click();
  await expect(page.getByRole("alert").getByText("This token expired at 2020-09-01T12:00:00Z.")).toBeVisible();
  await expect(page.getByLabel("Token (JWT)")).toBeFocused();
  await expect(page.getByLabel("Token (JWT)")).toHaveAttribute("aria-invalid", "true");
  await expect(heading(page, TEXT.signInHeading)).toBeVisible();
  await expect(page.getByText(TEXT.signedIn)).toHaveCount(0);
  expect(calls()).toBe(0);
});

test("a wrong password is reported and the name is kept", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("User name").fill("sandbox");
  await page.getByLabel("Password", { exact: true }).fill("wrong");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The user name or the password is not accepted.")).toBeVisible();
  await expect(page.getByLabel("User name")).toHaveValue("sandbox");
});

test("signing out removes all data of the request", async ({ page }) => {
  await openOrder(page, SAMPLE);
  await expect(shownOrder(page)).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(heading(page, TEXT.signInHeading)).toBeVisible();
  expect(await page.locator("body").innerText()).not.toContain("doe_john");
});

test.describe("a token that expires after ten minutes", () => {
  test.use({ server: "SANDBOX_TEN_MINUTES" });

  /**
   * Opens a request, and records what is announced from then on.
   * @param {Page} page
   */
  async function open(page) {
    await page.clock.install();
    await openOrder(page, sandboxUuid(1));
    await expect(shownOrder(page)).toBeVisible();
    await page.evaluate(() => {
      const region = /** @type {HTMLElement} */ (document.querySelector("p.visually-hidden[role=status]"));
      new MutationObserver(() => {
        region.dataset.announced = `${region.dataset.announced ?? ""}${region.textContent}\n`;
      }).observe(region, { childList: true, characterData: true, subtree: true });
    });
    return async (/** @type {string} */ text) =>
      ((await announcer(page).getAttribute("data-announced")) ?? "").split("\n").filter((line) => line.startsWith(text)).length;
  }

  test("its end is announced, what was loaded stays, and the session is renewed in place", async ({ page }) => {
    const announcements = await open(page);
    const soon = page.getByText(TEXT.sessionEndsSoon);
    const over = page.locator(".renewal").getByText(TEXT.sessionEnded);
    await page.clock.runFor(4 * MINUTE);
    await expect(page.locator(".renewal")).toHaveCount(0);
    await page.clock.runFor(1.25 * MINUTE);
    await expect(soon.first()).toBeVisible();
    await page.clock.runFor(2 * MINUTE);
    expect(await announcements(TEXT.sessionEndsSoon)).toBe(1);
    await expect(over).toHaveCount(0);

    // The clock is stopped from here on, so that setting it back below has no side effect.
    await page.clock.pauseAt(Date.now() + 11 * MINUTE);
    await page.clock.runFor(MINUTE);
    await expect(over).toBeVisible();
    expect(await announcements(TEXT.sessionEnded.slice(0, -1))).toBe(1);
    await expect(shownOrder(page)).toBeVisible();
    await expect(page.locator(".session").getByText(/^session ended \d+ minutes? ago$/)).toBeVisible();
    await page.getByLabel("User name").fill("sandbox");
    await page.getByLabel("Password", { exact: true }).fill("sandbox");
    // The server's clock has not advanced: by the page's clock, its new token would have expired too.
    await page.clock.setSystemTime(new Date());
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.locator(".renewal")).toHaveCount(0);
    await expect(shownOrder(page)).toBeVisible();
    expect(new URL(page.url()).pathname).toBe(`/orders/${sandboxUuid(1)}`);
    // Relative times are brought up to date every five seconds.
    await page.clock.runFor(6_000);
    await expect(page.locator(".session").getByText("session ends in")).toBeVisible();
  });

  test("what is being entered to renew it is kept at its end", async ({ page }) => {
    await open(page);
    await page.clock.runFor(6 * MINUTE);
    await page.getByText(`${TEXT.sessionEndsSoon}: sign in again`).click();
    await page.getByLabel("User name").fill("sandbox");
    await page.getByLabel("Password", { exact: true }).pressSequentially("sand");
    await page.clock.runFor(5 * MINUTE);
    await expect(page.locator(".renewal").getByText(TEXT.sessionEnded)).toBeVisible();
    await page.keyboard.type("box");
    await expect(page.getByLabel("User name")).toHaveValue("sandbox");
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("sandbox");
  });
});

const stores = (/** @type {Page} */ page) =>
  page.evaluate(() => ({ local: Object.keys(localStorage), session: Object.keys(sessionStorage) }));

test("by default the page keeps no token over a reload", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByLabel(TEXT.keepSession)).not.toBeChecked();
  await signIn(page);
  await expect(page.getByText("Signed in as sandbox")).toBeVisible();
  expect(await stores(page)).toEqual({ local: [], session: [] });
  await page.reload();
  await expect(page.getByLabel("User name")).toBeVisible();
  await expect(page.getByText(TEXT.signedIn)).toHaveCount(0);
});

test("a stored session is resumed after a reload, and signing out ends it", async ({ page }) => {
  await page.goto(`/orders/${SAMPLE}`);
  await page.getByLabel(TEXT.keepSession).check();
  await signIn(page);
  await expect(heading(page, "example.com")).toBeVisible();
  await page.reload();
  await expect(heading(page, "example.com")).toBeVisible();
  await expect(page.getByText("Signed in as sandbox")).toBeVisible();
  const kept = await stores(page);
  expect(kept.local).toEqual([]);
  expect(kept.session).toContain("certview-orders.token");
  const stored = JSON.parse(await page.evaluate(() => sessionStorage.getItem("certview-orders.token") ?? ""));
  expect(stored).toEqual({
    gateway: "",
    orderUrl: expect.stringMatching(/^\/certview\/.*\{uuid\}$/),
    token: expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/),
  });
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("User name")).toBeVisible();
  expect(await stores(page)).toEqual({ local: [], session: [] });
  await page.reload();
  await expect(heading(page, TEXT.signInHeading)).toBeVisible();
  await expect(page.getByLabel(TEXT.keepSession)).not.toBeChecked();
});

/** @type {Array<[string, { gateway: string, token: string }]>} */
const UNUSABLE = [
  ["of another gateway", { gateway: "https://gateway.example", token: tokenOf({ sub: "doe_john" }) }],
  ["that has expired", { gateway: "", token: tokenOf({ sub: "doe_john", exp: 1 }) }],
];

for (const [name, stored] of UNUSABLE) {
  test(`a stored token ${name} is not used, and removed`, async ({ page }) => {
    await page.goto("/");
    await page.evaluate((text) => sessionStorage.setItem("certview-orders.token", text), JSON.stringify(stored));
    const calls = countCalls(page);
    await page.goto(`/orders/${SAMPLE}`);
    await expect(heading(page, TEXT.signInHeading)).toBeVisible();
    await expect(page.getByLabel("User name")).toBeVisible();
    expect(await stores(page)).toEqual({ local: [], session: [] });
    expect(calls()).toBe(0);
  });
}

test("the start page lists what was opened, until it is removed", async ({ page }) => {
  const list = page.getByRole("region", { name: TEXT.recentHeading });
  const entries = list.locator("tbody tr");
  await page.goto("/");
  await expect(page.getByLabel("User name")).toBeVisible();
  await expect(list).toHaveCount(0);
  await openOrder(page, sandboxUuid(1));
  await expect(heading(page, "shop.example.com")).toBeVisible();
  await page.getByRole("link", { name: TEXT.homeLink }).click();
  await enterUuid(page, sandboxUuid(3));
  await expect(heading(page, "api.example.com")).toBeVisible();
  await page.getByRole("link", { name: TEXT.homeLink }).click();
  await expect(list).toBeVisible();
  const both = [`api.example.com Request status: Issued ${sandboxUuid(3)} Remove`, `shop.example.com Request status: Submitted ${sandboxUuid(1)} Remove`];
  await expect(entries).toHaveText(both, { useInnerText: true });
  await page.reload();
  await expect(list).toBeVisible();
  await expect(entries).toHaveText(both, { useInnerText: true });

  await list.getByRole("button", { name: `Remove ${sandboxUuid(3)} from this list` }).click();
  await expect(list.getByText("api.example.com")).toHaveCount(0);
  await expect(entries).toHaveText(both.slice(1), { useInnerText: true });
  await list.getByRole("button", { name: "Remove all from this list" }).click();
  await expect(list).toHaveCount(0);
  expect((await stores(page)).session).toEqual([]);
  await page.reload();
  await expect(page.getByLabel("User name")).toBeVisible();
  await expect(list).toHaveCount(0);
});

test("signing out removes what was opened", async ({ page }) => {
  await openOrder(page, sandboxUuid(1));
  await expect(shownOrder(page)).toBeVisible();
  expect((await stores(page)).session).toEqual(["certview-orders.recent"]);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("User name")).toBeVisible();
  expect((await stores(page)).session).toEqual([]);
  await page.getByRole("link", { name: TEXT.homeLink }).click();
  await expect(page.getByLabel(TEXT.uuidLabel)).toBeVisible();
  await expect(page.getByText(TEXT.recentHeading)).toHaveCount(0);
});

test("the bar shows how long ago the request was updated, and is kept current", async ({ page }) => {
  await page.clock.install();
  await openOrder(page, SAMPLE);
  const bar = page.locator(".updated");
  await expect(bar.getByText("just now")).toBeVisible();
  const loaded = Date.parse((await bar.locator("time").getAttribute("datetime")) ?? "");
  // The clock is stopped from here on; relative times are brought up to date every five seconds.
  await page.clock.pauseAt(loaded + 30_000);
  await page.clock.runFor(16_000);
  await expect(bar.getByText("Updated 40 seconds ago")).toBeVisible();
  await page.clock.runFor(MINUTE);
  await expect(bar.getByText("Updated 1 minute ago")).toBeVisible();
});

test("title and focus follow back and forward", async ({ page }) => {
  await page.goto("/");
  await signIn(page);
  await page.getByRole("link", { name: "The documentation's sample" }).click();
  await expect(heading(page, "example.com")).toBeVisible();
  await expect(heading(page)).toBeFocused();
  await page.goBack();
  await expect(heading(page, TEXT.startHeading)).toBeVisible();
  await expect(page).toHaveTitle("CertView orders");
  await expect(page.getByRole("link", { name: "The documentation's sample" })).toBeFocused();
  await page.goForward();
  await expect(heading(page, "example.com")).toBeVisible();
  await expect(page).toHaveTitle("example.com · Submitted – CertView orders");
});

test("everything by keyboard", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByLabel("User name")).toBeVisible();
  const focused = page.locator(":focus");
  for (const stop of ["Skip to the content", TEXT.homeLink, TEXT.tableHeading, "Settings"]) {
    await page.keyboard.press("Tab");
    await expect(focused).toHaveText(stop);
  }
  await page.keyboard.press("Tab");
  await page.keyboard.type("sandbox");
  await page.keyboard.press("Tab");
  await page.keyboard.type("sandbox");
  await page.keyboard.press("Enter");
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.type(SAMPLE);
  await page.keyboard.press("Enter");
  await expect(heading(page, "example.com")).toBeVisible();
  for (const stop of [/^Review: 1 error/, TEXT.actions, /^Placeholder instead of a CSR/, "Encoded CSR"]) {
    await page.keyboard.press("Tab");
    await expect(focused).toHaveText(stop);
  }
  await expect(focused).toHaveCSS("outline-style", "solid");
  // The buttons are next to the details element, so they follow all of its content.
  const refresh = page.getByRole("button", { name: TEXT.refreshButton });
  const isRefresh = () => refresh.evaluate((button) => button === document.activeElement);
  for (let stops = 0; stops < 60 && !(await isRefresh()); stops += 1) {
    await page.keyboard.press("Tab");
  }
  await expect(refresh).toBeFocused();
  for (const stop of [TEXT.watchButton, "Copy link", "Print", "Download JSON"]) {
    await page.keyboard.press("Tab");
    await expect(focused).toHaveText(stop);
  }
  await expect(focused).toHaveCSS("outline-style", "solid");
});

test("skipping to the content loads nothing again", async ({ page }) => {
  await openOrder(page, SAMPLE);
  await expect(shownOrder(page)).toBeVisible();
  const calls = countCalls(page);
  await page.getByRole("link", { name: "Skip to the content" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/#main$/);
  await expect(shownOrder(page)).toBeVisible();
  expect(calls()).toBe(0);
});

test("an unknown address is reported", async ({ page }) => {
  const answer = await page.goto("/nowhere");
  expect(answer?.status()).toBe(404);
  await expect(heading(page, "Page not found")).toBeVisible();
  await page.goto("/orders/not-a-uuid");
  await expect(page.getByText("which is not a UUID")).toBeVisible();
  await page.getByRole("link", { name: "Go to the start page" }).click();
  await expect(heading(page, "Certificate requests")).toBeVisible();
});

test("a text without a UUID names what was expected", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel(TEXT.uuidLabel).fill("hello");
  await page.getByRole("button", { name: TEXT.openButton, exact: true }).click();
  await expect(page.getByText(TEXT.noUuid)).toBeVisible();
  await expect(page.getByLabel(TEXT.uuidLabel)).toHaveValue("hello");
  await enterUuid(page, `see https://host.example/orders/${SAMPLE}?x`);
  await expect(heading(page, TEXT.signInHeading)).toBeVisible();
});

test.describe("a program that cannot be loaded", () => {
  // The browser reports the failure to start as an uncaught error too, which is what it is.
  test.use({ expectedErrors: /WebAssembly/ });

  test("is explained", async ({ page }) => {
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 200, contentType: "application/wasm", body: "<!doctype html>" }));
    await page.goto("/");
    const reason = page.getByRole("alert").getByText("The page could not start");
    await expect(reason).toBeVisible();
    // Not only for screen readers, as "Loading…" is.
    expect((await reason.boundingBox())?.height).toBeGreaterThan(15);
  });
});
