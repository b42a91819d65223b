/** Every line of every screen and slip of the sample scenarios says something, in both languages. */

import { describe, expect, it } from 'vitest';
import type { Text } from '../../src/base/text.js';
import type { Line } from '../../src/ports/screen.js';
import { play, SCENARIOS, scenarioNames } from '../xs/scenarios.js';

interface Sheet {
  readonly name: string;
  readonly title: Text;
  readonly lines: readonly Line[];
}

async function sheets(scenario: string, from: 'power-on' | 'visit' = 'power-on'): Promise<Sheet[]> {
  const all: Sheet[] = [];
  const { visit, ...rest } = SCENARIOS[scenario];
  const visitAlone: typeof visit = (terminal) => {
    if (from === 'visit') all.length = 0;
    return visit(terminal);
  };
  await play(
    { ...rest, visit: visitAlone },
    {
      screen: { show: async ({ screen, title, lines }) => void all.push({ name: screen, title, lines }) },
      printer: { print: async ({ slip, title, lines }) => void all.push({ name: `slip ${slip}`, title, lines }) },
    },
  );
  return all;
}

const inBoth = (value: Text | string): string[] => (typeof value === 'string' ? [value] : [value.zh, value.en]);

describe.each(scenarioNames())('%s', (scenario) => {
  it('says something in each line, and nothing that steers a screen', async () => {
    const all = await sheets(scenario);
    expect(all.length).toBeGreaterThan(1);
    for (const { name, title, lines } of all) {
      for (const text of inBoth(title)) expect(text, name).toMatch(/\S/);
      for (const { label, value, masked } of lines) {
        const texts = [...(label ? inBoth(label) : []), ...inBoth(value), masked ?? ''];
        for (const text of texts) expect(text, name).not.toMatch(/\p{Cc}/u);
        // A heading over inner items has a label alone.
        const said = label ? inBoth(label) : inBoth(value);
        for (const text of said) expect(text, name).toMatch(/\S/);
      }
    }
  });

  it('begins idle', async () => {
    expect((await sheets(scenario))[0].name).toBe('idle');
  });

  it('ends with the result, a slip behind it where there is one', async () => {
    const names = (await sheets(scenario, 'visit')).map(({ name }) => name);
    const screens = names.filter((name) => !name.startsWith('slip '));
    expect(names.slice(0, screens.length)).toEqual(screens);
    const { result } = await play(SCENARIOS[scenario]);
    const isRefused = screens[screens.length - 1] === 'refused';
    expect(isRefused).toBe(result.outcome !== 'done');
    expect(screens.slice(0, -1)).not.toContain('refused');
  });
});
