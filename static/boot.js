// Starts the page, and says why when it cannot. A file of its own, since the page allows no inline script.

/**
 * The address of a file that Trunk has named in a preload link (Trunk.toml), with the hash of its content.
 * @param {string} selector
 */
const addressOf = (selector) => /** @type {HTMLLinkElement} */ (document.querySelector(selector)).href;

try {
  if (typeof WebAssembly !== "object") {
    throw new Error("this browser has no WebAssembly, or it is switched off");
  }
  const { default: init } = await import(addressOf("link[rel=modulepreload]"));
  await init({ module_or_path: addressOf("link[type='application/wasm']") });
} catch (error) {
  const place = document.getElementById("starting");
  if (place) {
    place.setAttribute("role", "alert");
    place.textContent = `The page could not start: ${explain(error)}`;
  }
  throw error;
}

/**
 * What the reader can do about it.
 * @param {unknown} error
 * @returns {string}
 */
function explain(error) {
  const message = error instanceof Error ? error.message : String(error);
  if (/magic (word|header)/i.test(message)) {
    return "the server sent something else in the place of the program. Ask whoever runs it to build the page again.";
  }
  if (/unsafe-eval|content security policy/i.test(message)) {
    return "a content security policy forbids WebAssembly. It has to allow 'wasm-unsafe-eval'.";
  }
  if (/fetch|import|load/i.test(message)) {
    return `a part of it did not arrive (${message}). Check the connection, then reload.`;
  }
  return `${message}. Reload, or try a current browser.`;
}
