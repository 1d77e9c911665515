import { format, formatDistanceStrict } from "date-fns";

/** @param {Date} at */
export function absolute(at) {
  return format(at, "PPpp");
}

/**
 * @param {Date} at
 * @param {number} now
 */
export function relative(at, now) {
  return formatDistanceStrict(at, now, { addSuffix: true });
}
