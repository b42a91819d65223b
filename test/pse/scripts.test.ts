import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/base/fault.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import type { IssuerScript } from '../../src/pse/payment-kernel.js';
import { runScripts } from '../../src/pse/scripts.js';
import { failure, scripted } from '../card/scripted-reader.js';
import { deciding, findings } from './decisions.js';
import { stateFor } from './setting.js';

const PUT = '04DA9F580511223344 55'.replace(' ', '');
const BLOCK = '841E00000411223344';

const script = (template: 0x71 | 0x72, ...commands: readonly string[]): IssuerScript => {
  const bodies = commands.map((command) => `86${(command.length / 2).toString(16).padStart(2, '0')}${command}`);
  return { template, value: fromHex(`9F1804AABBCC${template.toString(16)}${bodies.join('')}`) };
};

describe('scripts', () => {
  it('are sent by template, in their order, with a result each', async () => {
    const { state, left } = deciding({
      script: [
        [PUT, '9000'],
        [BLOCK, '9000'],
        [BLOCK, '9000'],
      ],
    });
    const scripts = [script(0x72, BLOCK), script(0x71, PUT, BLOCK)];
    await runScripts(state, scripts, 0x71);
    expect(left()).toEqual([BLOCK]);
    expect(toHex(state.scriptResults)).toBe('20AABBCC71');
    await runScripts(state, scripts, 0x72);
    expect(left()).toEqual([]);
    expect(toHex(state.scriptResults)).toBe('20AABBCC7120AABBCC72');
    expect(findings(state)).toBe('0000000000 0400');
  });

  it('leave no trace where there are none', async () => {
    const { state } = deciding({});
    await runScripts(state, [script(0x72, PUT)], 0x71);
    expect(findings(state)).toBe('0000000000 0000');
    expect(toHex(state.scriptResults)).toBe('');
  });

  it.each([
    [0x71, '0000000020 0400'],
    [0x72, '0000000010 0400'],
  ] as const)('that fail stop and say where: template %i', async (template, expected) => {
    const { state } = deciding({
      script: [
        [PUT, '6300'],
        [BLOCK, '6985'],
      ],
    });
    await runScripts(state, [script(template, PUT, BLOCK, PUT)], template);
    expect(toHex(state.scriptResults).slice(0, 2)).toBe('12');
    expect(findings(state)).toBe(expected);
  });

  it('end the session with 71 when the card leaves', async () => {
    const { session } = scripted([PUT, 'removed']);
    const state = stateFor(session);
    expect((await failure(runScripts(state, [script(0x71, PUT)], 0x71))) instanceof Fault).toBe(true);
  });

  it('have failed with 72 when the card leaves, and those behind are not performed', async () => {
    const { session, reader } = scripted([PUT, 'mute']);
    const state = stateFor(session);
    await runScripts(state, [script(0x72, PUT), script(0x72, PUT)], 0x72);
    expect(toHex(state.scriptResults)).toBe('11AABBCC7200AABBCC72');
    expect(reader.sent).toHaveLength(1);
    expect(findings(state)).toBe('0000000010 0400');
  });

  it('that change a PIN are concealed, others are not', async () => {
    const change = `8424000214${'00'.repeat(20)}`;
    const { session, reader } = scripted([change, '9000'], [PUT, '9000']);
    await runScripts(stateFor(session), [script(0x72, change, PUT)], 0x72);
    expect(reader.options.map(({ conceal }) => conceal)).toEqual([true, false]);
  });
});
