/** The board with Ethernet: the pins of its W5500 are the key matrix's, so that its keys hang on an expander. */

import I2C from 'embedded:io/i2c';
import Ethernet from 'embedded:network/interface/ethernet';
import { feed } from 'chip-random';
import { KEY_EXPANDER } from '../key-pins.js';
import { startBoard } from '../start-board.js';

/** XS calls it once the preloaded modules stand. No radio is ever on here: the random numbers have a source of their own. */
export default function main(): void {
  feed();
  startBoard({ way: { by: 'ethernet', io: Ethernet }, keys: { by: 'expander', io: I2C, ...KEY_EXPANDER } });
}
