// Loading the WebAssembly of one entry of the package, and the errors of doing so.

import { CertViewError } from "./errors.js";

/**
 * The generated module of an entry, as far as it is loaded here.
 * @typedef {object} Generated
 * @property {(options?: import("./index.js").InitOptions) => Promise<unknown>} default
 * @property {(options: import("./index.js").InitSyncOptions) => unknown} initSync
 */

export class Loading {
  #entry;
  #file;
  #generated;
  #loaded = false;
  /** @type {Promise<void> | undefined} */
  #loading;

  /**
   * @param {string} entry what is imported
   * @param {string} file the WebAssembly file
   * @param {Generated} generated
   */
  constructor(entry, file, generated) {
    this.#entry = entry;
    this.#file = file;
    this.#generated = generated;
  }

  /**
   * Loads it once; a call after a failure tries again.
   * @param {import("./index.js").InitOptions} [options]
   * @returns {Promise<void>}
   */
  load(options) {
    this.#loading ??= this.#generated.default(options).then(
      () => {
        this.#loaded = true;
      },
      (cause) => {
        this.#loading = undefined;
        throw this.#failure(cause);
      },
    );
    return this.#loading;
  }

  /** @param {import("./index.js").InitSyncOptions} options */
  loadSync(options) {
    try {
      this.#generated.initSync(options);
    } catch (cause) {
      throw this.#failure(cause);
    }
    this.#loaded = true;
    this.#loading = Promise.resolve();
  }

  /** @param {string} what what was called */
  assertLoaded(what) {
    if (!this.#loaded) {
      throw new CertViewError(
        `${what} was used before the WebAssembly was loaded. Call \`await init()\` once, before anything else: ` +
          `\`import init from "${this.#entry}"\`.`,
        { code: "not_initialized" },
      );
    }
  }

  /** @param {unknown} cause */
  #failure(cause) {
    return new CertViewError(`The WebAssembly of ${this.#entry} could not be loaded. ${this.#remedy(cause)}`, {
      code: "load_failed",
      cause,
    });
  }

  /** @param {unknown} cause */
  #remedy(cause) {
    const reason = cause instanceof Error ? cause.message : "";
    if (/content security policy|unsafe-eval/i.test(reason)) {
      return "The page's Content-Security-Policy forbids it: add 'wasm-unsafe-eval' to script-src.";
    }
    // The messages of Chromium, Firefox and WebKit for bytes that are no WebAssembly at all.
    if (/magic (word|number)|doesn't start with/i.test(reason)) {
      return (
        "Its URL answered something else, most often a web page. With Vite 7 or older add " +
        'optimizeDeps: { exclude: ["certview-orders"] } to vite.config.js; elsewhere let the server answer the .wasm ' +
        "file itself, or pass its address: init({ module_or_path: url })."
      );
    }
    return (
      `Check that ${this.#file} is beside the script and that the server answers it, or pass its address: ` +
      "init({ module_or_path: url }). The cause of this error says more."
    );
  }
}
