import { fromHex, toHex } from '../../src/base/hex.js';
import type { KeyedCard, KeyService } from '../../src/ssse/key-service.js';
import type { CardKey } from '../../src/ssse/model.js';
import type { Refusal } from '../../src/ssse/refusal.js';

/** A key service that knows nothing and says what it is told to; it keeps what it was asked. */
export class FakeKeys implements KeyService {
  readonly terminalNumber = '990100000001';
  /** What {@link open} comes to. */
  opening: Refusal | undefined;
  /** Eight bytes in hexadecimal, or why there are none. */
  answer: string | Refusal = 'D1D2D3D4D5D6D7D8';
  difference: Refusal | undefined;
  readonly opened: KeyedCard[] = [];
  /** `name process source`, one line a question. */
  readonly asked: string[] = [];

  async open(card: KeyedCard): Promise<Refusal | undefined> {
    this.opened.push(card);
    return this.opening;
  }

  async authenticationData(key: CardKey, process: Uint8Array, source: Uint8Array): Promise<Uint8Array | Refusal> {
    this.asked.push(`${key.name} ${toHex(process)} ${toHex(source)}`);
    return typeof this.answer === 'string' ? fromHex(this.answer) : this.answer;
  }

  whyDifferent(): Refusal | undefined {
    return this.difference;
  }

  async close(): Promise<void> {}
}
