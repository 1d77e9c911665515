// A tab that is left open: refreshing a request leaves the memory of the program and the heap of the page as they were. The
// short form is part of every run; `CERTVIEW_ORDERS_REFRESHES=1000` is the long one.

import { SAMPLE, TEXT, checksRun, enterUuid, expect, fact, openSignedIn, sandboxUuid, shownOrder, test } from "./fixtures.mjs";
import { inPage, keepMemories, onMemories } from "./memory.mjs";

// A trace keeps what the page has shown and received.
test.use({ trace: "off" });
test.beforeEach(({ page }) => keepMemories(page));

const REFRESHES = Number(process.env.CERTVIEW_ORDERS_REFRESHES ?? 150);
/** After these, everything that is made once has been made. */
const WARM_UP = 50;
const GROWTH = 1.1;

/** @param {import("@playwright/test").Page} page */
async function meter(page) {
  const session = await page.context().newCDPSession(page);
  /** @type {import("./memory.mjs").Send} */
  const send = (method, params) => session.send(/** @type {any} */ (method), params);
  return async () => {
    // What scripts no longer hold of the document is only then garbage itself.
    await session.send("HeapProfiler.collectGarbage");
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const wasm = await onMemories(send, inPage, "function () { return [...this].reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }");
    await session.send("Runtime.releaseObjectGroup", { objectGroup: "" });
    const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
    return { wasm: Number(wasm), heap: usedSize, nodes, listeners: jsEventListeners };
  };
}

test(`${REFRESHES} refreshes leave the memory as after the first ${WARM_UP}`, async ({ page }) => {
  test.setTimeout(120_000 + REFRESHES * 1_000);
  await openSignedIn(page);
  await enterUuid(page, sandboxUuid(8));
  await expect(shownOrder(page)).toBeVisible();
  const measure = await meter(page);
  const refresh = page.getByRole("button", { name: TEXT.refreshButton });
  /** @param {number} times */
  const refreshes = async (times) => {
    for (let number = 0; number < times; number += 1) {
      await Promise.all([page.waitForResponse((response) => response.url().includes("/certview/")), refresh.click()]);
      await expect(refresh).toBeEnabled();
      if (number % 10 === 9) {
        // A view that is left and entered again.
        await page.getByRole("link", { name: TEXT.homeLink }).click();
        await enterUuid(page, number % 20 === 9 ? SAMPLE : sandboxUuid(8));
        await expect(shownOrder(page)).toBeVisible();
      }
    }
    await page.getByRole("link", { name: TEXT.homeLink }).click();
    await enterUuid(page, sandboxUuid(8));
    await expect(fact(page, "uuid")).toHaveText(sandboxUuid(8));
    // The view is complete: what is measured is the same each time.
    await expect(checksRun(page)).toBeVisible();
    await expect(page.locator("#csr table.comparison")).toBeVisible();
  };
  await refreshes(WARM_UP);
  const before = await measure();
  await refreshes(REFRESHES - WARM_UP);
  const after = await measure();
  const figures = `after ${WARM_UP}: ${JSON.stringify(before)}, after ${REFRESHES}: ${JSON.stringify(after)}`;
  test.info().annotations.push({ type: "memory", description: figures });
  console.log(figures);
  for (const kind of /** @type {const} */ (["wasm", "heap", "nodes", "listeners"])) {
    expect(after[kind], `${kind} ${figures}`).toBeLessThanOrEqual(before[kind] * GROWTH);
  }
});
