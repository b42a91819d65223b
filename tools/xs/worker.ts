/**
 * Drives an XS engine in a process of its own: xsnap-worker, which takes netstrings `<length>:<payload>,` on file 3 and
 * answers on file 4. First byte of a payload to it: `e` evaluate a script, `w` write a snapshot, `/` the answer to its
 * message. From it: `.` done, with the script's value; `!` it threw; `?` a message, which it sends by issueCommand and waits
 * for the answer.
 */

import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { findXs } from './install.js';

export interface XsOptions {
  /** The worker's path; the installed one unless told. */
  readonly worker?: string;
  /** Takes what scripts send with `issueCommand(ArrayBuffer)`. */
  readonly onMessage?: (message: Uint8Array) => void;
}

export interface XsWorker {
  /**
   * Evaluates a script, then lets its promises and immediates run until none is left.
   *
   * @returns the script's value when that is an ArrayBuffer, otherwise no bytes
   * @throws Error with XS's message when the script throws, or when the engine ends
   */
  evaluate(script: string): Promise<{ readonly reply: Uint8Array }>;
  /** Collects garbage, then writes what is left in the engine to this file. */
  snapshot(path: string): Promise<void>;
  readonly pid: number;
  /** Lets it end by itself. */
  close(): Promise<void>;
  /** Ends it whatever it does. */
  kill(): void;
}

/** The parser's buffer in KB: room for a whole bundle. */
const PARSER_KB = 8192;

const COMMA = Buffer.from(',');

interface Waiter {
  readonly resolve: (answer: { readonly reply: Uint8Array }) => void;
  readonly reject: (error: Error) => void;
}

/** Starts an engine: some fifty milliseconds. */
export function startXs(options: XsOptions): XsWorker {
  const program = options.worker ?? findXs();
  if (program === undefined) throw new Error('XS is not installed: npm run test:xs installs it');
  const child = spawn(program, ['xs', '-l', '0', '-s', String(PARSER_KB)], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe', 'ignore', 'ignore', 'ignore', 'ignore'],
  });
  const toWorker = child.stdio[3] as Writable;
  const fromWorker = child.stdio[4] as Readable;
  const waiters: Waiter[] = [];
  const send = (kind: string, text: string) => {
    const payload = Buffer.from(kind + text);
    toWorker.write(Buffer.concat([Buffer.from(`${payload.length}:`), payload, COMMA]));
  };
  const receive = (payload: Buffer) => {
    const kind = String.fromCharCode(payload[0]);
    if (kind === '?') {
      options.onMessage?.(payload.subarray(1));
      send('/', '');
    } else if (kind === '.') waiters.shift()?.resolve({ reply: payload.subarray(payload.indexOf(1) + 1) });
    else waiters.shift()?.reject(new Error(payload.subarray(1).toString()));
  };
  fromWorker.on('data', netstringReader(receive));
  toWorker.on('error', () => {});
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      for (const waiter of waiters.splice(0)) waiter.reject(new Error(`XS ended: ${signal ?? `exit code ${code}`}`));
      resolve();
    });
  });
  return {
    evaluate: (script) =>
      new Promise((resolve, reject) => {
        waiters.push({ resolve, reject });
        send('e', script);
      }),
    snapshot: (path) =>
      new Promise((resolve, reject) => {
        waiters.push({ resolve: () => resolve(), reject });
        send('w', path);
      }),
    pid: child.pid ?? 0,
    close() {
      send('q', '');
      return ended;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Cuts a stream of bytes into the payloads of its netstrings. */
function netstringReader(receive: (payload: Buffer) => void): (bytes: Buffer) => void {
  let pending = Buffer.alloc(0);
  return (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    for (let colon = pending.indexOf(':'); colon >= 0; colon = pending.indexOf(':')) {
      const start = colon + 1;
      const end = start + Number(pending.subarray(0, colon));
      if (pending.length <= end) return;
      receive(pending.subarray(start, end));
      pending = pending.subarray(end + 1);
    }
  };
}
