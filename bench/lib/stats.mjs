// Medians and their spread.

/** @typedef {{ median: number, low: number, high: number, count: number }} Summary quartiles as the spread */

/**
 * @param {number[]} values
 * @returns {Summary}
 */
export function summarize(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75), count: sorted.length };
}

/** @param {number[]} values */
export function median(values) {
  return summarize(values).median;
}

/**
 * Between the two values around the place.
 * @param {number[]} sorted
 * @param {number} share
 */
function quantile(sorted, share) {
  const place = (sorted.length - 1) * share;
  const before = sorted[Math.floor(place)];
  return before + (sorted[Math.ceil(place)] - before) * (place % 1);
}

/**
 * The order of one round: each round begins with another one, and every second round is reversed, so that neither a
 * machine that grows slower nor the neighbour favours anybody.
 * @template T
 * @param {T[]} items
 * @param {number} round
 */
export function alternated(items, round) {
  const start = Math.floor(round / 2) % items.length;
  const turned = [...items.slice(start), ...items.slice(0, start)];
  return round % 2 ? turned.reverse() : turned;
}
