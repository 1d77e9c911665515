// The memory of WebAssembly in a page or a worker, as the browser's own debugging interface sees it.

import { expect } from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {(method: string, params: object) => Promise<any>} Send sends a command of the DevTools protocol */
/** @typedef {(send: Send) => Promise<string>} Find the id of the list of all memories */

/**
 * Keeps the list of its memories in a page, from its next load on. The debugger can list them too, but that does not
 * always end while the page's worker is starting.
 * @param {Page} page
 */
export async function keepMemories(page) {
  await page.addInitScript(() => {
    const memories = /** @type {WebAssembly.Memory[]} */ ([]);
    const instantiate = /** @type {(...parameters: any[]) => Promise<any>} */ (WebAssembly.instantiate);
    Object.assign(globalThis, { memories });
    Object.assign(WebAssembly, {
      instantiate: async (/** @type {any[]} */ ...parameters) => {
        const result = await instantiate.apply(WebAssembly, parameters);
        memories.push((result.instance ?? result).exports.memory);
        return result;
      },
    });
  });
}

/** @type {Find} those of a page that keeps them */
export async function inPage(send) {
  const { result } = await send("Runtime.evaluate", { expression: "memories" });
  return result.objectId;
}

/** @type {Find} those of a worker, which keeps no list */
export async function inWorker(send) {
  const { result } = await send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
  return objects.objectId;
}

/**
 * Calls a function whose `this` is the list of all memories, and returns its value.
 * @param {Send} send
 * @param {Find} find
 * @param {string} functionDeclaration
 * @param {unknown[]} parameters
 */
export async function onMemories(send, find, functionDeclaration, parameters = []) {
  const called = await send("Runtime.callFunctionOn", {
    objectId: await find(send),
    returnByValue: true,
    arguments: parameters.map((value) => ({ value })),
    functionDeclaration,
  });
  return called.result.value;
}

/**
 * Whether a text is contained in the one memory there is.
 * @param {Send} send
 * @param {Find} find
 * @param {string} text
 * @returns {Promise<boolean>}
 */
export async function isInMemory(send, find, text) {
  const found = await onMemories(
    send,
    find,
    `function (inverted) {
      return [...this].map(({ buffer }) => {
        const memory = new Uint8Array(buffer);
        return memory.some((_, at) => inverted.every((byte, index) => memory[at + index] === (byte ^ 0xff)));
      });
    }`,
    // Inverted, so that the search itself does not add a match.
    [[...Buffer.from(text)].map((byte) => byte ^ 0xff)],
  );
  expect(found, "there is one memory of WebAssembly").toHaveLength(1);
  return found[0];
}
