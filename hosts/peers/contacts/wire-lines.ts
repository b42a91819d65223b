/** VCC, I/O, CLK and RST of the emulated contacts, and what the card makes of them (ISO/IEC 7816-3 6.2, 6.4). */

import { assert } from '../../../src/base/assert.js';
import type { SupplyClass } from '../../../src/ports/contacts.js';
import type { Socket } from './socket.js';

/** RST is low for at least this many clocks (6.2.2, 6.2.3). */
const RESET_CLOCKS_MIN = 400;

export class WireLines {
  readonly #socket: Socket;
  readonly #now: () => number;
  #supply: SupplyClass | 'off' = 'off';
  #listening = false;
  #running = false;
  #reset = false;
  /** Since when RST is low with CLK running, clocks. */
  #heldFrom = 0;
  #resets = 0;

  constructor(socket: Socket, now: () => number) {
    this.#socket = socket;
    this.#now = now;
  }

  /** I/O is in reception mode. */
  get listening(): boolean {
    return this.#listening;
  }

  /** The card has all that it needs to speak. */
  get awake(): boolean {
    return this.#reset;
  }

  setSupply(supply: SupplyClass | 'off'): void {
    if (supply === 'off') assert(!this.#listening, 'I/O is low before VCC goes off');
    else
      assert(!this.#reset && this.#supply === 'off', 'VCC comes on with RST low, and changes its class by going off');
    this.#supply = supply;
    this.#resets = 0;
    this.#tell('VCC', supply);
  }

  setIo(state: 'reception' | 'low'): void {
    if (state === 'low') assert(!this.#running, 'CLK stops before I/O goes low');
    else assert(this.#supply !== 'off', 'VCC is there before I/O is pulled up');
    this.#listening = state === 'reception';
    this.#tell('I/O', state);
  }

  setClock(running: boolean): void {
    if (running) assert(this.#listening, 'I/O is in reception mode before CLK runs');
    else assert(!this.#reset, 'RST is low before CLK stops');
    this.#running = running;
    this.#heldFrom = this.#now();
    this.#tell('CLK', running ? 'on' : 'off');
  }

  setReset(high: boolean): void {
    const wasHigh = this.#reset;
    this.#reset = high;
    this.#tell('RST', high ? 'high' : 'low');
    const { card } = this.#socket;
    if (!high) {
      if (wasHigh) this.#heldFrom = this.#now();
      card?.sleep();
      return;
    }
    assert(this.#running && this.#supply !== 'off', 'VCC and CLK are there when RST rises');
    assert(this.#now() - this.#heldFrom >= RESET_CLOCKS_MIN, 'RST is low for 400 clocks at least');
    card?.wake(this.#resets++ === 0 ? 'cold' : 'warm', this.#supply);
  }

  #tell(line: 'VCC' | 'CLK' | 'RST' | 'I/O', state: string): void {
    this.#socket.tell({ at: this.#now(), line, state });
  }
}
