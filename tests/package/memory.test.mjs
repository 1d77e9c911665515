// Calls leak no memory: after a forced collection, 5,000 more calls have not grown the process.

import { test } from "node:test";
import assert from "node:assert/strict";
import { installed, runProgram, startGateways } from "./harness.mjs";

/** The young generation of V8's heap grows with the load and is not released: it is kept at its initial size. */
const OPTIONS = ["--expose-gc", "--max-semi-space-size=2"];
/** More than a collection misses by chance, and far less than one order a call. */
const GROWTH = 1.1;
const CALLS = 5_000;
/** An order has several thousand. The engine's profile of hot code has some 200. */
const BYTES_A_CALL = 512;

test("5,000 calls leave the memory of the process as it was", async () => {
  const gateways = await startGateways("memory");
  const place = await installed({
    "main.mjs": `
      import { CertViewClient, decodeCsr, reviewOrder, verifyCsr } from "certview-orders";
      const { scripted, sample, csrs } = ${JSON.stringify(gateways.context)};
      const [ec, rsa] = [csrs.p256, csrs.rsa2048].map((csr) => sample.replace('"string"', JSON.stringify(csr)));
      let answers = 0;
      const overNetwork = new CertViewClient({ baseUrl: scripted + "/memory/ISSUED", token: "test-token" });
      const local = new CertViewClient({
        baseUrl: "https://gateway.example",
        token: "test-token",
        // Reviewing an RSA key takes thirty times as long.
        fetch: async () => new Response((answers += 1) % 50 === 0 ? rsa : ec),
      });
      async function calls(count) {
        for (let number = 0; number < count; number += 1) {
          // One call in ten is sent over the network: that part is the host's.
          const client = number % 10 === 0 ? overNetwork : local;
          const controller = new AbortController();
          const order = await client.getOrder("cb95d100-ec30-11ea-920d-eb66140967e3", { signal: controller.signal });
          if (order.certificate.encodedCSR) {
            decodeCsr(order.certificate.encodedCSR);
            await verifyCsr(order.certificate.encodedCSR);
          }
          reviewOrder(order, { now: "2026-11-23" });
          const aborted = client.getOrder(order.uuid, { signal: controller.signal }).catch(() => {});
          controller.abort();
          await aborted;
          new CertViewClient({ baseUrl: "https://gateway.example", token: "test-token" }).free();
        }
      }
      async function settled() {
        for (let round = 0; round < 5; round += 1) {
          globalThis.gc();
          await new Promise((resolve) => setImmediate(resolve));
        }
        const { rss, heapUsed, external } = process.memoryUsage();
        return { rss, heapUsed, external };
      }
      await calls(500);
      const before = await settled();
      await calls(${CALLS});
      const after = await settled();
      console.log(JSON.stringify({ before, after }));
    `,
  });
  try {
    const { code, stdout, stderr } = await runProgram(process.execPath, [...OPTIONS, "main.mjs"], { cwd: place.folder });
    assert.equal(code, 0, stderr);
    const { before, after } = JSON.parse(stdout);
    assert.ok(after.rss <= before.rss * GROWTH, `rss: ${before.rss} bytes before, ${after.rss} after\n${stdout}`);
    for (const kind of ["heapUsed", "external"]) {
      const each = (after[kind] - before[kind]) / CALLS;
      assert.ok(each < BYTES_A_CALL, `${kind}: ${each} bytes a call\n${stdout}`);
    }
  } finally {
    await place.remove();
    await gateways.stop();
  }
});
