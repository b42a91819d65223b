/** The contact plan with the native slot of the ESP32 in between: its C, compiled for this host, gives the same on all. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOARD } from '../../../hosts/peers/contacts/board.js';
import { Wire } from '../../../hosts/peers/contacts/wire.js';
import { compileHostProgram, hasCompiler } from '../../esp32/native/compiler.js';
import { HostProgram } from '../../esp32/native/host-program.js';
import { nativeContacts } from '../../esp32/native/native-contacts.js';
import { ALL_CONTACT_CASES, QUICK_CONTACT_CASES } from './chapters.js';
import { differenceOf } from './likeness.js';
import { playContact } from './play.js';
import { ContactRig } from './rig.js';

const folder = mkdtempSync(`${tmpdir()}/slot-`);
let program: HostProgram;

const compiler = hasCompiler();

beforeAll(() => {
  if (compiler) program = new HostProgram(compileHostProgram(folder), folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the contact plan over the native slot', () => {
  it(compiler ? 'is played' : 'is NOT TESTED, for there is no C compiler', () => {
    expect(ALL_CONTACT_CASES.length).toBeGreaterThan(380);
  });

  if (compiler) playThePlan();
});

function playThePlan(): void {
  for (const one of ALL_CONTACT_CASES) {
    it(`${one.id} ${one.title}`, async () => {
      const [wire, native] = [new ContactRig(), new ContactRig(nativeContacts(program))];
      await playContact(one, wire);
      expect((await playContact(one, native)).failure).toBeUndefined();
      expect(native.checks).toBe(wire.checks);
      expect(differenceOf(wire.events, native.events, BOARD.clockHz)).toBeUndefined();
    });
  }

  // The plan counts some milliseconds at its own 3.5712 MHz, and those cases fail: with the native slot as without.
  it('is the same at the 4 MHz of the board, but for the cases that go through every character', async () => {
    const board = { ...BOARD, clockHz: 4_000_000 };
    for (const one of QUICK_CONTACT_CASES) {
      const [wire, native] = [new ContactRig(Wire, board), new ContactRig(nativeContacts(program), board)];
      const failures = [await playContact(one, wire), await playContact(one, native)].map(({ failure }) => failure);
      expect([one.id, failures[1]]).toEqual([one.id, failures[0]]);
      expect([one.id, differenceOf(wire.events, native.events, board.clockHz)]).toEqual([one.id, undefined]);
    }
  });

  it('leaves nothing for the sanitizers to complain of', async () => {
    expect(await program.end()).toBe('');
  });
}
