import { describe, expect, it } from 'vitest';
import { Bug } from '../../src/base/assert.js';
import { Fault } from '../../src/base/fault.js';
import { fromHex } from '../../src/base/hex.js';
import type { Issuer } from '../../src/ssse/issuer.js';
import { byKey, FREE, NOBODY, PIN, pinAndKey, pinOrKey } from '../../src/ssse/items.js';
import type { Access, CardFile, Generation } from '../../src/ssse/model.js';
import type { PinState } from '../../src/ssse/pin.js';
import { isRefusal } from '../../src/ssse/refusal.js';
import { type Proof, SocialCard } from '../../src/ssse/social-card.js';
import { Pin } from '../../src/vault/pin-room.js';
import { type Exchange, failure, type ScriptedReader, scripted } from '../card/scripted-reader.js';
import { FakeKeys } from './fake-keys.js';

const ISSUER: Issuer = {
  cardIdentifier: fromHex('990100D1560000050000000166534F34'),
  region: '990100',
  cardClass: '3',
  version: '2.00',
  generation: '2.0',
  institution: '915600000299010099010001',
  issued: '20240115',
  expires: '20340114',
  cardNumber: 'A00000011',
};
const FACTORS = { province: new Uint8Array(8), city: new Uint8Array(8), card: new Uint8Array(8) };
const WITH_PIN: PinState = { state: 'set', triesLeft: 3 };

interface Meeting {
  readonly card: SocialCard;
  readonly reader: ScriptedReader;
  readonly keys: FakeKeys;
}

/** An identified card of this conversation. */
function meet(script: readonly Exchange[], pin: PinState = WITH_PIN, generation: Generation = '2.0'): Meeting {
  const { reader, session } = scripted(...script);
  const keys = new FakeKeys();
  const own = { historical: new Uint8Array(13), factors: FACTORS };
  const facts = { issuer: ISSUER, generation, algorithm: 'DES', pin, ...own } as const;
  return { card: new SocialCard(session, keys, facts), reader, keys };
}

/** `read`, or why not. */
async function read({ card }: Meeting, name: string, proof: Proof = 'key'): Promise<string> {
  const file = card.file(name);
  if (file === undefined) return 'file-unknown';
  const content = await card.read(file, proof);
  return isRefusal(content) ? content.refused : 'read';
}

const select = (df: string): Exchange => [`00A4000002 ${df} 00`, '9000'];
const HOME: Exchange = ['00A404000F 7378312E73682EC9E7BBE1B1A3D5CF 00', '9000'];
const file = (fid: string): Exchange => [`00A4020002 ${fid}`, '9000'];
/** A file without records: what is in it does not matter here. */
const empty = (le: string): Exchange => [`00B20105${le}`, '6A83'];
const CHALLENGES: readonly Exchange[] = [
  ['0084000008', 'C1C2C3C4C5C6C7C89000'],
  ['0084000008', '11223344556677889000'],
];
const prove = (keyId: string, sw = '9000'): readonly Exchange[] => [
  ...CHALLENGES,
  [`008200${keyId}10 D1D2D3D4D5D6D7D8 C1C2C3C4C5C6C7C8`, sw],
];
/** DF01: EF05 is 3Bh bytes of records, EF07 3; DF02: EF06 of 29h. */
const DF01_EF05 = [file('EF05'), empty('5B')];
const DF01_EF07 = [file('EF07'), empty('03')];

describe('a free file', () => {
  it('of SSSE is selected and read', async () => {
    const meeting = meet([file('EF05'), empty('40')]);
    expect(await read(meeting, 'SSSEEF05')).toBe('read');
    expect(meeting.reader.left).toBe(0);
  });

  it('of an application is read after the directory is selected', async () => {
    const meeting = meet([select('DF01'), file('EF16'), ['00B0000000', '6982'], file('EF17'), ['00B0000000', '6982']]);
    expect(await read(meeting, 'DF01EF16')).toBe('access-denied');
    expect(await read(meeting, 'DF01EF17')).toBe('access-denied');
    expect(meeting.reader.left).toBe(0);
    expect(meeting.keys.asked).toHaveLength(0);
  });
});

describe('a key', () => {
  it('is proved in its directory before the file is selected, and once', async () => {
    const meeting = meet([select('DF01'), ...prove('88'), ...DF01_EF05, ...DF01_EF07]);
    expect(await read(meeting, 'DF01EF05')).toBe('read');
    expect(await read(meeting, 'DF01EF07')).toBe('read');
    expect(meeting.reader.left).toBe(0);
    expect(meeting.keys.asked).toEqual(['RK1DF01 1122334455667788 C1C2C3C4C5C6C7C8']);
  });

  it('of a directory is lost when another is selected', async () => {
    const meeting = meet([
      select('DF01'),
      ...prove('88'),
      ...DF01_EF07,
      select('DF05'),
      file('EF05'),
      ['00B2010500', '6A83'],
      select('DF01'),
      ...prove('88'),
      ...DF01_EF07,
    ]);
    expect(await read(meeting, 'DF01EF07')).toBe('read');
    expect(await read(meeting, 'DF05EF05')).toBe('read');
    expect(await read(meeting, 'DF01EF07')).toBe('read');
    expect(meeting.reader.left).toBe(0);
  });

  it('of SSSE stays: RKSSSE opens EF07 and EF08, before and after a directory', async () => {
    const photo: Exchange[] = [file('EF08'), ['00B0000000', '9000']];
    const meeting = meet([
      ...prove('0A'),
      ...photo,
      select('DF05'),
      file('EF05'),
      ['00B2010500', '6A83'],
      HOME,
      ...photo,
    ]);
    expect(await read(meeting, 'SSSEEF08')).toBe('read');
    expect(await read(meeting, 'DF05EF05')).toBe('read');
    expect(await read(meeting, 'SSSEEF08')).toBe('read');
    expect(meeting.reader.left).toBe(0);
  });

  it('that the card did not accept ends the reading, and is asked for again the next time', async () => {
    const meeting = meet([select('DF01'), ...prove('88', '63C2'), ...prove('88'), ...DF01_EF07]);
    expect(await read(meeting, 'DF01EF07')).toBe('terminal-not-authentic');
    expect(await read(meeting, 'DF01EF07')).toBe('read');
    expect(meeting.reader.left).toBe(0);
  });

  it('opens EF06 of a 3.0 card, and of no other', async () => {
    const third = meet([...prove('0A'), file('EF06'), empty('5B')], WITH_PIN, '3.0');
    expect(await read(third, 'SSSEEF06')).toBe('read');
    expect(third.reader.left).toBe(0);
    const second = meet([file('EF06'), empty('5B')]);
    expect(await read(second, 'SSSEEF06')).toBe('read');
    expect(second.reader.left).toBe(0);
  });
});

describe('a directory', () => {
  it('that its neighbour does not know is looked for from SSSE', async () => {
    const away: Exchange = ['00A4000002 DF07 00', '6A82'];
    const meeting = meet([
      select('DF01'),
      file('EF16'),
      ['00B0000000', '9000'],
      away,
      HOME,
      select('DF07'),
      ...prove('83'),
      file('EF05'),
      empty('18'),
    ]);
    expect(await read(meeting, 'DF01EF16')).toBe('read');
    expect(await read(meeting, 'DF07EF05')).toBe('read');
    expect(meeting.reader.left).toBe(0);
  });

  it('that SSSE does not know is not there', async () => {
    const away: Exchange = ['00A4000002 DF07 00', '6A82'];
    expect(await read(meet([away]), 'DF07EF05')).toBe('file-missing');
    const later = meet([
      select('DF01'),
      file('EF16'),
      ['00B0000000', '9000'],
      away,
      HOME,
      away,
      file('EF05'),
      empty('40'),
    ]);
    expect(await read(later, 'DF01EF16')).toBe('read');
    expect(await read(later, 'DF07EF05')).toBe('file-missing');
    expect(await read(later, 'SSSEEF05')).toBe('read');
    expect(later.reader.left).toBe(0);
  });

  it('that is blocked is not looked for again, and the one before is still current', async () => {
    const meeting = meet([
      select('DF01'),
      ...prove('88'),
      ...DF01_EF07,
      ['00A4000002 DF04 00', '9303'],
      ...prove('88'),
      ...DF01_EF07,
    ]);
    expect(await read(meeting, 'DF01EF07')).toBe('read');
    expect(await read(meeting, 'DF04EF05')).toBe('application-blocked');
    expect(await read(meeting, 'DF01EF07')).toBe('read');
    expect(meeting.reader.left).toBe(0);
  });
});

describe('the PIN', () => {
  const pin = () => new Pin(Uint8Array.of(1, 2, 3, 4, 5, 6));
  const verify = (sw: string): Exchange => ['0020000003 123456', sw];

  it('is verified at SSSE and then opens what it opens', async () => {
    const meeting = meet([verify('9000'), select('DF01'), ...DF01_EF05]);
    expect(await meeting.card.verify(pin())).toBeUndefined();
    expect(await read(meeting, 'DF01EF05', 'pin')).toBe('read');
    expect(meeting.reader.left).toBe(0);
    expect(meeting.keys.asked).toHaveLength(0);
  });

  it('is verified at SSSE also when a directory is current', async () => {
    const meeting = meet([
      select('DF01'),
      file('EF16'),
      ['00B0000000', '9000'],
      HOME,
      verify('9000'),
      select('DF01'),
      ...DF01_EF05,
    ]);
    expect(await read(meeting, 'DF01EF16')).toBe('read');
    expect(await meeting.card.verify(pin())).toBeUndefined();
    expect(await read(meeting, 'DF01EF05', 'pin')).toBe('read');
    expect(meeting.reader.left).toBe(0);
  });

  it('is used up whatever happens', async () => {
    const entered = pin();
    const refusing = meet([select('DF01'), file('EF16'), ['00B0000000', '9000'], [HOME[0], '9303']]);
    await read(refusing, 'DF01EF16');
    expect(await refusing.card.verify(entered)).toEqual({ refused: 'application-blocked' });
    expect(refusing.reader.left).toBe(0);
    expect((await failure(entered.present(async () => {}))) instanceof Bug).toBe(true);

    const second = pin();
    const leaving = meet([select('DF01'), file('EF16'), ['00B0000000', '9000'], [HOME[0], 'removed']]);
    await read(leaving, 'DF01EF16');
    expect((await failure(leaving.card.verify(second))) instanceof Fault).toBe(true);
    expect((await failure(second.present(async () => {}))) instanceof Bug).toBe(true);
  });

  it('that was wrong opens nothing: reading on is a bug of the visit', async () => {
    const meeting = meet([verify('63C2'), select('DF01')]);
    expect(await meeting.card.verify(pin())).toEqual({ refused: 'pin-wrong', triesLeft: 2 });
    const target = meeting.card.file('DF01EF05') as CardFile;
    expect((await failure(meeting.card.read(target, 'pin'))) instanceof Bug).toBe(true);
  });

  it('is needed as the rights say', () => {
    const needs = (access: Access, proof: Proof, state: PinState = WITH_PIN) =>
      meet([], state).card.needsPin(access, proof);
    expect(needs(FREE, 'pin')).toBe(false);
    expect(needs(NOBODY, 'pin')).toBe(false);
    expect(needs(byKey('RK1DF01'), 'pin')).toBe(false);
    expect(needs(PIN, 'key')).toBe(true);
    expect(needs(pinOrKey('RK1DF01'), 'pin')).toBe(true);
    expect(needs(pinOrKey('RK1DF01'), 'key')).toBe(false);
    expect(needs(pinAndKey('RK1DF04'), 'key')).toBe(true);
    for (const access of [PIN, pinOrKey('RK1DF01'), pinAndKey('RK1DF04')]) {
      expect(needs(access, 'pin', { state: 'none' })).toBe(false);
    }
  });

  it('and a key open what needs both', async () => {
    const both = [select('DF04'), ...prove('84'), file('EF06'), empty('0D')];
    const meeting = meet([verify('9000'), ...both]);
    await meeting.card.verify(pin());
    expect(await read(meeting, 'DF04EF06', 'pin')).toBe('read');
    expect(meeting.reader.left).toBe(0);
    const without = meet(both, { state: 'none' });
    expect(await read(without, 'DF04EF06', 'pin')).toBe('read');
  });

  it('that is not set opens a file of "PIN or key" without either', async () => {
    const meeting = meet([select('DF01'), ...DF01_EF05], { state: 'none' });
    expect(await read(meeting, 'DF01EF05', 'pin')).toBe('read');
    expect(meeting.keys.asked).toHaveLength(0);
  });
});

describe('a file', () => {
  it('that nobody may read is not read', async () => {
    const meeting = meet([]);
    const closed = { ...(meeting.card.file('SSSEEF05') as CardFile), read: NOBODY };
    expect(await meeting.card.read(closed, 'key')).toEqual({ refused: 'access-denied' });
  });

  it('is one of its card’s generation', () => {
    expect(meet([], WITH_PIN, '1.0').card.file('DF02EF08')).toBeDefined();
    expect(meet([], WITH_PIN, '2.0').card.file('DF02EF08')).toBeUndefined();
    expect(meet([]).card.file('DF09EF05')).toBeUndefined();
  });
});
