import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/hex.js';
import { an, cn, cyclic, ef, FREE, group, records, transparent } from '../../src/ssse/items.js';
import { fileNamed, layoutOf } from '../../src/ssse/layout.js';
import type { CardFile } from '../../src/ssse/model.js';
import { type FileContent, readFile, recordValue } from '../../src/ssse/read-file.js';
import { isRefusal, type Refusal } from '../../src/ssse/refusal.js';
import { type Exchange, scripted } from '../card/scripted-reader.js';

const PLACE = ef('DF01', 0xef15, '试验', 'Trial');
const SELECT: Exchange = ['00A4020002 EF15', '9000'];

/** 2A, 1 byte; three records of tag 40, 3 bytes; 57, 2 bytes: 3 + 15 + 4 = 16h bytes. */
const FILE = records(PLACE, FREE, FREE, [
  cn(0x2a, 1, '一', 'One'),
  group(0x40, 3, 3, '三', 'Three', []),
  an(0x57, 2, '二', 'Two'),
]);
const ONE = '2A01 21';
const THREE = ['4003 010101', '4003 020202', '4003 030303'];
const TWO = '5702 4142';
const ALL = `${ONE}${THREE.join('')}${TWO}`;

/** What reading the file comes to after its selection; the script must be played to its end. */
async function read(file: CardFile, ...script: readonly Exchange[]): Promise<string> {
  const { reader, session } = scripted(SELECT, ...script);
  const content = await readFile(session, file);
  expect(reader.left).toBe(0);
  return isRefusal(content) ? reason(content) : shown(content);
}

const reason = ({ refused, sw }: Refusal): string => (sw === undefined ? refused : `${refused} ${sw.toString(16)}`);

function shown(content: FileContent): string {
  switch (content.kind) {
    case 'records':
      return content.records.map(({ tag, value }) => `${tag.toString(16)}=${toHex(value)}`).join(' ');
    case 'cyclic':
      return content.records.map(toHex).join(' ');
    case 'transparent':
      return toHex(content.bytes);
  }
}

const EVERYTHING = '2a=21 40=010101 40=020202 40=030303 57=4142';
const NOT_ALL_AT_ONCE: Exchange = ['00B2010516', '6A86'];
const NOT_BY_TAG: Exchange = ['00B22A0003', '6A86'];

describe('the files of EF05 and EF06', () => {
  it('are asked for by their exact length: 40h, and 5Bh on a 2.0 card', async () => {
    for (const [name, select, command] of [
      ['SSSEEF05', '00A4020002EF05', '00B2010540'],
      ['SSSEEF06', '00A4020002EF06', '00B201055B'],
    ]) {
      const file = fileNamed(layoutOf('2.0'), name);
      const { reader, session } = scripted([select, '9000'], [command, '6982']);
      expect(await readFile(session, file as CardFile)).toEqual({ refused: 'access-denied' });
      expect(reader.left).toBe(0);
    }
  });
});

describe('TLV records all at once', () => {
  it('come in one answer of the length of the file', async () => {
    expect(await read(FILE, ['00B2010516', `${ALL}9000`])).toBe(EVERYTHING);
  });

  it('go on from the next record where one answer did not hold them', async () => {
    expect(
      await read(FILE, ['00B2010516', `${ONE}${THREE[0]}9000`], ['00B2030500', `${THREE[1]}${THREE[2]}${TWO}9000`]),
    ).toBe(EVERYTHING);
    expect(
      await read(FILE, ['00B2010516', '6C08'], ['00B2010508', `${ONE}${THREE[0]}9000`], ['00B2030500', '6A83']),
    ).toBe('2a=21 40=010101');
  });

  it('may be fewer than the layout has, down to none', async () => {
    expect(await read(FILE, ['00B2010516', '6C03'], ['00B2010503', `${ONE}9000`], ['00B2020500', '6A83'])).toBe(
      '2a=21',
    );
    expect(await read(FILE, ['00B2010516', '6A83'])).toBe('');
  });

  it('may be more than the layout has', async () => {
    expect(await read(FILE, ['00B2010516', '6C19'], ['00B2010519', `${ALL}A10142 9000`])).toBe(`${EVERYTHING} a1=42`);
  });

  it('are asked for with Le 256 where the file is longer than an answer', async () => {
    const long = records(PLACE, FREE, FREE, [an(0x21, 0xfe, '长', 'Long'), an(0x22, 0x10, '短', 'Short')]);
    const first = `21FE${'41'.repeat(0xfe)}`;
    const second = `2210${'42'.repeat(0x10)}`;
    const answer = await read(
      long,
      ['00B2010500', `${first}9000`],
      ['00B2020500', '6C12'],
      ['00B2020512', `${second}9000`],
    );
    expect(answer).toBe(`21=${'41'.repeat(0xfe)} 22=${'42'.repeat(0x10)}`);
  });

  it.each([
    ['a length behind the end', '2A02 21'],
    ['a tag without length', `${ONE}40`],
    ['a record that runs into the status word', '2A03 21'],
    ['tag 00', '0001 21'],
    ['tag FF', `${ONE}FFFF`],
    ['nothing', ''],
  ])('that lie are refused: %s', async (_, data) => {
    expect(await read(FILE, ['00B2010516', `${data}9000`])).toBe('card-data-malformed');
  });

  it.each([
    ['6982', 'access-denied'],
    ['6A81', 'card-blocked'],
    ['9303', 'application-blocked'],
  ])('that the card refuses with %s are not asked for otherwise', async (sw, refused) => {
    expect(await read(FILE, ['00B2010516', sw])).toBe(refused);
  });

  it('that break off later are not asked for otherwise', async () => {
    expect(await read(FILE, ['00B2010516', `${ONE}9000`], ['00B2020500', '6A86'])).toBe('card-refused 6a86');
  });
});

describe('TLV records by tag', () => {
  it('are asked for one by one, repeated ones as the next', async () => {
    const script: Exchange[] = [
      NOT_ALL_AT_ONCE,
      ['00B22A0003', `${ONE}9000`],
      ['00B2400005', `${THREE[0]}9000`],
      ['00B2400205', `${THREE[1]}9000`],
      ['00B2400205', `${THREE[2]}9000`],
      ['00B2570004', `${TWO}9000`],
    ];
    expect(await read(FILE, ...script)).toBe(EVERYTHING);
  });

  it('may be missing, or fewer', async () => {
    const script: Exchange[] = [
      NOT_ALL_AT_ONCE,
      ['00B22A0003', '6A83'],
      ['00B2400005', `${THREE[0]}9000`],
      ['00B2400205', '6A83'],
      ['00B2570004', `${TWO}9000`],
    ];
    expect(await read(FILE, ...script)).toBe('40=010101 57=4142');
  });

  it('may have another length than the layout says', async () => {
    const script: Exchange[] = [
      NOT_ALL_AT_ONCE,
      ['00B22A0003', '6C04'],
      ['00B22A0004', '2A02 2122 9000'],
      ['00B2400005', '6A83'],
      ['00B2570004', '6A83'],
    ];
    expect(await read(FILE, ...script)).toBe('2a=2122');
  });

  it('that lie are refused', async () => {
    expect(await read(FILE, NOT_ALL_AT_ONCE, ['00B22A0003', '2A02 21 9000'])).toBe('card-data-malformed');
  });

  it('that the card refuses are not asked for by number', async () => {
    expect(await read(FILE, NOT_ALL_AT_ONCE, ['00B22A0003', '6982'])).toBe('access-denied');
    expect(await read(FILE, NOT_ALL_AT_ONCE, ['00B22A0003', `${ONE}9000`], ['00B2400005', '6A86'])).toBe(
      'card-refused 6a86',
    );
  });
});

const BY_NUMBER: readonly Exchange[] = [
  ['00B2010403', `${ONE}9000`],
  ['00B2020405', `${THREE[0]}9000`],
  ['00B2030405', `${THREE[1]}9000`],
  ['00B2040405', `${THREE[2]}9000`],
  ['00B2050404', `${TWO}9000`],
];

describe('TLV records by number', () => {
  it('come last, in the order of the layout', async () => {
    expect(await read(FILE, NOT_ALL_AT_ONCE, NOT_BY_TAG, ...BY_NUMBER)).toBe(EVERYTHING);
  });

  it.each([
    ['another record', ['6C05', THREE[0]]],
    ['two records', ['6C08', `${ONE}${THREE[0]}`]],
    ['no record', ['6C00', '']],
  ] as const)('are the way of a card that answers a tag with %s', async (_, [first, record]) => {
    const byTag: Exchange[] = [
      ['00B22A0003', first],
      [`00B22A00${first.slice(2)}`, `${record}9000`],
    ];
    expect(await read(FILE, NOT_ALL_AT_ONCE, ...byTag, ...BY_NUMBER)).toBe(EVERYTHING);
  });

  it('are the way of a card that takes tags for numbers and has no such number', async () => {
    const byTag: Exchange[] = [
      ['00B22A0003', '6A83'],
      ['00B2400005', '6A83'],
      ['00B2570004', '6A83'],
    ];
    expect(await read(FILE, NOT_ALL_AT_ONCE, ...byTag, ...BY_NUMBER)).toBe(EVERYTHING);
    expect(await read(FILE, NOT_ALL_AT_ONCE, ...byTag, ['00B2010403', '6A83'])).toBe('');
  });

  it('may be fewer, in another order and of another length', async () => {
    const script: Exchange[] = [
      NOT_ALL_AT_ONCE,
      NOT_BY_TAG,
      ['00B2010403', '6C04'],
      ['00B2010404', `${TWO}9000`],
      ['00B2020405', '6C03'],
      ['00B2020403', `${ONE}9000`],
      ['00B2030405', '6A83'],
    ];
    expect(await read(FILE, ...script)).toBe('57=4142 2a=21');
  });

  it.each([
    ['a length behind the end', '6C03', '2A02 21'],
    ['no record', '6C00', ''],
    ['two records', '6C06', '2A0121 2A0122'],
  ])('that lie are refused: %s', async (_, first, answer) => {
    const script: Exchange[] = [
      ['00B2010403', first],
      [`00B20104${first.slice(2)}`, `${answer}9000`],
    ];
    expect(await read(FILE, NOT_ALL_AT_ONCE, NOT_BY_TAG, ...script)).toBe('card-data-malformed');
  });

  it('are the last way: what the card says then counts', async () => {
    expect(await read(FILE, NOT_ALL_AT_ONCE, NOT_BY_TAG, ['00B2010403', '6A86'])).toBe('card-refused 6a86');
    expect(await read(FILE, NOT_ALL_AT_ONCE, NOT_BY_TAG, BY_NUMBER[0], ['00B2020405', '6982'])).toBe('access-denied');
  });
});

describe('cyclic records', () => {
  const file = cyclic(PLACE, FREE, FREE, 4, 2, [an(0, 4, '项', 'Item')], 2);

  it('are read by number, the newest first, until there are no more', async () => {
    const script: Exchange[] = [
      ['00B2010404', '010101019000'],
      ['00B2020404', '020202029000'],
      ['00B2030404', '6A83'],
    ];
    expect(await read(file, ...script)).toBe('01010101 02020202');
    expect(await read(file, ['00B2010404', '6A83'])).toBe('');
  });

  it('may be short', async () => {
    expect(await read(file, ['00B2010404', '6C02'], ['00B2010402', '01019000'], ['00B2020404', '6A83'])).toBe('0101');
  });

  it('may be refused, also in the middle', async () => {
    expect(await read(file, ['00B2010404', '6982'])).toBe('access-denied');
    expect(await read(file, ['00B2010404', '010101019000'], ['00B2020404', '6A86'])).toBe('card-refused 6a86');
  });

  it('end at 254, whatever the card says', async () => {
    const endless = Array.from({ length: 254 }, (_, i): Exchange => {
      const number = (i + 1).toString(16).padStart(2, '0');
      return [`00B2${number}0404`, `${number.repeat(4)}9000`];
    });
    expect((await read(file, ...endless)).split(' ')).toHaveLength(254);
  });
});

describe('a transparent file', () => {
  const file = (size: number) => transparent(PLACE, FREE, FREE, size);
  const bytes = (byte: string, count: number) => byte.repeat(count);

  it('is read in answers of 256 bytes, the last as long as the rest', async () => {
    const script: Exchange[] = [
      ['00B0000000', `${bytes('AA', 256)}9000`],
      ['00B0010000', `${bytes('BB', 256)}9000`],
      ['00B0020010', `${bytes('CC', 16)}9000`],
    ];
    expect(await read(file(0x210), ...script)).toBe(`${bytes('AA', 256)}${bytes('BB', 256)}${bytes('CC', 16)}`);
    expect(await read(file(0x10), ['00B0000010', `${bytes('DD', 16)}9000`])).toBe(bytes('DD', 16));
  });

  it('goes on from where a shorter answer ended', async () => {
    const script: Exchange[] = [
      ['00B0000020', '6C10'],
      ['00B0000010', `${bytes('AA', 16)}9000`],
      ['00B0001010', `${bytes('BB', 16)}9000`],
    ];
    expect(await read(file(0x20), ...script)).toBe(`${bytes('AA', 16)}${bytes('BB', 16)}`);
  });

  it('may be shorter than published', async () => {
    const head: Exchange[] = [
      ['00B0000020', '6C10'],
      ['00B0000010', `${bytes('AA', 16)}9000`],
    ];
    expect(await read(file(0x20), ...head, ['00B0001010', '6B00'])).toBe(bytes('AA', 16));
    expect(await read(file(0x20), ...head, ['00B0001010', '9000'])).toBe(bytes('AA', 16));
  });

  it('may be refused', async () => {
    expect(await read(file(0x20), ['00B0000020', '6982'])).toBe('access-denied');
    expect(await read(file(0x20), ['00B0000020', '6B00'])).toBe('card-refused 6b00');
    const later: Exchange[] = [
      ['00B0000000', `${bytes('AA', 256)}9000`],
      ['00B0010000', '6986'],
    ];
    expect(await read(file(0x200), ...later)).toBe('card-refused 6986');
  });

  it('has its offset in both parameters', async () => {
    const offsets = Array.from({ length: 16 }, (_, i): Exchange => {
      const page = i.toString(16).padStart(2, '0');
      return [`00B0${page}0000`, `${bytes(page, 256)}9000`];
    });
    expect(await read(file(0x1000), ...offsets)).toHaveLength(0x2000);
  });
});

describe('a file', () => {
  it('that cannot be selected is not read', async () => {
    const { reader, session } = scripted(['00A4020002 EF15', '6A82'], ['00A4000002 EF15', '6A82']);
    expect(await readFile(session, FILE)).toEqual({ refused: 'file-missing' });
    expect(reader.left).toBe(0);
  });

  it('gives the first record of a tag', () => {
    const some = [
      { tag: 1, value: Uint8Array.of(1) },
      { tag: 1, value: Uint8Array.of(2) },
    ];
    expect(recordValue(some, 1)).toEqual(Uint8Array.of(1));
    expect(recordValue(some, 2)).toBeUndefined();
  });
});
