/**
 * The terminal's side of a measurement, alone inside XS: a scenario whose world lies outside. Each call of a port leaves
 * the engine idle, so that the runner can weigh what lives in it just then.
 */

import { startTerminal } from '../../src/app/start-terminal.js';
import type { MakeAes } from '../../src/crypto/aes.js';
import type { Clock } from '../../src/ports/clock.js';
import type { IccReader } from '../../src/ports/icc-reader.js';
import type { World } from '../../src/ports/world.js';
import { configurationOf, SCENARIOS } from '../../test/xs/scenarios.js';
import { type AesUse, type Fittings, type PortAnswer, type PortCall, pack, resultOf, unpack } from './port-calls.js';

declare const issueCommand: (message: ArrayBuffer) => ArrayBuffer;

type Method<Port, Name extends keyof Port> = Port[Name] extends (...args: infer Args) => infer Result
  ? (...args: Args) => Result
  : never;

class Outside {
  #time = { ticks: 0, now: '20260601090000' };
  #waiting: ((answer: PortAnswer) => void) | undefined;

  readonly clock: Clock = {
    ticks: () => this.#time.ticks,
    now: () => this.#time.now,
    sleep: this.method<Clock, 'sleep'>('clock', 'sleep'),
  };

  /** The method of a port outside. */
  method<Port, Name extends keyof Port & string>(port: string, method: Name): Method<Port, Name> {
    return ((...args: readonly unknown[]) => this.call({ port, method, args })) as Method<Port, Name>;
  }

  answer(answer: PortAnswer): void {
    this.#time = answer;
    const resolve = this.#waiting;
    this.#waiting = undefined;
    resolve?.(answer);
  }

  async call(call: PortCall): Promise<unknown> {
    tell(call);
    const answer = await new Promise<PortAnswer>((resolve) => {
      this.#waiting = resolve;
    });
    return resultOf(answer);
  }
}

function tell(call: PortCall): void {
  issueCommand(new TextEncoder().encode(pack(call)).buffer as ArrayBuffer);
}

function slot(outside: Outside, port: string, name: IccReader['slot']): IccReader {
  return {
    slot: name,
    isPresent: outside.method<IccReader, 'isPresent'>(port, 'isPresent'),
    reset: outside.method<IccReader, 'reset'>(port, 'reset'),
    transmit: outside.method<IccReader, 'transmit'>(port, 'transmit'),
    deactivate: outside.method<IccReader, 'deactivate'>(port, 'deactivate'),
  };
}

function worldOf(outside: Outside, { sams, flash }: Fittings): World {
  return {
    icc: slot(outside, 'icc', 'icc'),
    sams: Array.from({ length: sams }, (_, i) => slot(outside, `sams.${i}`, 'sam1')),
    pinPad: { enterPin: outside.method<World['pinPad'], 'enterPin'>('pinPad', 'enterPin') },
    keypad: {
      choose: outside.method<World['keypad'], 'choose'>('keypad', 'choose'),
      enterDigits: outside.method<World['keypad'], 'enterDigits'>('keypad', 'enterDigits'),
      awaitKey: outside.method<World['keypad'], 'awaitKey'>('keypad', 'awaitKey'),
    },
    screen: { show: outside.method<World['screen'], 'show'>('screen', 'show') },
    printer: { print: outside.method<World['printer'], 'print'>('printer', 'print') },
    bankLine: {
      open: outside.method<World['bankLine'], 'open'>('bankLine', 'open'),
      send: outside.method<World['bankLine'], 'send'>('bankLine', 'send'),
      receive: outside.method<World['bankLine'], 'receive'>('bankLine', 'receive'),
      close: outside.method<World['bankLine'], 'close'>('bankLine', 'close'),
    },
    flash: {
      ...flash,
      read: outside.method<World['flash'], 'read'>('flash', 'read'),
      program: outside.method<World['flash'], 'program'>('flash', 'program'),
      erase: outside.method<World['flash'], 'erase'>('flash', 'erase'),
    },
    clock: outside.clock,
    random: { bytes: outside.method<World['random'], 'bytes'>('random', 'bytes') },
  };
}

const outside = new Outside();

/** What the AES of a device does in its chip, done by the first playing and repeated by the others. */
function repeated(blocks: readonly Uint8Array[]): MakeAes {
  let next = 0;
  return () => ({ encrypt: () => blocks[next++] });
}

function remembered(aes: MakeAes, blocks: Uint8Array[]): MakeAes {
  return (key) => {
    const cipher = aes(key);
    return {
      encrypt(block) {
        const result = cipher.encrypt(block);
        blocks.push(result.slice());
        return result;
      },
    };
  };
}

/**
 * Makes what is the host's: the world, the configuration, and the tables of the AES, which is the chip's own on a device.
 *
 * @param aes whether it is computed, as usual, computed and told at the end, or repeated from `blocks`
 * @returns what begins the terminal
 */
function prepare(name: string, fittings: string, aes: AesUse, known: string): () => Promise<void> {
  const scenario = SCENARIOS[name];
  const world = worldOf(outside, unpack(fittings));
  const usual = configurationOf(scenario, outside.clock);
  usual.device.aes(new Uint8Array(16));
  const blocks: Uint8Array[] = unpack(known);
  const ways = { compute: usual.device.aes, tell: remembered(usual.device.aes, blocks), repeat: repeated(blocks) };
  const configuration = { ...usual, device: { ...usual.device, aes: ways[aes] } };
  return async () => {
    let outcome: string;
    try {
      const terminal = await startTerminal(world, configuration);
      outcome = (await scenario.visit(terminal)).outcome;
    } catch (error) {
      outcome = `it threw ${error}`;
    }
    tell({ port: 'visit', method: 'ended', args: aes === 'tell' ? [outcome, blocks] : [outcome] });
  };
}

/** The same without a terminal: what the calls themselves cost. */
function prepareCalls(text: string): () => Promise<void> {
  const calls: readonly PortCall[] = unpack(text);
  return async () => {
    for (const call of calls) await outside.call(call);
    tell({ port: 'visit', method: 'ended', args: ['done'] });
  };
}

Object.assign(globalThis, { prepare, prepareCalls, answer: (text: string) => outside.answer(unpack(text)) });
