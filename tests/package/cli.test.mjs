// The command: what it prints, its exit status, and where it reads the token from.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, installed, runProgram, startGateways } from "./harness.mjs";

const SAMPLE = "cb95d100-ec30-11ea-920d-eb66140967e3";
const CSR = join(ROOT, "tests/fixtures/csr/openssl-p256.pem");
const RESPONSE = join(ROOT, "tests/fixtures/view-certificate-request.json");

const place = await installed();
const gateways = await startGateways("cli");
const token = await signIn();
test.after(async () => {
  await gateways.stop();
  await place.remove();
});

async function signIn() {
  const form = new URLSearchParams({ username: "sandbox", password: "sandbox", token: "true", permissions: "true" });
  return (await fetch(`${gateways.context.sandbox}/auth`, { method: "POST", body: form })).text();
}

/**
 * @param {string[]} parameters
 * @param {{ env?: Record<string, string>, input?: string }} [options]
 */
async function run(parameters, { env = {}, input } = {}) {
  const { PATH = "" } = process.env;
  const options = { cwd: place.folder, env: { PATH, ...env }, ...(input === undefined ? {} : { input }) };
  return runProgram(join(place.folder, "node_modules/.bin/certview-orders"), parameters, options);
}

const signedIn = { CERTVIEW_GATEWAY: gateways.context.sandbox, CERTVIEW_TOKEN: token };

test("show prints a request, with the token from the environment or the standard input", async () => {
  const shown = await run(["show", SAMPLE], { env: signedIn });
  assert.deepEqual([shown.code, shown.stderr], [0, ""]);
  assert.match(shown.stdout, /^example\.com\n/);
  assert.match(shown.stdout, /Status +SUBMITTED/);
  assert.match(shown.stdout, /Requester +doe_john/);
  const piped = await run(["show", SAMPLE, "--gateway", gateways.context.sandbox], { input: `${token}\n` });
  assert.deepEqual(piped, shown);
});

test("without a token or a gateway it reports what is missing, and a token is no argument", async () => {
  const env = { CERTVIEW_GATEWAY: gateways.context.sandbox };
  for (const [parameters, options, message] of /** @type {const} */ ([
    [["show", SAMPLE], { env, input: "" }, /CERTVIEW_TOKEN is not set/],
    [["show", SAMPLE], { input: token }, /--gateway URL, or CERTVIEW_GATEWAY/],
    [["show", SAMPLE, "--token", token], { env }, /--token/],
    [["show"], {}, /Expected a command/],
    [["constructor", SAMPLE], {}, /Expected a command/],
    [["show", SAMPLE, SAMPLE], { env }, /Expected a command/],
    [[], {}, /Expected a command/],
    [["decode", "no-such-file"], {}, /no-such-file cannot be read \(ENOENT\)/],
    [["show", SAMPLE], { env, input: "test token" }, /^certview-orders: invalid_argument: "token"/],
    [["show", "x"], { env: signedIn }, /^certview-orders: invalid_argument: "uuid"/],
  ])) {
    const { code, stdout, stderr } = await run([...parameters], options);
    assert.deepEqual([code, stdout], [2, ""], parameters.join(" "));
    assert.match(stderr, message);
    assert.ok(!stderr.includes(token), "the token is printed");
  }
});

test("a failure has its code and the exit status 2", async () => {
  for (const [number, code] of [["404", "not_found"], ["403", "forbidden"], ["500", "server"]]) {
    const uuid = `00000000-0000-4000-8000-${number?.padStart(12, "0")}`;
    const failed = await run(["show", uuid, "--json"], { env: signedIn });
    assert.deepEqual([failed.code, failed.stdout], [2, ""]);
    assert.ok(failed.stderr.startsWith(`certview-orders: ${code}: `), failed.stderr);
    assert.equal(failed.stderr.split("\n").length, 2, "one line");
  }
});

test("review has the exit status 1 where there are errors, else 0", async () => {
  const saved = await run(["review", RESPONSE]);
  assert.deepEqual([saved.code, saved.stderr], [1, ""]);
  assert.match(saved.stdout, /\n1 error, \d+ warnings?, \d+ for information\n$/);
  assert.match(saved.stdout, /csr-placeholder/);
  const fetched = await run(["review", SAMPLE], { env: signedIn });
  assert.deepEqual([fetched.code, fetched.stdout], [1, saved.stdout]);
  const piped = await run(["review", "-"], { input: await readFile(RESPONSE, "utf8") });
  assert.deepEqual(piped, saved);

  const quiet = {
    uuid: SAMPLE,
    status: "ISSUED",
    certificate: { commonName: "www.example.com", autoGenerateCSR: true },
    validity: { validityDays: 90 },
    digicertProductNameId: "private_ssl_plus",
  };
  await writeFile(join(place.folder, "quiet.json"), JSON.stringify(quiet));
  const found = await run(["review", "quiet.json", "--json"]);
  const { findings } = JSON.parse(found.stdout);
  assert.deepEqual([found.code, findings.filter((/** @type {any} */ it) => it.severity === "error")], [0, []]);
});

test("decode prints a request with the verdict on its signature", async () => {
  const { code, stdout } = await run(["decode", CSR]);
  assert.equal(code, 0);
  assert.match(stdout, /^p256\.example\.com\n/);
  assert.match(stdout, /Self-signature +valid/);
  assert.equal((await run(["decode", "-"], { input: await readFile(CSR, "utf8") })).stdout, stdout);
  const failed = await run(["decode", RESPONSE]);
  assert.equal(failed.code, 2);
  assert.match(failed.stderr, /^certview-orders: invalid_csr: /);
});

test("--json prints what the package answers", async () => {
  const order = JSON.parse((await run(["show", SAMPLE, "--json"], { env: signedIn })).stdout);
  assert.deepEqual([order.uuid, order.status, order.certificate.commonName], [SAMPLE, "SUBMITTED", "example.com"]);
  const csr = JSON.parse((await run(["decode", CSR, "--json"])).stdout);
  assert.deepEqual([csr.publicKey.bits, csr.selfSignature], [256, "valid"]);
  const review = JSON.parse((await run(["review", RESPONSE, "--json"])).stdout);
  assert.equal(review.uuid, SAMPLE);
});

test("colours are for terminals, unless FORCE_COLOR enables or NO_COLOR disables them", async () => {
  const escape = "\u001b[";
  const stdout = async (/** @type {Record<string, string>} */ env) => (await run(["decode", CSR], { env })).stdout;
  assert.ok(!(await stdout({})).includes(escape), "not a terminal");
  assert.ok((await stdout({ FORCE_COLOR: "1" })).includes(escape));
  assert.ok(!(await stdout({ FORCE_COLOR: "1", NO_COLOR: "1" })).includes(escape));
  assert.ok(!(await run(["decode", CSR, "--json"], { env: { FORCE_COLOR: "1" } })).stdout.includes(escape));
});

test("control characters in a response do not reach the terminal", async () => {
  const name = "a\u001b[2Jb\u009b2Jc\u202ed\ne";
  const hostile = { uuid: SAMPLE, status: name, certificate: { commonName: name } };
  await writeFile(join(place.folder, "hostile.json"), JSON.stringify(hostile));
  for (const options of [[], ["--json"]]) {
    const { stdout } = await run(["review", "hostile.json", ...options]);
    assert.equal(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.exec(stdout), null);
  }
});

test("help and version", async () => {
  const help = await run(["--help"]);
  assert.deepEqual([help.code, help.stderr], [0, ""]);
  for (const word of ["show UUID", "review UUID|FILE", "decode FILE", "NO_COLOR", "CERTVIEW_TOKEN"]) {
    assert.ok(help.stdout.includes(word), word);
  }
  assert.equal((await run(["--version"])).stdout, `${gateways.context.version}\n`);
});
