// Whether the WebAssembly is there yet, and what to say where it is not.

import { CertViewError } from "./errors.js";

let loaded = false;

/** From now on everything works. */
export function setLoaded() {
  loaded = true;
}

/** @param {string} what what was called */
export function assertLoaded(what) {
  if (!loaded) {
    throw new CertViewError(
      `${what} was used before the WebAssembly was loaded. Call \`await init()\` once, before anything else: ` +
        '`import init from "certview-orders"`.',
      { code: "not_initialized" },
    );
  }
}

/**
 * An error that says why the WebAssembly could not be loaded, and what helps.
 * @param {unknown} cause
 */
export function loadFailure(cause) {
  return new CertViewError(`The WebAssembly of certview-orders could not be loaded. ${remedy(cause)}`, {
    code: "load_failed",
    cause,
  });
}

/** @param {unknown} cause */
function remedy(cause) {
  const reason = cause instanceof Error ? cause.message : "";
  if (/content security policy|unsafe-eval/i.test(reason)) {
    return "The page's Content-Security-Policy forbids it: add 'wasm-unsafe-eval' to script-src.";
  }
  // The words of Chromium, Firefox and WebKit for bytes that are no WebAssembly at all.
  if (/magic (word|number)|doesn't start with/i.test(reason)) {
    return (
      "Its URL answered something else, most often a web page. With Vite 7 or older add " +
      'optimizeDeps: { exclude: ["certview-orders"] } to vite.config.js; elsewhere let the server answer the .wasm ' +
      "file itself, or pass its address: init({ module_or_path: url })."
    );
  }
  return (
    "Check that certview_orders_bg.wasm lies beside the script and that the server answers it, or pass its address: " +
    "init({ module_or_path: url }). The cause of this error says more."
  );
}
