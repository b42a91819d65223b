/** `ssc serve`: a terminal in an emulated world whose driver calls other programs make, over a local service. */

import { parseArgs } from 'node:util';
import { ACCEPT_ALL, startTerminal } from '../../src/app/start-terminal.js';
import { traceWorld } from '../../src/app/trace/trace-world.js';
import { type Card, createCard } from '../peers/card/card.js';
import { testDevice } from '../peers/device/test-device.js';
import { Finger, type Gesture } from '../peers/finger/finger.js';
import { testRoot } from '../peers/keys.js';
import { createPsam } from '../peers/psam/psam.js';
import { emulatedWorld } from '../world/emulated-world.js';
import { bureauOf } from './bureau.js';
import { loadBlacklist, loadCard, loadPsam, samplePath, writeImage } from './files.js';
import { paletteFor, textPrinter, textScreen, type Write } from './outputs.js';
import { startService } from './service.js';
import { seedOf, UsageError, usageErrorOf } from './usage.js';

const OPTIONS = {
  card: { type: 'string' },
  psam: { type: 'string' },
  pin: { type: 'string', multiple: true, default: [] as string[] },
  port: { type: 'string', default: '9610' },
  origin: { type: 'string', multiple: true, default: [] as string[] },
  device: { type: 'string', default: '' },
  seed: { type: 'string', default: '1' },
  bureau: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
} as const;

/** Serves until SIGINT or SIGTERM. @returns the exit status, 0 @throws whatever a bug of the terminal threw */
export async function serveCommand(args: readonly string[], write: Write): Promise<number> {
  const { card: path, psam, pin, port, origin, device, seed, bureau, keep } = parseServe(args);
  if (path === undefined) throw new UsageError('--card FILE is missing (or --card none)');
  const file = path === 'none' ? undefined : loadCard(path);
  if (keep && file?.kind !== 'image')
    throw new UsageError(`--keep needs a card image; make one: ssc card new --profile ${path} -o FILE`);
  const psamFile = psam === 'none' ? undefined : loadPsam(psam ?? samplePath('psams/full.json'));
  const host = bureauOf(bureau ? 'up' : 'none')?.host;
  const palette = paletteFor(process.stdout, process.env);
  let card: Card | undefined;
  const world = emulatedWorld({
    seed: seedOf(seed),
    ...(file && {
      card: (random) => {
        card = createCard(file.image(random), (length) => random.bytes(length));
        return card;
      },
    }),
    ...(psamFile && { psam: (random) => createPsam(psamFile, (length) => random.bytes(length)) }),
    ...(host && { bureau: host }),
    screen: textScreen(write, palette),
    printer: textPrinter(write, palette),
  });
  const pinPad = patientPad(world.clock, pin.map(gestureOf));
  const terminal = await startTerminal(traceWorld({ ...world, pinPad }, false), {
    profile: 'full',
    acceptance: ACCEPT_ALL,
    blacklist: loadBlacklist(samplePath('blacklist.json')),
    device: testDevice(),
    deviceNumber: device,
    bureau: { pinKey: testRoot('TPK') },
  });
  const ended = untilEnded();
  const service = await startService({
    driver: terminal.driver,
    port: portOf(port),
    origins: origin,
    onBug: ended.fail,
  });
  write(`serving at ${service.url}; described by ${service.url}/openapi.json; stop with Ctrl-C\n`);
  try {
    await ended.promise;
  } finally {
    await service.close();
    if (keep && card) writeImage(path, card.image());
  }
  return 0;
}

/** What the holder does, over and over: the program may ask for a PIN as often as it likes. */
function patientPad(clock: ConstructorParameters<typeof Finger>[0], gestures: readonly Gesture[]) {
  let entries = 0;
  return {
    enterPin: (request: Parameters<Finger['enterPin']>[0]) => {
      const gesture = gestures[entries++ % Math.max(1, gestures.length)];
      return new Finger(clock, gesture === undefined ? [] : [gesture]).enterPin(request);
    },
  };
}

function untilEnded(): { readonly promise: Promise<void>; readonly fail: (error: unknown) => void } {
  let fail: (error: unknown) => void = () => {};
  const promise = new Promise<void>((resolve, reject) => {
    fail = reject;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  return { promise, fail };
}

function parseServe(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw usageErrorOf(error);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 0xffff) return port;
  throw new UsageError(`--port is a number from 0 (any) to 65535, not '${text}'`);
}

/** The complaint does not repeat what was meant to be a PIN. */
function gestureOf(text: string): Gesture {
  if (text === 'cancel' || text === 'away') return text;
  if (/^\d{1,16}$/.test(text)) return { digits: text };
  throw new UsageError('--pin takes digits, cancel or away');
}
