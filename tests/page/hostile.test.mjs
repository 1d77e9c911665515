// Hostile text in every string of an order, of a refusal and of a token: the Big List of Naughty Strings, markup, bidirectional
// controls, NUL, and a megabyte without a space. It is shown as text, the layout holds at 320 px, nothing is requested or run,
// and the browser reports nothing (see `test`).

import { readFile } from "node:fs/promises";
import naughty from "big-list-of-naughty-strings" with { type: "json" };
import { TEXT, checksRun, enterUuid, expect, openSignedIn, shownFailure, shownOrder, test } from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */

/** What the list lacks, or has once only. */
const OWN = [
  "<img src=x onerror=report('img')>",
  "</script><script>report('script')</script>",
  "</textarea></title></style><svg onload=report('svg')>",
  "<iframe srcdoc='<script>parent.report(1)</script>'></iframe>",
  "<base href=https://evil.example/>",
  "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
  "<link rel=stylesheet href=https://evil.example/a.css>",
  "<style>*{display:none}</style>",
  "<form action=https://evil.example><button>Sign in</button></form>",
  "<template><img src=https://evil.example/t.png></template>",
  "javascript:report('href')",
  "data:text/html,<script>report(1)</script>",
  "https://evil.example/?q=1",
  "//evil.example/x.png",
  "{{constructor.constructor('report(1)')()}}",
  "${report(1)}",
  "__proto__",
  "constructor",
  "toString",
  "\0",
  "nul\0in the middle",
  "\u202egpj.exe",
  "\u2066isolated without an end",
  "\u2069\u202c\u2069\u202c ends without a beginning",
  "\u200b\u200c\u200d\u2060\ufeff",
  "\u2028\u2029\u0085\v\f\b\u001b[31mred",
  "\u0301\u0301\u0301combining at the start",
  `Z${"\u0310\u0334\u0337".repeat(200)}`,
  "\ud83d",
  "\udc00\ud800",
  "\ufdfd".repeat(50),
  "\u{e0041}\u{e0042} tags",
  "🏳️‍🌈👨‍👩‍👧‍👦".repeat(30),
  "ﷺ".repeat(40),
  "W".repeat(5_000),
  "אבג".repeat(2_000),
  "\u00ad".repeat(3_000),
  "a\u0009b\nc\rd\r\ne",
];
const STRINGS = [.../** @type {string[]} */ (naughty).filter((text) => text !== ""), ...OWN];
const IN_AN_ORDER = 50;
/** Characters that change how the text around them is displayed, or are not displayed at all. */
const UNSEEN = /[\0-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060\u2066-\u2069\ufeff]/u;

/** Where the review's own links lead: the sources of the checks. */
const SOURCES = [...new Set((await readFile(new URL("../../docs/review-rules.md", import.meta.url), "utf8")).match(/https:\/\/[^/)\s]+\//g))];

/** @param {number} number */
const uuid = (number) => `00000000-0000-4000-a000-${String(number).padStart(12, "0")}`;

/**
 * An order whose every string is hostile: each scalar takes another one, each list takes all.
 * @param {number} number
 * @param {string[]} texts
 */
function hostileOrder(number, texts) {
  let at = number;
  const next = () => texts[at++ % texts.length];
  return {
    uuid: uuid(number),
    intermediateCA: { name: next(), commonName: next(), certhash: next(), serialNumber: next() },
    approverUserNames: texts,
    requesterUserName: next(),
    certificate: {
      commonName: next(),
      organizationUnits: texts,
      signatureHash: next(),
      encodedCSR: next(),
      autoGenerateCSR: next(),
      dnsNames: texts,
      [next() ?? ""]: next(),
    },
    renewal: { digicertPreviousOrderId: next(), renewalOfCertificate: next() },
    validity: { validityYears: next(), validityDays: next(), customExpirationDate: next() },
    digicertOrganization: { id: next(), name: next() },
    digicertProductNameId: next(),
    digicertEVApproverUserIds: texts,
    status: next(),
    caStatus: next(),
    created: next(),
    updated: next(),
    comments: texts,
    ...Object.fromEntries(texts.slice(0, 10).map((text, index) => [`${text}`, texts[index + 1]])),
  };
}

/** @type {Array<Record<string, unknown>>} */
const ORDERS = [];
for (let at = 0; at < STRINGS.length; at += IN_AN_ORDER) {
  ORDERS.push(hostileOrder(ORDERS.length, STRINGS.slice(at, at + IN_AN_ORDER)));
}
/** A megabyte takes seconds to lay out: in the two places that differ most, a badge and a heading. */
const LONG = "W".repeat(1_000_000);
const LONG_ORDER = { uuid: uuid(900), status: LONG, certificate: { commonName: LONG, encodedCSR: "x" } };

/**
 * Answers the calls of the page with these orders, and returns what else the page requests.
 * @param {Page} page
 * @param {Array<Record<string, unknown>>} orders
 */
async function serveOrders(page, orders) {
  /** @type {string[]} */
  const strayed = [];
  await page.addInitScript(() => {
    const report = (/** @type {unknown} */ what) => console.error(`ran: ${what}`);
    Object.assign(window, { report, alert: report, prompt: report, confirm: report });
  });
  await page.route("**/certview/**", (route) => {
    const order = orders.find(({ uuid }) => route.request().url().endsWith(String(uuid)));
    return route.fulfill({ body: JSON.stringify(order ?? {}), contentType: "application/json" });
  });
  return {
    strayed,
    /** From now on all that the page loads of itself has been loaded. */
    watch: () => page.on("request", (request) => /\/icon(-changed)?\.svg$|\/certview\/|\/public-suffixes\.txt$|\/config\.json$|\/inspection-worker-[0-9a-f]{16}(_bg)?\.(js|wasm)$/.test(request.url()) || strayed.push(request.url())),
  };
}

/**
 * Expects that what is shown is text in the page's own elements, and fits.
 * @param {Page} page
 * @param {string} about
 */
async function expectInert(page, about) {
  const found = await page.evaluate(({ unseen, sources }) => {
    const main = document.querySelector("main");
    const text = main?.textContent ?? "";
    const strange = [...document.querySelectorAll("body *")].filter(
      (element) =>
        /^(script|img|iframe|object|embed|video|audio|style|link|base|meta|template|form action|marquee|math|frameset)$/.test(element.localName) ||
        [...element.attributes].some(({ name, value }) => name.startsWith("on") || (/^(href|src|action|formaction|data|xlink:href)$/.test(name) && !/^(#|\/(?!\/)|blob:)/.test(value) && !sources.some((source) => value.startsWith(source)))),
    );
    return {
      strange: strange.map((element) => element.outerHTML.slice(0, 200)),
      unseen: text.match(new RegExp(unseen, "gu")) ?? [],
      overflow: document.documentElement.scrollWidth - document.documentElement.getBoundingClientRect().width,
      hidden: main === null || main.getBoundingClientRect().height === 0,
    };
  }, { unseen: UNSEEN.source, sources: SOURCES });
  expect(found, about).toEqual({ strange: [], unseen: [], overflow: 0, hidden: false });
}

test.use({ viewport: { width: 320, height: 800 } });

test("hostile strings in every field of an order are text", async ({ page }) => {
  const { strayed, watch } = await serveOrders(page, ORDERS);
  await openSignedIn(page);
  await enterUuid(page, uuid(0));
  await expect(shownOrder(page)).toBeVisible();
  await page.getByRole("link", { name: TEXT.homeLink }).click();
  watch();
  for (const [number, order] of ORDERS.entries()) {
    await enterUuid(page, uuid(number));
    await expect(checksRun(page), "the review is there").toBeVisible();
    await page.evaluate(() => document.querySelectorAll("article details").forEach((details) => details.setAttribute("open", "")));
    await expectInert(page, `order ${number}`);
    const shown = (await shownOrder(page).textContent()) ?? "";
    const plain = /** @type {string[]} */ (order.approverUserNames).filter((text) => /^[!-~]+( [!-~]+)*$/.test(text));
    expect(plain.filter((text) => !shown.includes(text)), "printable text is shown as it is").toEqual([]);
    await page.getByRole("link", { name: TEXT.homeLink }).click();
    await expectInert(page, "the list of opened requests");
  }
  expect(strayed).toEqual([]);
});

test("a megabyte in a field is shown, and fits", async ({ page }) => {
  await serveOrders(page, [LONG_ORDER]);
  await openSignedIn(page);
  await enterUuid(page, LONG_ORDER.uuid);
  await expect(checksRun(page)).toBeVisible();
  await expectInert(page, "a megabyte");
});

test("hostile strings in a table are text", async ({ page }) => {
  const { strayed, watch } = await serveOrders(page, ORDERS);
  await openSignedIn(page, "/orders");
  watch();
  await page.getByLabel(TEXT.uuidsLabel).fill(ORDERS.map((order) => String(order.uuid)).join("\n"));
  await page.getByRole("button", { name: TEXT.openAllButton }).click();
  await expect(page.getByText(TEXT.tableProgress(ORDERS.length, ORDERS.length))).toBeVisible();
  await expectInert(page, "the table");
  expect(strayed).toEqual([]);
});

test("hostile strings of a refusal and of a token are text", async ({ page }) => {
  const { strayed, watch } = await serveOrders(page, []);
  const texts = OWN.filter((own) => own.length < 100 && !/\p{Surrogate}/u.test(own));
  const text = texts.join(" ");
  const part = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  await page.route("**/auth", (route) =>
    route.fulfill({ status: 201, body: `${part({ alg: "none" })}.${part({ sub: text, exp: 4_102_444_800, modulesAllowed: texts })}.c2ln` }));
  await openSignedIn(page);
  await expectInert(page, "signed in");
  watch();
  for (const body of [JSON.stringify({ errorCode: text, message: text }), text, `<CODE>${text}</CODE><TEXT>${text}</TEXT>`]) {
    await page.unroute("**/certview/**");
    await page.route("**/certview/**", (route) => route.fulfill({ status: 400, body }));
    await enterUuid(page, uuid(1));
    await expect(shownFailure(page)).toBeVisible();
    await expectInert(page, body);
    await page.getByRole("link", { name: TEXT.homeLink }).click();
  }
  expect(strayed).toEqual([]);
});
