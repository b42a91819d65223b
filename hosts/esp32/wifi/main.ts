/** The board with Wi-Fi, and a key matrix on its own pins. */

import Digital from 'embedded:io/digital';
import WiFi from 'embedded:network/interface/wifi';
import { KEY_PINS } from '../key-pins.js';
import { startBoard } from '../start-board.js';

/** XS calls it once the preloaded modules stand. */
export default function main(): void {
  startBoard({ way: { by: 'wifi', io: WiFi }, keys: { by: 'pins', io: Digital, ...KEY_PINS } });
}
