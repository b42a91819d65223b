/** The transcript of every scenario is what it was: `npm run golden` writes the files anew after a change that was meant. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTraceLine, traceLine } from '../../src/app/trace/jsonl.js';
import { runScenario, scenarioNames } from './scenarios.js';

const FOLDER = new URL('../golden/', import.meta.url);

describe('golden transcripts', () => {
  it('are there for every scenario and for nothing else', () => {
    const files = readdirSync(FOLDER).sort();
    expect(files).toEqual(
      scenarioNames()
        .map((name) => `${name}.jsonl`)
        .sort(),
    );
    expect(files.length).toBeGreaterThan(30);
  });

  it.each(scenarioNames())('%s', async (name) => {
    const golden = readFileSync(new URL(`${name}.jsonl`, FOLDER), 'utf8');
    expect(await runScenario(name)).toBe(golden);
  });

  it.each(scenarioNames())('%s reads back line by line, time never going back, the result behind it', (name) => {
    const lines = readFileSync(new URL(`${name}.jsonl`, FOLDER), 'utf8')
      .trimEnd()
      .split('\n');
    const events = lines.slice(0, -1).map(parseTraceLine);
    expect(events.map(traceLine)).toEqual(lines.slice(0, -1));
    const times = events.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(JSON.parse(lines[lines.length - 1]).outcome).toMatch(/^(done|refused|interrupted)$/);
  });
});
