// The memory of WebAssembly in a page or a worker, as the browser's own debugging interface sees it.

import { expect } from "./fixtures.mjs";

/** @typedef {(method: string, params: object) => Promise<any>} Send sends a command of the DevTools protocol */

/**
 * Calls a function whose `this` is the list of all memories, and returns its value.
 * @param {Send} send
 * @param {string} functionDeclaration
 * @param {unknown[]} parameters
 */
export async function onMemories(send, functionDeclaration, parameters = []) {
  const { result } = await send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
  const called = await send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    returnByValue: true,
    arguments: parameters.map((value) => ({ value })),
    functionDeclaration,
  });
  return called.result.value;
}

/**
 * Whether a text is contained in the one memory there is.
 * @param {Send} send
 * @param {string} text
 * @returns {Promise<boolean>}
 */
export async function isInMemory(send, text) {
  const found = await onMemories(
    send,
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
