// The page without a mouse: from the sign-in to the print, by keys alone.

import { SAMPLE, TEXT, expect, heading, openSignedIn, recordClipboard, sandboxUuid, shownOrder, test } from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */

/** More elements than any of these pages lets the Tab key stop at. */
const MOST_STOPS = 150;

/** @param {Locator} target */
const hasFocus = (target) => target.evaluate((element) => element === document.activeElement);

/**
 * Presses Tab until the element has the focus, which must be visible on each of its stops.
 * @param {Page} page
 * @param {Locator} target
 * @param {"Tab" | "Shift+Tab"} [key]
 */
async function tabTo(page, target, key = "Tab") {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await hasFocus(target)) {
      return;
    }
    await page.keyboard.press(key);
    expect(await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) {
        return "";
      }
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      return outlineStyle === "none" && boxShadow === "none" ? element.outerHTML.slice(0, 200) : "";
    }), "the focus is not visible here").toBe("");
  }
  throw new Error(`The Tab key does not come to ${target}.`);
}

/**
 * Signs in at the form of the page.
 * @param {Page} page
 */
async function signInByKeys(page) {
  await tabTo(page, page.getByLabel("User name"));
  await page.keyboard.type("sandbox");
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type("sandbox");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Signed in as sandbox")).toBeVisible();
}

test("sign in, open, review, copy, refresh and print a request", async ({ page }) => {
  const copied = await recordClipboard(page);
  await page.addInitScript(() => {
    window.print = () => {
      document.documentElement.dataset.printed = "yes";
    };
  });
  await page.goto("/");
  await signInByKeys(page);

  await tabTo(page, page.locator("#open-uuid"));
  await page.keyboard.type(sandboxUuid(22));
  await page.keyboard.press("Enter");
  await expect(shownOrder(page)).toBeVisible();
  await expect(heading(page)).toBeFocused();

  const finding = page.locator("#review .finding").first();
  await tabTo(page, finding.locator("summary"));
  await expect(finding).toHaveJSProperty("open", false);
  await page.keyboard.press("Enter");
  await expect(finding).toHaveJSProperty("open", true);
  // From the finding to the field that it is about.
  const link = finding.locator("a[href^='#']").first();
  await tabTo(page, link);
  const path = (await link.getAttribute("href"))?.slice(1) ?? "";
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe(path);

  await tabTo(page, page.getByRole("button", { name: "Copy UUID" }).first());
  await page.keyboard.press("Enter");
  expect(await copied()).toBe(sandboxUuid(22));

  await tabTo(page, page.getByRole("button", { name: "Print", exact: true }));
  await page.keyboard.press("Space");
  await expect(page.locator("html")).toHaveAttribute("data-printed", "yes");

  const read = page.waitForRequest((request) => request.url().includes(sandboxUuid(22)));
  await page.keyboard.press("r");
  await read;
});

test("several requests: opened, sorted, and one of them opened from the table", async ({ page }) => {
  await page.goto("/");
  await signInByKeys(page);
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await expect(page).toHaveURL(/\/orders$/);
  await tabTo(page, page.locator("#open-uuids"));
  await page.keyboard.type(`${sandboxUuid(1)} ${sandboxUuid(3)} ${SAMPLE}`);
  await tabTo(page, page.getByRole("button", { name: "Open all" }));
  await page.keyboard.press("Enter");
  const rows = page.locator(".requests tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: "shop.example.com" })).toHaveCount(1);
  const column = page.getByRole("columnheader").filter({ has: page.getByRole("button") }).first();
  await tabTo(page, column.getByRole("button"));
  await page.keyboard.press("Enter");
  await expect(column).toHaveAttribute("aria-sort", /ascending|descending/);
  await tabTo(page, rows.getByRole("link", { name: "shop.example.com" }));
  await page.keyboard.press("Enter");
  await expect(heading(page)).toContainText("shop.example.com");
});

test("Back returns the focus to the link that was followed, of several to the same request", async ({ page }) => {
  await openSignedIn(page);
  const sandbox = page.locator(`#sandbox-${sandboxUuid(1)}`);
  const recent = page.locator(`#recent-${sandboxUuid(1)}`);
  await sandbox.press("Enter");
  await expect(heading(page, "shop.example.com")).toBeVisible();
  await page.goBack();
  await expect(recent, "above it stands another link to that request now").toBeVisible();
  await expect(sandbox).toBeFocused();

  await recent.press("Enter");
  await expect(heading(page, "shop.example.com")).toBeFocused();
  await page.goBack();
  await expect(recent).toBeFocused();

  // By the place in the history, not by the page: the start page is in it twice.
  await recent.press("Enter");
  await page.getByRole("link", { name: TEXT.homeLink }).press("Enter");
  await sandbox.press("Enter");
  await expect(heading(page, "shop.example.com")).toBeFocused();
  await page.goBack();
  await expect(sandbox).toBeFocused();
  await page.goBack();
  await expect(heading(page, "shop.example.com")).toBeVisible();
  await page.goBack();
  await expect(recent).toBeFocused();

  // A link that is gone gives the focus to the heading.
  await recent.press("Enter");
  await expect(heading(page, "shop.example.com")).toBeFocused();
  await page.evaluate(() => sessionStorage.removeItem("certview-orders.recent"));
  await page.reload();
  await expect(heading(page, TEXT.signInHeading)).toBeVisible();
  await page.goBack();
  await expect(heading(page, TEXT.startHeading)).toBeFocused();
});

test("settings and the overview of the shortcuts: opened, used and closed; the focus returns", async ({ page }) => {
  await page.goto("/");
  await signInByKeys(page);
  const settings = page.locator(".settings > summary");
  await tabTo(page, settings, "Shift+Tab");
  await page.keyboard.press("Enter");
  const system = page.getByLabel("System");
  await tabTo(page, system);
  await page.keyboard.press("ArrowUp");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("Escape");
  await expect(system).toHaveCount(0);
  await expect(settings).toBeFocused();

  await page.keyboard.press("?");
  const overview = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(overview).toBeVisible();
  // No shortcut works while a dialog is open.
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await expect(overview).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/");
  await page.keyboard.press("Escape");
  await expect(overview).toHaveCount(0);
  await expect(settings).toBeFocused();

  await page.keyboard.press("Enter");
  const shortcuts = page.getByLabel("Keyboard shortcuts");
  await tabTo(page, shortcuts);
  await page.keyboard.press("Space");
  await expect(shortcuts).not.toBeChecked();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(overview).toHaveCount(0);
});

test.describe("decisions", () => {
  test.use({ server: "SANDBOX_DECISIONS" });
  test("rejected by keys", async ({ page }) => {
    await page.goto(`/orders/${sandboxUuid(43)}`);
    await signInByKeys(page);
    await expect(shownOrder(page)).toBeVisible();
    await tabTo(page, page.getByRole("button", { name: "Reject…" }), "Shift+Tab");
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByLabel("Comment (required)"));
    await page.keyboard.type("Wrong extended key usage");
    await tabTo(page, page.getByRole("button", { name: "Reject", exact: true }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog").getByRole("alert")).toHaveText("The request is rejected.");
    await tabTo(page, page.getByRole("dialog").getByRole("button", { name: "Close" }));
    await page.keyboard.press("Enter");
    await expect(heading(page)).toBeFocused();
  });
});
