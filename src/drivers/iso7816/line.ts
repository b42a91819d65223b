/** What both protocols and the reset say to the contacts: a listening with an end in time, and Faults of one slot. */

import { EMPTY } from '../../base/bytes.js';
import { Fault, type FaultKind, type FaultPort } from '../../base/fault.js';
import type { Clock } from '../../ports/clock.js';
import type { Contacts, Framing, Pace, Received, Sent } from '../../ports/contacts.js';

/** The limits count from a leading edge, of a character that is over by now: ten bits. */
const CHARACTER_ETU = 10;

/** As in `Wanted`, the whole being bounded by the deadline at the latest. */
export interface Limits {
  readonly firstEtu: number;
  readonly nextEtu: number;
  readonly allEtu?: number;
}

export class Line {
  readonly contacts: Contacts;
  readonly #clock: Clock;
  readonly #port: FaultPort;
  #framing: Framing = { convention: 'direct', clocksPerEtu: 372, errorSignal: false };
  /** How much longer the etu was of what was on I/O last: its pause is counted in that. */
  #stretch = 1;
  /** The deadline that a listening has waited for, though the clock may want a millisecond more. */
  #spent: number | undefined;

  constructor(contacts: Contacts, clock: Clock, port: FaultPort) {
    this.contacts = contacts;
    this.#clock = clock;
    this.#port = port;
  }

  get framing(): Framing {
    return this.#framing;
  }

  frame(framing: Framing): void {
    if (framing.clocksPerEtu !== this.#framing.clocksPerEtu)
      this.#stretch = Math.max(1, this.#framing.clocksPerEtu / framing.clocksPerEtu);
    this.#framing = framing;
    this.contacts.setFraming(framing);
  }

  /** The moment that lies this many milliseconds ahead, in clock ticks. */
  deadlineIn(ms: number): number {
    return this.#clock.ticks() + ms;
  }

  /** How long so many etu are, milliseconds. */
  msOf(etu: number): number {
    return (etu * this.#framing.clocksPerEtu * 1000) / this.contacts.clockHz;
  }

  isOver(deadline: number): boolean {
    return this.#spent === deadline || this.#clock.ticks() >= deadline;
  }

  /** Listens within the limits and until the deadline. @throws Fault removed */
  async listen(count: number, limits: Limits, deadline: number): Promise<Received> {
    const leftMs = deadline - this.#clock.ticks();
    if (leftMs <= 0) return { bytes: EMPTY, ended: 'silent', etu: 0 };
    const leftEtu = CHARACTER_ETU + (leftMs * this.contacts.clockHz) / (1000 * this.#framing.clocksPerEtu);
    const { firstEtu, nextEtu, allEtu = leftEtu } = limits;
    const received = await this.contacts.receive({ count, firstEtu, nextEtu, allEtu: Math.min(allEtu, leftEtu) });
    if (received.ended === 'removed') throw this.fault('removed');
    const within = received.bytes.length > 0 ? nextEtu : firstEtu;
    if (received.ended === 'silent' && received.etu + within > leftEtu) this.#spent = deadline;
    return received;
  }

  /** Sends at this pace. @throws Fault removed */
  async speak(bytes: Uint8Array, pace: Pace): Promise<Sent> {
    const firstEtu = pace.firstEtu * this.#stretch;
    this.#stretch = 1;
    const sent = await this.contacts.send(bytes, { ...pace, firstEtu });
    if (sent.ended === 'removed') throw this.fault('removed');
    return sent;
  }

  fault(kind: FaultKind): Fault {
    return new Fault(this.#port, kind);
  }
}
