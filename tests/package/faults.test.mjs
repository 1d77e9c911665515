// The faults of tests/faults/faults.mjs met by the package in Node and in Chromium, and by the server that forwards.

import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { once } from "node:events";
import { copyFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { FAULTS, TOKEN } from "../faults/faults.mjs";
import { startFaultGateway } from "../faults/gateway.mjs";
import { startServer } from "../support/server.mjs";
import { installed, page, runProgram, startHost, useBrowser } from "./harness.mjs";

const RUNNER = fileURLToPath(new URL("../faults/package.mjs", import.meta.url));
const SAMPLE = "cb95d100-ec30-11ea-920d-eb66140967e3";
const PATH = "/certview/rest/public/v1/certificates/enrollment/digicert/orders/";
const { outcome } = useBrowser();

/** @typedef {import("../faults/package.mjs").Result} Result */
/** @typedef {import("../faults/gateway.mjs").FaultGateway} FaultGateway */

/**
 * Runs the calls with the gateway up, then those that need it down; one test for each fault.
 * @param {import("node:test").TestContext} t
 * @param {FaultGateway} gateway
 * @param {(cases: import("../faults/package.mjs").Case[]) => Promise<Record<string, Result>>} run
 * @param {"node" | "browser"} host
 */
async function expectOutcomes(t, gateway, run, host) {
  const cases = (/** @type {boolean} */ isDown) =>
    FAULTS.filter((fault) => fault.isDown === isDown).map(({ name, uuid, timeoutMs }) => ({ name, uuid, timeoutMs }));
  const results = await run(cases(false));
  await gateway.pause();
  Object.assign(results, await run(cases(true)));
  await gateway.resume();
  for (const { name, uuid, isDown, timeoutMs, ...expected } of FAULTS) {
    await t.test(name, () => {
      const result = results[name];
      assert.ok(result !== undefined, "the call has settled");
      const { tookMs, text, next, ...actual } = result;
      for (const [key, value] of Object.entries(expected[host])) {
        const found = Reflect.get(actual, key);
        Number.isNaN(value) ? assert.ok(found > 0, `${key}: ${found}`) : assert.equal(found, value, `${key} in ${text}`);
      }
      assert.ok(tookMs < timeoutMs + 2_000, `${tookMs} ms, with a deadline of ${timeoutMs} ms`);
      assert.ok(!text.includes(TOKEN), "the error contains the token");
      if (!isDown) {
        assert.equal(next, SAMPLE, "the next call");
        assert.ok(gateway.calls(uuid) >= (expected[host].attempts ?? 1), "every attempt reached the gateway");
      }
    });
  }
  await t.test("no token left for another origin", () => {
    assert.deepEqual(gateway.strayed(), []);
    assert.deepEqual(gateway.authorizations(), [`Bearer ${TOKEN}`]);
  });
}

// Most of the time is spent waiting.
describe("each fault", { concurrency: 3 }, () => {
  test("the package in Node", async (t) => {
    const gateway = await startFaultGateway();
    const place = await installed({
      "main.mjs": `
        import * as api from "certview-orders";
        import { runFaults } from ${JSON.stringify(pathToFileURL(RUNNER))};
        const results = await runFaults(api, JSON.parse(process.argv[2]));
        process.stdout.write(JSON.stringify(results), () => process.exit());
      `,
    });
    try {
      const run = async (/** @type {import("../faults/package.mjs").Case[]} */ cases) => {
        const context = JSON.stringify({ origin: gateway.origin, token: TOKEN, cases, atATime: 15 });
        const { code, stdout, stderr } = await runProgram(process.execPath, ["main.mjs", context], { cwd: place.folder });
        assert.equal(code, 0, stderr);
        assert.equal(stderr, "");
        return JSON.parse(stdout);
      };
      await expectOutcomes(t, gateway, run, "node");
    } finally {
      await place.remove();
      await gateway.stop();
    }
  });

  test("the package in Chromium", async (t) => {
    const gateway = await startFaultGateway();
    let context = "";
    const place = await installed({
      "index.html": page(),
      "main.js": `
        import init, * as api from "/node_modules/certview-orders/index.js";
        import { runFaults } from "./package.mjs";
        globalThis.outcome = (async () => {
          await init();
          return runFaults(api, await (await fetch("/context.json")).json());
        })();
        globalThis.outcome.catch(() => {});
      `,
    });
    await copyFile(RUNNER, join(place.folder, "package.mjs"));
    const host = await startHost(place.folder, (path) => (path === "/context.json" ? { body: context } : undefined));
    host.allow([gateway.origin]);
    try {
      const run = async (/** @type {import("../faults/package.mjs").Case[]} */ cases) => {
        // A browser opens six connections to an origin.
        context = JSON.stringify({ origin: gateway.origin, token: TOKEN, cases, atATime: 6 });
        return /** @type {any} */ ((await outcome(host.origin)).results);
      };
      await expectOutcomes(t, gateway, run, "browser");
    } finally {
      await host.stop();
      await place.remove();
      await gateway.stop();
    }
  });

  test("the server that forwards", async (t) => {
    const gateway = await startFaultGateway();
    const server = await startServer(["--no-page", "--upstream", gateway.origin]);
    // Not by fetch, which repeats a call that is answered 421.
    const read = async (/** @type {string} */ uuid) => {
      const [answer] = await once(get(`${server.origin}${PATH}${uuid}`, { headers: { authorization: `Bearer ${TOKEN}` } }), "response");
      return { status: answer.statusCode, body: (await answer.setEncoding("utf8").toArray()).join("") };
    };
    try {
      /** @type {Map<string, Awaited<ReturnType<typeof read>>>} */
      const answers = new Map();
      const ask = async (/** @type {import("../faults/faults.mjs").Fault[]} */ faults) => {
        for (const { name, uuid } of faults) {
          answers.set(name, await read(uuid));
        }
      };
      // A gateway that stalls is waited for a minute: those calls are under way beside the others.
      const stalls = FAULTS.filter(({ forwarded }) => forwarded.status === 504 && forwarded.says);
      const stalled = Promise.all(stalls.map((fault) => ask([fault])));
      await ask(FAULTS.filter((fault) => !stalls.includes(fault) && !fault.isDown));
      await stalled;
      assert.equal((await read(SAMPLE)).status, 200, "the next call");
      await gateway.pause();
      await ask(FAULTS.filter(({ isDown }) => isDown));
      await gateway.resume();
      assert.equal((await read(SAMPLE)).status, 200, "the next call");
      for (const { name, uuid, isDown, forwarded } of FAULTS) {
        await t.test(name, () => {
          const { status = 0, body = "" } = answers.get(name) ?? {};
          assert.equal(status, forwarded.status, body);
          if (forwarded.says !== undefined) {
            const { errorCode, message } = JSON.parse(body);
            assert.match(errorCode, new RegExp(`^${status} `));
            assert.match(message, forwarded.says);
            assert.ok(!message.includes(TOKEN), "the message contains the token");
          }
          if (!isDown) {
            assert.equal(gateway.calls(uuid), 1, "nothing is repeated here");
          }
        });
      }
      await t.test("no token left for another origin, nor for the log", () => {
        assert.deepEqual(gateway.strayed(), []);
        assert.deepEqual(gateway.authorizations(), [`Bearer ${TOKEN}`]);
        assert.ok(!server.log().includes(TOKEN) && !/panicked/.test(server.log()), server.log().slice(-2_000));
      });
    } finally {
      await server.stop();
      await gateway.stop();
    }
  });
});
