// The documented examples work when they are pasted: those of the README (its proxy is in hosts.test.mjs), and
// examples/plain-js/. The API reference is that of the declarations.

import { test } from "node:test";
import assert from "node:assert/strict";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, STRICT_POLICY, installHosts, installed, runProgram, startHost, startGateways, useBrowser } from "./harness.mjs";

const { newPage } = useBrowser();
const SUBMITTED = "00000000-0000-4000-8000-000000000001";

/** What is around an example of the README: `before` makes the names that it uses, `after` uses the names that it makes. */
const EXAMPLES = [
  {
    name: "ten lines",
    printed: /^\S+\.\S+: SUBMITTED, requested by \S+\n$/,
  },
  {
    name: "getToken",
    before: `
      import { CertViewClient } from "certview-orders";
      let passwords = 0;
      async function askForPassword() {
        passwords += 1;
        return { username: "sandbox", password: "sandbox" };
      }
    `,
    after: `
      const statuses = [await client.getOrder(SUBMITTED), await client.getOrder(SUBMITTED)].map(({ status }) => status);
      console.log(passwords, ...statuses);
    `,
    printed: /^1 SUBMITTED SUBMITTED\n$/,
  },
  {
    name: "Reviewing",
    before: `
      import { CertViewClient, reviewOrder, verifyCsr } from "certview-orders";
      const { token } = await new CertViewClient({ baseUrl }).signIn({ username: "sandbox", password: "sandbox" });
      // Its CSR was altered after it was signed.
      const order = await new CertViewClient({ baseUrl, token }).getOrder("00000000-0000-4000-8000-000000000023");
    `,
    printed: /^error: [^\n]*signature[^\n]*\.\n(?:(?:error|warning|information): [^\n]+\.\n)*$/i,
  },
  {
    name: "Deciding",
    before: `
      import { CertViewClient } from "certview-orders";
      const { token } = await new CertViewClient({ baseUrl }).signIn({ username: "sandbox", password: "sandbox" });
      const [client, uuid] = [new CertViewClient({ baseUrl, token }), SUBMITTED];
    `,
    after: `console.log(outcome, order, (await client.getOrder(uuid)).status);`,
    printed: /^decided undefined APPROVED\n$/,
  },
];

test("each example of the README prints what it is for", async (t) => {
  const place = await installed();
  try {
    const readme = await readFile(join(place.package, "README.md"), "utf8");
    const scripts = [...readme.matchAll(/```js\n(.+?)```/gs)].map(([, script = ""]) => script);
    // That of a proxy needs undici: see hosts.test.mjs.
    const examples = scripts.filter((script) => !script.includes('from "undici"'));
    assert.deepEqual([scripts.length, examples.length], [EXAMPLES.length + 1, EXAMPLES.length]);
    assert.ok((examples[0] ?? "").trim().split("\n").length <= 10, "ten lines");
    for (const [index, { name, before, after = "", printed }] of EXAMPLES.entries()) {
      await t.test(name, async () => {
        // A sandbox for each: it keeps decisions.
        const gateways = await startGateways(`readme-${index}`);
        try {
          const example = examples[index]?.replace("http://127.0.0.1:8080", gateways.context.sandbox);
          const names = before === undefined ? "" : `const [baseUrl, SUBMITTED] = ["${gateways.context.sandbox}", "${SUBMITTED}"];`;
          const script = [names, before, example, after].join("\n");
          const { stdout, stderr } = await runProgram(process.execPath, ["--input-type=module", "--eval", script], {
            cwd: place.folder,
          });
          assert.equal(stderr, "");
          assert.match(stdout, printed);
        } finally {
          await gateways.stop();
        }
      });
    }
  } finally {
    await place.remove();
  }
});

test("the README's commands do what they are for", { skip: process.platform === "win32" && "they are for sh" }, async () => {
  const gateways = await startGateways("commands");
  const form = new URLSearchParams({ username: "sandbox", password: "sandbox", token: "true", permissions: "true" });
  const answer = await fetch(`${gateways.context.sandbox}/auth`, { method: "POST", body: form });
  const place = await installed({
    "token.txt": await answer.text(),
    "saved-response.json": gateways.context.sample,
    "request.csr": gateways.context.csrs.p256 ?? "",
  });
  try {
    const readme = await readFile(join(place.package, "README.md"), "utf8");
    const [gateway = "", ...commands] = (/```sh\n(.+?)```/s.exec(readme)?.[1] ?? "").trim().split("\n");
    assert.match(gateway, /^export CERTVIEW_GATEWAY=https:/);
    const { CERTVIEW_TOKEN, ...environment } = process.env;
    const env = { ...environment, CERTVIEW_GATEWAY: gateways.context.sandbox, NO_COLOR: "1", npm_config_offline: "true" };
    const token = await readFile(join(place.folder, "token.txt"), "utf8");
    const outcomes = [];
    for (const command of commands) {
      // Without a token on the standard input it is read from the environment.
      const variables = command.includes("< token.txt") ? env : { ...env, CERTVIEW_TOKEN: token };
      const { code, stdout } = await runProgram("sh", ["-c", command.replace("UUID", SUBMITTED)], { cwd: place.folder, env: variables });
      outcomes.push([code, stdout]);
    }
    assert.deepEqual(outcomes.map(([code]) => code), [0, 0, 1, 0]);
    const [shown, reviewed, saved, decoded] = outcomes.map(([, stdout]) => String(stdout));
    assert.match(shown ?? "", /Status +SUBMITTED/);
    assert.equal(JSON.parse(reviewed ?? "").uuid, SUBMITTED);
    assert.match(saved ?? "", /csr-placeholder/);
    assert.match(decoded ?? "", /^p256\.example\.com\n/);
  } finally {
    await place.remove();
    await gateways.stop();
  }
});

test("examples/plain-js/status.mjs prints the status of an order, or the reason of a failure", async () => {
  const gateways = await startGateways("status");
  const place = await installed();
  try {
    await copyFile(join(ROOT, "examples/plain-js/status.mjs"), join(place.folder, "status.mjs"));
    const run = (/** @type {string[]} */ ...parameters) =>
      runProgram(process.execPath, ["status.mjs", ...parameters], {
        cwd: place.folder,
        env: { ...process.env, CERTVIEW_GATEWAY: gateways.context.sandbox },
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
    await gateways.stop();
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
  const gateways = await startGateways("page", host.origin);
  const page = await newPage();
  try {
    await page.goto(host.origin);
    await page.getByLabel("Gateway").fill(gateways.context.sandbox);
    await page.getByLabel("Request").fill(SUBMITTED);
    await page.getByRole("button").click();
    await page.getByRole("status").getByText(/^\S+\.\S+ is SUBMITTED$/).waitFor();
    await page.getByLabel("Request").fill("00000000-0000-4000-8000-000000000403");
    await page.getByRole("button").click();
    await page.getByRole("status").getByText(/^forbidden: .*CertView API access/).waitFor();
  } finally {
    await page.close();
    await gateways.stop();
    await host.stop();
    await place.remove();
  }
});

test("docs/api/README.md is what TypeDoc makes of the declarations, and its links lead somewhere", async () => {
  await installHosts();
  const { code, stderr } = await runProgram(process.execPath, [join(ROOT, "scripts/api-docs.mjs"), "--check"]);
  assert.equal(code, 0, stderr);
});
