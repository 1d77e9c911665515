// What cannot be shown: each failing request of the sandbox has a designed state of its own.

import {
  SAMPLE, TEXT, announcer, countCalls, enterUuid, expect, heading, openOrder, openSignedIn, refuseSession, repeatToken, sandboxUuid, shownFailure, shownOrder, signIn, test,
} from "./fixtures.mjs";

/** @type {Array<[number, string, RegExp]>} */
const FAILURES = [
  [403, "forbidden", /2012/],
  [404, "not_found", /Check the UUID/],
  [4041, "wrong_path", /No static resource[\s\S]*path style/],
  [409, "conflict", /no rate limit/],
  [500, "server", /Qualys Support/],
  [206, "network", /CORS/],
  [415, "decode", /web page/],
  [20, "too_large", /8 MiB/],
];

for (const [number, code, text] of FAILURES) {
  test(`${number}: ${code}`, async ({ page }) => {
    await openOrder(page, sandboxUuid(number));
    const failure = shownFailure(page);
    await expect(failure).toHaveAttribute("data-code", code);
    await expect(failure).toHaveText(text);
    await expect(failure).toHaveText(/What to do:/);
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    await expect(page.getByRole("link", { name: TEXT.openAnotherLink })).toBeVisible();
  });
}

test("401: one message, with the form to sign in again", async ({ page }) => {
  await openOrder(page, sandboxUuid(401));
  await expect(heading(page, TEXT.signInHeading)).toBeVisible();
  const failure = shownFailure(page);
  await expect(failure).toHaveCount(1);
  await expect(failure).toHaveAttribute("data-code", "unauthorized");
  await expect(failure).toContainText(TEXT.sessionRefused);
  await expect(failure).toContainText("The gateway says:");
  await expect(failure.getByLabel("User name")).toBeVisible();
  await expect(announcer(page), "the form is no alert").toHaveText(TEXT.sessionRefused);
  await expect(page.getByRole("alert").filter({ visible: true, hasText: /./ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: TEXT.openAnotherLink })).toBeVisible();
});

test("429: rate_limited, the wait said once, as a countdown", async ({ page }) => {
  await page.clock.setFixedTime(new Date());
  await openOrder(page, sandboxUuid(429));
  await expect(shownFailure(page)).toHaveAttribute("data-code", "rate_limited");
  await expect(page.getByRole("timer")).toHaveText("Trying again in 30 s.");
  await expect(page.getByRole("main").getByText(/\b30 s\b/)).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(page.getByRole("link", { name: TEXT.openAnotherLink })).toBeVisible();
});

test("503 twice, then the order", async ({ page }) => {
  await openOrder(page, sandboxUuid(503));
  await expect(shownOrder(page)).toBeVisible();
});

test("a call to a gateway that hangs times out after 30 seconds", async ({ page }) => {
  await page.clock.install();
  await openOrder(page, sandboxUuid(60));
  await expect(page.getByRole("heading", { name: TEXT.loadingHeading })).toBeVisible();
  await page.clock.runFor(29_000);
  await expect(shownFailure(page)).toHaveCount(0);
  await page.clock.runFor(2_000);
  await expect(shownFailure(page)).toHaveAttribute("data-code", "timeout");
});

test("no network at all: the request is loaded once there is one", async ({ page }) => {
  await openSignedIn(page);
  await page.context().setOffline(true);
  await enterUuid(page, SAMPLE);
  await expect(shownFailure(page)).toHaveAttribute("data-code", "network");
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await page.context().setOffline(false);
  await expect(heading(page, "example.com")).toBeVisible();
  await expect(shownFailure(page)).toHaveCount(0);
});

test("a call that failed is repeated by the user", async ({ page }) => {
  await openSignedIn(page);
  await page.route("**/certview/**", (route) => route.abort());
  await enterUuid(page, SAMPLE);
  await expect(shownFailure(page)).toHaveAttribute("data-code", "network");
  await page.unroute("**/certview/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(heading(page, "example.com")).toBeVisible();
  await expect(heading(page), "the focus does not go with the button").toBeFocused();
});

test("an ended session is renewed in place", async ({ page }) => {
  await openOrder(page, SAMPLE);
  await expect(shownOrder(page)).toBeVisible();
  await page.route("**/certview/**", (route) => route.fulfill({ status: 401, json: { message: "JWT expired" } }));
  await page.getByRole("button", { name: TEXT.refreshButton }).click();
  await expect(shownFailure(page)).toHaveText(new RegExp(TEXT.sessionRefused));
  await expect(shownFailure(page)).toHaveCount(1);
  await expect(shownOrder(page), "what was loaded stays").toBeVisible();
  await page.unroute("**/certview/**");
  await signIn(page);
  await expect(shownFailure(page)).toHaveCount(0);
  await expect(shownOrder(page)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(`/orders/${SAMPLE}`);
});

test("signing in again repeats the call, with the very same token too", async ({ page }) => {
  await repeatToken(page);
  const accept = await refuseSession(page);
  const calls = countCalls(page);
  await openOrder(page, SAMPLE);
  await expect(shownFailure(page)).toContainText("JWT expired");
  // Refused once more: the message is there again, and so is the form.
  await signIn(page);
  await expect.poll(calls).toBe(2);
  await expect(shownFailure(page)).toContainText("JWT expired");
  accept();
  await signIn(page);
  await expect(shownOrder(page)).toBeVisible();
  await expect(heading(page, "example.com")).toBeFocused();
  expect(calls()).toBe(3);
});
