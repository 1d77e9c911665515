// The looks, held against pictures of them. Pictures and screenshots are compared in squares of 16 pixels, so that they
// stay small and a browser's finer points of drawing do not matter; what moves, vanishes or changes colour does.
//
// `UPDATE_GOLDEN=1 cargo xtask test page` takes new pictures: look at them before you commit them.

import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { PNG } from "pngjs";
import { SAMPLE, sandboxUuid, useSandbox } from "./harness.mjs";

const { withPage } = useSandbox();

const FOLDER = new URL("golden/", import.meta.url);
const SQUARE = 16;
/** How far a square's grey may be off, of 255. */
const MOST_OFF = 20;
/** How many squares may be further off: letters on the edge of a square. */
const FEW = 0.005;
const NOW = new Date("2026-11-24T09:00:00Z");
const update = Boolean(process.env.UPDATE_GOLDEN);

const fixture = JSON.parse(await readFile(new URL("../fixtures/view-certificate-request.json", import.meta.url), "utf8"));
const csr = await readFile(new URL("../fixtures/csr/openssl-rsa2048-everything.pem", import.meta.url), "utf8");
const encode = (/** @type {object} */ json) => Buffer.from(JSON.stringify(json)).toString("base64url");
const TOKEN = `${encode({ alg: "none" })}.${encode({ sub: "doe_john", exp: NOW.getTime() / 1000 + 3 * 3600 })}.x`;

/** @type {Record<string, object | number>} */
const ANSWERS = {
  [SAMPLE]: fixture,
  [sandboxUuid(1)]: {
    ...fixture,
    uuid: sandboxUuid(1),
    status: "APPROVED",
    caStatus: "pending",
    digicertProductNameId: "ssl_basic",
    certificate: { ...fixture.certificate, commonName: "xn--bcher-kva.example", encodedCSR: csr.slice(csr.indexOf("-----BEGIN")) },
  },
  [sandboxUuid(404)]: 404,
};

/**
 * A page that shows the same at any time: clock, token and answers are fixed.
 * @param {import("playwright-core").Page} page
 */
async function freeze(page) {
  await page.clock.setFixedTime(NOW);
  await page.route("**/config.json", (route) => route.fulfill({ json: {} }));
  await page.route("**/auth", (route) => route.fulfill({ status: 201, body: TOKEN }));
  await page.route("**/certview/**", (route) => {
    const answer = ANSWERS[new URL(route.request().url()).pathname.split("/").at(-1) ?? ""] ?? 404;
    return typeof answer === "number" ? route.fulfill({ status: answer, json: { message: "Order not found" } }) : route.fulfill({ json: answer });
  });
}

/** @param {import("playwright-core").Page} page */
async function signIn(page) {
  await page.getByLabel("User name").fill("doe_john");
  await page.getByLabel("Password").fill("secret");
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** @type {Record<string, (page: import("playwright-core").Page) => Promise<void>>} */
const STATES = {
  async start(page) {
    await page.goto("/");
    await page.getByLabel("User name").waitFor();
  },
  async order(page) {
    await page.goto(`/orders/${sandboxUuid(1)}`);
    await signIn(page);
    await page.getByText("Valid: whoever made the CSR").waitFor();
  },
  async failure(page) {
    await page.goto(`/orders/${sandboxUuid(404)}`);
    await signIn(page);
    await page.locator(".failure").waitFor();
  },
  async table(page) {
    await page.goto("/orders");
    await signIn(page);
    await page.getByText("Signed in as").waitFor();
    await page.getByLabel("Request UUIDs").fill(Object.keys(ANSWERS).join("\n"));
    await page.getByRole("button", { name: "Open all" }).click();
    await page.getByText("3 of 3 read").waitFor();
  },
};

/**
 * The picture in squares, each the mean grey of its pixels.
 * @param {Buffer} screenshot
 */
function squares(screenshot) {
  const { width, height, data } = PNG.sync.read(screenshot);
  const small = new PNG({ width: Math.ceil(width / SQUARE), height: Math.ceil(height / SQUARE), colorType: 0 });
  for (let top = 0; top < small.height; top += 1) {
    for (let left = 0; left < small.width; left += 1) {
      let sum = 0;
      let count = 0;
      for (let y = top * SQUARE; y < Math.min(height, (top + 1) * SQUARE); y += 1) {
        for (let x = left * SQUARE; x < Math.min(width, (left + 1) * SQUARE); x += 1) {
          const at = (y * width + x) * 4;
          sum += (data.readUInt8(at) + data.readUInt8(at + 1) + data.readUInt8(at + 2)) / 3;
          count += 1;
        }
      }
      const at = (top * small.width + left) * 4;
      small.data.fill(Math.round(sum / count), at, at + 3);
      small.data.writeUInt8(255, at + 3);
    }
  }
  return small;
}

/**
 * What tells that this machine writes with other letters than those of the pictures.
 * @param {import("playwright-core").Page} page
 */
function letters(page) {
  return page.evaluate(() => {
    const context = document.createElement("canvas").getContext("2d");
    const style = getComputedStyle(document.documentElement);
    return [style.fontFamily, style.getPropertyValue("--mono")].map((family) => {
      if (context) {
        context.font = `100px ${family}`;
      }
      return Math.round(context?.measureText("Certificate requests 0123").width ?? 0);
    });
  });
}

for (const [state, show] of Object.entries(STATES)) {
  for (const [colorScheme, width] of /** @type {Array<["light" | "dark", number]>} */ ([["light", 320], ["dark", 1280]])) {
    test(`${state}, ${colorScheme}, ${width} px`, async (context) => {
      await withPage(async (page) => {
        await freeze(page);
        await show(page);
        const found = await letters(page);
        const fonts = new URL("letters.json", FOLDER);
        const path = new URL(`${state}-${colorScheme}-${width}.png`, FOLDER);
        const shot = squares(await page.screenshot({ fullPage: true, animations: "disabled", caret: "hide" }));
        if (update) {
          await mkdir(FOLDER, { recursive: true });
          await writeFile(path, PNG.sync.write(shot, { colorType: 0, deflateLevel: 9 }));
          await writeFile(fonts, `${JSON.stringify(found)}\n`);
          return;
        }
        if (JSON.stringify(found) !== (await readFile(fonts, "utf8")).trim()) {
          context.skip("this machine has other fonts than the pictures were taken with (Debian's fonts-liberation and fonts-dejavu)");
          return;
        }
        const golden = PNG.sync.read(await readFile(path));
        assert.deepEqual([shot.width, shot.height], [golden.width, golden.height], "the page has another size");
        let off = 0;
        for (let at = 0; at < shot.data.length; at += 4) {
          off += Math.abs(shot.data.readUInt8(at) - golden.data.readUInt8(at)) > MOST_OFF ? 1 : 0;
        }
        assert.ok(off <= FEW * shot.width * shot.height, `${off} of ${shot.width * shot.height} squares look otherwise`);
      }, { colorScheme, viewport: { width, height: 800 } });
    });
  }
}
