/** What a terminal inside XS and its world outside say to each other: calls of ports, and what came of them, as JSON. */

import { Fault } from '../../src/base/fault.js';
import { fromHex, toHex } from '../../src/base/hex.js';

/** A method of one of the world's ports; a port of an array is named by its place, as `sams.0`. */
export interface PortCall {
  readonly port: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** The time at which the call ended comes with it: time passes in calls only. */
export interface PortAnswer {
  readonly ticks: number;
  readonly now: string;
  readonly value?: unknown;
  readonly fault?: Pick<Fault, 'port' | 'kind'>;
}

/** What the ports have beside their methods. */
export interface Fittings {
  readonly sams: number;
  readonly flash: { readonly unitCount: number; readonly unitLength: number; readonly programLength: number };
}

/** What becomes of the terminal's AES: it computes; it tells besides what it computed; that is repeated. */
export type AesUse = 'compute' | 'tell' | 'repeat';

export function pack(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (inner instanceof Uint8Array ? { hex: toHex(inner) } : inner));
}

export function unpack<T>(text: string): T {
  return JSON.parse(text, (_, inner) => (typeof inner?.hex === 'string' ? fromHex(inner.hex) : inner));
}

/** @throws the Fault that the call ended with */
export function resultOf({ value, fault }: PortAnswer): unknown {
  if (fault) throw new Fault(fault.port, fault.kind);
  return value;
}
