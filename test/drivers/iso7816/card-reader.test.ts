/** The driver at its own edges: what it hands to the io class, whose Faults it throws, and what it leaves in memory. */

import { describe, expect, it } from 'vitest';
import { BOARD } from '../../../hosts/peers/contacts/board.js';
import { ContactCard } from '../../../hosts/peers/contacts/contact-card.js';
import { Socket } from '../../../hosts/peers/contacts/socket.js';
import { Wire, type WireOptions } from '../../../hosts/peers/contacts/wire.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { CardReader } from '../../../src/drivers/iso7816/card-reader.js';
import type { Pace, Sent } from '../../../src/ports/contacts.js';
import { failure } from '../../card/scripted-reader.js';
import { LoopChip } from '../../conformance/contacts/loop-chip.js';

/** Keeps the arrays that the driver sends, as it left them. */
class ListeningWire extends Wire {
  readonly sent: Uint8Array[];

  constructor(options: WireOptions & { readonly sent: Uint8Array[] }) {
    super(options);
    this.sent = options.sent;
  }

  override send(bytes: Uint8Array, pace: Pace): Promise<Sent> {
    this.sent.push(bytes);
    return super.send(bytes, pace);
  }
}

function reading(slot: 'icc' | 'sam1', atr: string) {
  const clock = new VirtualClock('20260601090000');
  const socket = new Socket();
  const sent: Uint8Array[] = [];
  const contacts = { io: ListeningWire, socket, clock, board: BOARD, sent };
  const reader = new CardReader({ slot, clock, contacts, rates: 'fastest' });
  socket.insert(new ContactCard(new LoopChip(atr), {}, BOARD.clockHz));
  return { reader, socket, sent };
}

const OPTIONS = { withinMs: 5_000, conceal: true };

describe('CardReader', () => {
  it('is present as its socket is', async () => {
    const { reader, socket } = reading('icc', '3B600000');
    expect(await reader.isPresent()).toBe(true);
    socket.remove();
    expect(await reader.isPresent()).toBe(false);
  });

  it('throws the Faults of its own port', async () => {
    const { reader, socket } = reading('sam1', '3B600000');
    await reader.reset('cold', 2_100);
    socket.remove();
    expect(String(await failure(reader.transmit(fromHex('00440000'), OPTIONS)))).toBe('Fault: sam: removed');
    const card = reading('icc', '3B2002');
    expect(String(await failure(card.reader.reset('cold', 2_100)))).toBe('Fault: icc: protocol');
  });

  it('keeps no copy of what it has sent, over either protocol', async () => {
    for (const atr of ['3B600000', '3BE000FF8131FE4514']) {
      const { reader, sent } = reading('icc', atr);
      await reader.reset('cold', 2_100);
      sent.length = 0;
      const command = fromHex('00D6000004A1B2C3D4');
      expect(toHex(await reader.transmit(command, OPTIONS))).toBe('9000');
      expect(toHex(command)).toBe('00D6000004A1B2C3D4');
      expect(sent.some((bytes) => toHex(bytes).includes('A1B2'))).toBe(false);
      expect(sent.some((bytes) => bytes.length >= 4 && bytes.every((byte) => byte === 0))).toBe(true);
    }
  });

  it('refuses what T=0 cannot carry as a bug of the caller', async () => {
    const { reader } = reading('icc', '3B600000');
    await reader.reset('cold', 2_100);
    expect(String(await failure(reader.transmit(fromHex('00600000'), OPTIONS)))).toMatch(/^Bug: .*INS 6X or 9X/);
    expect(String(await failure(reader.transmit(fromHex('FF440000'), OPTIONS)))).toMatch(/^Bug: CLA FF/);
  });
});
