/** The block of T=1, both ways: NAD, PCB, LEN, information field, LRC (ISO/IEC 7816-3 11.3). */

import { concat } from '../../base/bytes.js';

/** NAD PCB LEN. */
export const PROLOGUE_LENGTH = 3;

/** The longest information field; LEN FF is reserved (11.3.2.3). */
export const INFORMATION_MAX = 254;

export type Block =
  /** application data; `more`: the chain goes on */
  | { readonly kind: 'I'; readonly sequence: number; readonly more: boolean; readonly information: Uint8Array }
  /** which I-block is expected next, and why: free of errors, a wrong LRC or parity, anything else */
  | { readonly kind: 'R'; readonly expected: number; readonly error: 0 | 1 | 2 }
  | {
      readonly kind: 'S';
      readonly request: boolean;
      readonly about: About;
      /** One byte for IFS and WTX, none for the others. */
      readonly value?: number;
    };

export type About = 'RESYNCH' | 'IFS' | 'ABORT' | 'WTX';

const ABOUT: readonly About[] = Object.freeze(['RESYNCH', 'IFS', 'ABORT', 'WTX']);

/** Writes a block with node addresses 0 and LRC, 4 to 258 bytes. */
export function encodeBlock(block: Block): Uint8Array {
  const information = informationOf(block);
  const head = Uint8Array.of(0x00, pcbOf(block), information.length);
  const lrc = checkOf(head) ^ checkOf(information);
  return concat(head, information, Uint8Array.of(lrc));
}

/** What is wrong with a received block, as an R-block says it. */
export type BlockError = 1 | 2;

/** Reads a whole block that has come undamaged. @returns it, or the error that makes it invalid (11.6.3.2) */
export function decodeBlock(bytes: Uint8Array): Block | BlockError {
  if (checkOf(bytes) !== 0) return 1;
  const [nad, pcb, length] = bytes;
  if (nad !== 0x00 || bytes.length !== PROLOGUE_LENGTH + length + 1) return 2;
  const information = bytes.slice(PROLOGUE_LENGTH, -1);
  if ((pcb & 0x80) === 0) return iBlock(pcb, information);
  return ((pcb & 0x40) === 0 ? rBlock(pcb, information) : sBlock(pcb, information)) ?? 2;
}

function iBlock(pcb: number, information: Uint8Array): Block | BlockError {
  if ((pcb & 0x1f) !== 0) return 2;
  return { kind: 'I', sequence: (pcb >> 6) & 1, more: (pcb & 0x20) !== 0, information };
}

function rBlock(pcb: number, information: Uint8Array): Block | undefined {
  const error = pcb & 0x2f;
  if (information.length > 0 || (error !== 0 && error !== 1 && error !== 2)) return undefined;
  return { kind: 'R', expected: (pcb >> 4) & 1, error };
}

function sBlock(pcb: number, information: Uint8Array): Block | undefined {
  const about = ABOUT[pcb & 0x1f];
  const request = (pcb & 0x20) === 0;
  if (about === 'RESYNCH' || about === 'ABORT')
    return information.length === 0 ? { kind: 'S', request, about } : undefined;
  if (about === undefined || information.length !== 1) return undefined;
  const [value] = information;
  // IFSC 00 and FF are reserved (11.4.2), and no waiting time is extended by nothing.
  if (value === 0 || (about === 'IFS' && value === 0xff)) return undefined;
  return { kind: 'S', request, about, value };
}

function informationOf(block: Block): Uint8Array {
  if (block.kind === 'I') return block.information;
  return block.kind === 'S' && block.value !== undefined ? Uint8Array.of(block.value) : new Uint8Array(0);
}

function pcbOf(block: Block): number {
  if (block.kind === 'I') return (block.sequence << 6) | (block.more ? 0x20 : 0);
  if (block.kind === 'R') return 0x80 | (block.expected << 4) | block.error;
  return 0xc0 | (block.request ? 0 : 0x20) | ABOUT.indexOf(block.about);
}

function checkOf(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i++) sum ^= bytes[i];
  return sum;
}
