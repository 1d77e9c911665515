// What the papers show works when it is pasted: the README's first example, and examples/plain-js/.

import { test } from "node:test";
import assert from "node:assert/strict";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, STRICT_POLICY, installed, runProgram, startHost, startWorld, useBrowser } from "./harness.mjs";

const { newPage } = useBrowser();
const SUBMITTED = "00000000-0000-4000-8000-000000000001";

test("the README's ten lines print an order of the sandbox", async () => {
  const world = await startWorld("readme");
  const place = await installed();
  try {
    const readme = await readFile(join(place.package, "README.md"), "utf8");
    const example = /```js\n(.+?)```/s.exec(readme)?.[1] ?? "";
    assert.ok(example.trim().split("\n").length <= 10, "ten lines");
    assert.ok(example.includes('"http://127.0.0.1:8080"'));
    const script = example.replace("http://127.0.0.1:8080", world.context.sandbox);
    const { stdout, stderr } = await runProgram(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: place.folder,
    });
    assert.equal(stderr, "");
    assert.match(stdout, /^\S+\.\S+: SUBMITTED, requested by \S+\n$/);
  } finally {
    await place.remove();
    await world.stop();
  }
});

test("examples/plain-js/status.mjs prints where an order stands, and why not", async () => {
  const world = await startWorld("status");
  const place = await installed();
  try {
    await copyFile(join(ROOT, "examples/plain-js/status.mjs"), join(place.folder, "status.mjs"));
    const run = (/** @type {string[]} */ ...parameters) =>
      runProgram(process.execPath, ["status.mjs", ...parameters], {
        cwd: place.folder,
        env: { ...process.env, CERTVIEW_GATEWAY: world.context.sandbox },
      });
    const found = await run(SUBMITTED);
    assert.equal(found.code, 0, found.stderr);
    assert.match(found.stdout, /^\S+\.\S+ is SUBMITTED\b/);
    const missing = await run("00000000-0000-4000-8000-000000000404");
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /^not_found: .*Check the UUID/);
    const wrong = await run("no-uuid");
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /^invalid_argument: "uuid"/);
  } finally {
    await place.remove();
    await world.stop();
  }
});

test("examples/plain-js/index.html shows an order, under a strict policy", async () => {
  const place = await installed();
  for (const name of ["index.html", "page.js"]) {
    await copyFile(join(ROOT, "examples/plain-js", name), join(place.folder, name));
  }
  const host = await startHost(place.folder, (path) =>
    path === "/" ? { policy: `${STRICT_POLICY}; connect-src http://127.0.0.1:*` } : undefined,
  );
  const world = await startWorld("page", host.origin);
  const page = await newPage();
  try {
    await page.goto(host.origin);
    await page.getByLabel("Gateway").fill(world.context.sandbox);
    await page.getByLabel("Request").fill(SUBMITTED);
    await page.getByRole("button").click();
    await page.getByRole("status").getByText(/^\S+\.\S+ is SUBMITTED$/).waitFor();
    await page.getByLabel("Request").fill("00000000-0000-4000-8000-000000000403");
    await page.getByRole("button").click();
    await page.getByRole("status").getByText(/^forbidden: .*CertView API access/).waitFor();
  } finally {
    await page.close();
    await world.stop();
    await host.stop();
    await place.remove();
  }
});
