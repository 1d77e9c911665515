// Approving, rejecting and cancelling: what the dialog shows, what is sent, and what the page then reports. The sandbox
// keeps its decisions as long as it runs, so each test decides on requests of its own.

import { changeOrders, checksRun, deferred, enterUuid, everythingIn, expect, heading, openSignedIn, sandboxUuid, shownOrder, test as base } from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */

/** @typedef {"Approve" | "Reject" | "Cancel"} Name */

/**
 * @typedef {object} Decider
 * @property {() => number} puts how many decisions the page has sent
 * @property {(uuid: string) => Promise<{ uuid: string, status: string, comment: string, user: string }[]>} recorded what
 *   the sandbox has recorded about a request
 * @property {(uuid: string, status: string) => Promise<void>} decideElsewhere decides as another user
 */

const test = base.extend(/** @type {import("@playwright/test").Fixtures<{ decider: Decider }, {}, import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions>} */ ({
  decider: async ({ page, request }, use) => {
    let puts = 0;
    page.on("request", (sent) => (puts += sent.method() === "PUT" ? 1 : 0));
    await use({
      puts: () => puts,
      recorded: async (uuid) =>
        (await (await request.get("/sandbox/decisions")).json()).filter((/** @type {{ uuid: string }} */ one) => one.uuid === uuid),
      decideElsewhere: async (uuid, status) => {
        const form = { username: "doe_john", password: "sandbox", token: "true", permissions: "true" };
        const token = await (await request.post("/auth", { form })).text();
        const answer = await request.put(`/certview/rest/public/v1/certificates/enrollment/digicert/orders/${uuid}/status`, {
          headers: { authorization: `Bearer ${token}` },
          data: { status, comment: "Decided elsewhere" },
        });
        expect(answer.status()).toBe(204);
      },
    });
  },
}));

test.use({ server: "SANDBOX_DECISIONS" });

/** The UUID of a request that fails when it is decided. */
const faulty = (/** @type {string} */ end) => sandboxUuid(`d${end}`);

const dialog = (/** @type {Page} */ page) => page.getByRole("dialog");
const comment = (/** @type {Page} */ page) => dialog(page).getByLabel("Comment (required)");
const opener = (/** @type {Page} */ page, /** @type {Name} */ name) =>
  page.getByRole("group", { name: "Decide" }).getByRole("button", { name: `${name}…` });
const submitter = (/** @type {Page} */ page, /** @type {Name} */ name) =>
  dialog(page).getByRole("button", { name: name === "Cancel" ? "Cancel the request" : name, exact: true });
const record = (/** @type {Page} */ page) => page.getByRole("region", { name: "Decision" });

/**
 * Opens a request as one of the sandbox's users.
 * @param {Page} page
 * @param {string} uuid
 * @param {string} [user]
 */
async function openAs(page, uuid, user = "sandbox") {
  await page.goto(`/orders/${uuid}`);
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Password", { exact: true }).fill("sandbox");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(shownOrder(page)).toBeVisible();
}

/**
 * Opens the dialog, writes a comment, accepts what has to be accepted and sends the decision.
 * @param {Page} page
 * @param {Name} name
 * @param {string} [text]
 */
async function decide(page, name, text = "Checked with the owner") {
  await opener(page, name).click();
  await comment(page).fill(text);
  await submitter(page, name).click();
}

/** Where the focus is. */
const focused = (/** @type {Page} */ page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) {
      return "browser";
    }
    return element.closest("dialog") === null ? `outside: ${element.outerHTML}` : `dialog: ${element.id || element.textContent}`;
  });

for (const { name, past, status, end, badge } of /** @type {const} */ ([
  { name: "Approve", past: "approved", status: "APPROVED", end: 1, badge: "Approved" },
  { name: "Reject", past: "rejected", status: "REJECTED", end: 10, badge: "Rejected" },
  { name: "Cancel", past: "cancelled", status: "CANCELLED", end: 21, badge: "Cancelled" },
])) {
  test(`${name}: sent once, confirmed by the status, recorded, and nothing kept of the comment`, async ({ page, decider }) => {
    const uuid = sandboxUuid(end);
    await openAs(page, uuid);
    await decide(page, name, `  Agreed on in ${name} meeting  `);
    await expect(dialog(page).getByRole("alert")).toHaveText(`The request is ${past}.`);
    expect(await focused(page)).toMatch(/^dialog/);
    await dialog(page).getByRole("button", { name: "Close" }).click();
    await expect(dialog(page)).toHaveCount(0);
    // The button that opened it is disabled now.
    await expect(heading(page)).toBeFocused();

    await expect(page.locator(".order-summary").getByText(badge, { exact: true })).toBeVisible();
    for (const other of /** @type {const} */ (["Approve", "Reject", "Cancel"])) {
      await expect(opener(page, other)).toBeDisabled();
      const reason = { Approve: "The request is approved already.", Reject: "CertView allows it only before approval.", Cancel: "CertView allows it only before approval." }[other];
      await expect(opener(page, other)).toHaveAccessibleDescription(name === "Approve" ? reason : "The request has ended.");
    }
    await expect(record(page)).toContainText(`${status} was sent `);
    await expect(record(page)).toContainText("by sandbox (the user of the token)");
    await expect(record(page)).toContainText(`The request is ${past}.`);
    expect(await decider.recorded(uuid)).toMatchObject([{ status, comment: `Agreed on in ${name} meeting`, user: "sandbox" }]);
    expect(decider.puts()).toBe(1);
    expect(await everythingIn(page)).not.toContain("Agreed on in");
  });
}

test("the record has the review as it was, and is printed", async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => {
      document.documentElement.dataset.printed = "yes";
    };
  });
  await openAs(page, sandboxUuid(12));
  await expect(checksRun(page)).toBeVisible();
  const titles = await page.locator("#review .finding-title").allTextContents();
  expect(titles.length).toBeGreaterThan(1);
  await expect(record(page)).toHaveCount(0);
  await decide(page, "Reject");
  await expect(dialog(page).getByRole("alert")).toHaveText("The request is rejected.");
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await expect(record(page)).toContainText(`Review at that moment: ${titles.length} findings`);
  for (const title of titles) {
    await expect(record(page).getByRole("listitem").filter({ hasText: title })).not.toHaveCount(0);
  }
  await record(page).getByRole("button", { name: "Print record" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-printed", "yes");
  await page.emulateMedia({ media: "print" });
  await expect(record(page).getByText("REJECTED was sent")).toBeVisible();
  await expect(record(page).getByRole("button", { name: "Print record" })).toBeHidden();
});

test("the dialog repeats what is decided", async ({ page, decider }) => {
  await openAs(page, sandboxUuid(7));
  await opener(page, "Approve").click();
  await expect(dialog(page)).toHaveAccessibleName("Approve this request");
  const facts = dialog(page).locator("dl");
  for (const label of ["Names", "Requester", "Product", "Validity"]) {
    await expect(facts.getByText(label, { exact: true })).toBeVisible();
  }
  const names = await facts.getByRole("listitem").allTextContents();
  expect(names[0]).toBe(await heading(page).evaluate((element) => element.firstChild?.textContent));
  await expect(facts).toContainText("roe_jane");
  await expect(facts).toContainText("ssl_ev_securesite_pro");
  expect(decider.puts()).toBe(0);
});

test("every error and warning of the review is in the dialog", async ({ page }) => {
  await openAs(page, sandboxUuid(22));
  await expect(checksRun(page)).toBeVisible();
  const problems = await page.locator("#review .finding").evaluateAll((findings) =>
    findings.filter((finding) => !finding.closest("[data-tone=active]")).map((finding) => finding.querySelector(".finding-title")?.textContent ?? ""));
  await opener(page, "Reject").click();
  const listed = dialog(page).getByRole("list", { name: "Errors and warnings of the review" });
  const shown = await listed.getByRole("listitem").allTextContents();
  expect(shown.length).toBeGreaterThan(2);
  for (const line of shown) {
    expect(line).toMatch(/^(error|warning): /);
    expect(problems).toContain(line.replace(/^\w+: /, ""));
  }
});

test("a comment is required, counted, bounded and without control characters", async ({ page, decider }) => {
  const uuid = sandboxUuid(9);
  await openAs(page, uuid);
  await opener(page, "Reject").click();
  const problem = dialog(page).locator("#comment-problem");
  const count = dialog(page).locator("#comment-count");
  await expect(count).toHaveText(/^0 of 2000 characters/);
  await submitter(page, "Reject").click();
  await expect(problem).toHaveText("A comment is required.");
  await expect(comment(page)).toBeFocused();
  await expect(comment(page)).toHaveAttribute("aria-invalid", "true");
  for (const [text, length, message] of /** @type {const} */ ([
    ["   ", 0, "A comment is required."],
    ["two\nlines", 9, "The comment contains a line break, a tab or another control character."],
    ["a\u0007bell", 6, "The comment contains a line break, a tab or another control character."],
    ["x".repeat(2001), 2001, "The comment is longer than 2,000 characters."],
  ])) {
    await comment(page).fill(text);
    await expect(problem).toHaveText("");
    await expect(count).toHaveText(new RegExp(`^${length} of 2000 characters`));
    await submitter(page, "Reject").click();
    await expect(problem).toHaveText(message);
  }
  expect(decider.puts()).toBe(0);
  // Characters, not UTF-16 units.
  await comment(page).fill("😀".repeat(2000));
  await expect(count).toHaveText(/^2000 of 2000 characters/);
  await submitter(page, "Reject").click();
  await expect(dialog(page).getByRole("alert")).toHaveText("The request is rejected.");
  expect(await decider.recorded(uuid)).toMatchObject([{ status: "REJECTED", comment: "😀".repeat(2000) }]);
});

test("approving a request whose review has errors needs one more acceptance", async ({ page, decider }) => {
  const uuid = sandboxUuid(26);
  const tick = dialog(page).getByLabel("I approve although the review has errors");
  await openAs(page, uuid);
  await opener(page, "Reject").click();
  await expect(tick).toHaveCount(0);
  await page.keyboard.press("Escape");
  await decide(page, "Approve");
  await expect(dialog(page).getByText("Tick this to approve a request whose review has errors.")).toBeVisible();
  await expect(tick).toBeFocused();
  expect(decider.puts()).toBe(0);
  await tick.check();
  await submitter(page, "Approve").click();
  await expect(dialog(page).getByRole("alert")).toHaveText("The request is approved.");
  expect(await decider.recorded(uuid)).toMatchObject([{ status: "APPROVED" }]);
});

test("a requester is warned about deciding on an own request, and the gateway's refusal is shown", async ({ page, decider }) => {
  const uuid = sandboxUuid(36);
  await openAs(page, uuid, "roe_jane");
  await opener(page, "Reject").click();
  await expect(dialog(page).getByText("You submitted this request yourself.")).toBeVisible();
  await comment(page).fill("Not needed");
  await submitter(page, "Reject").click();
  const failure = dialog(page).getByRole("alert").filter({ hasText: "The gateway does not allow this user to decide on this request (HTTP 403)." });
  await expect(failure).toBeVisible();
  await expect(failure).toContainText("The roe_jane user is not an approver of this request");
  await expect(failure).toContainText("One of the approvers, a PKI administrator or a manager may approve");
  await expect(comment(page)).toHaveValue("Not needed");
  expect(await decider.recorded(uuid)).toEqual([]);
  expect(decider.puts()).toBe(1);
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await expect(record(page)).toHaveCount(0);
});

test("an approver who is not the requester is not warned", async ({ page, decider }) => {
  const uuid = sandboxUuid(50);
  await openAs(page, uuid, "doe_john");
  await decide(page, "Cancel");
  await expect(dialog(page).getByRole("alert")).toHaveText("The request is cancelled.");
  await expect(dialog(page).getByText("You submitted this request yourself.")).toHaveCount(0);
  expect(await decider.recorded(uuid)).toMatchObject([{ status: "CANCELLED", user: "doe_john" }]);
});

test("where the host refuses it, requesters are not offered to approve their own requests", async ({ page }) => {
  await page.route(/\/orders\/[^/]+$/, async (route) => {
    if (route.request().resourceType() !== "document") {
      return route.fallback();
    }
    const response = await route.fetch();
    const html = (await response.text()).replace('"decisions":true', '"decisions":true,"selfApproval":"refuse"');
    expect(html).toContain("selfApproval");
    await route.fulfill({ response, body: html });
  });
  await openAs(page, sandboxUuid(49), "roe_jane");
  await expect(opener(page, "Approve")).toBeDisabled();
  await expect(opener(page, "Approve")).toHaveAccessibleDescription("You submitted this request, and requesters may not approve their own requests here.");
  await expect(opener(page, "Cancel")).toBeEnabled();
});

test("a request in another state: the buttons are disabled, with the reason", async ({ page }) => {
  for (const [end, reasons] of /** @type {const} */ ([
    [2, ["The request is approved already.", "CertView allows it only before approval.", "CertView allows it only before approval."]],
    [3, ["The request has ended.", "The request has ended.", "The request has ended."]],
    [6, ["The status is not known.", "The status is not known.", "The status is not known."]],
  ])) {
    await openAs(page, sandboxUuid(end));
    for (const [index, name] of /** @type {const} */ (["Approve", "Reject", "Cancel"]).entries()) {
      await expect(opener(page, name)).toBeDisabled();
      await expect(opener(page, name)).toHaveAccessibleDescription(/** @type {string} */ (reasons[index]));
    }
  }
});

test("a request that was decided meanwhile: nothing is sent, and it cannot be sent again", async ({ page, decider }) => {
  const uuid = sandboxUuid(32);
  await openAs(page, uuid);
  await opener(page, "Reject").click();
  await comment(page).fill("Wrong product");
  await decider.decideElsewhere(uuid, "APPROVED");
  await submitter(page, "Reject").click();
  await expect(dialog(page).getByRole("alert").filter({ hasText: "The request has changed since you opened it" })).toContainText("Nothing was sent.");
  await expect(dialog(page).getByText("This is no longer possible. CertView allows it only before approval.")).toBeVisible();
  await expect(submitter(page, "Reject")).toHaveCount(0);
  expect(decider.puts()).toBe(0);
  expect(await decider.recorded(uuid)).toMatchObject([{ status: "APPROVED", user: "doe_john" }]);
});

test("a request that was changed meanwhile: what changed is shown, the acceptance is cleared, and the decision starts over", async ({ page, decider }) => {
  const uuid = sandboxUuid(28);
  const tick = dialog(page).getByLabel("I approve although the review has errors");
  await openAs(page, uuid);
  await opener(page, "Approve").click();
  await tick.check();
  await comment(page).fill("As agreed");
  await changeOrders(page, `**/digicert/orders/${uuid}`, (order) => ({ ...order, approverUserNames: ["doe_john", "carl"] }));
  await submitter(page, "Approve").click();
  await expect(dialog(page).getByRole("alert").filter({ hasText: "has changed since you opened it: Approvers" })).toBeVisible();
  expect(decider.puts()).toBe(0);
  await expect(tick).not.toBeChecked();
  await expect(comment(page)).toHaveValue("As agreed");
  await submitter(page, "Approve").click();
  await expect(dialog(page).getByText("Tick this to approve")).toBeVisible();
  await tick.check();
  await submitter(page, "Approve").click();
  await expect(dialog(page).getByRole("alert")).toHaveText("The request is approved.");
  expect(decider.puts()).toBe(1);
  expect(await decider.recorded(uuid)).toMatchObject([{ status: "APPROVED", comment: "As agreed" }]);
});

test("a request that is decided between the check and the decision: the gateway's refusal (409) is shown", async ({ page, decider }) => {
  const uuid = sandboxUuid(33);
  await openAs(page, uuid);
  await page.route("**/status", async (route) => {
    await decider.decideElsewhere(uuid, "APPROVED");
    await route.continue();
  });
  await decide(page, "Cancel");
  const failure = dialog(page).getByRole("alert").filter({ hasText: "The gateway refuses the decision (HTTP 409)." });
  await expect(failure).toContainText("is APPROVED; its status cannot be changed to CANCELLED");
  await expect(page.getByText("The request is cancelled.")).toHaveCount(0);
  await dialog(page).getByRole("button", { name: "Close" }).click();
  // It is refreshed without the user.
  await expect(page.locator(".order-summary").getByText("Approved", { exact: true })).toBeVisible();
  await expect(record(page)).toHaveCount(0);
  expect(decider.puts()).toBe(1);
  expect(await decider.recorded(uuid)).toMatchObject([{ status: "APPROVED", user: "doe_john" }]);
});

test("a late answer: the dialog stays, nothing is sent twice, and the decision is confirmed", async ({ page, decider }) => {
  const uuid = faulty("0020");
  await openAs(page, uuid);
  await opener(page, "Approve").click();
  await comment(page).fill("As agreed");
  await submitter(page, "Approve").dblclick();
  const sending = dialog(page).getByRole("button", { name: "Sending…" });
  await expect(sending).toBeVisible();
  await expect(dialog(page).getByRole("button", { name: "Close" })).toHaveCount(0);
  await expect(comment(page)).not.toBeEditable();
  await page.keyboard.press("Escape");
  await expect(sending).toBeVisible();
  await sending.click({ force: true });
  await expect(record(page)).toContainText("The answer of the gateway has not arrived.");
  // The browser closes a dialog at the second Escape, whatever the page does: it is opened again for the outcome.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(dialog(page).getByRole("alert")).toHaveText("The request is approved.", { timeout: 40_000 });
  await expect(dialog(page).getByRole("alert")).toBeVisible();
  expect(decider.puts()).toBe(1);
  expect(await decider.recorded(uuid)).toMatchObject([{ status: "APPROVED", comment: "As agreed" }]);
});

test("a connection that breaks after the decision was carried out: read back, not sent again", async ({ page, decider }) => {
  const uuid = faulty("0206");
  await openAs(page, uuid);
  await decide(page, "Reject");
  await expect(dialog(page).getByRole("alert")).toHaveText("The request is rejected.");
  expect(decider.puts()).toBe(1);
  expect(await decider.recorded(uuid)).toMatchObject([{ status: "REJECTED", user: "sandbox" }]);
});

test("a gateway that fails before it decides: reported as not decided", async ({ page, decider }) => {
  const uuid = faulty("0500");
  await openAs(page, uuid);
  await decide(page, "Approve");
  await expect(dialog(page).getByText("The request was not approved: the gateway failed, and the request is unchanged.")).toBeVisible();
  await expect(dialog(page).getByText("The gateway failed", { exact: true })).toBeVisible();
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await expect(record(page)).toContainText("The request was not approved");
  await expect(page.locator(".order-summary").getByText("Submitted", { exact: true })).toBeVisible();
  await expect(opener(page, "Approve")).toBeFocused();
  expect(decider.puts()).toBe(1);
  expect(await decider.recorded(uuid)).toEqual([]);
});

test("a lost answer and an unchanged request: reported as unknown", async ({ page, decider }) => {
  const uuid = sandboxUuid(35);
  await openAs(page, uuid);
  await page.route("**/status", (route) => route.abort("connectionreset"));
  await decide(page, "Cancel");
  await expect(dialog(page).getByText("It is not known whether the request was cancelled")).toBeVisible();
  expect(decider.puts()).toBe(1);
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await expect(record(page)).toContainText("It is not known whether the request was cancelled");
});

test("another user decides a moment before: refused (409), and the request is shown as it is now", async ({ page, decider }) => {
  const uuid = faulty("0409");
  await openAs(page, uuid);
  await decide(page, "Approve");
  await expect(dialog(page).getByRole("alert").filter({ hasText: "The gateway refuses the decision (HTTP 409)." })).toContainText("is CANCELLED; its status cannot be changed to APPROVED");
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await expect(page.locator(".order-summary").getByText("Cancelled", { exact: true })).toBeVisible();
  await expect(opener(page, "Approve")).toBeDisabled();
  expect(decider.puts()).toBe(1);
  expect(await decider.recorded(uuid)).toMatchObject([{ status: "CANCELLED", user: "doe_john" }]);
});

test("a user who may not decide: refused (403)", async ({ page, decider }) => {
  const uuid = faulty("0403");
  await openAs(page, uuid);
  await decide(page, "Approve");
  await expect(dialog(page).getByRole("alert").filter({ hasText: "The gateway does not allow this user to decide" })).toBeVisible();
  expect(decider.puts()).toBe(1);
  expect(await decider.recorded(uuid)).toEqual([]);
});

/**
 * Opens a request from the start page, so that going back leaves its view and not the page.
 * @param {Page} page
 * @param {string} uuid
 */
async function openFromStart(page, uuid) {
  await openSignedIn(page);
  await enterUuid(page, uuid);
  await expect(shownOrder(page)).toBeVisible();
}

/**
 * Counts the readings of requests from now on.
 * @param {Page} page
 */
function countReads(page) {
  let reads = 0;
  page.on("request", (sent) => (reads += sent.method() === "GET" && sent.url().includes("/certview/") ? 1 : 0));
  return () => reads;
}

for (const { ending, end } of /** @type {const} */ ([{ ending: "closing the dialog", end: 44 }, { ending: "leaving", end: 42 }])) {
  test(`a status that comes late is waited for; ${ending} ends that`, async ({ page, decider }) => {
    const uuid = sandboxUuid(end);
    await page.clock.install();
    await openFromStart(page, uuid);
    await changeOrders(page, `**/digicert/orders/${uuid}`, (order) => ({ ...order, status: "SUBMITTED", caStatus: "" }));
    await decide(page, "Reject");
    await expect(dialog(page).getByRole("status")).toContainText("Waiting for the status to show it…");
    await expect(dialog(page).getByRole("button", { name: "Close" })).toBeVisible();
    const reads = countReads(page);
    await page.clock.runFor(2_100);
    await expect.poll(reads).toBeGreaterThan(0);
    if (ending === "leaving") {
      await page.goBack();
      await expect(shownOrder(page)).toHaveCount(0);
    } else {
      await dialog(page).getByRole("button", { name: "Close" }).click();
      await expect(record(page)).toContainText("The gateway accepted the decision. The request does not show the status REJECTED yet. Do not decide again");
    }
    const before = reads();
    await page.clock.runFor(90_000);
    await roundTrip(page);
    expect(reads()).toBe(before);
    expect(await decider.recorded(uuid)).toMatchObject([{ status: "REJECTED" }]);
  });
}

/** By then, the page has sent what it was about to send. */
const roundTrip = (/** @type {Page} */ page) => page.evaluate(async () => (await fetch("/config.json")).text());

test("leaving while the decision is in flight: it is carried out, and nothing is read after it", async ({ page, decider }) => {
  const uuid = sandboxUuid(41);
  await openFromStart(page, uuid);
  const { held, release } = deferred();
  await page.route("**/status", async (route) => {
    await held;
    await route.fetch();
    await route.abort("connectionreset");
  });
  const sent = page.waitForRequest((request) => request.method() === "PUT");
  await decide(page, "Cancel");
  const put = await sent;
  const failed = page.waitForEvent("requestfailed", (request) => request === put);
  await page.goBack();
  await expect(shownOrder(page)).toHaveCount(0);
  const reads = countReads(page);
  release();
  // By the lost answer, and not by the page.
  expect((await failed).failure()?.errorText).toBe("net::ERR_CONNECTION_RESET");
  await roundTrip(page);
  expect(reads()).toBe(0);
  expect(decider.puts()).toBe(1);
  expect(await decider.recorded(uuid)).toMatchObject([{ status: "CANCELLED" }]);
});

test("the check before a decision ends with the dialog, and nothing is sent then", async ({ page, decider }) => {
  const uuid = sandboxUuid(47);
  await openAs(page, uuid);
  const { held, release } = deferred();
  await page.route(`**/digicert/orders/${uuid}`, async (route) => {
    await held;
    await route.abort();
  });
  await decide(page, "Reject");
  await expect(dialog(page).getByRole("button", { name: "Checking…" })).toBeVisible();
  const stopped = page.waitForEvent("requestfailed", (failed) => failed.url().endsWith(uuid));
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  expect((await stopped).failure()?.errorText).toBe("net::ERR_ABORTED");
  release();
  await expect(opener(page, "Reject")).toBeFocused();
  expect(decider.puts()).toBe(0);
  expect(await decider.recorded(uuid)).toEqual([]);
});

test("the focus stays in the dialog, and returns to the button that opened it", async ({ page }) => {
  await openAs(page, sandboxUuid(34));
  await opener(page, "Cancel").focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).getByRole("heading", { name: "Cancel this request" })).toBeFocused();
  const places = new Set();
  for (const key of [...Array.from({ length: 6 }, () => "Tab"), ...Array.from({ length: 6 }, () => "Shift+Tab")]) {
    await page.keyboard.press(key);
    places.add(await focused(page));
  }
  expect([...places].filter((place) => place.startsWith("outside"))).toEqual([]);
  expect([...places].filter((place) => place.startsWith("dialog"))).toEqual(
    expect.arrayContaining(["dialog: decision-comment", "dialog: Cancel the request", "dialog: Close"]));
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(opener(page, "Cancel")).toBeFocused();

  // The comment was removed with the dialog.
  await page.keyboard.press("Enter");
  await comment(page).fill("not sent, not kept");
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await expect(opener(page, "Cancel")).toBeFocused();
  expect(await everythingIn(page)).not.toContain("not kept");
  await opener(page, "Reject").click();
  await expect(comment(page)).toHaveValue("");
});

test.describe("where the host does not permit decisions", () => {
  test.use({ server: "SANDBOX" });
  test("no decision is offered", async ({ page }) => {
    await openAs(page, sandboxUuid(1));
    await expect(page.getByRole("group", { name: "Decide" })).toHaveCount(0);
    for (const name of ["Approve", "Reject", "Cancel"]) {
      await expect(page.getByRole("button", { name: `${name}…` })).toHaveCount(0);
    }
    await expect(page.locator("dialog.decision")).toBeHidden();
  });
});
