/** The purchase and the load of sscard.md 16.7 through the whole stack: what goes to card and PSAM, and what comes back, are those bytes. */

import { describe, expect, it } from 'vitest';
import { issueCard } from '../../hosts/peers/bureau/issue.js';
import { loadDesk } from '../../hosts/peers/bureau/load-desk.js';
import { parseCardProfile } from '../../hosts/peers/bureau/profile.js';
import { createCard } from '../../hosts/peers/card/card.js';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import { parsePsamDescription } from '../../hosts/peers/psam/description.js';
import { createPsam } from '../../hosts/peers/psam/psam.js';
import { SAMPLE_CARDS, SAMPLE_PSAMS } from '../../hosts/samples/samples.js';
import { emulatedWorld } from '../../hosts/world/emulated-world.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';
import { ACCEPT_ALL, type RunningTerminal, startTerminal } from '../../src/app/start-terminal.js';
import { traceWorld } from '../../src/app/trace/trace-world.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import { type commandsIn, outcome, tampered } from './bench.js';

type Algorithm = 'DES' | 'SM4';

/** The random number of the vectors, as often as it is asked for. */
const random = (length: number) => fromHex('C0FFEE01'.repeat(4)).slice(0, length);

/** The test card of sscard.md 16.1 with 100.00 yuan, whose last purchase had sequence 6 and whose last load 2. */
function testCard(algorithm: Algorithm) {
  const { bank: _, ...profile } = JSON.parse(SAMPLE_CARDS['v2-des']);
  const log = [
    ['0006', '2', '990100000001', '20120501093015', '00000000', '00000000', '00000000'],
    ['0001', '1', '990100000001', '20120401093015', '00000000', '00000000', '00000000'],
  ];
  const text = JSON.stringify({
    ...profile,
    algorithm,
    issuer: { ...profile.issuer, issued: '20120101', expires: '20220101' },
    files: { ...profile.files, DF04EF05: { '8F': '2' }, DF04EF08: log },
    medicalAccount: { balance: 10_000, yearStart: '0101' },
  });
  return createCard(issueCard(parseCardProfile(text), random), random);
}

function testPsam() {
  const description = { ...JSON.parse(SAMPLE_PSAMS.full), terminalSequence: 0x101, validFrom: '20100101' };
  return createPsam(parsePsamDescription(JSON.stringify(description)), random);
}

/** Commands of the account and of the PSAM's purchase, and what they were answered. */
async function visited(
  algorithm: Algorithm,
  start: string,
  visit: (terminal: RunningTerminal) => Promise<VisitResult<unknown>>,
): Promise<string[]> {
  const told: string[] = [];
  let waiting = false;
  const listening = (tpdu: Uint8Array, real: () => Uint8Array) => {
    const answer = real();
    if (tpdu[0] === 0xb0 || (tpdu[0] === 0x80 && tpdu[1] >= 0x70 && tpdu[1] <= 0x72)) {
      told.push(toHex(tpdu));
      waiting = toHex(answer).startsWith('61');
    } else if (waiting && tpdu[1] === 0xc0) {
      told.push(toHex(answer));
      waiting = false;
    }
    return answer;
  };
  const events: Parameters<typeof commandsIn>[0][number][] = [];
  const world = emulatedWorld({
    seed: 1,
    clock: new VirtualClock(start),
    card: () => tampered(testCard(algorithm), listening),
    psam: () => tampered(testPsam(), listening),
    gestures: [{ digits: '123456' }],
    presses: [1],
    screen: { show: async () => {} },
    printer: { print: async () => {} },
    trace: { write: (event) => void events.push(event) },
  });
  const device = testDevice();
  const bureau = loadDesk(() => '20120528093015');
  const settings = { acceptance: ACCEPT_ALL, blacklist: [], device, loadDesk: bureau };
  const terminal = await startTerminal(traceWorld(world, false), { profile: 'full', ...settings });
  expect(outcome(await visit(terminal))).toBe('done');
  return told;
}

const FACTORS = '999999010000000139393031303073783939303030307368';

describe('a purchase', () => {
  it.each([
    ['DES', '00', '9BD3BFA4', 'C739763E', '5BAA29A5'],
    ['SM4', '03', '3E7A8AB4', '2623962B', 'BD6A04D9'],
  ] as const)('is that of the vectors: %s', async (algorithm, byte, mac1, mac2, tac) => {
    const amounts = { account: 1234, selfPay: 300, pool: 8000 };
    // The holder takes some seconds to confirm and to enter the PIN.
    const told = await visited(algorithm, '20120528093010', (terminal) => terminal.medicalPurchase(amounts));
    expect(told).toEqual([
      'B02801011301000004D20000012C00001F40990100000001',
      `0000271000000000000000002012000701${byte}C0FFEE019000`,
      `8070010034C0FFEE010007000004D20000012C00001F40322012052809301501${byte}${FACTORS}`,
      `00000102${mac1}9000`,
      `B02C01000F0000010220120528093015${mac1}`,
      `${tac}${mac2}9000`,
      `8072000004${mac2}`,
    ]);
  });
});

describe('a load', () => {
  it.each([
    ['DES', '00', '32B8FF2F', '2D3DA7C6', '08E19C1B'],
    ['SM4', '03', '36352282', '04859549', 'D1046478'],
  ] as const)('is that of the vectors: %s', async (algorithm, byte, mac1, mac2, tac) => {
    const told = await visited(algorithm, '20120528093000', (terminal) => terminal.medicalLoad({ amount: 5000 }));
    expect(told).toEqual([
      'B02800010B0100001388990100000001',
      `00002710000301${byte}C0FFEE01${mac1}9000`,
      `B02A00000B20120528093015${mac2}`,
      `${tac}9000`,
    ]);
  });
});
