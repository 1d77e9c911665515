// Wide and narrow, light and dark: nothing overflows, and axe-core has nothing to object to, in every state.

import { test } from "node:test";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { SAMPLE, sandboxUuid, signIn, useSandbox } from "./harness.mjs";

const { withPage } = useSandbox();
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
async function assertGood(page, /** @type {string} */ state) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(overflow, 0, `${state} scrolls sideways`);
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
