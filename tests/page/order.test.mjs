// A request in the browser: what is read from the page, for each order of the sandbox.

import { test } from "node:test";
import assert from "node:assert/strict";
import { SAMPLE, catchClipboard, downloadBy, everythingIn, fact, openOrder, overhear, sandboxUuid, signIn, useSandbox } from "./harness.mjs";

const { origin, withPage } = useSandbox();

test("the sample of the specification, from sign-in to the facts", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await signIn(page);
    await page.getByText("Signed in as sandbox").waitFor();
    await page.getByLabel("Request UUID").fill(SAMPLE);
    await page.getByRole("button", { name: "Open", exact: true }).click();

    const main = page.getByRole("main");
    await main.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    assert.equal(new URL(page.url()).pathname, `/orders/${SAMPLE}`);
    assert.equal(await page.title(), "example.com · Submitted – CertView orders");
    const badges = await main.getByRole("list", { name: "Badges" }).innerText();
    for (const word of ["Submitted", "private_ssl_plus", "Private trust"]) {
      assert.ok(badges.includes(word), badges);
    }
    const text = await main.innerText();
    for (const expected of ["Submitted by doe_john, waiting for approval.", "Who acts next: doe_john can approve"]) {
      assert.ok(text.includes(expected), text);
    }
    const facts = {
      "requesterUserName": "doe_john",
      "approverUserNames": "doe_john",
      "certificate.signatureHash": "SHA-256",
      "certificate.encodedCSR": "string",
      "intermediateCA.name": "DigiCert Test SHA2 Intermediate CA-1",
      "validity.validityYears": "1 year",
      "digicertOrganization.id": "525858",
      "digicertProductNameId": "private_ssl_plus",
      "created": "1 Sept 2020, 10:54:50 CEST",
      "updated": "1 Sept 2020, 10:58:58 CEST",
    };
    for (const [path, expected] of Object.entries(facts)) {
      assert.ok((await fact(page, path).innerText()).startsWith(expected), `${path}: ${await fact(page, path).innerText()}`);
    }
    const created = fact(page, "created").locator("time");
    assert.equal(await created.getAttribute("datetime"), "2020-09-01T08:54:50.473Z");
    const updated = fact(page, "updated").locator("time");
    assert.equal(await updated.getAttribute("datetime"), "2020-09-01T08:58:58.138Z");
  });
});

test("every order of the sandbox opens, without a complaint of the browser", async () => {
  const { sandbox } = await (await fetch(`${origin()}/config.json`)).json();
  assert.ok(sandbox.orders.length >= 14);
  await withPage(async (page) => {
    await page.goto("/");
    await signIn(page);
    for (const { uuid, name } of sandbox.orders) {
      await page.getByRole("link", { name, exact: true }).click();
      await page.locator("article.order").waitFor();
      assert.equal(await fact(page, "uuid").locator("bdi").innerText(), uuid, name);
      await page.goBack();
      await page.getByRole("heading", { name: "Requests in this sandbox" }).waitFor();
    }
  });
});

/** @type {Array<[number, string, string, RegExp]>} */
const STATUSES = [
  [1, "Submitted", "waiting", /waiting for approval/],
  [2, "Approved", "active", /now with DigiCert/],
  [3, "Issued", "good", /issued by DigiCert/],
  [4, "Rejected", "bad", /rejected by an approver/],
  [5, "Cancelled", "neutral", /cancelled before approval/],
  [6, "ON_HOLD", "neutral", /does not know/],
];

for (const [number, word, tone, standing] of STATUSES) {
  test(`the status ${word} has its badge, its sentence and its title`, async () => {
    await withPage(async (page) => {
      await openOrder(page, sandboxUuid(number));
      const badge = page.locator(".badge").first();
      await badge.waitFor();
      assert.equal((await badge.innerText()).replace(/\s+/g, " "), `Request status: ${word}`);
      assert.equal(await badge.getAttribute("data-tone"), tone);
      assert.match(await page.locator(".standing").innerText(), standing);
      assert.ok((await page.title()).includes(word));
    });
  });
}

/** @type {Array<[number, string, Record<string, string | RegExp>]>} */
const SHAPES = [
  [2, "a wildcard", { "certificate.commonName": /^\*\./ }],
  [7, "extended validation with a chosen end", { "validity.customExpirationDate": /\d{4}/, "digicertEVApproverUserIds": /^\d+/ }],
  [8, "300 names", { "certificate.dnsNames": /25 of 300 names shown[\s\S]*Show more names/, "validity.validityDays": "90 days" }],
  [10, "a renewal", { "renewal.digicertPreviousOrderId": /^\d+/, "renewal.renewalOfCertificate": /^[0-9a-f]{64}/ }],
  [11, "an auto-generated CSR", { "certificate.autoGenerateCSR": "Yes, by Qualys", "certificate.privateKey": /Delivered/ }],
  [13, "the documented shape with large ids", { "digicertOrganization.id": /^9007199254740993/, "certificate.encodedCSR": /BEGIN CERTIFICATE REQUEST/ }],
  [14, "nothing reported", { "certificate.commonName": "Not reported", "created": "Not reported" }],
];

for (const [number, name, facts] of SHAPES) {
  test(`an order with ${name}`, async () => {
    await withPage(async (page) => {
      await openOrder(page, sandboxUuid(number));
      await page.locator("article.order").waitFor();
      for (const [path, expected] of Object.entries(facts)) {
        const text = await fact(page, path).innerText();
        assert.ok(typeof expected === "string" ? text.startsWith(expected) : expected.test(text), `${path}: ${text}`);
      }
    });
  });
}

const SOURCES = /^(#[A-Za-z.]+|https:\/\/(github\.com\/cabforum|www\.rfc-editor\.org|docs\.qualys\.com|docs\.digicert\.com|doi\.org|www\.unicode\.org|www\.tbs-certificates\.co\.uk|www\.tbs-internet\.com)\/.*)$/;

test("among 10,000 names some are found, more are shown, and all are copied", async () => {
  await withPage(async (page) => {
    const names = Array.from({ length: 10_000 }, (_, index) => `n${index}.example.com`);
    await page.route("**/certview/**", async (route) => {
      const order = await (await route.fetch()).json();
      await route.fulfill({ json: { ...order, certificate: { ...order.certificate, dnsNames: names } } });
    });
    const copied = await catchClipboard(page);
    await openOrder(page, sandboxUuid(1));
    const row = fact(page, "certificate.dnsNames");
    await row.getByText("25 of 10000 names shown").waitFor();
    assert.equal(await row.locator("li").count(), 25);
    await row.getByRole("button", { name: "Show more names" }).click();
    await row.getByText("525 of 10000 names shown").waitFor();
    assert.equal(await row.locator("li").count(), 525);

    await row.getByLabel("Find a name").focus();
    for (const [key, shown] of [["n", "25 of 10000"], ["9", "25 of 1111"], ["9", "25 of 111"], ["9", "11 of 11"], ["9", "1 of 1"]]) {
      await page.keyboard.press(/** @type {string} */ (key));
      await row.getByText(`${shown} names shown`, { exact: true }).waitFor();
    }
    assert.deepEqual(await row.locator("li").allInnerTexts(), ["n9999.example.com"]);
    assert.equal(await row.getByRole("button", { name: "Show more names" }).count(), 0);
    await row.getByRole("button", { name: "Copy DNS names" }).click();
    assert.equal(await copied(), names.join("\n"));
  }, { permissions: ["clipboard-write"] });
});

test("foreign text is text: no element is made of it, and nothing hidden stays hidden", async () => {
  for (const number of [15, 16, 17]) {
    await withPage(async (page) => {
      await openOrder(page, sandboxUuid(number));
      await page.locator("article.order").waitFor();
      assert.equal(await page.locator("article img, article script, article iframe").count(), 0);
      for (const link of await page.locator("article a").all()) {
        // To a field of this page, or to the source of a rule: never to what the response says.
        assert.match((await link.getAttribute("href")) ?? "", SOURCES);
      }
      const hidden = await page.evaluate(() => /[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u.test(document.documentElement.outerHTML + document.title));
      assert.equal(hidden, false);
    });
  }
});

test("a private key is nowhere in the page but as a masked row", async () => {
  await withPage(async (page) => {
    const answer = await overhear(page, "**/certview/**");
    await openOrder(page, sandboxUuid(11));
    await page.locator("article.order").waitFor();
    const key = JSON.parse(answer()).certificate.privateKey;
    assert.match(key, /PRIVATE KEY/, "the response did not hold a key: the test would show nothing");
    const secret = key.split("\n")[1];
    await page.getByText("Raw JSON").click();
    const everything = await everythingIn(page);
    assert.ok(!everything.includes(secret) && !everything.includes("BEGIN PRIVATE KEY") && !everything.includes("BEGIN RSA PRIVATE KEY"));
    assert.ok(everything.includes("[private key, not shown]"));
  });
});

test("the raw JSON is copied as it came", async () => {
  await withPage(async (page) => {
    const copied = await catchClipboard(page);
    await openOrder(page, SAMPLE);
    await page.getByText("Raw JSON").click();
    await page.getByRole("button", { name: "Copy raw JSON" }).click();
    assert.equal(JSON.parse(await copied()).digicertOrganization.id, 525858);
  }, { permissions: ["clipboard-write"] });
});

test("reading again keeps what was read on show and says when it was", async () => {
  await withPage(async (page) => {
    await openOrder(page, SAMPLE);
    await page.locator("article.order").waitFor();
    await page.route("**/certview/**", (route) => route.abort());
    await page.clock.install();
    await page.getByRole("button", { name: "Read again" }).click();
    await page.getByRole("button", { name: "Reading…" }).waitFor();
    assert.ok(await page.locator("article.order").isVisible());
    while (!(await page.locator(".failure").isVisible())) {
      await page.clock.runFor(500);
    }
    assert.equal(await page.locator(".failure").getAttribute("data-code"), "network");
    assert.ok(await page.locator("article.order").isVisible());
  });
});

/** @type {Array<[number, string, RegExp, RegExp]>} */
const REQUESTS = [
  [1, "RSA 2048", /Valid/, /RSA 2048 bits, exponent 65537/],
  [3, "P-256", /Valid/, /EC P-256/],
  [4, "RSA 4096", /Valid/, /RSA 4096 bits/],
  [5, "Ed25519", /Valid|Not checkable here/, /Ed25519/i],
];

for (const [number, name, verdict, key] of REQUESTS) {
  test(`a CSR with ${name} is decoded, compared and checked`, async () => {
    await withPage(async (page) => {
      await openOrder(page, sandboxUuid(number));
      const section = page.locator("section.csr");
      const row = (/** @type {string} */ label) => section.locator(".fact", { has: page.getByText(label, { exact: true }) }).locator("dd");
      await row("Self-signature").getByText(verdict).waitFor();
      assert.match(await row("Public key").innerText(), key);
      assert.match(await row("SHA-256 of the CSR").innerText(), /^[0-9a-f]{64}/);
      const names = section.locator("tr", { hasText: "DNS names" });
      assert.equal(await names.getAttribute("data-equal"), "true");
      assert.match(await names.innerText(), /equal/);
    });
  });
}

test("a CSR that cannot be read says what was expected, and its text stays", async () => {
  await withPage(async (page) => {
    await openOrder(page, sandboxUuid(12));
    await page.locator("section.csr .odd").getByText("cannot be read").waitFor();
    assert.match(await fact(page, "certificate.encodedCSR").innerText(), /BEGIN CERTIFICATE REQUEST/);
  });
});

test("the CSR is handed over as PEM and as DER", async () => {
  await withPage(async (page) => {
    await openOrder(page, sandboxUuid(1));
    const shown = (await fact(page, "certificate.encodedCSR").locator("pre").innerText()).trim();
    const pem = await downloadBy(page, "Download PEM");
    assert.equal(pem.bytes.toString().trim(), shown);
    const der = await downloadBy(page, "Download DER");
    assert.equal(der.bytes.toString("base64"), shown.replace(/-----[^-]+-----/g, "").replace(/\s/g, ""));
  });
});

test("a watched request shows by itself what has changed, and stops at the end", async () => {
  await withPage(async (page) => {
    await page.clock.install();
    await openOrder(page, sandboxUuid(1));
    await page.locator("article.order").waitFor();
    let status = "SUBMITTED";
    let caStatus = "";
    let calls = 0;
    await page.route("**/certview/**", async (route) => {
      calls += 1;
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), status, caStatus } });
    });
    await page.getByRole("button", { name: "Watch" }).click();
    status = "ISSUED";
    caStatus = "issued";
    await page.clock.runFor(9_000);
    assert.equal(calls, 0);
    await page.clock.runFor(2_000);
    await page.locator(".changed").getByText("Changed: Status, CA status").waitFor();
    assert.equal(await page.locator('[data-path="caStatus"] dt').innerText(), "CA status changed");
    assert.equal(await page.locator("dt .changed").count(), 1);
    assert.match(await page.title(), /Issued/);
    assert.equal(await page.getByRole("button", { name: "Watch" }).count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1", "the focus does not go with the button");
    await page.clock.runFor(120_000);
    assert.equal(calls, 1);
  });
});

test("the review names what is wrong, gravest first, and leads to the field and the source", async () => {
  await withPage(async (page) => {
    await openOrder(page, sandboxUuid(12));
    const review = page.getByRole("region", { name: "Is it right?" });
    await review.getByText(/Something to look at; \d+ rules looked\./).waitFor();
    assert.deepEqual(await review.getByRole("heading", { level: 3 }).allInnerTexts(), ["Errors", "Warnings"]);
    const first = review.locator("[data-rule]").first();
    assert.equal(await first.getAttribute("data-severity"), "error");
    assert.match(await first.innerText(), /cannot be read/);
    await first.getByRole("link", { name: "Encoded CSR" }).click();
    const row = page.locator('[id="certificate.encodedCSR"]');
    await row.and(page.locator(":target")).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "certificate.encodedCSR");
    assert.ok(await page.locator("article.order").isVisible(), "following the link reads nothing again");
    assert.match((await first.getByRole("link").last().getAttribute("href")) ?? "", /^https:/);
  });
});

test("a request with nothing wrong is told so", async () => {
  await withPage(async (page) => {
    await openOrder(page, sandboxUuid(9));
    await page.getByText(/Nothing to object to; \d+ rules looked\./).waitFor();
  });
});
