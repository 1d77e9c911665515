// Wide and narrow, light and dark: nothing overflows, and axe-core has nothing to object to, in every state.

import { test } from "node:test";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { SAMPLE, holdCalls, openOrder, openTable, sandboxUuid, signIn, useSandbox } from "./harness.mjs";

const { withPage } = useSandbox();
const shortLived = useSandbox(["--token-lifetime", "4m"]);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe-core objects to, as "rule: selector".
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
async function objections(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    // @ts-expect-error axe was evaluated above
    const { violations } = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.flatMap((/** @type {{ id: string, nodes: { target: string[] }[] }} */ violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}`));
  });
}

/** @param {import("playwright-core").Page} page */
async function assertFits(page, /** @type {string} */ state) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(overflow, 0, `${state} scrolls sideways`);
}

/** @param {import("playwright-core").Page} page */
async function assertGood(page, /** @type {string} */ state) {
  await assertFits(page, state);
  assert.deepEqual(await objections(page), [], state);
}

const STATES = [SAMPLE, ...[1, 2, 3, 4, 5, 6, 8, 10, 11, 14, 15, 16].map(sandboxUuid)];
const FAILING = [401, 403, 4041, 429, 415].map(sandboxUuid);

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [320, 1280]) {
    test(`${colorScheme}, ${width} px`, async () => {
      await withPage(async (page) => {
        await page.goto("/");
        await page.getByLabel("User name").waitFor();
        await assertGood(page, "start page");
        await signIn(page);
        await page.getByText("Signed in as").waitFor();
        for (const uuid of [...STATES, ...FAILING]) {
          await page.getByLabel("Request UUID").fill(uuid);
          await page.getByRole("button", { name: "Open", exact: true }).click();
          await page.locator("article.order, .failure").first().waitFor();
          await assertGood(page, uuid);
          await page.getByRole("link", { name: "CertView orders" }).click();
          await page.getByRole("heading", { name: "Requests in this sandbox" }).waitFor();
        }
      }, { colorScheme, viewport: { width, height: 800 } });
    });
  }
}

const TABLE = [SAMPLE, ...[1, 2, 404, 7, 13, 14, 15, 16, 17, 401].map(sandboxUuid)];

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [320, 1280]) {
    const options = { colorScheme, viewport: { width, height: 800 } };
    test(`the table, what was opened, the gateway and what can be done: ${colorScheme}, ${width} px`, async () => {
      await withPage(async (page) => {
        await page.route("**/config.json", async (route) => {
          const config = await (await route.fetch()).json();
          await route.fulfill({ json: { ...config, gateway: { ...config.gateway, choose: true } } });
        });
        await openTable(page, TABLE);
        await page.getByRole("button", { name: "Created" }).click();
        await page.locator("th[aria-sort=ascending]").waitFor();
        await page.locator(".renewal").waitFor();
        await assertGood(page, "table");
        await page.getByRole("link", { name: "bank.example.com" }).click();
        await page.getByText("What can still be done").click();
        await page.locator(".possible").waitFor();
        await assertGood(page, "what can still be done");
        await page.getByRole("link", { name: "CertView orders" }).click();
        await page.getByText("Gateway and path").click();
        await page.getByRole("button", { name: "Use and test" }).click();
        await page.locator(".found").waitFor();
        await page.getByRole("region", { name: "Opened in this tab" }).waitFor();
        await assertGood(page, "gateway and what was opened");
        await page.getByLabel("Path of a request").fill("orders");
        await page.getByRole("button", { name: "Use and test" }).click();
        await page.getByText("The path style is not known").waitFor();
        await assertGood(page, "gateway that is refused");
      }, options);
    });

    test(`the end of a session: ${colorScheme}, ${width} px`, async () => {
      await shortLived.withPage(async (page) => {
        await page.clock.install();
        await openOrder(page, sandboxUuid(1));
        await page.locator("article.order").waitFor();
        await page.clock.runFor(6_000);
        await page.getByText("Your session ends within five minutes: sign in again").click();
        await page.getByLabel("User name").waitFor();
        await assertGood(page, "session that ends soon");
        await page.clock.runFor(5 * 60_000);
        await page.locator(".renewal").getByText("Your session has ended.").waitFor();
        await assertGood(page, "session that has ended");
      }, options);
    });
  }
}

/**
 * Adds styles of the reader's own. The policy forbids style elements; a sheet that a script constructs is none.
 * @param {import("playwright-core").Page} page
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
 * How much has moved by itself since the page was loaded, as Cumulative Layout Shift counts it.
 * @param {import("playwright-core").Page} page
 */
function shifted(page) {
  return page.evaluate(async () => {
    const frames = (/** @type {number} */ count) => new Promise((resolve) => {
      const next = () => (count-- > 0 ? requestAnimationFrame(next) : resolve(undefined));
      next();
    });
    let sum = 0;
    const add = (/** @type {any[]} */ entries) => entries.forEach(({ hadRecentInput, value }) => (sum += hadRecentInput ? 0 : value));
    // What has moved is measured with the frame after it, and told after that.
    await frames(2);
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    await frames(2);
    add(observer.takeRecords());
    return sum;
  });
}

for (const width of [320, 1280]) {
  test(`nothing moves while a request comes in, ${width} px`, async () => {
    await withPage(async (page) => {
      await page.goto("/");
      await page.getByLabel("Keep me signed in").check();
      await signIn(page);
      await page.getByText("Signed in as").waitFor();
      const calls = await holdCalls(page);
      await page.goto(`/orders/${sandboxUuid(1)}`);
      const release = await calls.next();
      await page.getByRole("heading", { name: "Reading the request…" }).waitFor();
      assert.equal(await shifted(page), 0, "before the answer");
      release();
      await page.locator("section.csr .fact", { hasText: "Self-signature" }).getByText("Valid").waitFor();
      assert.equal(await shifted(page), 0, "with the answer");
      // What would move is noticed.
      await style(page, "main { margin-top: 20rem }");
      assert.ok((await shifted(page)) > 0.1);
    }, { viewport: { width, height: 800 } });
  });
}

test("in forced colours a badge has a border", async () => {
  await withPage(async (page) => {
    await page.emulateMedia({ forcedColors: "active" });
    await openOrder(page, sandboxUuid(1));
    await page.locator(".badge").first().waitFor();
    assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
    const borders = await page.locator(".badge").evaluateAll((badges) => badges.map((badge) => {
      const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(badge);
      return { borderTopStyle, borderTopWidth, isSeen: borderTopColor !== backgroundColor };
    }));
    assert.ok(borders.length > 2);
    for (const border of borders) {
      assert.deepEqual(border, { borderTopStyle: "solid", borderTopWidth: "1px", isSeen: true });
    }
  });
});

for (const [reducedMotion, animation] of /** @type {const} */ ([["no-preference", "breathe"], ["reduce", "none"]])) {
  test(`what is drawn before a request is there moves or not: ${reducedMotion}`, async () => {
    await withPage(async (page) => {
      const calls = await holdCalls(page);
      await openOrder(page, sandboxUuid(1));
      const release = await calls.next();
      assert.equal(await page.locator(".bone").first().evaluate((bone) => getComputedStyle(bone).animationName), animation);
      release();
      await page.locator("article.order").waitFor();
    }, { reducedMotion });
  });
}

/**
 * Goes through the places of the page: start, table, request, failure.
 * @param {import("playwright-core").Page} page
 * @param {(state: string) => Promise<void>} look
 */
async function everyPlace(page, look) {
  await openTable(page, TABLE.slice(0, -1));
  await look("table");
  await page.getByRole("link", { name: "bank.example.com" }).click();
  await page.getByText("What can still be done").click();
  await page.locator(".possible").waitFor();
  await look("request");
  await page.goBack();
  await page.getByRole("link", { name: sandboxUuid(404) }).click();
  await page.locator(".failure").waitFor();
  await look("failure");
  await page.getByRole("link", { name: "CertView orders" }).click();
  await page.getByText("Gateway and path").click();
  await page.getByLabel("Path of a request").waitFor();
  await look("start page");
}

test("text spaced as WCAG 1.4.12 asks for does not overflow", async () => {
  await withPage(async (page) => {
    await everyPlace(page, async (state) => {
      await style(page, "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
      assert.notEqual(await page.getByRole("heading", { level: 1 }).evaluate((heading) => getComputedStyle(heading).letterSpacing), "normal");
      await assertFits(page, state);
    });
  }, { viewport: { width: 320, height: 800 } });
});

test("at 200 % zoom nothing overflows", async () => {
  await withPage(async (page) => {
    await everyPlace(page, (state) => assertFits(page, state));
  }, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
});
