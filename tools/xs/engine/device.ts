/**
 * Makes the engine behave as on the device, before anything else runs in it. There, all built-ins lie in ROM with what
 * the preloaded modules made: nothing can be added to a prototype, an assignment that meets a frozen property throws,
 * and the bytes of a module-level typed array cannot be written.
 */

import type { Report } from './host.js';

/** What xsnap has and the device has not. `setImmediate` stays: it stands for the host's timer. */
const NOT_ON_DEVICE: readonly string[] = [
  'Base64',
  'Compartment',
  'ModuleSource',
  'TextDecoder',
  'TextEncoder',
  'currentMeterLimit',
  'gc',
  'harden',
  'issueCommand',
  'performance',
  'print',
  'resetMeter',
];

declare const issueCommand: (message: ArrayBuffer) => ArrayBuffer;

interface RomConstant {
  readonly place: string;
  readonly value: ArrayBufferView;
  readonly first: Uint8Array;
}

const encoder = new TextEncoder();
const send = issueCommand;
const arrays: RomConstant[] = [];
const faults: string[] = [];
/** The tables that have been looked at: constants share rows. */
const tables = new Set<unknown>();

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function keepInRom(file: string, constants: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(constants)) {
    const place = `${file}: ${name}`;
    if (file.startsWith('src/')) keepWhole(place, value);
    else if (ArrayBuffer.isView(value)) keepBytes(place, value);
  }
}

/** A constant of src and, where it is a table, all that it holds: rows within rows. */
function keepWhole(place: string, value: unknown): void {
  if (ArrayBuffer.isView(value)) keepBytes(place, value);
  if (!isTable(value) || tables.has(value)) return;
  tables.add(value);
  if (!Object.isFrozen(value))
    faults.push(`${place} is not frozen: Object.freeze it if it is a table; if it is state, it has no place there`);
  const rows = value instanceof Map || value instanceof Set ? value.entries() : Object.entries(value as object);
  for (const [key, row] of rows) keepWhole(`${place}.${String(key)}`, row);
}

function keepBytes(place: string, value: ArrayBufferView): void {
  arrays.push({ place, value, first: bytesOf(value).slice() });
}

function isTable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const kind = Object.getPrototypeOf(value);
  return kind === Object.prototype || kind === Array.prototype || value instanceof Map || value instanceof Set;
}

function romFaults(): string[] {
  const written = arrays.filter(({ value, first }) => bytesOf(value).some((byte, i) => byte !== first[i]));
  return [...faults, ...written.map(({ place }) => `${place} was written, and on the device it lies in ROM`)];
}

/** Freezes every object that is reached from the built-ins, but not the global object itself. */
function freezeBuiltIns(): void {
  const toFreeze: unknown[] = [
    ...Object.getOwnPropertyNames(globalThis).map((name) => (globalThis as Record<string, unknown>)[name]),
    ...[function* () {}, async () => {}, async function* () {}].map((code) => Object.getPrototypeOf(code)),
    ...[[].values(), ''[Symbol.iterator](), new Map().keys(), new Set().keys(), ''.matchAll(/x/g)].map((iterator) =>
      Object.getPrototypeOf(iterator),
    ),
  ];
  const seen = new Set<unknown>([globalThis]);
  while (toFreeze.length > 0) {
    const next = toFreeze.pop();
    if ((typeof next !== 'object' && typeof next !== 'function') || next === null || seen.has(next)) continue;
    seen.add(next);
    Object.freeze(next);
    toFreeze.push(Object.getPrototypeOf(next));
    for (const { value, get, set } of Object.values(Object.getOwnPropertyDescriptors(next)))
      toFreeze.push(value, get, set);
    for (const symbol of Object.getOwnPropertySymbols(next))
      toFreeze.push(Object.getOwnPropertyDescriptor(next, symbol)?.value);
  }
}

for (const name of NOT_ON_DEVICE) Reflect.deleteProperty(globalThis, name);
freezeBuiltIns();
Object.defineProperty(globalThis, 'xsHost', {
  value: Object.freeze({
    report: (report: Report) => void send(encoder.encode(JSON.stringify(report)).buffer as ArrayBuffer),
    keepInRom,
    romFaults,
  }),
});
