/** Tables that are frozen to the bottom: the device keeps in ROM only what nothing can change, rows within rows. */

/**
 * Freezes a literal and all that it holds, and returns it. Byte strings cannot be frozen and functions need not be: both
 * stay as they are.
 */
export function frozen<const T>(table: T): T {
  if (typeof table !== 'object' || table === null || ArrayBuffer.isView(table)) return table;
  for (const row of Object.values(table)) frozen(row);
  return Object.freeze(table);
}
