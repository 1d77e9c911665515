// A gateway that answers by script, for what the sandbox does not do: an order that changes from call to call, a gateway
// that repeats the token, that has only one of the published paths, or that loses the answer to a decision. The address
// is the script: /NAME/STEP.STEP…, one step for each call of that name, the last step repeatedly. What follows a tilde are
// the steps of decisions (PUT).
//
// | step | answer |
// |---|---|
// | `ISSUED`, … | an order with this status |
// | `order` | an order with the status after the decisions so far, SUBMITTED at first |
// | `503`, … | this HTTP status and no body |
// | `repeat` | 400, repeating the token |
// | `bare` | 404 of a server that has no such path |
// | `documented`, `sample` | `order` at this published path, `bare` at every other |
// | `hang` | nothing |
// | `204`, `taken-500`, `taken-cut` (PUT) | the decision is carried out; 204, 500, or the connection is cut |
// | `cut`, `refused` (PUT) | nothing is carried out; the connection is cut, or 409 with a text |

import { createServer } from "node:http";
import { once } from "node:events";

const SAMPLE = "cb95d100-ec30-11ea-920d-eb66140967e3";

/**
 * @typedef {object} Gateway
 * @property {string} origin
 * @property {() => Promise<void>} stop
 */

/**
 * What has happened under one name.
 * @typedef {{ calls: number, puts: number, status: string, headers: object }} Record
 */

/** @returns {Promise<Gateway>} */
export async function startGateway() {
  /** @type {Map<string, Record>} */
  const records = new Map();
  const server = createServer(async (request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT");
    response.setHeader("Access-Control-Allow-Headers", "authorization, accept, content-type, x-team");
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    const [, name = "", script = "", ...path] = (request.url ?? "").split("/");
    const record = records.get(name) ?? { calls: 0, puts: 0, status: "SUBMITTED", headers: {} };
    if (script === "record") {
      response.setHeader("Content-Type", "application/json").end(JSON.stringify(record));
      return;
    }
    records.set(name, record);
    record.headers = request.headers;
    const [reading = "", deciding = ""] = script.split("~");
    if (request.method === "PUT") {
      decide(deciding, await text(request), record, response);
      return;
    }
    const steps = reading.split(".");
    const step = steps[Math.min(record.calls, steps.length - 1)] ?? "";
    record.calls += 1;
    const order = (/** @type {string} */ status) =>
      response.setHeader("Content-Type", "application/json").end(JSON.stringify({ uuid: path.at(-1) ?? SAMPLE, status }));
    const bare = () => response.writeHead(404).end('{"message":"No static resource certview."}');
    if (step === "repeat") {
      response.writeHead(400).end(`You sent ${request.headers.authorization}`);
    } else if (step === "order") {
      order(record.status);
    } else if (step === "documented" || step === "sample") {
      const isDocumented = path.join("/").startsWith("certview/rest/public/");
      (step === "documented") === isDocumented ? order(record.status) : bare();
    } else if (step === "bare") {
      bare();
    } else if (/^\d+$/.test(step)) {
      response.writeHead(Number(step)).end();
    } else if (step !== "hang") {
      order(step);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { origin: `http://127.0.0.1:${portOf(server)}`, stop: () => stopServer(server) };
}

/** @param {import("node:http").IncomingMessage} request */
async function text(request) {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) {
    body += chunk;
  }
  return body;
}

/**
 * @param {string} script
 * @param {string} body
 * @param {Record} record
 * @param {import("node:http").ServerResponse} response
 */
function decide(script, body, record, response) {
  const steps = script.split(".");
  const step = steps[Math.min(record.puts, steps.length - 1)] ?? "";
  record.puts += 1;
  const { status, comment } = JSON.parse(body);
  if (typeof comment !== "string" || response.req.headers["content-type"] !== "application/json") {
    response.writeHead(400).end();
    return;
  }
  if (step === "204" || step.startsWith("taken-")) {
    record.status = status;
  }
  if (step.endsWith("cut")) {
    response.destroy();
  } else if (step === "refused") {
    response.writeHead(409).end('{"errorCode":"409 CONFLICT","message":"The order is not in the state SUBMITTED."}');
  } else if (step !== "hang") {
    response.writeHead(Number(step.replace("taken-", ""))).end();
  }
}

/** @param {import("node:http").Server} server */
export function portOf(server) {
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("The server listens on no port.");
  }
  return address.port;
}

/** @param {import("node:http").Server} server */
export async function stopServer(server) {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
