// Keyboard shortcuts, settings, links within a request, retries, offline behaviour, and layout shifts.

import {
  TEXT, announcer, changeOrders, expect, openOrder, openSignedIn, recordClipboard, sandboxUuid, shownOrder, signIn, test,
} from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */

/**
 * Counts the calls for requests that have begun.
 * @param {Page} page
 */
function countOrderCalls(page) {
  const calls = { count: 0 };
  page.on("request", (request) => {
    if (/\/certview\/.*\/orders\//.test(request.url())) {
      calls.count += 1;
    }
  });
  return calls;
}

/**
 * Answers calls for requests with a failure, for as long as `isFailing` is true.
 * @param {Page} page
 * @param {{ status: number, headers?: Record<string, string>, body?: string }} answer
 */
async function failCalls(page, answer) {
  const state = { isFailing: true };
  await page.route("**/certview/**", (route) => (state.isFailing ? route.fulfill(answer) : route.continue()));
  return state;
}

test.describe("keyboard shortcuts", () => {
  test("each does what the overview describes", async ({ page }) => {
    await openOrder(page, sandboxUuid(1));
    await expect(shownOrder(page)).toBeVisible();

    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();

    const refreshed = page.waitForResponse(/\/orders\/0/);
    await page.keyboard.press("r");
    await refreshed;

    await page.keyboard.press("w");
    await expect(page.getByRole("button", { name: "Watch" })).toHaveAttribute("aria-pressed", "true");

    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await expect(page).toHaveURL(/\/orders$/);
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await expect(page).toHaveURL(/\/$/);
    await page.keyboard.press("/");
    await expect(page.getByLabel("Request UUID")).toBeFocused();
  });

  test("none acts while text is entered, in a dialog, with a modifier key or once they are switched off", async ({ page }) => {
    await openOrder(page, sandboxUuid(1));
    await expect(shownOrder(page)).toBeVisible();
    const calls = countOrderCalls(page);

    const field = page.getByRole("textbox", { name: "Open a request by UUID or link" });
    await page.keyboard.press("/");
    await expect(field).toBeFocused();
    await page.keyboard.type("rwgt?/");
    await expect(field).toHaveValue("rwgt?/");

    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("?");
    await page.keyboard.press("r");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Alt+r");

    await page.getByText("Settings").click();
    await page.getByLabel("Keyboard shortcuts").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("r");
    await page.keyboard.press("w");

    await expect(page.getByRole("button", { name: "Watch" })).toHaveAttribute("aria-pressed", "false");
    await expect(page).toHaveURL(/0001$/);
    expect(calls.count).toBe(0);
  });
});

test.describe("copying", () => {
  test.use({ permissions: ["clipboard-write"] });

  test("the key c copies the link; a copy that is repeated is announced again", async ({ page, baseURL }) => {
    const copied = await recordClipboard(page);
    await openOrder(page, sandboxUuid(1));
    await expect(shownOrder(page)).toBeVisible();
    await page.keyboard.press("c");
    await expect(announcer(page)).toHaveText("Link copied.");
    await expect(page.locator("html")).toHaveAttribute("data-copied", `${baseURL}/orders/${sandboxUuid(1)}`);

    const button = page.getByRole("button", { name: "Copy UUID" }).first();
    await button.click();
    expect(await copied()).toBe(sandboxUuid(1));
    const first = await announcer(page).locator("span").elementHandle();
    await button.click();
    // Screen readers announce what is added to the region.
    await expect.poll(() => first?.evaluate((element) => element.isConnected)).toBe(false);
    await expect(announcer(page)).toHaveText(TEXT.copied);
  });
});

test.describe("settings", () => {
  test("the theme is used at once and from the start of the next visit", async ({ page }) => {
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto("/");
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByText("Settings").click();
    await page.getByLabel("Dark").check();
    await expect.poll(background).not.toBe(light);
    const dark = await background();
    await page.reload();
    expect(await background()).toBe(dark);
  });

  test("times are shown in the zone that was chosen", async ({ page }) => {
    await openOrder(page, sandboxUuid(1));
    const created = page.locator("[data-path=created] time").first();
    await expect(created).not.toContainText("UTC");
    await page.getByText("Settings").click();
    await page.getByLabel("UTC").check();
    await expect(created).toContainText("UTC");
  });

  test("the menu closes on Escape, which returns the focus, and on a press outside", async ({ page }) => {
    await page.goto("/");
    const menu = page.getByRole("group").filter({ hasText: "Theme" });
    await page.getByText("Settings").click();
    await expect(page.getByLabel("Dark")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByLabel("Dark")).toBeHidden();
    await expect(page.locator("summary", { hasText: "Settings" })).toBeFocused();
    await page.getByText("Settings").click();
    await page.getByRole("heading", { level: 1 }).click();
    await expect(menu).toBeHidden();
  });

  test("fields that are not reported are shown one by one, for as long as the tab is open", async ({ page }) => {
    await openOrder(page, sandboxUuid(1));
    const row = page.locator("[data-path='validity.validityDays']");
    await expect(shownOrder(page)).toBeVisible();
    await expect(row).toHaveCount(0);
    await page.getByLabel("Show all fields").check();
    await expect(row).toContainText("Not reported");
    await page.reload();
    await signIn(page);
    await expect(row).toContainText("Not reported");
  });
});

test("the requests of the sandbox are grouped by what they show, and found by a text", async ({ page }) => {
  await page.goto("/");
  const groups = page.locator(".sandbox caption");
  await expect(groups).toContainText(["Status", "Product, validity and renewal", "Names", "CSR and key", "Failures"].map((name) => new RegExp(`^${name}$`)));
  await page.getByRole("searchbox", { name: "Find a sandbox request" }).fill("ROCA");
  await expect(groups).toHaveText(["CSR and key"]);
  await expect(page.locator(".sandbox tbody tr")).toHaveCount(1);
});

test.describe("links within a request", () => {
  test("the link of a finding focuses its field, and expands the section that contains it", async ({ page }) => {
    await openOrder(page, sandboxUuid(22));
    const finding = page.locator(".finding").filter({ hasText: "weak hash" });
    await finding.locator("summary").click();
    await finding.getByRole("link", { name: "Encoded CSR" }).click();
    const field = page.locator("[data-path='certificate.encodedCSR']");
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute("open", "");
  });

  test("the link to the section in view is marked", async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 700 });
    await openOrder(page, sandboxUuid(1));
    const sections = page.getByRole("navigation", { name: "Sections" });
    const current = sections.locator("[aria-current=true]");
    await expect(current).toHaveText("Progress");
    await sections.getByRole("link", { name: "CSR", exact: true }).click();
    await expect(current).toHaveText("CSR");
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect(current).toHaveText("Raw JSON");
    await page.evaluate(() => scrollTo(0, 0));
    await expect(current).toHaveText("Progress");
  });

  test("an address with a fragment opens at its section", async ({ page }) => {
    await page.goto(`/orders/${sandboxUuid(1)}#raw`);
    await signIn(page);
    await expect(page.getByRole("group", { name: "Raw JSON" })).toBeVisible();
  });

  test("on a narrow screen the actions are at the bottom edge", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openOrder(page, sandboxUuid(1));
    for (const name of ["Refresh", "Watch", "Copy link", "Print", "Download JSON"]) {
      const box = await page.getByRole("button", { name }).boundingBox();
      expect(box && box.y > 700 && box.y + box.height <= 844, name).toBe(true);
    }
  });
});

test.describe("temporary failures", () => {
  test("a limited call counts down and is repeated at the end", async ({ page }) => {
    const state = await failCalls(page, { status: 429, headers: { "Retry-After": "40" } });
    await page.clock.install();
    await openOrder(page, sandboxUuid(1));
    const countdown = page.getByRole("timer");
    await expect(countdown).toContainText("Trying again in");
    await page.clock.runFor(15_000);
    await expect(countdown).toHaveText(/in 2\d s/);
    state.isFailing = false;
    await page.clock.runFor(26_000);
    await expect(shownOrder(page)).toBeVisible();
  });

  test("the page shows that it is offline, and loads the request once the browser is back online", async ({ page, context }) => {
    await openOrder(page, sandboxUuid(1));
    await expect(shownOrder(page)).toBeVisible();
    await context.setOffline(true);
    await expect(page.getByRole("banner").getByText("Offline")).toBeVisible();
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(page.locator("[data-code=network]")).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByRole("banner").getByText("Offline")).toBeHidden();
    await expect(page.locator("[data-code=network]")).toBeHidden();
  });

  test("the focus moves from “Try again” to the heading when the call succeeds", async ({ page }) => {
    const state = await failCalls(page, { status: 404, body: "nothing here" });
    await openOrder(page, sandboxUuid(1));
    const button = page.getByRole("button", { name: "Try again" });
    await expect(button).toBeVisible();
    state.isFailing = false;
    await button.press("Enter");
    await expect(shownOrder(page)).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  });
});

test("a watched request marks the tab when it changes, and notifies at its end, while the tab is hidden", async ({ page }) => {
  await page.addInitScript(() => {
    document.hasFocus = () => false;
    /** @type {string[]} */
    const shown = [];
    class FakeNotification {
      static permission = "default";
      static async requestPermission() {
        document.documentElement.dataset.asked = String(Number(document.documentElement.dataset.asked ?? 0) + 1);
        FakeNotification.permission = "granted";
        return "granted";
      }
      /** @param {string} title @param {{ body: string }} options */
      constructor(title, options) {
        shown.push(`${title}: ${options.body}`);
      }
    }
    Object.assign(window, { Notification: FakeNotification, shown });
  });
  let status = "SUBMITTED";
  await changeOrders(page, "**/certview/**", (order) => ({ ...order, status }));
  await openOrder(page, sandboxUuid(1));
  await expect(page).toHaveTitle(/^shop/);
  await expect(page.locator("html"), "asked only when the button is pressed").not.toHaveAttribute("data-asked");
  await page.getByRole("button", { name: "Watch" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-asked", "1");
  status = "ISSUED";
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page).toHaveTitle(/^● shop\.example\.com · Issued/);
  await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", "/icon-changed.svg");
  // @ts-expect-error set above
  expect(await page.evaluate(() => window.shown)).toEqual(["Issued: shop.example.com · Issued"]);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(page).toHaveTitle(/^shop/);
  await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", "/icon.svg");
});

test.describe("table", () => {
  test("the chip “Failed” shows only the failed requests", async ({ page }) => {
    await openSignedIn(page, "/orders");
    await page.getByLabel("Request UUIDs").fill([1, 404, 3].map(sandboxUuid).join(" "));
    await page.getByRole("button", { name: "Open all" }).click();
    await page.getByRole("button", { name: "Failed 1" }).click();
    await expect(page.locator(".requests tbody tr")).toHaveCount(1);
    await expect(page.locator(".requests tbody")).toContainText("No such request");
  });

  test("the UUID is shown below a name that is not unique", async ({ page }) => {
    await openSignedIn(page, "/orders");
    await page.getByLabel("Request UUIDs").fill([1, 3].map(sandboxUuid).join(" "));
    await page.getByRole("button", { name: "Open all" }).click();
    const body = page.locator(".requests tbody");
    await expect(body).toContainText("shop.example.com");
    await expect(body).not.toContainText(sandboxUuid(1));
    await page.getByLabel("Request UUIDs").fill([1, 22].map(sandboxUuid).join(" "));
    await page.getByRole("button", { name: "Open all" }).click();
    await expect(body).toContainText(sandboxUuid(1));
    await expect(body).toContainText(sandboxUuid(22));
  });
});

test.describe("no layout shift", () => {
  test.beforeEach(async ({ page, browserName }) => {
    test.skip(browserName !== "chromium", "only Chromium reports layout shifts");
    await page.addInitScript(() => {
      /** @type {number[]} */
      const shifts = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          // @ts-expect-error not in TypeScript's library
          if (!entry.hadRecentInput) {
            // @ts-expect-error not in TypeScript's library
            shifts.push(entry.value);
          }
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
  });

  for (const width of [390, 768, 1440]) {
    for (const path of ["/", "/orders", `/orders/${sandboxUuid(1)}`]) {
      test(`${path} at ${width} px, signed in or not`, async ({ page }) => {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        await page.getByLabel("Keep me signed in").check();
        await signIn(page);
        await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
        // @ts-expect-error set above
        expect(await page.evaluate(() => window.shifts)).toEqual([]);
        await page.reload();
        await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
        await page.waitForLoadState("networkidle");
        // @ts-expect-error set above
        expect(await page.evaluate(() => window.shifts)).toEqual([]);
      });
    }
  }
});
