import { describe, expect, it } from 'vitest';
import { answerOf } from '../../src/visits/read.js';
import { type Bench, bench, cardLike, outcome, tampered } from './bench.js';

async function reading(address: string, sample = 'v2-rich'): Promise<{ readonly answer: string; readonly one: Bench }> {
  const one = await bench({ card: cardLike(sample), gestures: [{ digits: '123456' }] });
  const result = await one.terminal.read({ address, proof: 'key' });
  return { answer: result.outcome === 'done' ? answerOf(result.value, true) : outcome(result), one };
}

describe('reading by address', () => {
  it.each([
    ['SSSEEF05|03|07|05|$', 'SSSEEF05|2.00|A00000169|20240115|$'],
    ['DF01EF05|0E|20|$DF01EF07|29|$', 'DF01EF05|990102|10|$DF01EF07|1|$'],
    ['DF01EF15|2A|40:2|40|$', 'DF01EF15|21|308^080300^测试理工大学^|408^080300^示例工业大学^|$'],
    ['DF01EF15|40:3|$', 'DF01EF15|^^^|$'],
    ['DF04EF15|$', 'DF04EF15|3^9^|$'],
    ['DF02EF16|2|9|$', 'DF02EF16|040^20190320^20190401^20190630^990100^||$'],
    ['SSSEEF06|09|4E|$', 'SSSEEF06|上官旻堃||$'],
  ])('%s is answered by %s (SC iReadCard; sscard.md 12)', async (address, answer) => {
    expect((await reading(address)).answer).toBe(answer);
  });

  it('gives a transparent file as hexadecimal', async () => {
    expect((await reading('DF01EF16|$')).answer).toBe(`DF01EF16|E9A284E79599${'00'.repeat(0x128 - 6)}|$`);
  });

  it('asks for the PIN where only that opens a file', async () => {
    const { answer, one } = await reading('DF04EF08|1|$');
    expect(answer).toBe('DF04EF08|3^2^990100000001^20260312093015^0^15000^10000^|$');
    expect(one.world.pinPad.entries).toBe(1);
  });

  it.each([
    ['SSSEEF05|03', 'address-malformed address-grammar 12'],
    ['DF09EF05|01|$', 'file-unknown DF09EF05'],
    ['DF01EF05|99|$', 'address-malformed no-such-item DF01EF05 99'],
    ['DF01EF15|40:4|$', 'address-malformed no-such-item DF01EF15 40'],
    ['DF01EF05|$', 'address-malformed nothing-named DF01EF05'],
    ['DF01EF16|1|$', 'address-malformed whole-file DF01EF16'],
  ])('%s is refused: %s', async (address, said) => {
    const { answer, one } = await reading(address);
    expect(answer).toBe(said);
    expect(one.commands().filter((command) => /^(0082|00A40000)/.test(command))).toEqual([]);
  });

  it('lets no card break the grammar of the answer', async () => {
    const card = tampered(cardLike('v2-rich'), (tpdu, real) => {
      const answer = real();
      // DF01 EF07, one record: 29 01 with a | in it.
      if (tpdu[1] === 0xb2 && answer[0] === 0x29) answer[2] = 0x7c;
      return answer;
    });
    const one = await bench({ card });
    const result = await one.terminal.read({ address: 'DF01EF07|29|$', proof: 'key' });
    expect(result.outcome === 'done' && answerOf(result.value, true)).toBe('DF01EF07|□|$');
  });

  it('masks the numbers of holder and card where it is told to, and in every transcript', async () => {
    const { one } = await reading('SSSEEF06|08|$SSSEEF05|07|$');
    const result = await one.terminal.read({ address: 'SSSEEF06|08|$SSSEEF05|07|$', proof: 'key' });
    expect(result.outcome === 'done' && answerOf(result.value, false)).toBe(
      'SSSEEF06|99**************52|$SSSEEF05|A0*****69|$',
    );
    expect(JSON.stringify(one.events)).not.toContain('990100198911200152');
  });
});
