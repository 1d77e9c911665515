// Wide and narrow, light and dark: nothing overflows, and axe-core finds no violation, in every state.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
  SAMPLE, TEXT, allowGatewayChoice, changeOrders, checksRun, configure, expect, heading, holdCalls, openOrder, openSignedIn, openTable, sandboxUuid, shownFailure, shownOrder, signIn, test,
} from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const REQUESTS = [SAMPLE, ...[1, 2, 3, 4, 5, 6, 8, 10, 11, 14, 15, 16].map(sandboxUuid)];
const FAILING = [401, 403, 4041, 429, 415].map(sandboxUuid);
const TABLE = [SAMPLE, ...[1, 2, 404, 7, 13, 14, 15, 16, 17, 401].map(sandboxUuid)];

/**
 * What axe-core finds, as "rule: selector".
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    // @ts-expect-error axe was evaluated above
    const result = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return result.violations.flatMap((/** @type {{ id: string, nodes: { target: string[] }[] }} */ violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}`));
  });
}

/** @param {Page} page */
async function expectNoOverflow(page, /** @type {string} */ state) {
  // The box of the root, not its `clientWidth`, which counts the gutter that is kept for a scroll bar.
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.getBoundingClientRect().width);
  expect(overflow, `${state} does not scroll sideways`).toBe(0);
}

/** @param {Page} page */
async function expectGood(page, /** @type {string} */ state) {
  await expectNoOverflow(page, state);
  expect(await violations(page), state).toEqual([]);
}

/**
 * Opens the actions of a request.
 * @param {Page} page
 */
async function openActions(page) {
  await page.getByText(TEXT.actions).click();
  await expect(page.locator(".available-actions")).toBeVisible();
}

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [320, 1280]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      test("start page, requests and failures", async ({ page }) => {
        await page.goto("/");
        await expect(page.getByLabel("User name")).toBeVisible();
        await expectGood(page, "start page");
        await signIn(page);
        await expect(page.getByText(TEXT.signedIn)).toBeVisible();
        for (const uuid of [...REQUESTS, ...FAILING]) {
          await page.getByLabel(TEXT.uuidLabel).fill(uuid);
          await page.getByRole("button", { name: TEXT.openButton, exact: true }).click();
          await expect(shownOrder(page).or(shownFailure(page)).first()).toBeVisible();
          await expectGood(page, uuid);
          await page.getByRole("link", { name: TEXT.homeLink }).click();
          await expect(page.getByRole("heading", { name: TEXT.sandboxHeading })).toBeVisible();
        }
      });

      test("table, recently opened, connection and actions", async ({ page }) => {
        await allowGatewayChoice(page);
        await openTable(page, TABLE);
        await page.getByRole("button", { name: "Created" }).click();
        await expect(page.locator("th[aria-sort=ascending]")).toBeVisible();
        await expect(page.locator(".renewal")).toBeVisible();
        await expectGood(page, "table");
        await page.locator("summary", { hasText: "Columns" }).click();
        await expect(page.getByLabel("CA status")).toBeVisible();
        await expectGood(page, "columns");
        await page.keyboard.press("Escape");
        await page.getByRole("link", { name: "bank.example.com" }).click();
        await openActions(page);
        await expectGood(page, "actions");
        await page.getByRole("link", { name: TEXT.homeLink }).click();
        await page.getByText(TEXT.connection, { exact: true }).click();
        await page.getByRole("button", { name: TEXT.testConnectionButton }).click();
        await expect(page.locator(".test-result")).toBeVisible();
        await expect(page.getByRole("region", { name: TEXT.recentHeading })).toBeVisible();
        await expectGood(page, "connection and recently opened");
        await page.getByLabel(TEXT.pathLabel).fill("orders");
        await page.getByRole("button", { name: TEXT.testConnectionButton }).click();
        await expect(page.getByText("The path style is not known")).toBeVisible();
        await expectGood(page, "connection that is refused");
      });

      test("sign-in, loading, menus and dialogs", async ({ page }) => {
        await configure(page, (config) => ({ ...config, decisions: true }));
        const calls = await holdCalls(page);
        await page.goto(`/orders/${sandboxUuid(22)}`);
        await expect(heading(page, TEXT.signInHeading)).toBeVisible();
        await expectGood(page, "request without a session");
        await signIn(page);
        const release = await calls.next();
        await expect(heading(page, TEXT.loadingHeading)).toBeVisible();
        await expectGood(page, "request that is loading");
        release();
        await expect(shownOrder(page)).toBeVisible();
        await expectGood(page, "request with errors");

        await page.locator("summary", { hasText: "Settings" }).click();
        await expect(page.getByLabel("Dark")).toBeVisible();
        await expectGood(page, "settings");
        await page.keyboard.press("Escape");
        await page.keyboard.press("?");
        await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
        await expectGood(page, "keyboard shortcuts");
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Approve…" }).click();
        const dialog = page.getByRole("dialog", { name: "Approve this request" });
        await expect(dialog).toBeVisible();
        await expectGood(page, "decision");
        await dialog.getByRole("button", { name: "Approve", exact: true }).click();
        await expect(dialog.locator("[aria-invalid=true], [role=alert]").filter({ visible: true }).first()).toBeVisible();
        await expectGood(page, "decision that lacks something");
        await page.keyboard.press("Escape");
        await expect(dialog).toBeHidden();

        const refreshed = page.getByRole("button", { name: TEXT.refreshButton });
        await refreshed.click();
        await calls.next();
        await expect(page.getByRole("button", { name: "Refreshing…" })).toBeVisible();
        await expectGood(page, "request that is refreshed");
      });

      test.describe("a token that expires after four minutes", () => {
        test.use({ server: "SANDBOX_FOUR_MINUTES" });

        test("the end of a session", async ({ page }) => {
          await page.clock.install();
          await openOrder(page, sandboxUuid(1));
          await expect(shownOrder(page)).toBeVisible();
          await page.clock.runFor(6_000);
          await page.getByText(`${TEXT.sessionEndsSoon}: sign in again`).click();
          await expect(page.getByLabel("User name")).toBeVisible();
          await expectGood(page, "session that ends soon");
          await page.clock.runFor(5 * 60_000);
          await expect(page.locator(".renewal").getByText(TEXT.sessionEnded)).toBeVisible();
          await expectGood(page, "session that has ended");
        });
      });
    });
  }
}

/**
 * Adds styles of the user's own. The policy forbids style elements, but not sheets that a script constructs.
 * @param {Page} page
 * @param {string} css
 */
function style(page, css) {
  return page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);
}

/**
 * The layout shifts since the page was loaded. Their values add up to the Cumulative Layout Shift.
 * @param {Page} page
 * @returns {Promise<Array<{ value: number, moved: string[] }>>} `moved`: the elements, and from where to where
 */
function layoutShifts(page) {
  return page.evaluate(async () => {
    const frames = (/** @type {number} */ count) => new Promise((resolve) => {
      const next = () => (count-- > 0 ? requestAnimationFrame(next) : resolve(undefined));
      next();
    });
    /** @type {Array<{ value: number, moved: string[] }>} */
    const shifts = [];
    const add = (/** @type {any[]} */ entries) => {
      for (const { value, sources } of entries.filter(({ hadRecentInput }) => !hadRecentInput)) {
        const moved = sources.map((/** @type {any} */ { node, previousRect: from, currentRect: to }) =>
          `${(node instanceof Element ? node : node?.parentElement)?.outerHTML.slice(0, 60)} from y ${from.y}, height ${from.height} to ${to.y}, ${to.height}`);
        shifts.push({ value, moved });
      }
    };
    // A shift is measured with the frame after it, and reported after that.
    await frames(2);
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    await frames(2);
    add(observer.takeRecords());
    return shifts;
  });
}

for (const width of [320, 1280]) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height: 800 } });

    test("no layout shift while a request is loaded", async ({ page }) => {
      await page.goto("/");
      await page.getByLabel(TEXT.keepSession).check();
      await signIn(page);
      await expect(page.getByText(TEXT.signedIn)).toBeVisible();
      const calls = await holdCalls(page);
      await page.goto(`/orders/${sandboxUuid(1)}`);
      const release = await calls.next();
      await expect(page.getByRole("heading", { name: TEXT.loadingHeading })).toBeVisible();
      expect(await layoutShifts(page), "before the answer").toEqual([]);
      release();
      await expect(page.locator("#csr .section-head .badge").getByText("Valid")).toBeVisible();
      expect(await layoutShifts(page), "with the answer").toEqual([]);
      // A shift is detected.
      await style(page, "main { margin-top: 20rem }");
      const shifts = await layoutShifts(page);
      expect(shifts.reduce((sum, { value }) => sum + value, 0)).toBeGreaterThan(0.1);
    });
  });
}

for (const [width, height] of /** @type {const} */ ([[1440, 900], [768, 1024], [427, 844], [390, 844], [320, 700]])) {
  test.describe(`${width} by ${height} px`, () => {
    test.use({ viewport: { width, height } });

    test("no request of the sandbox shifts while it is loaded and reviewed", async ({ page, request }) => {
      const { sandbox } = await (await request.get("/config.json")).json();
      expect(sandbox.orders.length).toBeGreaterThanOrEqual(49);
      await page.goto("/");
      await page.getByLabel(TEXT.keepSession).check();
      await signIn(page);
      await expect(page.getByText(TEXT.signedIn)).toBeVisible();
      const shifted = [];
      for (const { uuid, name } of sandbox.orders) {
        await page.goto(`/orders/${uuid}`);
        await expect(checksRun(page)).toBeVisible();
        await expect(page.locator(".fact-sections")).toBeVisible();
        shifted.push(...(await layoutShifts(page)).map((shift) => ({ name, ...shift })));
      }
      expect(shifted).toEqual([]);
    });

    test("nothing moves when the age of a request is put in other words", async ({ page }) => {
      await page.clock.install();
      await changeOrders(page, "**/digicert/orders/*", (order) => ({ ...order, created: new Date().toISOString() }));
      await openOrder(page, sandboxUuid(1));
      await expect(checksRun(page)).toBeVisible();
      const age = page.locator(".key-facts time");
      await expect(age).toHaveText("just now");
      const before = await layoutShifts(page);
      for (const [step, words] of /** @type {const} */ ([[20_000, /^\d0 seconds ago$/], [60_000, "1 minute ago"], [30 * 60_000, /^\d\d minutes ago$/]])) {
        await page.clock.runFor(step);
        await expect(age).toHaveText(words);
      }
      expect((await layoutShifts(page)).slice(before.length)).toEqual([]);
    });
  });
}

test.describe("1440 by 900 px", () => {
  test.use({ viewport: { width: 1440, height: 900 } });

  for (const uuid of [SAMPLE, sandboxUuid(1)]) {
    test(`facts, review, progress and next step of ${uuid} are visible without scrolling`, async ({ page }) => {
      await openOrder(page, uuid);
      await expect(shownOrder(page)).toBeVisible();
      await expect(page.locator(".badges a", { hasText: /(No problems found|\d+ (error|warning)s?) · .*\d+ checks run/ })).toBeVisible();
      const badges = page.locator(".badges > li");
      const facts = page.locator(".key-facts > div");
      expect(await badges.count()).toBeGreaterThanOrEqual(4);
      expect(await facts.count()).toBeGreaterThanOrEqual(7);
      const shown = [heading(page), ...(await badges.all()), page.locator(".order .next"), ...(await facts.all()), page.locator("#progress")];
      for (const locator of shown) {
        await expect(locator).toBeInViewport({ ratio: 1 });
      }
      expect(await page.evaluate(() => scrollY)).toBe(0);
    });
  }
});

test("in forced colours a badge has a border", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await openOrder(page, sandboxUuid(1));
  await expect(page.locator(".badge").first()).toBeVisible();
  expect(await page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
  const borders = await page.locator(".badge").evaluateAll((badges) => badges.map((badge) => {
    const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(badge);
    return { borderTopStyle, borderTopWidth, isVisible: borderTopColor !== backgroundColor };
  }));
  expect(borders.length).toBeGreaterThan(2);
  for (const border of borders) {
    expect(border).toEqual({ borderTopStyle: "solid", borderTopWidth: "1px", isVisible: true });
  }
});

for (const [reducedMotion, animation] of /** @type {const} */ ([["no-preference", "pulse"], ["reduce", "none"]])) {
  test.describe(`reduced motion: ${reducedMotion}`, () => {
    test.use({ contextOptions: { reducedMotion } });

    test("the skeleton is animated or not", async ({ page }) => {
      const calls = await holdCalls(page);
      await openOrder(page, sandboxUuid(1));
      const release = await calls.next();
      await expect(page.locator(".bone").first()).toHaveCSS("animation-name", animation);
      release();
      await expect(shownOrder(page)).toBeVisible();
    });
  });
}

/**
 * Visits the views of the page: table, request, failure, start page.
 * @param {Page} page
 * @param {(state: string) => Promise<void>} check
 */
async function everyPlace(page, check) {
  await openTable(page, TABLE.slice(0, -1));
  await check("table");
  await page.getByRole("link", { name: "bank.example.com" }).click();
  await openActions(page);
  await check("request");
  await page.goBack();
  await page.getByRole("link", { name: sandboxUuid(404) }).click();
  await expect(shownFailure(page)).toBeVisible();
  await check("failure");
  await page.getByRole("link", { name: TEXT.homeLink }).click();
  await page.getByText(TEXT.connection, { exact: true }).click();
  await expect(page.getByLabel(TEXT.pathLabel)).toBeVisible();
  await check("start page");
}

test.describe("text spaced as in WCAG 1.4.12", () => {
  test.use({ viewport: { width: 320, height: 800 } });

  test("does not overflow", async ({ page }) => {
    await everyPlace(page, async (state) => {
      await style(page, "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
      await expect(page.getByRole("heading", { level: 1 })).not.toHaveCSS("letter-spacing", "normal");
      await expectNoOverflow(page, state);
    });
  });
});

test.describe("at 200 % zoom", () => {
  test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });

  test("nothing overflows", async ({ page }) => {
    await everyPlace(page, (state) => expectNoOverflow(page, state));
  });
});
