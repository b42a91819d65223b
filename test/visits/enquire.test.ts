import { describe, expect, it } from 'vitest';
import type { Enquiry } from '../../src/visits/enquire.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import { type Bench, bench, cardLike, outcome } from './bench.js';

const RICH = cardLike('v2-rich');

interface Asked {
  readonly one: Bench;
  readonly result: VisitResult<Enquiry>;
}

async function enquire(proof: 'pin' | 'key', ...files: string[]): Promise<Asked> {
  const one = await bench({ card: RICH, gestures: [{ digits: '123456' }] });
  return { one, result: await one.terminal.enquire({ files, proof }) };
}

/** Names and texts of what was read, file by file. */
function pages(result: VisitResult<Enquiry>): string[] {
  if (result.outcome !== 'done') throw new Error(outcome(result));
  return result.value.pages.map(({ file, items, records, bytes }) => {
    const fields = [items, ...records].map((values) => values.map(({ value }) => value.text).join('|'));
    return `${file.name}: ${bytes ? `${bytes.length} bytes` : fields.filter((line) => line !== '').join(' / ')}`;
  });
}

const selections = (one: Bench): string[] =>
  one
    .commands()
    .filter((command) => /^00A4(00|02)/.test(command))
    .map((command) => command.slice(10, 14));

describe('an enquiry', () => {
  it('reads items, cyclic records and bytes, in the order asked for', async () => {
    const { result } = await enquire('pin', 'DF04EF15', 'SSSEEF08', 'DF01EF05');
    expect(pages(result)).toEqual([
      'DF04EF15: 3|9',
      'SSSEEF08: 4096 bytes',
      'DF01EF05: 10|测试省示例市样板区虚构路1号院2号楼301室|990102',
    ]);
  });

  it('reads nothing when one of the files is not the card’s', async () => {
    const { one, result } = await enquire('pin', 'DF01EF05', 'DF02EF08');
    expect(outcome(result)).toBe('file-unknown DF02EF08');
    expect(one.world.pinPad.entries).toBe(0);
    expect(selections(one)).toEqual(['EF05']);
  });

  it('says which of several files it could not read, on the screen as well', async () => {
    const unknown = await enquire('pin', 'DF01EF05', 'DF02EF08');
    expect(unknown.result).toEqual({ outcome: 'refused', refusal: { refused: 'file-unknown', file: 'DF02EF08' } });
    expect(unknown.one.views.at(-1)?.lines[0].value).toEqual({
      zh: '此版本的卡没有该文件（DF02EF08）',
      en: 'Cards of this version have no such file (DF02EF08)',
    });
    const blocked = await bench({ card: cardLike('medical-blocked') });
    expect(await blocked.terminal.enquire({ files: ['SSSEEF05', 'DF04EF05'], proof: 'key' })).toEqual({
      outcome: 'refused',
      refusal: { refused: 'application-blocked', file: 'DF04EF05' },
    });
  });

  it('asks for the PIN once, however many files it opens', async () => {
    const { one, result } = await enquire('pin', 'DF01EF05', 'DF02EF05', 'DF04EF06', 'DF04EF08');
    expect(outcome(result)).toBe('done');
    expect(one.world.pinPad.entries).toBe(1);
    // DF04 EF06 takes PIN and key, the others the PIN alone.
    expect(one.commands().filter((command) => command.startsWith('0082'))).toHaveLength(1);
  });

  it('asks for no PIN where keys open everything', async () => {
    const { one, result } = await enquire('key', 'DF01EF05', 'DF01EF07', 'DF03EF05', 'DF03EF07', 'DF07EF05');
    expect(outcome(result)).toBe('done');
    expect(one.world.pinPad.entries).toBe(0);
    const keys = one.commands().filter((command) => command.startsWith('0082'));
    // RK1DF01 once for two files; RK2 and RK1 of DF03; RK1DF07
    expect(keys.map((command) => command.slice(6, 8))).toEqual(['88', '85', '84', '83']);
  });

  it('goes back to SSSE for a PIN that is needed later', async () => {
    const { one, result } = await enquire('key', 'DF01EF05', 'DF04EF08');
    expect(outcome(result)).toBe('done');
    const order = one.commands().slice(5);
    const verify = order.findIndex((command) => command.startsWith('0020'));
    expect(order[verify - 1]).toMatch(/^00A404000F7378312E/);
    expect(order.slice(0, verify).filter((command) => command.startsWith('00A4000002DF01'))).toHaveLength(1);
    expect(order[verify + 1]).toBe('00A4000002DF0400');
  });

  it('shows what is set under the title of its file, and says where nothing is', async () => {
    const { one } = await enquire('key', 'DF01EF08', 'DF07EF07');
    const [view] = one.views.slice(-1);
    expect([view.screen, view.tone]).toEqual(['enquiry', 'done']);
    const chinese = view.lines.map(
      ({ label, value }) => `${label?.zh}: ${typeof value === 'string' ? value : value.zh}`,
    );
    expect(chinese).toEqual(['DF01EF08: 婚姻', '婚姻状况: 2 已婚', 'DF07EF07: 军转', 'undefined: （无数据）']);
  });

  it('prints nothing', async () => {
    expect((await enquire('key', 'SSSEEF05')).one.slips).toHaveLength(0);
  });
});
