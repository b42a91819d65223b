import { concat } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { KeyedCard, KeyService, SecuredMessage } from '../../src/ssse/key-service.js';
import type { CardKey } from '../../src/ssse/model.js';
import { isRefusal, type Refusal } from '../../src/ssse/refusal.js';
import { Pin } from '../../src/vault/pin-room.js';

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

  async protect(key: CardKey, process: Uint8Array, message: SecuredMessage): Promise<Uint8Array | Refusal> {
    const { cla, ins, p1, p2, data = new Uint8Array(0) } = message;
    const header = toHex(Uint8Array.of(cla, ins, p1, p2));
    const plain = data instanceof Pin ? 'PIN' : toHex(data);
    this.asked.push(`${key.name} ${toHex(process)} ${header} ${plain}`);
    if (data instanceof Pin) data.discard();
    const mac = typeof this.answer === 'string' ? fromHex('4D414331') : this.answer;
    return isRefusal(mac) ? mac : concat(data instanceof Pin ? fromHex('50494E50494E5049') : data, mac);
  }

  async beginPurchase(terms: Uint8Array): Promise<Uint8Array | Refusal> {
    this.asked.push(`purchase ${toHex(terms)}`);
    return typeof this.answer === 'string' ? fromHex(this.answer) : this.answer;
  }

  async completePurchase(mac2: Uint8Array): Promise<boolean | Refusal> {
    this.asked.push(`MAC2 ${toHex(mac2)}`);
    return typeof this.answer === 'string' ? true : this.answer;
  }

  whyDifferent(): Refusal | undefined {
    return this.difference;
  }

  async close(): Promise<void> {}
}
