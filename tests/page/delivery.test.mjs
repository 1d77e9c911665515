// How the built page is delivered: cached immutably under names that contain a hash of the content, compressed, and
// without paths of the machine that built it.

import { SAMPLE, TEXT, deferred, expect, heading, signIn, test } from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Response} Response */

/**
 * Opens the start page; returns its scripts, styles and WebAssembly.
 * @param {import("@playwright/test").Page} page
 */
async function loadedAssets(page) {
  /** @type {Response[]} */
  const responses = [];
  page.on("response", (response) => responses.push(response));
  await page.goto("/");
  await expect(heading(page)).toBeVisible();
  return responses.filter((response) => /javascript|css|wasm/.test(response.headers()["content-type"] ?? ""));
}

test("every script, style and WebAssembly file is immutable in the cache", async ({ page }) => {
  const assets = await loadedAssets(page);
  expect(assets.map((asset) => new URL(asset.url()).pathname.replace(/-.*\./, ".")).sort())
    .toEqual(["/boot.js", "/page.js", "/page.wasm", "/style.css"]);
  for (const asset of assets) {
    expect(asset.url()).toMatch(/-[0-9a-f]{16}(_bg)?\.(js|css|wasm)$/);
    expect(asset.headers()["cache-control"], asset.url()).toContain("immutable");
  }
});

test("every one is sent as brotli", async ({ page }) => {
  for (const asset of await loadedAssets(page)) {
    expect(asset.headers()["content-encoding"], asset.url()).toBe("br");
  }
});

test("none names a folder of the machine that built it", async ({ page }) => {
  for (const asset of await loadedAssets(page)) {
    const text = (await asset.body()).toString("latin1");
    expect(/\/(root|home|Users|tmp)\/[\w./-]*|\.cargo|registry\/src/.exec(text)?.[0], asset.url()).toBeUndefined();
  }
});

test("with a stored session, a request is loaded before the page is rendered, once, and without config.json", async ({ page }) => {
  await page.goto(`/orders/${SAMPLE}`);
  await page.getByLabel(TEXT.keepSession).check();
  await signIn(page);
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
  await page.addInitScript(() => {
    const { fetch } = window;
    const calls = /** @type {{ path: string, isRendered: boolean }[]} */ ([]);
    Object.assign(window, { calls });
    window.fetch = (request, options) => {
      const url = new URL(request instanceof Request ? request.url : String(request), location.href);
      calls.push({ path: url.pathname, isRendered: document.querySelector("main h1") !== null });
      return fetch(request, options);
    };
  });
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "example.com" })).toBeVisible();
  /** @type {{ path: string, isRendered: boolean }[]} */
  const calls = await page.evaluate("window.calls");
  expect(calls.map((call) => call.path).filter((path) => !path.endsWith(".wasm"))).toEqual([
    expect.stringContaining(`/orders/${SAMPLE}`),
  ]);
  expect(calls.filter((call) => call.path.includes("/orders/")).map((call) => call.isRendered)).toEqual([false]);
});

/**
 * Signs in for the tab; returns every request for the sample order that follows.
 * @param {import("@playwright/test").Page} page
 */
async function signInForTab(page) {
  await page.goto(`/orders/${SAMPLE}`);
  await page.getByLabel(TEXT.keepSession).check();
  await signIn(page);
  await expect(sampleHeading(page)).toBeVisible();
  /** @type {import("@playwright/test").Request[]} */
  const requests = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith(`/orders/${SAMPLE}`) && !request.isNavigationRequest()) {
      requests.push(request);
    }
  });
  return requests;
}

/** @param {import("@playwright/test").Page} page */
const sampleHeading = (page) => page.getByRole("heading", { level: 1, name: "example.com" });

/**
 * Holds the module until then.
 * @param {import("@playwright/test").Page} page
 * @param {Promise<unknown>} until
 */
async function holdModule(page, until) {
  await page.route("**/*.wasm", async (route) => {
    await until;
    await route.continue();
  });
}

test("the start page has its heading before the module, and in the same place", async ({ page }) => {
  const { held, release } = deferred();
  await holdModule(page, held);
  await page.goto("/");
  const title = heading(page, TEXT.startHeading);
  await expect(title).toBeVisible();
  await expect(page.getByRole("status")).toHaveText("Loading…");
  await expect(page.getByLabel(TEXT.uuidLabel)).toHaveCount(0);
  const before = await title.boundingBox();
  release();
  await expect(page.getByLabel(TEXT.uuidLabel)).toBeVisible();
  await expect(title).toBeVisible();
  expect(await title.boundingBox()).toEqual(before);
});

test("with a stored session, the request is sent before the module has arrived, as the page would send it", async ({ page }) => {
  const requests = await signInForTab(page);
  const sent = page.waitForRequest((request) => request.url().endsWith(`/orders/${SAMPLE}`) && !request.isNavigationRequest());
  await holdModule(page, sent);
  await page.reload();
  await expect(sampleHeading(page)).toBeVisible();
  expect(requests).toHaveLength(1);

  await page.getByRole("button", { name: TEXT.refreshButton }).click();
  await expect.poll(() => requests.length).toBe(2);
  const [early, later] = await Promise.all(requests.map((request) => request.allHeaders()));
  expect(early).toEqual(later);
  expect(requests[0]?.url()).toBe(requests[1]?.url());
  expect(await page.evaluate(() => "startedRequest" in window)).toBe(false);
});

test("a request that the page would not send is aborted, and its own is sent", async ({ page }) => {
  const requests = await signInForTab(page);
  await page.evaluate(() => {
    const key = "certview-orders.token";
    const stored = JSON.parse(sessionStorage.getItem(key) ?? "");
    sessionStorage.setItem(key, JSON.stringify({ ...stored, orderUrl: "/elsewhere/orders/{uuid}" }));
  });
  const aborted = page.waitForEvent("requestfailed", (request) => request.url().includes("/elsewhere/"));
  await page.route("**/elsewhere/**", () => {});
  await page.reload();
  await expect(sampleHeading(page)).toBeVisible();
  await aborted;
  expect(requests.map((request) => new URL(request.url()).pathname.startsWith("/elsewhere/"))).toEqual([true, false]);
});

test("the request is sent before the style sheet has arrived", async ({ page }) => {
  await signInForTab(page);
  const sent = page.waitForRequest((request) => request.url().endsWith(`/orders/${SAMPLE}`) && !request.isNavigationRequest());
  await page.route("**/*.css", async (route) => {
    await sent;
    await route.continue();
  });
  await page.reload();
  await expect(sampleHeading(page)).toBeVisible();
});

/** Runs in the page: collects what the visible heading of the page says, from the first on, in `window.headings`. */
function collectHeadings() {
  const headings = /** @type {string[]} */ ([]);
  Object.assign(window, { headings });
  new MutationObserver(() => {
    const heading = document.querySelector("main h1");
    // Nothing is painted before the style sheet has arrived.
    const text = document.styleSheets.length > 0 && heading?.checkVisibility() ? heading.textContent : "";
    if (text && text !== headings.at(-1)) {
      headings.push(text);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

test("a request that is answered before the module has arrived is the first that is rendered", async ({ page }) => {
  await signInForTab(page);
  await page.addInitScript(collectHeadings);
  const answered = page.waitForResponse((response) => response.url().includes("/certview/") && response.url().endsWith(SAMPLE));
  await holdModule(page, answered);
  await page.reload();
  await expect(sampleHeading(page)).toBeVisible();
  expect(await page.evaluate("window.headings")).toEqual([expect.stringMatching(/^example\.com/)]);
});

test("the page is rendered without an answer whose body does not end", async ({ page }) => {
  await signInForTab(page);
  await page.addInitScript(() => {
    const { fetch } = window;
    window.fetch = async (request, options) => {
      const url = request instanceof Request ? request.url : String(request);
      return url.includes("/orders/") ? new Response(new ReadableStream()) : fetch(request, options);
    };
  });
  await page.reload();
  await expect(heading(page)).toHaveText(TEXT.loadingHeading);
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
});
