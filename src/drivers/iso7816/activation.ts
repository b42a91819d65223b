/** Bringing the contacts up and taking them down, line by line, in the order of the standard. */

import type { Contacts, SupplyClass } from '../../ports/contacts.js';

/** RST stays low for 40,000 to 45,000 clocks: EMV Book 1 6.1.2 (D); 400 are enough for ISO/IEC 7816-3 6.2.2. */
const RESET_CLOCKS = 42_000;

/** After VCC went off it stays off for 10 ms before another class is tried: ISO/IEC 7816-3 6.2.4. */
const OFF_PER_SECOND = 100;

/** VCC, I/O in reception mode, CLK, RST still low (ISO/IEC 7816-3 6.2.1). */
export function activate(contacts: Contacts, supply: SupplyClass): void {
  contacts.setReset(false);
  contacts.setSupply(supply);
  contacts.setIo('reception');
  contacts.setClock(true);
}

/** RST low for its time, before it rises: the cold reset, or the warm one where all else goes on (6.2.2, 6.2.3). */
export async function holdReset(contacts: Contacts): Promise<void> {
  contacts.setReset(false);
  await contacts.wait(RESET_CLOCKS);
}

/** RST low, CLK stopped, I/O low, VCC off (ISO/IEC 7816-3 6.4), at once: far within the 100 ms of EMV Book 1 6.1.5. */
export function deactivate(contacts: Contacts): void {
  contacts.setReset(false);
  contacts.setClock(false);
  contacts.setIo('low');
  contacts.setSupply('off');
}

/** The pause before the contacts come up again. */
export async function restOff(contacts: Contacts): Promise<void> {
  await contacts.wait(contacts.clockHz / OFF_PER_SECOND);
}
