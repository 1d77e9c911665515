// Starts the page, and says why when it cannot. A file of its own, since the page's policy allows no inline script; a
// classic script in the head, which runs before anything is painted and before the style has arrived.

"use strict";
{
  prepare();
  startOrderRequest();
  // The elements that name the files of the module are below this script.
  document.addEventListener("DOMContentLoaded", () => void startModule(), { once: true });

  async function startModule() {
    try {
      if (typeof WebAssembly !== "object") {
        throw new Error("this browser has no WebAssembly, or it is switched off");
      }
      // Side by side: the module is compiled while it arrives, and waits for neither the glue code nor the configuration.
      const [module, { default: init }] = await Promise.all([
        compileModule(addressOf("link[type='application/wasm']")),
        import(addressOf("link[rel=modulepreload]")),
        fillConfig(),
      ]);
      await init({ module_or_path: module });
    } catch (error) {
      const notice = document.getElementById("starting");
      if (notice) {
        notice.setAttribute("role", "alert");
        notice.textContent = `The page could not start: ${explain(error)}`;
      }
      throw error;
    }
  }

  /**
   * Sets what the style sheet selects on before anything is drawn: the theme that was chosen, so that no other one is
   * seen first, and which heading and boxes stand for the page to come.
   */
  function prepare() {
    const root = document.documentElement.dataset;
    let isSignedIn = false;
    try {
      root.theme = JSON.parse(localStorage.getItem("certview-orders.preferences") ?? "{}").theme ?? "system";
      isSignedIn = sessionStorage.getItem("certview-orders.token") !== null;
    } catch {
      // A storage that is forbidden or damaged leaves the defaults.
    }
    root.path = location.pathname;
    const isOrder = location.pathname.startsWith("/orders/");
    root.view = !isSignedIn ? "sign-in" : isOrder ? "order" : "open";
  }

  /**
   * Where the address names an order and the tab has kept a session, sends the request for it while the module is still
   * loading. src/page/order/early_call.rs takes it over if it is the request that the page would send, and aborts it
   * otherwise: what is checked here decides nothing.
   */
  function startOrderRequest() {
    const uuid = /^\/orders\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/*$/i.exec(location.pathname)?.[1];
    /** @type {{ token?: string, orderUrl?: string }} */
    let stored = {};
    try {
      stored = JSON.parse(sessionStorage.getItem("certview-orders.token") ?? "{}");
    } catch {
      // A storage that is forbidden or damaged has no session.
    }
    if (!uuid || !stored.token || !stored.orderUrl) {
      return;
    }
    const url = stored.orderUrl.replace("{uuid}", uuid.toLowerCase());
    const authorization = `Bearer ${stored.token}`;
    const controller = new AbortController();
    const response = fetch(url, {
      headers: { accept: "application/json", authorization },
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: controller.signal,
    });
    const startedRequest = { url, authorization, response, controller, isAnswered: false };
    // A failure is reported by the page, once it is there.
    const onAnswer = () => (startedRequest.isAnswered = true);
    response.then(onAnswer, onAnswer);
    Object.assign(globalThis, { startedRequest });
  }

  /**
   * The address of a file that Trunk has named in a preload link (Trunk.toml), with the hash of its content.
   * @param {string} selector
   */
  function addressOf(selector) {
    return /** @type {HTMLLinkElement} */ (document.querySelector(selector)).href;
  }

  /**
   * @param {string} address
   * @returns {Promise<WebAssembly.Module>}
   */
  async function compileModule(address) {
    const response = await fetch(address);
    // A host may not know the media type of WebAssembly, without which a browser does not compile what is arriving.
    return response.headers.get("content-type") === "application/wasm"
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer());
  }

  /**
   * Our server writes the configuration into the page's data block. On another host it is a file beside the page.
   * @returns {Promise<void>}
   */
  async function fillConfig() {
    const block = document.getElementById("config");
    if (!block || block.textContent?.trim()) {
      return;
    }
    try {
      const response = await fetch("/config.json");
      if (response.ok) {
        // An attribute: Trusted Types forbid to write the text of a script element.
        block.dataset.config = await response.text();
      }
    } catch {
      // A host without the file leaves the defaults.
    }
  }

  /**
   * What the reader can do about it.
   * @param {unknown} error
   * @returns {string}
   */
  function explain(error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/magic (word|header)/i.test(message)) {
      return "the server sent something else in place of the WebAssembly module. Ask the operator to build the page again.";
    }
    if (/unsafe-eval|content security policy/i.test(message)) {
      return "a content security policy forbids WebAssembly. It has to allow 'wasm-unsafe-eval'.";
    }
    if (/fetch|import|load/i.test(message)) {
      return `a part of it did not arrive (${message}). Check the connection, then reload.`;
    }
    return `${message}. Reload, or try a current browser.`;
  }
}
