// The faults of tests/faults/faults.mjs met by the page, with the gateway on an origin of its own: what the person sees, how
// often it was tried, that it ends by the deadline, and that the next request is shown. One session meets them all. The
// page's clock is put forward, so that its 30 seconds take three.

import { FAULTS } from "../faults/faults.mjs";
import { startFaultGateway } from "../faults/gateway.mjs";
import { startServer, unusedOrigin } from "../support/server.mjs";
import { TEXT, configure, enterUuid, expect, everythingIn, shownFailure, shownOrder, signIn, test as base } from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../faults/faults.mjs").Fault} Fault */

const DEADLINE_MS = 30_000;
/** What the page itself and the steps of the clock may add. */
const SLACK_MS = 4_000;
const STEP_MS = 500;
/** A page meets the faults in pieces, so that several can run at a time. */
const PIECES = 4;

const test = base.extend(/** @type {import("@playwright/test").Fixtures<{}, { origins: { own: string, gateway: import("../faults/gateway.mjs").FaultGateway } }, import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions, {}>} */ ({
  origins: [async ({}, use) => {
    const gateway = await startFaultGateway();
    const own = await unusedOrigin();
    const sources = [gateway.origin, gateway.elsewhere].flatMap((origin) => ["--connect-src", origin]);
    const server = await startServer(["--sandbox", "--listen", own.slice("http://".length), ...sources]);
    await use({ own, gateway });
    await server.stop();
    await gateway.stop();
  }, { scope: "worker" }],
  baseURL: ({ origins }, use) => use(origins.own),
}));
// The browser reports redirects to other origins as refused by CORS, besides the failed loads.
test.use({ expectedErrors: /CORS policy|Failed to load/ });

/**
 * Opens the page with the gateway that fails, and signs in there.
 * @param {Page} page
 * @param {string} gateway
 */
async function openAt(page, gateway) {
  await page.clock.install();
  await configure(page, (config, baseUrl) => ({ ...config, gateway: { ...config.gateway, baseUrl } }), gateway);
  await page.goto("/");
  await signIn(page);
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
}

/**
 * Opens a request and puts the clock forward until it is shown, or why it is not.
 * @param {Page} page
 * @param {Fault} fault
 */
async function expectSeen(page, { name, uuid, browser, seen }) {
  const shown = shownOrder(page).or(shownFailure(page)).first();
  const started = await page.evaluate(() => Date.now());
  await enterUuid(page, uuid);
  await expect(async () => {
    await page.clock.runFor(STEP_MS);
    expect(await shown.isVisible()).toBe(true);
  }, name).toPass({ intervals: [50] });
  const tookMs = (await page.evaluate(() => Date.now())) - started;
  expect(tookMs, name).toBeLessThan(DEADLINE_MS + SLACK_MS);
  if (browser.code === "order") {
    await expect(shownOrder(page), name).toBeVisible();
    return;
  }
  const failure = shownFailure(page);
  await expect(failure, name).toHaveAttribute("data-code", browser.code);
  if (browser.code === "rate_limited" && browser.retryAfterMs !== undefined) {
    // Repeated without the user: the countdown says the wait, and there is nothing to do.
    const countdown = page.getByRole("timer");
    await expect(countdown, name).toHaveText(/^Trying again in \d+ s\.$/);
    const remainingMs = 1_000 * Number(/\d+/.exec(await countdown.innerText())?.[0]);
    expect(remainingMs, name).toBeLessThanOrEqual(browser.retryAfterMs);
    expect(remainingMs, name).toBeGreaterThanOrEqual(browser.retryAfterMs - STEP_MS);
  } else {
    await expect(failure, name).toHaveText(seen);
    await expect(failure, name).toHaveText(browser.code === "unauthorized" ? /Sign in again to continue\./ : /What to do:/);
  }
  await expect(failure.getByText(/^Tried \d+ times\.$/), name).toHaveText((browser.attempts ?? 1) > 1 ? [`Tried ${browser.attempts} times.`] : []);
  if (browser.code === "timeout") {
    expect(tookMs, name).toBeGreaterThan(DEADLINE_MS - SLACK_MS);
  }
}

/**
 * Repeats the call now that the gateway answers it, and returns to the start page.
 * @param {Page} page
 * @param {import("../faults/gateway.mjs").FaultGateway} gateway
 * @param {Fault} fault
 */
async function expectNextCall(page, gateway, { name, uuid, browser }) {
  if (browser.code !== "order") {
    gateway.heal(uuid);
    if (browser.code === "unauthorized") {
      await signIn(page);
    } else {
      await page.getByRole("button", { name: "Try again" }).click();
    }
    await expect(shownOrder(page), name).toBeVisible();
  }
  await page.getByRole("link", { name: TEXT.homeLink }).click();
}

for (let piece = 0; piece < PIECES; piece += 1) {
  test(`each fault has its code, its words and its end (${piece + 1} of ${PIECES})`, async ({ page, origins: { gateway } }) => {
    await openAt(page, gateway.origin);
    for (const fault of FAULTS.filter(({ onPage, isDown }, index) => onPage && !isDown && index % PIECES === piece)) {
      await expectSeen(page, fault);
      await expectNextCall(page, gateway, fault);
    }
    const everything = await everythingIn(page);
    for (const authorization of gateway.authorizations()) {
      expect(authorization).toMatch(/^Bearer ey/);
      expect(everything, "a token is in the page").not.toContain(authorization.slice("Bearer ".length));
    }
    expect(gateway.strayed(), "something reached another origin").toEqual([]);
  });
}

test("a gateway that is gone, and is back", async ({ page, origins: { gateway } }) => {
  await openAt(page, gateway.origin);
  for (const fault of FAULTS.filter(({ isDown }) => isDown)) {
    await gateway.pause();
    await expectSeen(page, fault);
    await gateway.resume();
    await expectNextCall(page, gateway, fault);
  }
});
