// What a secret leaves behind: nothing, neither in the program's memory nor among the page's strings. Looked for with the
// browser's own instruments, the way a thief with a memory dump would.

import { test } from "node:test";
import assert from "node:assert/strict";
import { SAMPLE, openOrder, overhear, sandboxUuid, signIn, useSandbox } from "./harness.mjs";

const { withPage } = useSandbox();

/**
 * Instruments to look into a page's memory with.
 * @param {import("playwright-core").Page} page
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
        // Told in other words, so that the search itself leaves nothing to be found.
        arguments: [{ value: [...Buffer.from(text)].map((byte) => byte ^ 0xff) }],
        functionDeclaration: `function (inverted) {
          return [...this].map(({ buffer }) => {
            const memory = new Uint8Array(buffer);
            return memory.some((_, at) => inverted.every((byte, index) => memory[at + index] === (byte ^ 0xff)));
          });
        }`,
      });
      assert.equal(found.result.value?.length, 1, "the page has one memory of WebAssembly");
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

test("a private key goes with the view of its request", async () => {
  await withPage(async (page) => {
    const answer = await overhear(page, "**/certview/**");
    await openOrder(page, sandboxUuid(11));
    await page.locator("article.order").waitFor();
    const secret = JSON.parse(answer()).certificate.privateKey.split("\n")[1].slice(0, 40);
    const { isInMemory, strings } = await instruments(page);
    assert.ok(await isInMemory(secret), "the key is looked for where it is");
    await page.getByRole("link", { name: "CertView orders" }).click();
    await page.getByText("Opened in this tab").waitFor();
    assert.equal(await isInMemory(secret), false, "the program's memory holds the key");
    const left = await strings();
    assert.ok(left.includes("Opened in this tab"), "the snapshot has the page's strings");
    assert.ok(!left.includes(secret), "a string of the page holds the key");
  });
});

test("a token goes with the session", async () => {
  await withPage(async (page) => {
    const answer = await overhear(page, "**/auth");
    await openOrder(page, SAMPLE);
    await page.locator("article.order").waitFor();
    const secret = answer().split(".").at(-1) ?? "";
    assert.ok(secret.length > 20, secret);
    const { isInMemory, strings } = await instruments(page);
    assert.ok(await isInMemory(secret), "the token is looked for where it is");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { level: 1, name: "Sign in to see this request" }).waitFor();
    assert.equal(await isInMemory(secret), false, "the program's memory holds the token");
    const left = await strings();
    assert.ok(left.includes("Sign in to see this request"), "the snapshot has the page's strings");
    assert.ok(!left.includes(secret), "a string of the page holds the token");
    // The page works on.
    await signIn(page);
    await page.locator("article.order").waitFor();
  });
});
