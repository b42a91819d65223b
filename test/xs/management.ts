/** Scenarios of visits that change a card: its PIN, its files, whether it serves at all. */

import type { Gesture } from '../../hosts/peers/finger/finger.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import type { WriteMeaning } from '../../src/ssse/write-plan.js';
import type { BlockTarget } from '../../src/visits/block.js';
import type { Scenario } from './scenarios.js';

const verifyPin = (terminal: RunningTerminal) => terminal.verifyPin();
const changePin = (terminal: RunningTerminal) => terminal.changePin();
const removePin = (terminal: RunningTerminal) => terminal.removePin();
const reloadPin = (terminal: RunningTerminal) => terminal.reloadPin();
const unblockPin = (terminal: RunningTerminal) => terminal.unblockPin();
const block = (target: BlockTarget) => (terminal: RunningTerminal) => terminal.block({ target });
const write =
  (address: string, data: string, meaning: WriteMeaning = 'own') =>
  (terminal: RunningTerminal) =>
    terminal.write({ address, data, proof: 'key', meaning });

const RIGHT: Gesture = { digits: '123456' };
const WRONG: Gesture = { digits: '654321' };
/** What cards are issued with in these scenarios, and new PINs, of an even and an odd number of digits. */
const INITIAL = Uint8Array.of(1, 2, 3, 4, 5, 6);
const NEW: Gesture = { digits: '20261231' };
const ODD: Gesture = { digits: '86420' };
const OTHER: Gesture = { digits: '97531' };

const RESIDENCE = 'DF01EF05|21|0E|$';
const MOVED = 'DF01EF05|示例市新区虚构路2号|990103|$';

export const MANAGEMENT_SCENARIOS: Readonly<Record<string, Scenario>> = Object.freeze({
  'verify-pin': { card: 'v2-des', psam: 'full', gestures: [WRONG, RIGHT], visit: verifyPin },
  'verify-pin-not-set': { card: 'v1-plain', psam: 'full', visit: verifyPin },
  'verify-pin-initial': {
    card: 'v2-des',
    psam: 'full',
    gestures: [RIGHT],
    social: { initialPin: INITIAL, initialPinServes: false },
    visit: verifyPin,
  },
  'change-pin': { card: 'v2-des', psam: 'full', gestures: [RIGHT, NEW, NEW], visit: changePin },
  'change-pin-second-time': {
    card: 'v2-sm4',
    psam: 'sm4',
    gestures: [WRONG, NEW, NEW, RIGHT, ODD, ODD],
    visit: changePin,
  },
  'change-pin-first': { card: 'v1-plain', psam: 'full', gestures: [ODD, ODD], visit: changePin },
  'change-pin-mismatch': { card: 'v2-des', psam: 'full', gestures: [RIGHT, ODD, OTHER], visit: changePin },
  'change-pin-back': {
    card: 'v2-des',
    psam: 'full',
    gestures: [RIGHT, RIGHT, RIGHT],
    social: { initialPin: INITIAL, initialPinMayReturn: false },
    visit: changePin,
  },
  'remove-pin': { card: 'v2-des', psam: 'full', gestures: [RIGHT], visit: removePin },
  'reload-pin': { card: 'pin-locked', psam: 'full', gestures: [ODD, ODD], visit: reloadPin },
  'reload-pin-sm4': { card: 'v3-sm4', psam: 'sm4', gestures: [NEW, NEW], visit: reloadPin },
  'unblock-pin': { card: 'pin-locked', psam: 'city', visit: unblockPin },
  'unblock-pin-not-set': { card: 'v1-plain', psam: 'full', visit: unblockPin },
  'read-address': {
    card: 'v2-rich',
    psam: 'full',
    visit: (terminal) =>
      terminal.read({ address: 'SSSEEF05|03|07|$DF01EF15|2A|40:2|$DF02EF07|2|$DF04EF15|$DF01EF16|$', proof: 'key' }),
  },
  'read-malformed': {
    card: 'v2-rich',
    psam: 'full',
    visit: (terminal) => terminal.read({ address: 'DF01', proof: 'key' }),
  },
  'write-records': { card: 'v2-des', psam: 'full', visit: write(RESIDENCE, MOVED) },
  'write-kinds': {
    card: 'v2-rich',
    psam: 'full',
    visit: write(
      'SSSEEF06|08|09|$DF02EF07|$DF03EF19|79:3|$DF01EF16|$',
      'SSSEEF06|990100198911200152|上官新名|$DF02EF07|2021003^20240101^^示例市新公司^|$' +
        'DF03EF19|210^990100^20240101^20241231^1234^12^20250101^|$DF01EF16|E9A284|$',
    ),
  },
  'write-secured': { card: 'v2-secured', psam: 'full', visit: write(RESIDENCE, MOVED) },
  'write-by-number': { card: 'v2-by-number', psam: 'full', visit: write(RESIDENCE, MOVED) },
  'write-v1': {
    card: 'v1-plain',
    psam: 'full',
    visit: write('DF01EF0A|37|39|$DF02EF05|43|$', 'DF01EF0A|650000|20260601|$DF02EF05|6180104^4^SKILL0099^20150620|$'),
  },
  'write-v1-new-meaning': {
    card: 'v1-with-v2-data',
    psam: 'full',
    visit: write('DF01EF0A|38|39|$DF02EF06|4B|4D|$', 'DF01EF0A|13|20260601|$DF02EF06|10010|990100|$', '2.0'),
  },
  'write-v3': { card: 'v3-sm4', psam: 'sm4', visit: write('DF04EF15|$', 'DF04EF15|5^9|$') },
  'write-malformed': { card: 'v2-des', psam: 'full', visit: write('DF01EF05|0E|$', 'DF01EF05|99010|$') },
  'write-other-version': { card: 'v2-des', psam: 'full', visit: write('DF02EF08|52|$', 'DF02EF08|12345|$') },
  'block-card': { card: 'v2-des', psam: 'full', presses: [1], visit: block('card') },
  'block-social': { card: 'blacklisted', psam: 'full', presses: [1], visit: block('SSSE') },
  'block-medical': { card: 'v2-sm4', psam: 'full', presses: [1], visit: block('DF04') },
  'block-not-confirmed': { card: 'v2-des', psam: 'full', presses: [2], visit: block('card') },
  'block-nobody-there': { card: 'expired', psam: 'full', visit: block('DF03') },
  'blacklisted-and-blocked': {
    card: 'blacklisted',
    psam: 'full',
    social: { onBlacklisted: 'block-card' },
    visit: (terminal) => terminal.identify(),
  },
});
