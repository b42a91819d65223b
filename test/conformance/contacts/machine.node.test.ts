/** The contact plan with the whole of the native slot in between: its class in a machine of XS, its task, its messages. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { BOARD } from '../../../hosts/peers/contacts/board.js';
import { ContactCard } from '../../../hosts/peers/contacts/contact-card.js';
import { Socket } from '../../../hosts/peers/contacts/socket.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { activate, holdReset } from '../../../src/drivers/iso7816/activation.js';
import { compileMachineProgram } from '../../esp32/native/compiler.js';
import { HostProgram } from '../../esp32/native/host-program.js';
import { nativeContacts } from '../../esp32/native/native-contacts.js';
import { QUICK_CONTACT_CASES } from './chapters.js';
import { differenceOf } from './likeness.js';
import { LoopChip } from './loop-chip.js';
import { playContact } from './play.js';
import { ContactRig } from './rig.js';

const folder = mkdtempSync(`${tmpdir()}/machine-`);
const compiled = await compileMachineProgram(folder);
const program = compiled === undefined ? undefined : new HostProgram(compiled, folder);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the contact plan over the native slot’s class in XS', () => {
  if (program === undefined) {
    it('is NOT TESTED: there is nothing here to compile it', () => {});
    return;
  }

  for (const one of QUICK_CONTACT_CASES) {
    it(`${one.id} ${one.title}`, async () => {
      const [wire, native] = [new ContactRig(), new ContactRig(nativeContacts(program))];
      await playContact(one, wire);
      expect((await playContact(one, native)).failure).toBeUndefined();
      expect(native.checks).toBe(wire.checks);
      expect(differenceOf(wire.events, native.events, BOARD.clockHz)).toBeUndefined();
    });
  }

  it('tells that the card has left, once, whether anything waits for it or not', async () => {
    const clock = new VirtualClock('20260601090000');
    const socket = new Socket();
    let removals = 0;
    const options = { socket, clock, board: BOARD, onRemoved: () => removals++ };
    const contacts = new (nativeContacts(program))(options);
    const card = () => new ContactCard(new LoopChip('3B600000'), {}, BOARD.clockHz);
    socket.insert(card());
    contacts.setReset(false);
    socket.remove();
    expect(removals).toBe(1);
    socket.insert(card(), () => ({ kind: 'removed' }));
    activate(contacts, 'A');
    await holdReset(contacts);
    contacts.setReset(true);
    const limits = { firstEtu: 1_000, nextEtu: 1_000, allEtu: 1_000 };
    expect((await contacts.receive({ count: 1, ...limits })).ended).toBe('removed');
    expect(removals).toBe(2);
  });

  it('throws where the slot does not open, and gives back what it took', () => {
    const ended = (clockHz: number) => program.command(`0 0 1 open ${clockHz} 80000000`, () => undefined)[2];
    expect([5_000_000, 4_000_000].map(ended)).toEqual(['1', '0']);
  });

  it('leaves nothing for the sanitizers to complain of', async () => {
    expect(await program.end()).toBe('');
  });
});
