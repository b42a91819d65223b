/**
 * The transcript: a world that is the given one with an ear at every port. Each effect is one `await` of a port, so each
 * is one line or two. What a trace may hold is decided here and nowhere else: PINs and keys never enter it, the holder's
 * and the card's numbers only when asked for.
 */

import { Fault } from '../../base/fault.js';
import { PrinterFault } from '../../base/printer-fault.js';
import { join, type Text, words } from '../../base/text.js';
import type { Clock } from '../../ports/clock.js';
import type { IccReader } from '../../ports/icc-reader.js';
import type { PinPad } from '../../ports/pin-pad.js';
import type { Line } from '../../ports/screen.js';
import type { Trace, TraceEvent } from '../../ports/trace.js';
import type { World } from '../../ports/world.js';
import { PRINTER_TEXTS } from '../../screens/printer-trouble.js';
import type { BlacklistEntry } from '../../ssse/blacklist.js';
import type { BlacklistStorage } from '../blacklist.js';
import { describeAtr } from './describe-atr.js';
import { narrateCard } from './narrate-card.js';
import { narratePsam } from './narrate-psam.js';
import { type Hidden, hexWithout, type Narrator, type Note } from './narration.js';
import { traceBureauLine } from './trace-bureau-line.js';
import { traceFlash } from './trace-flash.js';
import { traceInquiry } from './trace-inquiry.js';
import { traceKeypad } from './trace-keypad.js';
import { traceBankLine } from './trace-line.js';
import { traceStripe } from './trace-stripe.js';

/**
 * The given world where that has no sink for a transcript.
 * @param unmasked let it carry the holder's and the card's numbers whole. PINs and keys never are
 */
export function traceWorld(world: World, unmasked: boolean): World {
  const { trace } = world;
  if (trace === undefined) return world;
  const noteOf = (port: string): Note => note(trace, world.clock, port);
  return {
    ...world,
    icc: traceReader(world.icc, noteOf(world.icc.slot), narrateCard(unmasked)),
    sams: world.sams.map((sam) => traceReader(sam, noteOf(sam.slot), narratePsam())),
    pinPad: tracePinPad(world.pinPad, noteOf('pin-pad')),
    keypad: traceKeypad(world.keypad, noteOf('keypad')),
    ...(world.stripe && { stripe: traceStripe(world.stripe, noteOf('stripe')) }),
    flash: traceFlash(world.flash, noteOf('flash')),
    bankLine: traceBankLine(world.bankLine, noteOf('bank'), unmasked),
    ...(world.bureauLine && { bureauLine: traceBureauLine(world.bureauLine, noteOf('bureau')) }),
    screen: {
      async show(view) {
        noteOf('screen')('>', asText(view.screen, view.title, view.lines, unmasked));
        await world.screen.show(view);
      },
    },
    printer: {
      async print(slip) {
        noteOf('printer')('>', asText(slip.slip, slip.title, slip.lines, unmasked));
        try {
          await world.printer.print(slip);
        } catch (error) {
          if (error instanceof PrinterFault) noteOf('printer')('!', PRINTER_TEXTS[error.trouble][0]);
          throw error;
        }
      },
    },
  };
}

/** A blacklist with ears at its ports, of a terminal in this world; a short list has none. */
export function traceBlacklist(
  blacklist: readonly BlacklistEntry[] | BlacklistStorage,
  { trace, clock }: World,
): readonly BlacklistEntry[] | BlacklistStorage {
  if (trace === undefined || !('flash' in blacklist)) return blacklist;
  const flash = traceFlash(blacklist.flash, note(trace, clock, 'blacklist-flash'));
  const inquiry = blacklist.inquiry && traceInquiry(blacklist.inquiry, note(trace, clock, 'bureau'));
  return { ...blacklist, flash, ...(inquiry && { inquiry }) };
}

/** How a port tells of itself. */
function note(trace: Trace, clock: Clock, port: string): Note {
  return (direction, text, bytes) => {
    const event: TraceEvent = { at: clock.ticks(), port, direction, words: text };
    trace.write(bytes === undefined ? event : { ...event, bytes });
  };
}

function traceReader(reader: IccReader, tell: Note, narrator: Narrator): IccReader {
  return {
    slot: reader.slot,
    isPresent: () => reader.isPresent(),
    async reset(kind, withinMs) {
      narrator.reset();
      tell('>', kind === 'cold' ? words('冷复位', 'Cold reset') : words('热复位', 'Warm reset'));
      const atr = await orFault(reader.reset(kind, withinMs), tell);
      tell('<', describeAtr(atr), hexWithout(atr, []));
      return atr;
    },
    async transmit(command, options) {
      const asked = narrator.command(command);
      const data = options.conceal ? bodyOf(command) : [];
      tell('>', asked.words, hexWithout(command, [...asked.hidden, ...data]));
      const answer = await orFault(reader.transmit(command, options), tell);
      const told = narrator.response(answer);
      const body = options.conceal ? [{ from: 0, to: answer.length - 2 }] : [];
      tell('<', told.words, hexWithout(answer, [...told.hidden, ...body]));
      return answer;
    },
    async deactivate() {
      tell('>', words('下电', 'Power down'));
      await reader.deactivate();
    },
  };
}

async function orFault<T>(effect: Promise<T>, tell: Note): Promise<T> {
  try {
    return await effect;
  } catch (error) {
    if (error instanceof Fault) tell('!', FAULT_WORDS[error.kind]);
    throw error;
  }
}

/** All but the header and Lc of a command. */
function bodyOf(command: Uint8Array): Hidden[] {
  return [{ from: 5, to: command.length }];
}

const FAULT_WORDS = Object.freeze({
  absent: words('卡座中无卡', 'No card in the slot'),
  removed: words('卡片已拔出', 'The card left the slot'),
  mute: words('卡片无应答', 'No answer'),
  protocol: words('应答不符合协议', 'Protocol broken'),
});

function tracePinPad(pad: PinPad, tell: Note): PinPad {
  return {
    async enterPin(request) {
      tell('>', request.prompt);
      const answer = await orFault(pad.enterPin(request), tell);
      tell('<', PIN_WORDS[answer.kind]);
      return answer;
    },
  };
}

const PIN_WORDS = Object.freeze({
  entered: words('已输入密码', 'PIN entered'),
  cancelled: words('已取消', 'Cancelled'),
  timeout: words('输入超时', 'Timed out'),
});

/** A screen or a slip as one line of words. */
function asText(name: string, title: Text, lines: readonly Line[], unmasked: boolean): Text {
  const head = words(`[${name}] ${title.zh}`, `[${name}] ${title.en}`);
  return lines.reduce((text, line) => join(text, lineText(line, unmasked), ' | '), head);
}

function lineText(line: Line, unmasked: boolean): Text {
  const shown = unmasked ? line.value : (line.masked ?? line.value);
  const value = typeof shown === 'string' ? words(shown, shown) : shown;
  return line.label ? join(line.label, value, ': ') : value;
}
