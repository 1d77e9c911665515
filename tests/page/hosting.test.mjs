// The page as static files from nginx and Caddy, set up as the examples of deploy/, with the API by this server behind
// them. What is not installed is skipped (Debian: `apt-get install nginx-light caddy`).

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer, unusedOrigin } from "../support/server.mjs";
import { SAMPLE, TEXT, expect, heading, openOrder, test } from "./fixtures.mjs";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
/** As both write a path that may contain spaces. */
const QUOTED_DIST = JSON.stringify(DIST);
const example = (/** @type {string} */ name) => readFileSync(new URL(`../../deploy/${name}`, import.meta.url), "utf8");

/** What a static host has to send as this server does. */
const HEADERS = [
  "content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options",
  "cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy", "content-type", "cache-control",
];

/**
 * A header as it is compared: XML is UTF-8 with and without a charset, and Caddy's has none.
 * @param {Response} response
 * @param {string} name
 */
const value = (response, name) => response.headers.get(name)?.toLowerCase().replace("svg+xml; charset=utf-8", "svg+xml");

/**
 * @typedef {object} Host
 * @property {string} name
 * @property {string[]} check prints its version
 * @property {string} encoding the best it can send
 * @property {(address: string, api: string, folder: string) => { configuration: string, command: string[] }} setUp
 */

/** @type {Host[]} */
const HOSTS = [
  {
    name: "nginx",
    check: ["nginx", "-v"],
    // Its Brotli is a module of its own.
    encoding: "gzip",
    setUp: (address, api, folder) => ({
      configuration: [
        `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {} http { access_log off;`,
        ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`),
        example("nginx.conf").replace(/^\s*ssl_.*$/gm, "").replace("listen 443 ssl;", `listen ${address};`)
          .replace("server 127.0.0.1:8080;", `server ${api};`).replace("/srv/certview/dist", QUOTED_DIST),
        "}",
      ].join("\n"),
      command: ["nginx", "-p", folder, "-c", `${folder}/configuration`],
    }),
  },
  {
    name: "Caddy",
    check: ["caddy", "version"],
    encoding: "br",
    setUp: (address, api, folder) => ({
      configuration: `{\n\tadmin off\n\tstorage file_system ${folder}\n}\n${example("Caddyfile").replace("certs.example.com {", `http://${address} {`)
        .replace("127.0.0.1:8080", api).replace("/srv/certview/dist", QUOTED_DIST)}`,
      command: ["caddy", "run", "--adapter", "caddyfile", "--config", `${folder}/configuration`],
    }),
  },
];

for (const { name, check, encoding, setUp } of HOSTS) {
  test.describe(name, () => {
    test.skip(spawnSync(check[0] ?? "", check.slice(1)).error !== undefined, `${name} is not installed`);

    const folder = mkdtempSync(join(tmpdir(), "certview-orders-hosting-"));
    /** @type {import("node:child_process").ChildProcess | undefined} */
    let host;
    /** @type {import("../support/server.mjs").RunningServer} */
    let api;
    let origin = "";

    test.beforeAll(async () => {
      api = await startServer(["--sandbox", "--no-page", "--trusted-proxy", "127.0.0.1"]);
      origin = await unusedOrigin();
      const { configuration, command } = setUp(new URL(origin).host, new URL(api.origin).host, folder);
      writeFileSync(join(folder, "configuration"), configuration);
      host = spawn(command[0] ?? "", command.slice(1), { stdio: "ignore", env: { ...process.env, HOME: folder } });
      await expect(async () => expect((await fetch(`${origin}/`)).status).toBe(200)).toPass();
    });
    test.afterAll(async () => {
      host?.kill("SIGKILL");
      await api?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    test("pages, files and what is not there are answered as by this server", async () => {
      const own = await startServer(["--sandbox", "--dist", DIST]);
      try {
        const script = /boot-[0-9a-f]{16}\.js/.exec(readFileSync(join(DIST, "index.html"), "utf8"))?.[0];
        for (const path of ["/", "/orders", `/orders/${SAMPLE}`, `/${script}`, "/icon.svg"]) {
          const [expected, found] = await Promise.all([fetch(own.origin + path), fetch(origin + path)]);
          expect(found.status, path).toBe(expected.status);
          for (const header of HEADERS) {
            expect(value(found, header), `${path}: ${header}`).toBe(value(expected, header));
          }
        }
        for (const path of ["/none.js", "/.git/config", "/orders/../../etc/passwd", "/certview/v2/x", "/auth/x"]) {
          expect((await fetch(origin + path)).status, path).toBe(404);
        }
        const answer = await fetch(`${origin}/certview/v1/certificates/digicert/orders/${SAMPLE}`);
        expect(answer.status).toBe(401);
        // The API's own policy comes through, and once.
        expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
      } finally {
        await own.stop();
      }
    });

    test("every script, style and WebAssembly file is compressed and immutable in the cache", async ({ page }) => {
      /** @type {import("@playwright/test").Response[]} */
      const responses = [];
      page.on("response", (response) => responses.push(response));
      await page.goto(origin);
      await expect(heading(page)).toBeVisible();
      const assets = responses.filter((response) => /javascript|css|wasm/.test(response.headers()["content-type"] ?? ""));
      expect(assets).toHaveLength(4);
      for (const asset of assets) {
        expect(asset.headers()["cache-control"], asset.url()).toContain("immutable");
        expect(asset.headers()["content-encoding"], asset.url()).toBe(encoding);
      }
    });

    test.describe("a request", () => {
      test.use({ baseURL: async ({}, use) => use(origin) });

      test("is opened by its address, after signing in", async ({ page }) => {
        await openOrder(page, SAMPLE);
        await expect(page.getByRole("heading", { level: 1, name: "example.com" })).toBeVisible();
        await expect(page.getByText(TEXT.signedIn)).toBeVisible();
      });
    });
  });
}
