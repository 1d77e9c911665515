// The two calls of the gateway.

const KEY = "token";

/** @returns {string | null} */
export function storedToken() {
  return sessionStorage.getItem(KEY);
}

/** @param {string | null} token */
export function storeToken(token) {
  if (token === null) {
    sessionStorage.removeItem(KEY);
  } else {
    sessionStorage.setItem(KEY, token);
  }
}

export class HttpError extends Error {
  /** @param {Response} response */
  constructor(response) {
    super(`The gateway answered with HTTP ${response.status}.`);
    this.status = response.status;
  }
}

/**
 * @param {string} uuid
 * @param {string} token
 * @param {AbortSignal} [signal]
 * @returns {Promise<unknown>}
 */
export async function fetchOrder(uuid, token, signal) {
  const response = await fetch(`/certview/rest/public/v1/certificates/enrollment/digicert/orders/${uuid}`, {
    headers: { authorization: `Bearer ${token}`, accept: "application/json" },
    cache: "no-store",
    signal,
  });
  if (!response.ok) {
    throw new HttpError(response);
  }
  return response.json();
}

/**
 * @param {string} username
 * @param {string} password
 */
export async function signIn(username, password) {
  const body = new URLSearchParams({ username, password, token: "true", permissions: "true" });
  const response = await fetch("/auth", { method: "POST", body });
  if (!response.ok) {
    throw new HttpError(response);
  }
  return response.text();
}
