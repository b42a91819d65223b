/**
 * The boards' `main`s against the npm package of the SDK's typings, in place of the project's own declarations (sdk.d.ts). The
 * package is two major versions behind the SDK and wrong in places; each of these is known by what the compiler says.
 */

import { runTool } from '../command.js';

/** Where the SDK's classes meet the drivers. */
const STARTS: readonly string[] = Object.freeze([
  'hosts/esp32/start-board.ts',
  'hosts/esp32/ethernet/main.ts',
  'hosts/esp32/wifi/main.ts',
]);

/** What the compiler says, position left away, and why the SDK's own sources are believed instead. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  [
    "TS2322: Type 'typeof Digital' is not assignable to type 'DigitalClass | I2cClass'.",
    'modes are declared without a type; they are numbers',
  ],
  [
    "TS2345: Argument of type '{ port: 0; transmit: number; receive: number; io: typeof Serial; } | undefined' is not assignable to parameter of type 'SerialIo<WritableOptions> | undefined'.",
    '`receive` is misspelt `recevice`, so that a line without `transmit` has no type',
  ],
  ["TS2322: Type 'typeof Serial' is not assignable to type 'new (options: ReadableOptions) => Serial'.", 'the same'],
  [
    "TS2322: Type 'typeof TCP' is not assignable to type 'TcpClass'.",
    'a host without a name has its `address` instead',
  ],
  [
    "TS2740: Type '{ onMessage: (text: string) => void; postMessage(text: string): void; }' is missing the following properties from type 'PixelsOut': begin, end, continue, send, and 8 more.",
    'the global `screen` is the display; the project declares of it what the simulator adds',
  ],
  [
    "TS2322: Type 'typeof UDP' is not assignable to type 'UdpClass'.",
    '`close`, which every io class has, is forgotten',
  ],
]);

/** @returns what is wrong, a line each: a difference that is not known, and a known one that is gone */
export async function checkTypings(): Promise<string[]> {
  const { output } = await runTool(
    'typescript/bin/tsc',
    '-p',
    'hosts/esp32/tsconfig.typings.json',
    '--pretty',
    'false',
  );
  return differences(output);
}

/** @param output of the compiler */
export function differences(output: string): string[] {
  const told = [...output.matchAll(/^(\S+?)\(\d+,\d+\): error (TS\d+: .*)$/gm)].map(([, file, text]) => ({
    file,
    text,
  }));
  const unknown = told.filter(({ file, text }) => !STARTS.includes(file) || !KNOWN.has(text));
  const gone = [...KNOWN.keys()].filter((text) => !told.some((one) => one.text === text));
  return [
    ...unknown.map(({ file, text }) => `${file}: not as @moddable/typings has it: ${text}`),
    ...gone.map((text) => `@moddable/typings has put right, or the board no longer meets: ${text}`),
  ];
}
