// A request in the browser: what the page shows of each order of the sandbox.

import {
  SAMPLE, TEXT, changeOrders, checksRun, downloadBy, everythingIn, expect, fact, heading, openEncodedCsr, openOrder, openSignedIn, recordBody,
  recordClipboard, sandboxUuid, shownFailure, shownOrder, signIn, test,
} from "./fixtures.mjs";

test("the sample of the documentation, from sign-in to the facts", async ({ page }) => {
  await openSignedIn(page);
  await expect(page.getByText("Signed in as sandbox")).toBeVisible();
  await page.getByLabel(TEXT.uuidLabel).fill(SAMPLE);
  await page.getByRole("button", { name: TEXT.openButton, exact: true }).click();

  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1, name: "example.com" })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(`/orders/${SAMPLE}`);
  await expect(page).toHaveTitle("example.com · Submitted – CertView orders");
  for (const word of ["Submitted", "private_ssl_plus", "Private trust"]) {
    await expect(main.getByRole("list", { name: "Badges" })).toContainText(word);
  }
  for (const text of ["Submitted by doe_john, waiting for approval.", "Next: doe_john can approve"]) {
    await expect(main).toContainText(text);
  }
  const facts = {
    "requesterUserName": "doe_john",
    "approverUserNames": "doe_john",
    "certificate.signatureHash": "SHA-256",
    "intermediateCA.name": "DigiCert Test SHA2 Intermediate CA-1",
    "validity.validityYears": "1 year",
    "digicertOrganization.id": "525858",
    "digicertProductNameId": "private_ssl_plus",
    "created": "1 Sep 2020, 10:54:50 GMT+2",
    "updated": "1 Sep 2020, 10:58:58 GMT+2",
  };
  for (const [path, expected] of Object.entries(facts)) {
    await expect(fact(page, path), path).toHaveText(startingWith(expected));
  }
  await expect(await openEncodedCsr(page)).toHaveText("string");
  await expect(fact(page, "created").locator("time").first()).toHaveAttribute("datetime", "2020-09-01T08:54:50.473Z");
  await expect(fact(page, "updated").locator("time").first()).toHaveAttribute("datetime", "2020-09-01T08:58:58.138Z");
});

test("every order of the sandbox opens, without an error or warning of the browser", async ({ page, request }) => {
  const { sandbox } = await (await request.get("/config.json")).json();
  expect(sandbox.orders.length).toBeGreaterThanOrEqual(14);
  await page.goto("/");
  await signIn(page);
  for (const { uuid, name } of sandbox.orders) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(shownOrder(page)).toBeVisible();
    await expect(fact(page, "uuid").locator("bdi"), name).toHaveText(uuid);
    await page.goBack();
    await expect(page.getByRole("heading", { name: TEXT.sandboxHeading })).toBeVisible();
  }
});

/** @type {Array<[number, string, string, RegExp]>} */
const STATUSES = [
  [1, "Submitted", "warning", /waiting for approval/],
  [2, "Approved", "active", /now with DigiCert/],
  [3, "Issued", "good", /issued by DigiCert/],
  [4, "Rejected", "bad", /rejected by an approver/],
  [5, "Cancelled", "neutral", /cancelled before approval/],
  [6, "ON_HOLD", "neutral", /does not know/],
];

for (const [number, word, tone, summary] of STATUSES) {
  test(`the status ${word} has its badge, its description and its title`, async ({ page }) => {
    await openOrder(page, sandboxUuid(number));
    const badge = page.locator(".badge").first();
    await expect(badge).toHaveText(`Request status: ${word}`);
    await expect(badge).toHaveAttribute("data-tone", tone);
    await expect(page.locator(".progress .summary")).toHaveText(summary);
    await expect(page).toHaveTitle(new RegExp(word));
  });
}

/** @type {Array<[number, string, Record<string, string | RegExp>]>} */
const SHAPES = [
  [2, "a wildcard", { "certificate.commonName": /^\*\./ }],
  [7, "extended validation with a chosen end", { "validity.customExpirationDate": /\d{4}/, "digicertEVApproverUserIds": /^\d+/ }],
  [8, "300 names", { "certificate.dnsNames": /25 of 300 names shown[\s\S]*Show more names/, "validity.validityDays": "90 days" }],
  [10, "a renewal", { "renewal.digicertPreviousOrderId": /^\d+/, "renewal.renewalOfCertificate": /^[0-9a-f]{64}/ }],
  [11, "an auto-generated CSR", { "certificate.autoGenerateCSR": "Yes, by Qualys", "certificate.privateKey": /Delivered/ }],
  [13, "the documented shape with large ids", { "digicertOrganization.id": /^9007199254740993/ }],
];

for (const [number, name, facts] of SHAPES) {
  test(`an order with ${name}`, async ({ page }) => {
    await openOrder(page, sandboxUuid(number));
    await expect(shownOrder(page)).toBeVisible();
    for (const [path, expected] of Object.entries(facts)) {
      await expect(fact(page, path), path).toHaveText(typeof expected === "string" ? startingWith(expected) : expected);
    }
  });
}

test("fields that are not reported are one line a section, and rows where all fields are shown", async ({ page }) => {
  await openOrder(page, sandboxUuid(14));
  await expect(heading(page, "Request without a common name")).toBeVisible();
  for (const [section, path, label] of [["Certificate", "certificate.commonName", "Common name"], ["People and dates", "created", "Created"]]) {
    await expect(fact(page, path)).toHaveCount(0);
    const absent = page.getByRole("region", { name: section, exact: true }).locator(".absent");
    await expect(absent).toHaveText(/^Not reported: /);
    await expect(absent.locator(`[id="${path}"]`)).toHaveText(new RegExp(label));
  }
  await page.getByRole("switch", { name: "Show all fields" }).check();
  for (const path of ["certificate.commonName", "created"]) {
    await expect(fact(page, path), path).toHaveText("Not reported");
  }
});

test.describe("with 10,000 names", () => {
  test.use({ permissions: ["clipboard-write"] });

  test("some are found, more are shown, and all are copied", async ({ page }) => {
    const names = Array.from({ length: 10_000 }, (_, index) => `n${index}.example.com`);
    await changeOrders(page, "**/certview/**", (order) => ({ ...order, certificate: { ...order.certificate, dnsNames: names } }));
    const copied = await recordClipboard(page);
    await openOrder(page, sandboxUuid(1));
    const row = fact(page, "certificate.dnsNames");
    await expect(row.getByText(TEXT.namesShown(25, 10000))).toBeVisible();
    await expect(row.locator("li")).toHaveCount(25);
    await row.getByRole("button", { name: "Show more names" }).click();
    await expect(row.getByText(TEXT.namesShown(525, 10000))).toBeVisible();
    await expect(row.locator("li")).toHaveCount(525);

    await row.getByLabel("Find a name").focus();
    for (const [key, shown, all] of /** @type {const} */ ([["n", 25, 10000], ["9", 25, 1111], ["9", 25, 111], ["9", 11, 11], ["9", 1, 1]])) {
      await page.keyboard.press(key);
      await expect(row.getByText(TEXT.namesShown(shown, all), { exact: true })).toBeVisible();
    }
    await expect(row.locator("li")).toHaveText(["n9999.example.com"]);
    await expect(row.getByRole("button", { name: "Show more names" })).toHaveCount(0);
    await row.getByRole("button", { name: "Copy DNS names" }).click();
    expect(await copied()).toBe(names.join("\n"));
  });
});

/** A field of the page, or the source of a check. */
const LINKS = /^(#[A-Za-z.]+|https:\/\/(github\.com\/cabforum|www\.rfc-editor\.org|docs\.qualys\.com|(dev|docs|knowledge)\.digicert\.com|doi\.org|learn\.microsoft\.com|publicsuffix\.org|www\.unicode\.org|www\.tbs-certificates\.co\.uk)\/.*)$/;

for (const number of [15, 16, 17]) {
  test(`foreign text of order ${number} is text: no element is created from it, and no character stays hidden`, async ({ page }) => {
    await openOrder(page, sandboxUuid(number));
    await expect(checksRun(page)).toBeVisible();
    await expect(page.locator("article img, article script, article iframe")).toHaveCount(0);
    for (const link of await page.locator("article a").all()) {
      // Never to an address that the response contains.
      await expect(link).toHaveAttribute("href", LINKS);
    }
    const hidden = await page.evaluate(() => /[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u.test(document.documentElement.outerHTML + document.title));
    expect(hidden).toBe(false);
  });
}

test("a private key appears in the page only as a masked row", async ({ page }) => {
  const body = await recordBody(page, "**/certview/**");
  await openOrder(page, sandboxUuid(11));
  await expect(shownOrder(page)).toBeVisible();
  const key = JSON.parse(body()).certificate.privateKey;
  expect(key, "the response holds a key").toMatch(/PRIVATE KEY/);
  await page.locator("summary").getByText(TEXT.rawJson).click();
  const everything = await everythingIn(page);
  expect(everything).not.toContain(key.split("\n")[1]);
  expect(everything).not.toContain("BEGIN PRIVATE KEY");
  expect(everything).not.toContain("BEGIN RSA PRIVATE KEY");
  expect(everything).toContain(TEXT.maskedKey);
});

test.describe("with a clipboard", () => {
  test.use({ permissions: ["clipboard-write"] });

  test("the raw JSON is copied unchanged", async ({ page }) => {
    const copied = await recordClipboard(page);
    await openOrder(page, SAMPLE);
    await page.locator("summary").getByText(TEXT.rawJson).click();
    await page.getByRole("button", { name: "Copy raw JSON" }).click();
    expect(JSON.parse(await copied()).digicertOrganization.id).toBe(525858);
  });
});

test("what was loaded stays visible during a refresh, also where it fails", async ({ page }) => {
  await openOrder(page, SAMPLE);
  await expect(shownOrder(page)).toBeVisible();
  await page.route("**/certview/**", (route) => route.abort());
  await page.clock.install();
  await page.getByRole("button", { name: TEXT.refreshButton }).click();
  await expect(page.getByRole("button", { name: "Refreshing…" })).toBeVisible();
  await expect(shownOrder(page)).toBeVisible();
  while (!(await shownFailure(page).isVisible())) {
    await page.clock.runFor(500);
  }
  await expect(shownFailure(page)).toHaveAttribute("data-code", "network");
  await expect(shownOrder(page)).toBeVisible();
});

/** @type {Array<[number, string, RegExp]>} */
const REQUESTS = [
  [1, "RSA 2048", /RSA 2048 bits, exponent 65537/],
  [3, "P-256", /EC P-256/],
  [4, "RSA 4096", /RSA 4096 bits/],
  [5, "Ed25519", /Ed25519/i],
];

for (const [number, name, key] of REQUESTS) {
  test(`a CSR with ${name} is decoded, compared and checked`, async ({ page }) => {
    await openOrder(page, sandboxUuid(number));
    const section = page.locator("section.csr");
    const row = (/** @type {string} */ label) => section.locator(".fact", { has: page.getByText(label, { exact: true }) }).locator("dd");
    await expect(section.locator(".section-head .badge")).toHaveText("Self-signature: Valid");
    await expect(row("Public key")).toHaveText(key);
    await expect(row("SHA-256 of the CSR")).toHaveText(/^[0-9a-f]{64}/);
    const names = section.locator("tr", { hasText: "DNS names" });
    await expect(names).toHaveAttribute("data-matches", "true");
    await expect(names).toHaveText(/match/);
  });
}

test("an undecodable CSR names what was expected, and its text stays", async ({ page }) => {
  await openOrder(page, sandboxUuid(12));
  await expect(page.locator("section.csr .odd").getByText("cannot be read")).toBeVisible();
  await expect(await openEncodedCsr(page)).toHaveText(/BEGIN CERTIFICATE REQUEST/);
});

test("the CSR is saved as PEM and as DER", async ({ page }) => {
  await openOrder(page, sandboxUuid(1));
  const shown = (await (await openEncodedCsr(page)).innerText()).trim();
  const pem = await downloadBy(page, "Download PEM");
  expect(pem.bytes.toString().trim()).toBe(shown);
  const der = await downloadBy(page, "Download DER");
  expect(der.bytes.toString("base64")).toBe(shown.replace(/-----[^-]+-----/g, "").replace(/\s/g, ""));
});

test("a watched request shows by itself what has changed, and stops at the end", async ({ page }) => {
  await page.clock.install();
  await openOrder(page, sandboxUuid(1));
  await expect(shownOrder(page)).toBeVisible();
  let status = "SUBMITTED";
  let caStatus = "";
  let calls = 0;
  await page.route("**/certview/**", async (route) => {
    calls += 1;
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), status, caStatus } });
  });
  await page.getByRole("button", { name: TEXT.watchButton }).click();
  status = "ISSUED";
  caStatus = "issued";
  await page.clock.runFor(9_000);
  expect(calls).toBe(0);
  await page.clock.runFor(2_000);
  await expect(page.locator(".changed").getByText("Changed: Status, CA status")).toBeVisible();
  await expect(page.locator('[data-path="caStatus"] dt')).toHaveText("CA status changed");
  await expect(page.locator('[data-path="status"] dt')).toHaveText("Status changed");
  await expect(page.locator("dt .changed")).toHaveCount(2);
  await expect(page).toHaveTitle(/Issued/);
  await expect(page.getByRole("button", { name: TEXT.watchButton })).toHaveCount(0);
  await expect(heading(page), "the focus does not go with the button").toBeFocused();
  await page.clock.runFor(120_000);
  expect(calls).toBe(1);
});

test("the review lists what is wrong, the most severe first, and links to the field and the source", async ({ page }) => {
  await openOrder(page, sandboxUuid(12));
  const review = page.getByRole("region", { name: "Review" });
  await expect(review.getByText(/^\d+ checks run$/)).toBeVisible();
  await expect(review.locator(".section-head .badge")).toHaveText([/^Findings: \d+ errors?$/, /^Findings: \d+ warnings?$/, /^Findings: \d+ informational$/]);
  const groups = review.locator(".findings");
  const names = ["Errors", "Warnings", "Information"];
  await expect(groups).toHaveCount(names.length);
  for (const [index, name] of names.entries()) {
    await expect(groups.nth(index)).toHaveAccessibleName(name);
  }
  const first = review.locator("[data-check]").first();
  await expect(groups.nth(0).locator("[data-check]").first().and(first)).toBeVisible();
  await expect(first, "an error is open").toHaveAttribute("open");
  await expect(first).toHaveText(/cannot be read/);
  await first.getByRole("link", { name: "Encoded CSR" }).click();
  const row = page.locator('[id="certificate.encodedCSR"]');
  await expect(row.and(page.locator(":target"))).toBeVisible();
  await expect(row).toBeFocused();
  await expect(row.locator("pre"), "what is closed is opened").toBeVisible();
  await expect(shownOrder(page), "following the link loads nothing again").toBeVisible();
  await expect(first.getByRole("link").last()).toHaveAttribute("href", /^https:/);
});

test("a review without findings is reported as such", async ({ page }) => {
  await openOrder(page, sandboxUuid(9));
  await expect(page.getByText(/No problems found · \d+ checks run/)).toBeVisible();
});

/** @param {string} text */
function startingWith(text) {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}
