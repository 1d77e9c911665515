// What a secret leaves behind: nothing, neither in the program's memory nor among the page's strings. Both are searched
// with the browser's own instruments, as with a memory dump.

import { SAMPLE, TEXT, expect, heading, openOrder, recordBody, sandboxUuid, shownOrder, signIn, test } from "./fixtures.mjs";

// A trace keeps what the page has shown and received.
test.use({ trace: "off" });

/**
 * Instruments to look into a page's memory with.
 * @param {import("@playwright/test").Page} page
 */
async function instruments(page) {
  const session = await page.context().newCDPSession(page);
  return {
    /**
     * Whether a text stands in the memory of the page's WebAssembly.
     * @param {string} text
     */
    async isInMemory(text) {
      const { result } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
      const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: result.objectId ?? "" });
      const found = await session.send("Runtime.callFunctionOn", {
        objectId: objects.objectId,
        returnByValue: true,
        // Inverted, so that the search itself leaves nothing to be found.
        arguments: [{ value: [...Buffer.from(text)].map((byte) => byte ^ 0xff) }],
        functionDeclaration: `function (inverted) {
          return [...this].map(({ buffer }) => {
            const memory = new Uint8Array(buffer);
            return memory.some((_, at) => inverted.every((byte, index) => memory[at + index] === (byte ^ 0xff)));
          });
        }`,
      });
      expect(found.result.value, "the page has one memory of WebAssembly").toHaveLength(1);
      return found.result.value[0];
    },
    /** Every string of the page's JavaScript that something still holds. */
    async strings() {
      let snapshot = "";
      const add = (/** @type {{ chunk: string }} */ { chunk }) => (snapshot += chunk);
      session.on("HeapProfiler.addHeapSnapshotChunk", add);
      await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
      session.off("HeapProfiler.addHeapSnapshotChunk", add);
      return snapshot;
    },
  };
}

test("a private key goes with the view of its request", async ({ page }) => {
  const body = await recordBody(page, "**/certview/**");
  await openOrder(page, sandboxUuid(11));
  await expect(shownOrder(page)).toBeVisible();
  const secret = JSON.parse(body()).certificate.privateKey.split("\n")[1].slice(0, 40);
  const { isInMemory, strings } = await instruments(page);
  expect(await isInMemory(secret), "the search finds the key where it is").toBe(true);
  await page.getByRole("link", { name: TEXT.homeLink }).click();
  await expect(page.getByText(TEXT.recentHeading)).toBeVisible();
  expect(await isInMemory(secret), "the program's memory holds the key").toBe(false);
  const left = await strings();
  expect(left.includes(TEXT.recentHeading), "the snapshot has the page's strings").toBe(true);
  expect(left.includes(secret), "a string of the page holds the key").toBe(false);
});

test("a token goes with the session", async ({ page }) => {
  const body = await recordBody(page, "**/auth");
  await openOrder(page, SAMPLE);
  await expect(shownOrder(page)).toBeVisible();
  const secret = body().split(".").at(-1) ?? "";
  expect(secret.length).toBeGreaterThan(20);
  const { isInMemory, strings } = await instruments(page);
  expect(await isInMemory(secret), "the search finds the token where it is").toBe(true);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(heading(page, TEXT.signInHeading)).toBeVisible();
  expect(await isInMemory(secret), "the program's memory holds the token").toBe(false);
  const left = await strings();
  expect(left.includes(TEXT.signInHeading), "the snapshot has the page's strings").toBe(true);
  expect(left.includes(secret), "a string of the page holds the token").toBe(false);
  // The page still works.
  await signIn(page);
  await expect(shownOrder(page)).toBeVisible();
});
