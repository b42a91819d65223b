import { describe, expect, it } from 'vitest';
import { Bug } from '../../src/base/assert.js';
import { Fault } from '../../src/base/fault.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { openSession, succeeded } from '../../src/card/session.js';
import { type Command, decodeCommand } from '../../src/codec/apdu.js';
import { failure, ScriptedReader, scripted } from './scripted-reader.js';

const command = (hex: string): Command => decodeCommand(fromHex(hex));

/** What comes of one command after this conversation. */
async function answerTo(hex: string, ...script: readonly (readonly [string, string])[]): Promise<string> {
  const { reader, session } = scripted(...script);
  const { data, sw } = await session.send(command(hex));
  expect(reader.left).toBe(0);
  return `${toHex(data)}${toHex(Uint8Array.of(sw >> 8, sw & 0xff))}`;
}

/** The kind of Fault that ends the conversation, with the whole script played. */
async function faultOf(hex: string, ...script: readonly (readonly [string, string])[]): Promise<string> {
  const { reader, session } = scripted(...script);
  const error = await failure(session.send(command(hex)));
  expect(reader.left).toBe(0);
  expect(reader.deactivations).toBe(1);
  return error instanceof Fault ? `${error.port} ${error.kind}` : String(error);
}

const GET_RESPONSE = '00C00000';
const many = (count: number) => '5A'.repeat(count);

describe('a command', () => {
  it('of case 1 to 4 goes out as it is and comes back with data and status word', async () => {
    expect(await answerTo('00200000', ['00200000', '63C3'])).toBe('63C3');
    expect(await answerTo('0084000008', ['0084000008', '11223344556677889000'])).toBe('11223344556677889000');
    expect(await answerTo('00A4020002EF05', ['00A4020002EF05', '9000'])).toBe('9000');
    expect(await answerTo('00A4000002DF0100', ['00A4000002DF0100', '6F009000'])).toBe('6F009000');
  });

  it('has a bound of five seconds, and says whether it is secret', async () => {
    const { reader, session } = scripted(['00200000', '9000'], ['0020000003123456', '9000']);
    await session.send(command('00200000'));
    await session.send(command('0020000003123456'), { conceal: true });
    expect(reader.options).toEqual([
      { withinMs: 5000, conceal: false },
      { withinMs: 5000, conceal: true },
    ]);
  });

  it('is wiped after use when it is secret', async () => {
    const { reader, session } = scripted(['0020000003123456', '63C2'], ['0020000003123456', 'mute']);
    await session.send(command('0020000003123456'), { conceal: true });
    expect(toHex(reader.commands[0])).toBe('0000000000000000');
    await failure(session.send(command('0020000003123456'), { conceal: true }));
    expect(toHex(reader.commands[1])).toBe('0000000000000000');
  });

  it('may have 256 bytes of answer', async () => {
    expect(await answerTo('00B0000000', ['00B0000000', `${many(256)}9000`])).toBe(`${many(256)}9000`);
  });
});

describe('61xx', () => {
  it('is fetched when data was asked for', async () => {
    const answer = await answerTo(
      '0088000001AA08',
      ['0088000001AA08', '6108'],
      [`${GET_RESPONSE}08`, `${many(8)}9000`],
    );
    expect(answer).toBe(`${many(8)}9000`);
  });

  it('of 00 means 256', async () => {
    const answer = await answerTo('00B0000000', ['00B0000000', '6100'], [`${GET_RESPONSE}00`, `${many(256)}9000`]);
    expect(answer).toBe(`${many(256)}9000`);
  });

  it('is fetched piece by piece, with what came before it', async () => {
    const answer = await answerTo(
      '00B2010510',
      ['00B2010510', '01026103'],
      [`${GET_RESPONSE}03`, '0304056102'],
      [`${GET_RESPONSE}02`, '06079000'],
    );
    expect(answer).toBe('010203040506079000');
  });

  it('is a success, and left, when nothing was asked for', async () => {
    expect(await answerTo('00A4020002EF05', ['00A4020002EF05', '6108'])).toBe('6108');
    expect(succeeded({ data: new Uint8Array(0), sw: 0x6108 })).toBe(true);
    expect(succeeded({ data: new Uint8Array(0), sw: 0x9000 })).toBe(true);
    expect(succeeded({ data: new Uint8Array(0), sw: 0x6283 })).toBe(false);
    expect(succeeded({ data: new Uint8Array(0), sw: 0x63c3 })).toBe(false);
  });

  it('may end in an error, whose word counts', async () => {
    expect(await answerTo('00B2010508', ['00B2010508', '6108'], [`${GET_RESPONSE}08`, '6F00'])).toBe('6F00');
  });

  it('breaks the protocol when it promises and brings nothing', async () => {
    const empty = await faultOf('00B2010508', ['00B2010508', '6108'], [`${GET_RESPONSE}08`, '6108']);
    expect(empty).toBe('icc protocol');
  });

  it('breaks the protocol when the pieces come to more than 256 bytes', async () => {
    const long = await faultOf(
      '00B0000000',
      ['00B0000000', `${many(200)}6139`],
      [`${GET_RESPONSE}39`, `${many(57)}9000`],
    );
    expect(long).toBe('icc protocol');
    const just = await answerTo(
      '00B0000000',
      ['00B0000000', `${many(200)}6138`],
      [`${GET_RESPONSE}38`, `${many(56)}9000`],
    );
    expect(just).toBe(`${many(256)}9000`);
  });
});

describe('6Cxx', () => {
  it('repeats the command once with the length that the card names', async () => {
    expect(await answerTo('00B2010540', ['00B2010540', '6C03'], ['00B2010503', '0101AA9000'])).toBe('0101AA9000');
    const whole = await answerTo('00B2010540', ['00B2010540', '6C00'], ['00B2010500', `${many(256)}9000`]);
    expect(whole).toBe(`${many(256)}9000`);
  });

  it('repeats a command with data, and GET RESPONSE', async () => {
    const fci = await answerTo(
      '00A404000101FF',
      ['00A404000101FF', '6C04'],
      ['00A40400010104', '6105'],
      [`${GET_RESPONSE}05`, '6C04'],
      [`${GET_RESPONSE}04`, '6F0284009000'],
    );
    expect(fci).toBe('6F0284009000');
  });

  it('leads to an error word as well as to data', async () => {
    expect(await answerTo('00B2010540', ['00B2010540', '6C03'], ['00B2010503', '6A83'])).toBe('6A83');
  });

  it('breaks the protocol the second time', async () => {
    expect(await faultOf('00B2010540', ['00B2010540', '6C03'], ['00B2010503', '6C04'])).toBe('icc protocol');
    const fetched = await faultOf(
      '00B2010540',
      ['00B2010540', '6105'],
      [`${GET_RESPONSE}05`, '6C04'],
      [`${GET_RESPONSE}04`, '6C05'],
    );
    expect(fetched).toBe('icc protocol');
  });

  it('never makes a command go out twice that asked for nothing: a PIN, a proof', async () => {
    expect(await answerTo('0020000003123456', ['0020000003123456', '6C03'])).toBe('6C03');
    expect(await answerTo('00200000', ['00200000', '6C03'])).toBe('6C03');
  });
});

describe('an answer that no card may give', () => {
  it.each([
    ['nothing at all', ''],
    ['one byte', '90'],
    ['no status word', '0000'],
    ['a procedure byte', '6000'],
    ['257 bytes', `${many(257)}9000`],
    ['more than was asked for', `${many(9)}9000`],
    ['data with an error word', '01026A82'],
    ['data with 6Cxx', '01026C02'],
  ])('breaks the protocol: %s', async (_, answer) => {
    expect(await faultOf('0084000008', ['0084000008', answer])).toBe('icc protocol');
  });

  it('breaks the protocol: data that nobody asked for', async () => {
    expect(await faultOf('00200000', ['00200000', '019000'])).toBe('icc protocol');
    expect(await faultOf('00A4020002EF05', ['00A4020002EF05', '6F009000'])).toBe('icc protocol');
  });

  it('may carry data with a warning', async () => {
    expect(await answerTo('0084000008', ['0084000008', '01026282'])).toBe('01026282');
  });
});

describe('a session', () => {
  it('ends with its first Fault, which every later command meets, and powers down once', async () => {
    for (const kind of ['removed', 'mute', 'protocol']) {
      const { reader, session } = scripted(['0084000008', kind]);
      const first = await failure(session.send(command('0084000008')));
      expect(first instanceof Fault && first.kind).toBe(kind);
      for (const again of ['0084000008', '00200000']) expect(await failure(session.send(command(again)))).toBe(first);
      await session.close();
      expect(reader.sent).toHaveLength(1);
      expect(reader.deactivations).toBe(1);
    }
  });

  it('takes one command at a time', async () => {
    const { reader, session } = scripted(['0084000008', '11223344556677889000']);
    const first = session.send(command('0084000008'));
    expect((await failure(session.send(command('0084000004')))) instanceof Bug).toBe(true);
    expect((await first).sw).toBe(0x9000);
    expect(reader.sent).toEqual(['0084000008']);
  });

  it('takes the next command after an error word', async () => {
    const { session } = scripted(['00A4020002EF08', '6A82'], ['00200000', '9000']);
    expect((await session.send(command('00A4020002EF08'))).sw).toBe(0x6a82);
    expect((await session.send(command('00200000'))).sw).toBe(0x9000);
  });

  it('closes once, and is gone afterwards', async () => {
    const { reader, session } = scripted();
    await session.close();
    await session.close();
    expect(reader.deactivations).toBe(1);
    const late = await failure(session.send(command('00200000')));
    expect(late instanceof Fault && late.kind).toBe('removed');
    expect(reader.sent).toHaveLength(0);
  });

  it('passes a bug of the reader on as it is', async () => {
    const { session } = scripted();
    const error = await failure(session.send(command('00200000')));
    expect(error instanceof Fault).toBe(false);
    expect(String(error)).toContain('expected the end of the script, came 00200000');
  });

  it('is of the slot: a Fault of a SAM slot says so', async () => {
    const reader = new ScriptedReader([['00200000', 'no']], 'sam2');
    reader.present = false;
    const error = await failure(openSession(reader));
    expect(error instanceof Fault && `${error.port} ${error.kind}`).toBe('sam absent');
  });
});

describe('the reset', () => {
  const reader = (...atrs: string[]) => {
    const made = new ScriptedReader([]);
    made.atrs = atrs;
    return made;
  };
  const GOOD = '3B6D00000099545354999999010000000F';
  const BAD = '3B6D0000';

  it('is cold, and its historical bytes are kept', async () => {
    const one = reader(GOOD);
    const session = await openSession(one);
    expect(toHex(session.atr.historical)).toBe('0099545354999999010000000F');
    expect(one.resets).toEqual(['cold']);
    expect(one.deactivations).toBe(0);
  });

  it.each([
    ['no answer', 'mute'],
    ['a broken character', 'protocol'],
    ['an unusable ATR', BAD],
  ])('is followed by a warm one after %s', async (_, first) => {
    const one = reader(first, GOOD);
    await openSession(one);
    expect(one.resets).toEqual(['cold', 'warm']);
  });

  it.each([
    ['mute', 'mute', 'mute'],
    ['mute', BAD, 'protocol'],
    [BAD, 'mute', 'mute'],
    [BAD, BAD, 'protocol'],
    ['mute', 'removed', 'removed'],
  ])('fails after %s, then %s', async (first, second, kind) => {
    const one = reader(first, second);
    const error = await failure(openSession(one));
    expect(error instanceof Fault && error.kind).toBe(kind);
    expect(one.resets).toEqual(['cold', 'warm']);
    expect(one.deactivations).toBe(1);
  });

  it('is not tried again on a card that left', async () => {
    const one = reader('removed');
    const error = await failure(openSession(one));
    expect(error instanceof Fault && error.kind).toBe('removed');
    expect(one.resets).toEqual(['cold']);
    expect(one.deactivations).toBe(1);
  });

  it('is not tried at all on an empty slot', async () => {
    const one = reader(GOOD);
    one.present = false;
    const error = await failure(openSession(one));
    expect(error instanceof Fault && `${error.port} ${error.kind}`).toBe('icc absent');
    expect(one.resets).toEqual([]);
  });
});

describe('a command without an answer', () => {
  const command = { cla: 0x84, ins: 0x16, p1: 0x00, p2: 0x00 };

  it.each(['removed', 'mute', '60'])('is remembered by its INS: %s', async (answer) => {
    const { session } = scripted(['00840000', '9000'], ['84160000', answer]);
    await session.send({ cla: 0x00, ins: 0x84, p1: 0x00, p2: 0x00 });
    expect(session.unanswered).toBeUndefined();
    expect((await failure(session.send(command))) instanceof Fault).toBe(true);
    expect(session.unanswered).toBe(0x16);
    expect((await failure(session.send({ ...command, ins: 0x1e }))) instanceof Fault).toBe(true);
    expect(session.unanswered).toBe(0x16);
  });

  it('is none where the terminal ended the session', async () => {
    const { session } = scripted();
    await session.close();
    expect((await failure(session.send(command))) instanceof Fault).toBe(true);
    expect(session.unanswered).toBeUndefined();
  });
});
