/** Visits with the native slot of the ESP32 under card and PSAM: its C, compiled for this host, and the board's own contacts. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { compileHostProgram, hasCompiler } from '../esp32/native/compiler.js';
import { HostProgram } from '../esp32/native/host-program.js';
import { nativeContacts } from '../esp32/native/native-contacts.js';
import { SCENARIOS } from '../xs/scenarios.js';
import { at, charactersOf, useOf, withContacts, withSlots } from './contact-visits.js';

const SOME = ['identify-v2-des', 'identify-v3-sm4', 'change-pin', 'medical-purchase', 'purchase-cda', 'deposit'];

const IDENTIFY = SCENARIOS['identify-v2-des'];

const compiler = hasCompiler();
const folder = mkdtempSync(`${tmpdir()}/slots-`);
const ends: (() => Promise<string>)[] = [];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A chip for each slot. */
function chips() {
  const program = compileHostProgram(folder);
  const [icc, sam1] = ['icc', 'sam1'].map((name) => {
    const slot = new HostProgram(program, mkdtempSync(`${folder}/${name}-`));
    ends.push(() => slot.end());
    return { io: nativeContacts(slot) };
  });
  return { icc, sam1 };
}

describe('over the native slot', () => {
  if (!compiler) {
    it('visits are NOT TESTED, for there is no C compiler', () => {});
    return;
  }
  const { icc, sam1 } = chips();

  it.each(SOME)('%s tells card and PSAM the same, byte for byte', async (name) => {
    const without = await withSlots(SCENARIOS[name]);
    const through = await withContacts(SCENARIOS[name], icc, sam1);
    expect(through.transcript).toEqual(without.transcript);
    expect(through.outcome).toBe(without.outcome);
    expect(through.supplies).not.toContain('ON');
  });

  it('identify costs as many characters and milliseconds as over the wire', async () => {
    const [wire, native] = [await withContacts(IDENTIFY), await withContacts(IDENTIFY, icc, sam1)];
    expect(useOf(native.play.world.icc)).toEqual(useOf(wire.play.world.icc));
    expect(useOf(native.play.world.sams[0])).toEqual(useOf(wire.play.world.sams[0]));
  });

  it('identify ends clean and without power when the card is torn out at any third character', async () => {
    const all = charactersOf((await withContacts(IDENTIFY)).play.world.icc);
    for (let count = 1; count <= all; count += 3) {
      const torn = await withContacts(IDENTIFY, { ...icc, mischief: at(count, 'removed') }, sam1);
      expect([count, torn.outcome]).toEqual([count, 'icc removed']);
      expect(torn.supplies).toMatch(/^off( off)?$/);
    }
  });

  it('identify is the same when any seventh character has to be repeated', async () => {
    const without = await withSlots(IDENTIFY);
    const all = charactersOf((await withContacts(IDENTIFY)).play.world.icc);
    for (let count = 18; count <= all; count += 7) {
      const through = await withContacts(IDENTIFY, { ...icc, mischief: at(count, 'parity') }, sam1);
      expect([count, through.transcript]).toEqual([count, without.transcript]);
    }
  });

  it('the sanitizers have nothing to complain of', async () => {
    expect(await Promise.all(ends.map((end) => end()))).toEqual(['', '']);
  });
});
