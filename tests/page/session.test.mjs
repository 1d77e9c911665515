// Connecting, getting about, and what stays behind.

import { test } from "node:test";
import assert from "node:assert/strict";
import { SAMPLE, openOrder, signIn, useSandbox } from "./harness.mjs";

const { origin, withPage } = useSandbox();

test("a deep link asks for a session and then goes on", async () => {
  await withPage(async (page) => {
    await page.goto(`/orders/${SAMPLE}`);
    await page.getByRole("heading", { level: 1, name: "Sign in to see this request" }).waitFor();
    await signIn(page);
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
  });
});

test("a pasted token does as well", async () => {
  const answer = await fetch(`${origin()}/auth`, {
    method: "POST",
    body: new URLSearchParams({ username: "sandbox", password: "sandbox", token: "true", permissions: "true" }),
  });
  assert.equal(answer.status, 201);
  const token = await answer.text();
  await withPage(async (page) => {
    await page.goto(`/orders/${SAMPLE}`);
    await page.getByText("Use a token instead").click();
    await page.getByLabel("JSON Web Token").fill("abc");
    await page.getByRole("button", { name: "Use this token" }).click();
    await page.getByText("This is not a JSON Web Token").waitFor();
    await page.getByLabel("JSON Web Token").fill(`Bearer ${token}\n`);
    await page.getByRole("button", { name: "Use this token" }).click();
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    const left = await page.evaluate(() =>
      document.documentElement.outerHTML + document.cookie + location.href + JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(!left.includes(token), "the token is in the page");
  });
});

test("a wrong password says so and keeps the name", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await page.getByLabel("User name").fill("sandbox");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("The user name or the password is not accepted.").waitFor();
    assert.equal(await page.getByLabel("User name").inputValue(), "sandbox");
  });
});

test("signing out leaves nothing of the request", async () => {
  await withPage(async (page) => {
    await openOrder(page, SAMPLE);
    await page.locator("article.order").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { level: 1, name: "Sign in to see this request" }).waitFor();
    assert.ok(!(await page.locator("body").innerText()).includes("doe_john"));
  });
});

test("back and forward, title and focus follow the place", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await signIn(page);
    await page.getByRole("link", { name: "The documentation's sample" }).click();
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Certificate requests in Qualys CertView" }).waitFor();
    assert.equal(await page.title(), "CertView orders");
    await page.goForward();
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    assert.equal(await page.title(), "example.com · Submitted – CertView orders");
  });
});

test("the whole way by keyboard", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await page.getByLabel("User name").waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to the content");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("sandbox");
    await page.keyboard.press("Tab");
    await page.keyboard.type("sandbox");
    await page.keyboard.press("Enter");
    await page.getByText("Signed in as").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type(SAMPLE);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Read again");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Watch");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Encoded CSR");
    const outline = await page.evaluate(() => document.activeElement && getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, "solid");
  });
});

test("skipping to the content reads nothing again", async () => {
  await withPage(async (page) => {
    await openOrder(page, SAMPLE);
    await page.locator("article.order").waitFor();
    let calls = 0;
    page.on("request", (request) => (calls += request.url().includes("/certview/") ? 1 : 0));
    await page.getByRole("link", { name: "Skip to the content" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/#main$/);
    assert.ok(await page.locator("article.order").isVisible());
    assert.equal(calls, 0);
  });
});

test("an address that names nothing says so", async () => {
  await withPage(async (page) => {
    const answer = await page.goto("/nowhere");
    assert.equal(answer?.status(), 404);
    await page.getByRole("heading", { level: 1, name: "Page not found" }).waitFor();
    await page.goto("/orders/not-a-uuid");
    await page.getByText("which is no UUID").waitFor();
    await page.getByRole("link", { name: "To the start page" }).click();
    await page.getByRole("heading", { level: 1, name: "Certificate requests" }).waitFor();
  });
});

test("a text without a UUID is told what was expected", async () => {
  await withPage(async (page) => {
    await page.goto("/");
    await page.getByLabel("Request UUID").fill("hello");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByText("No UUID in this text.").waitFor();
    assert.equal(await page.getByLabel("Request UUID").inputValue(), "hello");
    await page.getByLabel("Request UUID").fill(`see https://host.example/orders/${SAMPLE}?x`);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Sign in to see this request" }).waitFor();
  });
});

test("a program that does not arrive is explained", async () => {
  await withPage(async (page) => {
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 200, contentType: "application/wasm", body: "<!doctype html>" }));
    // The browser reports the failure to start as an uncaught error too, which is what it is.
    page.removeAllListeners("pageerror");
    page.removeAllListeners("console");
    await page.goto("/");
    await page.getByRole("alert").getByText("The page could not start").waitFor();
  });
});
