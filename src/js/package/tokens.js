// One call of getToken for all calls that wait for a token. Called by the WebAssembly.

/** @typedef {{ refused: boolean }} Why */

/**
 * @param {(why: Why) => unknown} getToken
 * @returns {(why: Why) => Promise<unknown>}
 */
export function shareTokens(getToken) {
  /** @type {Map<boolean, Promise<unknown>>} */
  const pending = new Map();
  return (why) => {
    const shared = pending.get(why.refused);
    if (shared !== undefined) {
      return shared;
    }
    const answer = (async () => getToken(why))();
    const done = () => pending.delete(why.refused);
    answer.then(done, done);
    pending.set(why.refused, answer);
    return answer;
  };
}
