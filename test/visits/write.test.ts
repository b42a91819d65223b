import { describe, expect, it } from 'vitest';
import type { Acceptance } from '../../src/ssse/validity.js';
import type { WriteMeaning } from '../../src/ssse/write-plan.js';
import type { WriteRequest } from '../../src/visits/write.js';
import { type Bench, bench, cardLike, outcome, tampered } from './bench.js';

const request = (address: string, data: string, meaning: WriteMeaning = 'own'): WriteRequest => ({
  address,
  data,
  proof: 'key',
  meaning,
});

const TWO_FILES = request(
  'DF01EF05|20|21|0E|$DF01EF07|29|$DF01EF16|$',
  'DF01EF05|11|虚构路2号|990103|$DF01EF07|3|$DF01EF16|A1B2|$',
);

/** A card that answers this to the nth UPDATE and does nothing. */
const failing = (at: number, sw: number, sample = 'v2-rich') => {
  let updates = 0;
  return tampered(cardLike(sample), (tpdu, real) => {
    if (tpdu[1] !== 0xdc && tpdu[1] !== 0xd6) return real();
    updates++;
    return updates === at ? Uint8Array.of(sw >> 8, sw & 0xff) : real();
  });
};

async function texts(one: Bench, ...files: string[]): Promise<string[]> {
  const result = await one.terminal.enquire({ files, proof: 'key' });
  if (result.outcome !== 'done') throw new Error(outcome(result));
  return result.value.pages.map(({ items, records, bytes }) => {
    if (bytes) return [...bytes.subarray(0, 3)].join(' ');
    return [items, ...records].map((fields) => fields.map(({ value }) => value.text).join('|')).join(' / ');
  });
}

const lastLines = (one: Bench): string[] =>
  one.views[one.views.length - 1].lines.map(({ value }) => (typeof value === 'string' ? value : value.en));

describe('a write', () => {
  it('is read back as it was written, each kind of file', async () => {
    const one = await bench({ card: cardLike('v2-rich'), gestures: [{ digits: '123456' }] });
    const result = await one.terminal.write(
      request(
        'DF01EF05|21|$DF01EF15|40:2|$DF04EF06|92|$DF04EF15|$DF01EF16|$',
        'DF01EF05|虚构路2号|$DF01EF15|408^080300^新大学^|$DF04EF06|500|$DF04EF15|4^1^|5^9^|$DF01EF16|A1B2|$',
      ),
    );
    expect(result).toEqual({
      outcome: 'done',
      value: {
        items: [
          { file: 'DF01EF05', item: '21', state: 'written' },
          { file: 'DF01EF15', item: '40:2', state: 'written' },
          { file: 'DF04EF06', item: '92', state: 'written' },
          { file: 'DF04EF15', item: '1', state: 'written' },
          { file: 'DF04EF15', item: '2', state: 'written' },
          { file: 'DF01EF16', item: '', state: 'written' },
        ],
      },
    });
    expect(await texts(one, 'DF01EF05', 'DF01EF15', 'DF04EF06', 'DF04EF15', 'DF01EF16')).toEqual([
      '10|虚构路2号|990102',
      '21|408^080300^示例工业大学|408^080300^新大学|^^',
      '1|00000500|1',
      ' / 5|9 / 4|1 / 3|9',
      '161 178 0',
    ]);
  });

  it('leaves nothing of a longer name behind', async () => {
    const one = await bench({ card: cardLike('v2-split-name') });
    expect(outcome(await one.terminal.write(request('SSSEEF06|09|$', 'SSSEEF06|张三|$')))).toBe('done');
    expect((await texts(one, 'SSSEEF06'))[0]).toMatch(/^990100\w{12}\|张三\|/);
  });

  it('proves a key once for all files that it opens, and asks for no PIN', async () => {
    const one = await bench({ card: cardLike('v2-rich') });
    await one.terminal.write(request('DF01EF07|29|$DF01EF09|32|$', 'DF01EF07|1|$DF01EF09|13|$'));
    expect(one.commands().filter((command) => command.startsWith('0082'))).toHaveLength(1);
    expect(one.world.pinPad.entries).toBe(0);
  });

  it('gives a 1.0 card 2.0 values where it is told to, and they are read so', async () => {
    const one = await bench({ card: cardLike('v1-with-v2-data'), gestures: [{ digits: '123456' }] });
    const address = 'DF01EF0A|38|39|$DF02EF06|4B|4F|50|$';
    const data = 'DF01EF0A|01|20200101|$DF02EF06|20990|200102|990104|$';
    expect(outcome(await one.terminal.write(request(address, data, '2.0')))).toBe('done');
    const result = await one.terminal.enquire({ files: ['DF01EF0A', 'DF02EF06'], proof: 'pin' });
    if (result.outcome !== 'done') throw new Error(outcome(result));
    const shown = result.value.pages.flatMap(({ items }) => items.map(({ value }) => value.shown.en || value.text));
    for (const text of ['01 CPC member', '2020-01-01', '20990', '200102', '990104']) expect(shown).toContain(text);
  });

  it.each(['v2-secured', 'v2-by-number', 'v2-sm4', 'v2-no-9f0c'])('works on %s', async (sample) => {
    const one = await bench({ card: cardLike(sample) });
    const { address, data } = request('DF01EF05|21|0E|$', 'DF01EF05|虚构路2号|990103|$');
    expect(outcome(await one.terminal.write(request(address, data)))).toBe('done');
    expect((await texts(one, 'DF01EF05'))[0]).toBe('10|虚构路2号|990103');
  });
});

describe('a write that does not fit', () => {
  it.each([
    ['DF01EF05|0E|$', 'DF01EF05|99010|$', 'digit-count'],
    ['DF01EF05|20|$', 'DF01EF05|one|$', 'too-long'],
    ['DF04EF08|$', 'DF04EF08|x|$', 'read-only'],
    ['DF01EF05|0E', 'DF01EF05|990100|$', 'address-grammar'],
  ])('is refused before the card is powered: %s %s', async (address, data, rule) => {
    const one = await bench({ card: cardLike('v2-rich') });
    const result = await one.terminal.write(request(address, data));
    expect(outcome(result)).toMatch(new RegExp(`^write-malformed .*\\b${rule}\\b`));
    expect(one.events.filter(({ port }) => port === 'icc' || port === 'sam1')).toEqual([]);
  });

  it('says file, tag and rule on the screen', async () => {
    const one = await bench({ card: cardLike('v2-rich') });
    await one.terminal.write(request('DF01EF15|2A|40:2|$', 'DF01EF15|21|408^0803XX^x|$'));
    expect(lastLines(one)[0]).toBe('What is to be written does not fit the standard (DF01EF15 40:2: must be digits)');
    await one.terminal.write(request('DF01EF05|20|$DF01', 'DF01EF05|10|$'));
    expect(lastLines(one)[0]).toBe(
      'What is to be written does not fit the standard (character 18: the file address breaks the grammar)',
    );
  });

  it('its card’s version is refused before a key is proved or anything is written', async () => {
    const one = await bench({ card: cardLike('v2-rich') });
    const result = await one.terminal.write(request('DF01EF05|21|22|$', 'DF01EF05|x|100000|$'));
    expect(outcome(result)).toBe('write-malformed no-such-item DF01EF05 22');
    expect(one.commands().filter((command) => /^(0082|00DC|00D6|00A40000)/.test(command))).toEqual([]);
  });

  it('any version that the terminal accepts is refused at once', async () => {
    const acceptance: Acceptance = { institutions: ['9156000002'], classes: ['3'], versions: ['2.0', '3.0'] };
    const one = await bench({ card: cardLike('v2-rich'), acceptance });
    const result = await one.terminal.write(request('DF02EF08|52|$', 'DF02EF08|123|$'));
    expect(outcome(result)).toBe('file-unknown DF02EF08');
    expect(one.world.icc.exchanges).toBe(0);
    const none = await bench({ card: cardLike('v2-rich'), acceptance: { ...acceptance, versions: [] } });
    expect(outcome(await none.terminal.write(TWO_FILES))).toBe('version-unsupported');
    expect(none.world.icc.exchanges).toBe(0);
  });
});

describe('a write that fails half way', () => {
  /** How far it came, item by item. */
  async function progress(card: ReturnType<typeof failing>): Promise<readonly [string, string, Bench]> {
    const one = await bench({ card });
    const result = await one.terminal.write(TWO_FILES);
    if (result.outcome === 'done') throw new Error('done');
    const items = result.aftermath?.left === 'items' ? result.aftermath.items : [];
    const { aftermath: _, ...refusal } = result;
    return [outcome(refusal), items.map(({ item, state }) => `${item} ${state}`).join(', '), one];
  }

  it('says what is on the card, and what is not', async () => {
    const [said, items, one] = await progress(failing(3, 0x6a84));
    expect(said).toBe('card-refused 27268 DF01EF05');
    expect(items).toBe('20 written, 21 written, 0E not-written, 29 not-written,  not-written');
    expect(lastLines(one).slice(2)).toEqual([
      'DF01EF05: 20 written, 21 written, 0E not written',
      'DF01EF07: 29 not written',
      'DF01EF16: not written',
    ]);
    expect(await texts(one, 'DF01EF05', 'DF01EF07')).toEqual(['11|虚构路2号|990102', '1']);
  });

  it('says what is not known where the card failed while it wrote', async () => {
    const [, items] = await progress(failing(2, 0x6581));
    expect(items).toBe('20 written, 21 unknown, 0E not-written, 29 not-written,  not-written');
  });

  it('says that a transparent file is there in part', async () => {
    const [said, items] = await progress(failing(6, 0x6581));
    expect(said).toBe('card-refused 25985 DF01EF16');
    expect(items).toBe('20 written, 21 written, 0E written, 29 written,  partly');
  });

  it('says nothing where nothing was written', async () => {
    const [said, items] = await progress(failing(1, 0x6a80));
    expect([said, items]).toEqual(['card-refused 27264 DF01EF05', '']);
  });

  it('names the file whose key the card did not accept', async () => {
    let authentications = 0;
    const card = tampered(cardLike('v2-rich'), (tpdu, real) => {
      if (tpdu[1] !== 0x82) return real();
      authentications++;
      return authentications === 2 ? Uint8Array.of(0x63, 0xc1) : real();
    });
    const [said, items] = await progress(card);
    expect(said).toBe('terminal-not-authentic 1 DF01EF07');
    expect(items).toBe('20 written, 21 written, 0E written, 29 not-written,  not-written');
  });
});
