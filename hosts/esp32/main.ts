/**
 * What the board starts: its bring-up over the console, and no terminal yet. A terminal (`boardWorld`, `startTerminal`)
 * wants besides what is not there: a Surface on Poco, a calendar that somebody sets, random numbers of the chip with its
 * radio on, a network under the lines, a device key, a serial line for the printer beside the couplers' two, and somebody
 * who chooses the visit. Nothing here has been tried on hardware.
 */

import Digital from 'embedded:io/digital';
import Serial from 'embedded:io/serial';
import flash from 'embedded:storage/flash';
import ISO7816 from 'iso7816';
import config from 'mc/config';
import Time from 'time';
import Timer from 'timer';
import { ChipClock } from '../../src/drivers/clock/chip-clock.js';
import { PartitionFlash } from '../../src/drivers/flash/partition-flash.js';
import { CardReader } from '../../src/drivers/iso7816/card-reader.js';
import { KeyMatrix } from '../../src/drivers/keypad/matrix.js';
import { CouplerReader } from '../../src/drivers/tda8029/coupler-reader.js';
import type { Clock } from '../../src/ports/clock.js';
import type { IccReader } from '../../src/ports/icc-reader.js';
import { JOURNAL } from './board-world.js';
import { bringUp } from './bring-up.js';
import { KEY_PINS } from './key-pins.js';
import { RawContacts } from './raw-contacts.js';
import { RAW_SLOT_PINS, SLOT_PINS } from './slot-pins.js';

/** XS calls it once the preloaded modules stand. */
export default function main(): void {
  const clock = new ChipClock({
    counter: () => Time.ticks,
    after: (callback, ms) => void Timer.set(() => callback(), ms),
    // Nobody has set it, and a bring-up asks for no date.
    calendar: () => Date.now(),
    zoneMinutes: 480,
  });
  const slots = SLOT_PINS.map((row) => ({ name: row.slot, make: () => slotReader(row, clock) }));
  const parts = {
    flash: () => new PartitionFlash({ io: flash, ...JOURNAL }),
    slots,
    keys: () => new KeyMatrix({ io: Digital, ...KEY_PINS }),
  };
  void bringUp(parts, (line) => trace(`${line}\n`)).then((works) =>
    trace(works ? 'bring-up: every part answers\n' : 'bring-up: see what FAILED above, and its pins and supply\n'),
  );
}

/** `config.slots`: a coupler each, or bare contacts where there are pins for them. */
function slotReader(row: (typeof SLOT_PINS)[number], clock: Clock): IccReader {
  const { slot, serial, supplies, shortestEtuClocks } = row;
  const raw = config.slots === 'raw' ? RAW_SLOT_PINS.find((candidate) => candidate.slot === slot) : undefined;
  if (raw === undefined)
    return new CouplerReader({
      slot,
      serial: { io: Serial, ...serial },
      clock,
      supplies,
      shortestEtuClocks,
      rates: 'emv',
    });
  return new CardReader({ slot, contacts: { io: RawContacts, lines: ISO7816, ...raw }, clock, rates: 'emv' });
}
