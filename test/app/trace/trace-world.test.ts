import { describe, expect, it } from 'vitest';
import { emulatedWorld } from '../../../hosts/world/emulated-world.js';
import { traceWorld } from '../../../src/app/trace/trace-world.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import type { PinAnswer } from '../../../src/ports/pin-pad.js';
import type { Slip } from '../../../src/ports/printer.js';
import type { View } from '../../../src/ports/screen.js';
import type { TraceEvent } from '../../../src/ports/trace.js';
import type { World } from '../../../src/ports/world.js';
import { type Exchange, failure, ScriptedReader } from '../../card/scripted-reader.js';

interface Bench {
  readonly world: World;
  readonly events: TraceEvent[];
  readonly shown: View[];
  readonly printed: Slip[];
  readonly icc: ScriptedReader;
  readonly sam: ScriptedReader;
}

interface Parts {
  readonly icc?: readonly Exchange[];
  readonly sam?: readonly Exchange[];
  readonly pin?: PinAnswer;
  readonly unmasked?: boolean;
}

/** A traced world of scripted parts; its clock goes on by one at each look. */
function bench({ icc = [], sam = [], pin = { kind: 'timeout' }, unmasked = false }: Parts): Bench {
  const events: TraceEvent[] = [];
  const shown: View[] = [];
  const printed: Slip[] = [];
  const readers = { icc: new ScriptedReader(icc), sam: new ScriptedReader(sam, 'sam1') };
  let ticks = 0;
  const screen: World['screen'] = { show: async (view) => void shown.push(view) };
  const printer: World['printer'] = { print: async (slip) => void printed.push(slip) };
  const trace: World['trace'] = { write: (event) => void events.push(event) };
  const bare: World = {
    ...emulatedWorld({ seed: 1, screen, printer, trace }),
    icc: readers.icc,
    sams: [readers.sam],
    pinPad: { enterPin: async () => pin },
    clock: { ticks: () => ticks++, now: () => '20260601090000', sleep: async () => {} },
  };
  return { world: traceWorld(bare, unmasked), events, shown, printed, ...readers };
}

const lines = ({ events }: Bench): string[] =>
  events.map(({ port, direction, bytes, words }) => `${port} ${direction} ${bytes ?? '-'} ${words.en}`);

const OPTIONS = { withinMs: 5000 };

describe('a reader', () => {
  it('is heard with its commands and answers, and works as before', async () => {
    const one = bench({ icc: [['00200000', '63C3']] });
    expect(toHex(await one.world.icc.reset('cold', 2100))).toBe('3B6D000000995453549999990100000001');
    expect(toHex(await one.world.icc.transmit(fromHex('00200000'), OPTIONS))).toBe('63C3');
    await one.world.icc.deactivate();
    expect(one.icc.deactivations).toBe(1);
    expect(one.icc.options).toEqual([OPTIONS]);
    expect(lines(one)).toEqual([
      'icc > - Cold reset',
      'icc < 3B6D000000995453549999990100000001 Answer to reset, T=0, historical bytes 00995453549999990100000001',
      'icc > 00200000 Ask for the state of the PIN',
      'icc < 63C3 A PIN is set, 3 tries left',
      'icc > - Power down',
    ]);
    expect(one.events.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4]);
  });

  it('is heard when it fails', async () => {
    const one = bench({ icc: [['00200000', 'removed']] });
    one.icc.atrs = ['mute', '3B00'];
    await failure(one.world.icc.reset('cold', 2100));
    await one.world.icc.reset('warm', 2100);
    expect(await failure(one.world.icc.transmit(fromHex('00200000'), OPTIONS))).toBeDefined();
    expect(lines(one)).toEqual([
      'icc > - Cold reset',
      'icc ! - No answer',
      'icc > - Warm reset',
      'icc < 3B00 Answer to reset, T=0, historical bytes ',
      'icc > 00200000 Ask for the state of the PIN',
      'icc ! - The card left the slot',
    ]);
  });

  it('may answer an ATR that is none', async () => {
    const one = bench({});
    one.icc.atrs = ['3C00'];
    await one.world.icc.reset('cold', 2100);
    expect(lines(one)[1]).toBe('icc < 3C00 Unusable answer to reset (TS is neither 3B nor 3F)');
  });

  it('is not heard in what is concealed, either way', async () => {
    const one = bench({ sam: [['80FA000003 123456', '6543219000']] });
    await one.world.sams[0].transmit(fromHex('80FA000003123456'), { ...OPTIONS, conceal: true });
    expect(lines(one)).toEqual(['sam1 > 80FA000003****** Encrypt data', 'sam1 < ******9000 Done']);
  });

  it('is not heard when it says a concealed command back instead of a status word', async () => {
    const one = bench({ icc: [['0020000003 123456', '123456']], unmasked: true });
    await one.world.icc.transmit(fromHex('0020000003123456'), { ...OPTIONS, conceal: true });
    expect(lines(one)).toEqual(['icc > 0020000003****** Verify the PIN', 'icc < ****** Unreadable']);
  });

  it('is heard in the words of its slot', async () => {
    const one = bench({
      sam: [
        [`BFDE670820${'00'.repeat(32)}`, '6A88'],
        ['00A40200020015', '9000'],
      ],
    });
    await one.world.sams[0].transmit(fromHex(`BFDE670820${'00'.repeat(32)}`), OPTIONS);
    await one.world.sams[0].transmit(fromHex('00A40200020015'), OPTIONS);
    expect(lines(one)).toEqual([
      `sam1 > BFDE670820${'00'.repeat(32)} Deliver a session key from IRK, 3 levels to diversify`,
      'sam1 < 6A88 Key or referenced data not found',
      'sam1 > 00A40200020015 Select common data 0015',
      'sam1 < 9000 Done',
    ]);
  });

  it('says whether a card is there without a line', async () => {
    const one = bench({});
    expect(await one.world.icc.isPresent()).toBe(true);
    expect(one.events).toHaveLength(0);
  });
});

describe('the PIN pad', () => {
  const request = { prompt: { zh: '请输入密码', en: 'Enter the PIN' }, minDigits: 4, maxDigits: 12, withinMs: 60_000 };

  it.each([
    [{ kind: 'entered', digits: Uint8Array.of(8, 2, 4, 9, 1, 7) }, 'PIN entered'],
    [{ kind: 'cancelled' }, 'Cancelled'],
    [{ kind: 'timeout' }, 'Timed out'],
  ] as const)('is heard in what came of it, never in a digit', async (answer, words) => {
    const one = bench({ pin: answer });
    expect(await one.world.pinPad.enterPin(request)).toBe(answer);
    expect(lines(one)).toEqual(['pin-pad > - Enter the PIN', `pin-pad < - ${words}`]);
  });
});

describe('screen and printer', () => {
  const title = { zh: '身份', en: 'Identity' };
  const number = { label: { zh: '号码', en: 'Number' }, value: 'A00000011', masked: 'A0*****11' };
  const rest = [{ value: { zh: '一', en: 'one' } }, { label: { zh: '二', en: 'Two' }, value: '2' }];
  const view: View = { screen: 'identity', tone: 'done', title, lines: [number, ...rest] };
  const slip: Slip = { slip: 'identity', title, lines: [number] };

  it('show the number, and the transcript its mask', async () => {
    const one = bench({});
    await one.world.screen.show(view);
    await one.world.printer.print(slip);
    expect(one.shown).toEqual([view]);
    expect(one.printed).toEqual([slip]);
    expect(lines(one)).toEqual([
      'screen > - [identity] Identity | Number: A0*****11 | one | Two: 2',
      'printer > - [identity] Identity | Number: A0*****11',
    ]);
    expect(one.events[0].words.zh).toBe('[identity] 身份 | 号码: A0*****11 | 一 | 二: 2');
  });

  it('show it in the transcript where that is asked for', async () => {
    const one = bench({ unmasked: true });
    await one.world.printer.print(slip);
    expect(lines(one)).toEqual(['printer > - [identity] Identity | Number: A00000011']);
  });
});
