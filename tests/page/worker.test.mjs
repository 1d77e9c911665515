// The worker that decodes and reviews the CSR: how it is delivered, what it holds, and what the page shows without it.

import { SAMPLE, TEXT, checksRun, expect, openOrder, recordBody, sandboxUuid, shownOrder, signIn, test } from "./fixtures.mjs";
import { inWorker, isInMemory } from "./memory.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const WORKER = "**/inspection-worker-*";
const review = (/** @type {Page} */ page) => page.locator("#review");

test("its files are immutable in the cache, compressed, and name no folder of the machine that built them", async ({ page }) => {
  await openOrder(page, SAMPLE);
  await expect(checksRun(page)).toBeVisible();
  const [worker] = page.workers();
  const script = new URL(worker?.url() ?? "");
  expect(script.pathname).toMatch(/^\/inspection-worker-[0-9a-f]{16}\.js$/);
  const name = /inspection-worker-[0-9a-f]{16}_bg\.wasm/.exec(await (await page.request.get(script.href)).text())?.[0];
  for (const path of [script.pathname, `/${name}`]) {
    const response = await page.request.get(path);
    expect(response.status(), path).toBe(200);
    expect(response.headers()["cache-control"], path).toContain("immutable");
    expect(response.headers()["content-encoding"], path).toBe("br");
    const text = (await response.body()).toString("latin1");
    expect(/\/(root|home|Users|tmp)\/[\w./-]*|\.cargo|registry\/src/.exec(text)?.[0], path).toBeUndefined();
  }
});

test("the first request of a session starts it, the next ones use it, and it ends with the session", async ({ page }) => {
  let started = 0;
  page.on("worker", () => (started += 1));
  await page.goto("/");
  await signIn(page);
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
  expect(page.workers()).toHaveLength(0);
  for (const uuid of [SAMPLE, sandboxUuid(1)]) {
    await page.getByLabel(TEXT.uuidLabel).fill(uuid);
    await page.getByLabel(TEXT.uuidLabel).press("Enter");
    await expect(checksRun(page)).toBeVisible();
    await page.getByRole("link", { name: TEXT.homeLink }).click();
    await expect(page.getByText(TEXT.recentHeading)).toBeVisible();
  }
  expect(page.workers()).toHaveLength(1);
  expect(started).toBe(1);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect.poll(() => page.workers().length).toBe(0);
});

test("an inspection that nobody waits for any more ends with its worker", async ({ page, context }) => {
  // It stays open for as long as the test.
  await context.route("**/inspection-worker-*.wasm", () => {});
  await openOrder(page, SAMPLE);
  await expect(shownOrder(page)).toBeVisible();
  await expect.poll(() => page.workers().length).toBe(1);
  await page.getByRole("link", { name: TEXT.homeLink }).click();
  await expect.poll(() => page.workers().length).toBe(0);
});

for (const [what, pattern] of /** @type {const} */ ([["script", "**/inspection-worker-*.js"], ["WebAssembly", "**/inspection-worker-*.wasm"]])) {
  test.describe(() => {
    test.use({ expectedErrors: /inspection-worker|WebAssembly|Failed to fetch|NetworkError|Failed to load/ });

    test(`without its ${what}, the page says that there is no review, and tries again`, async ({ page, context }) => {
      await context.route(pattern, (route) => route.abort());
      await openOrder(page, sandboxUuid(1));
      await expect(shownOrder(page)).toBeVisible();
      const notice = review(page).getByRole("alert");
      await expect(notice).toContainText("The request was not reviewed");
      await expect(page.locator(".badges")).toContainText("Review failed");
      await expect(page.locator("#certificate")).toBeVisible();
      await expect(page.getByText("No problems found")).toHaveCount(0);
      await context.unroute(pattern);
      await notice.getByRole("button", { name: "Try again" }).click();
      await expect(checksRun(page)).toBeVisible();
      await expect(notice).toHaveCount(0);
    });
  });
}

test("a worker that does not answer is given up after a minute", async ({ page, context }) => {
  await page.clock.install();
  // It stays open for as long as the test.
  await context.route("**/inspection-worker-*.wasm", () => {});
  await openOrder(page, sandboxUuid(1));
  await expect(shownOrder(page)).toBeVisible();
  await page.clock.fastForward(59_000);
  await expect(review(page).getByRole("alert")).toHaveCount(0);
  await page.clock.fastForward(2_000);
  await expect(review(page).getByRole("alert")).toContainText("The request was not reviewed");
  expect(page.workers()).toHaveLength(0);
});

test.describe(() => {
  test.use({ server: "SANDBOX_DECISIONS", expectedErrors: /inspection-worker|Failed to load/ });

  test("a request that was not reviewed is approved only with an acceptance of that", async ({ page, context }) => {
    let puts = 0;
    page.on("request", (sent) => (puts += sent.method() === "PUT" ? 1 : 0));
    await context.route(WORKER, (route) => route.abort());
    // No other test decides on this one.
    await openOrder(page, sandboxUuid(51));
    await page.getByRole("button", { name: "Approve…" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("The review could not be run.");
    await dialog.getByLabel("Comment (required)").fill("Checked with the owner");
    await dialog.getByRole("button", { name: "Approve", exact: true }).click();
    await expect(dialog).toContainText("Tick this to approve a request that was not reviewed.");
    expect(puts).toBe(0);
  });
});

test("its memory holds neither token nor private key, and nothing of a request once that is inspected", async ({ page }) => {
  const order = await recordBody(page, "**/certview/**");
  const auth = await recordBody(page, "**/auth");
  await page.goto(`/orders/${sandboxUuid(11)}`);
  const memory = await workerMemory(page);
  await signIn(page);
  await expect(checksRun(page)).toBeVisible();
  const body = JSON.parse(order());
  expect(await memory.has("csr-signature-wrong"), "the search finds what is there").toBe(true);
  for (const secret of [
    body.certificate.privateKey.split("\n")[1].slice(0, 40),
    auth().split(".").at(-1) ?? "",
    sandboxUuid(11),
    body.certificate.commonName,
  ]) {
    expect(secret.length).toBeGreaterThan(10);
    expect(await memory.has(secret), secret).toBe(false);
  }
});

/**
 * Searches the memory of the worker's WebAssembly through the DevTools protocol.
 * @param {Page} page
 */
async function workerMemory(page) {
  const session = await page.context().newCDPSession(page);
  const attached = new Promise((/** @type {(id: string) => void} */ resolve) => {
    session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => targetInfo.type === "worker" && resolve(sessionId));
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = await attached;
  let last = 0;
  /** @type {Map<number, (result: any) => void>} */
  const waiting = new Map();
  session.on("Target.receivedMessageFromTarget", (event) => {
    const { id, result } = JSON.parse(event.message);
    waiting.get(id)?.(result);
  });
  /** @type {import("./memory.mjs").Send} */
  const send = async (method, params) => {
    const id = ++last;
    const answered = new Promise((resolve) => waiting.set(id, resolve));
    await session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) });
    return answered;
  };
  return { has: (/** @type {string} */ text) => isInMemory(send, inWorker, text) };
}
