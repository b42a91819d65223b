/** What 9F35 says of a terminal by its second digit (EMV 4.3 Book 4 A1); the first one says whose it is. */

import type { KernelParameters } from './parameters.js';

type Terminal = Pick<KernelParameters, 'terminalType'>;

/** 4, 5 or 6: nobody stands beside it. */
export function isUnattended(terminal: Terminal): boolean {
  return secondDigit(terminal) >= 4;
}

/** 1 or 4: approves nothing by itself. */
export function isOnlineOnly(terminal: Terminal): boolean {
  return secondDigit(terminal) % 3 === 1;
}

/** 3 or 6: asks nobody. */
export function isOfflineOnly(terminal: Terminal): boolean {
  return secondDigit(terminal) % 3 === 0;
}

function secondDigit({ terminalType }: Terminal): number {
  return terminalType % 10;
}
