// The package in Node: the suite, and what only Node does.

import { test } from "node:test";
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { SUITE, installed, runProgram, startGateways, reportResults } from "./harness.mjs";

test("the suite in Node", async (t) => {
  const gateways = await startGateways("node");
  const place = await installed({
    "main.mjs": `
      import * as api from "certview-orders";
      import { publicSuffixes } from "certview-orders/public-suffixes";
      import { run } from ${JSON.stringify(pathToFileURL(SUITE))};
      const results = await run(api, { ...${JSON.stringify(gateways.context)}, publicSuffixes });
      // A behaviour that failed may have left a timer or a call that never ends.
      process.stdout.write(JSON.stringify(results), () => process.exit());
    `,
  });
  try {
    const { code, stdout, stderr } = await runProgram(process.execPath, ["main.mjs"], { cwd: place.folder });
    assert.equal(code, 0, stderr);
    assert.equal(stderr, "");
    await reportResults(t, JSON.parse(stdout));
  } finally {
    await place.remove();
    await gateways.stop();
  }
});

test("the import alone loads it, sends nothing, and lets the process end", async () => {
  const place = await installed({
    "main.mjs": `
      globalThis.fetch = () => { throw new Error("fetched at import"); };
      const { parseOrder, default: init, initSync } = await import("certview-orders");
      if (parseOrder('{"uuid":"cb95d100-ec30-11ea-920d-eb66140967e3"}').status !== null) throw new Error("status");
      await init({ module_or_path: "nowhere" });
      initSync({ module: new Uint8Array() });
      console.log("ended");
    `,
  });
  try {
    const { stdout, stderr } = await runProgram(process.execPath, ["--no-network-family-autoselection", "main.mjs"], {
      cwd: place.folder,
    });
    assert.equal(stdout.trim(), "ended", stderr);
  } finally {
    await place.remove();
  }
});
