// Reads the facts of requests from our page and from the peers with one reader, and compares them: what is measured
// side by side has to show the same.

import assert from "node:assert/strict";
import { PROFILES, launchBrowser, openTab, servePages } from "./lib/pages.mjs";
import { pageOf } from "./lib/paths.mjs";
import { startGateway } from "./lib/gateway.mjs";
import { options } from "./lib/options.mjs";
import { signIn, startServer } from "./lib/server.mjs";

/** Requests of the sandbox: every status, key kind and shape of the values that the peers read too. */
const REQUESTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 21, 22].map(
  (number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
);

/**
 * @typedef {object} Facts
 * @property {string} heading
 * @property {string[]} badges without the verdict of the review, since the peers have fewer checks
 * @property {string} next
 * @property {string[]} stages
 * @property {[string, string][]} keyFacts
 * @property {string[][]} comparison
 * @property {[string, string][]} csr
 * @property {[string, [string, string][], string][]} sections
 * @property {object} raw
 */

/**
 * Runs in the page.
 * @returns {Promise<Facts>}
 */
export async function readFacts() {
  /** @type {(selector: string, from?: ParentNode) => Element[]} */
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  /** The text of an element without controls; a point in time as its instant. @param {Element | null | undefined} element */
  const text = (element) => {
    if (!element) {
      return "";
    }
    const copy = /** @type {Element} */ (element.cloneNode(true));
    for (const control of all("button, input, .hint, .age, .visually-hidden, svg", copy)) {
      control.remove();
    }
    for (const time of all("time", copy)) {
      time.textContent = String(Date.parse(time.getAttribute("datetime") ?? ""));
    }
    for (const item of all("li", copy)) {
      item.append("\n");
    }
    return (copy.textContent ?? "").replaceAll(/[^\S\n]+/g, " ").trim();
  };
  /** @param {Element} list @returns {[string, string][]} */
  const pairs = (list) => all("div", list).map((row) => [text(row.querySelector("dt")), text(row.querySelector("dd"))]);

  const raw = /** @type {HTMLDetailsElement} */ (document.querySelector("#raw"));
  raw.open = true;
  /** @type {string} */
  const rawText = await new Promise((resolve) => {
    const look = () => {
      const shown = raw.querySelector("pre")?.textContent?.trim();
      if (shown) {
        observer.disconnect();
        resolve(shown);
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(raw, { subtree: true, childList: true, characterData: true });
    look();
  });
  return {
    heading: text(document.querySelector("h1")),
    badges: all("ul.badges li")
      .filter((item) => !item.querySelector('a[href="#review"]'))
      .map(text),
    next: text(document.querySelector(".next")),
    stages: all("ol.stages li").map((item) => `${item.getAttribute("data-state")} ${text(item)}`),
    keyFacts: all("dl.key-facts").flatMap(pairs),
    comparison: all("table.comparison tbody tr").map((row) => all("th, td", row).map(text)),
    csr: all("#csr dl")
      .flatMap(pairs)
      .filter(([label]) => ["Public key", "Signature algorithm", "Subject"].includes(label) || label.startsWith("SHA-256")),
    sections: all(".fact-sections section").map((section) => [
      section.id,
      pairs(/** @type {Element} */ (section.querySelector("dl"))),
      text(section.querySelector("p.absent")),
    ]),
    raw: JSON.parse(rawText),
  };
}

/** The sandbox's responses, each read once: their dates depend on the time of the call. */
async function responses() {
  const sandbox = await startServer(["--sandbox", "--no-page"]);
  const headers = { authorization: `Bearer ${await signIn(sandbox.origin)}` };
  /** @type {[string, string][]} */
  const bodies = [];
  for (const uuid of REQUESTS) {
    const path = `/certview/rest/public/v1/certificates/enrollment/digicert/orders/${uuid}`;
    bodies.push([uuid, await (await fetch(sandbox.origin + path, { headers })).text()]);
  }
  await sandbox.stop();
  return new Map(bodies);
}

/** @param {string[]} names of the pages to compare with ours */
export async function checkFacts(names) {
  const gateway = await startGateway(await responses());
  const served = await servePages(["ours", ...names], gateway.origin);
  const browser = await launchBrowser();
  try {
    /** @type {Map<string, Facts[]>} */
    const read = new Map();
    for (const page of served) {
      const tab = await openTab(browser, page, PROFILES["loopback, CPU ×1"]);
      /** @type {Facts[]} */
      const facts = [];
      for (const uuid of REQUESTS) {
        await tab.page.goto(`/orders/${uuid}`);
        await tab.page.locator("#csr").getByText("SHA-256 of the public key").waitFor();
        facts.push(await tab.page.evaluate(readFacts));
      }
      read.set(page.name, facts);
      await tab.context.close();
    }
    const ours = read.get("ours") ?? [];
    for (const name of names) {
      (read.get(name) ?? []).forEach((facts, index) => {
        assert.deepEqual(facts, ours[index], `${pageOf(name).title} shows other facts of ${REQUESTS[index]}`);
      });
    }
  } finally {
    await browser.close();
    await Promise.all(served.map((page) => page.stop()));
    await gateway.stop();
  }
}

if (process.argv[1]?.endsWith("facts.mjs")) {
  const names = options().pages.filter((name) => name !== "ours");
  await checkFacts(names);
  console.log(`${names.join(", ")} show the facts that our page shows, of ${REQUESTS.length} requests`);
}
