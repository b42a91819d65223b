/** `ssc terminal` by a pipe: the keys of a person in the order in which they are pressed. */

import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConsoleKeys, type Hand } from '../../hosts/desktop/console-keys.js';
import { terminalCommand } from '../../hosts/desktop/terminal.js';
import { UsageError } from '../../hosts/desktop/usage.js';
import { OPERATOR_PASSWORD } from '../../hosts/world/test-operator.js';
import { VirtualClock } from '../../hosts/world/virtual-clock.js';

const sample = (name: string) => fileURLToPath(new URL(`../../hosts/samples/cards/${name}.json`, import.meta.url));

/** What the console says of these lines. */
async function said(lines: string, ...args: string[]): Promise<string> {
  let text = '';
  expect(await terminalCommand(args, (more) => (text += more), Readable.from([lines]))).toBe(0);
  return text;
}

describe('ssc terminal', () => {
  it('identifies a card by piped keys, takes it out, and ends with the pipe', async () => {
    const text = await said('i\n1\ne\no\n', '--card', sample('v2-des'));
    expect(text).toMatch(/身份凭证[\s\S]*张测试[\s\S]*A00000011/);
  });

  it('takes a PIN and shows no digit of it; a new one, too', async () => {
    const text = await said('i\n4\n2\n123456e\n975310e\n975310e\ne\n', '--card', sample('v2-des'));
    expect(text).toContain('密码已修改');
    for (const secret of ['123456', '975310']) expect(text).not.toContain(secret);
  });

  it('shows what is typed that is no secret', async () => {
    const text = await said('e\n5\n1\n1234\n', '--card', sample('bank-dda'));
    expect(text).toContain('¥12.34');
  });

  it('opens the operator’s menu to the password alone, which it does not show', async () => {
    const text = await said(`e\n6\n000000e\n${OPERATOR_PASSWORD}e\n6\n`);
    expect(text).toContain('密码不对，还可试2次');
    expect(text).toContain('没有待处理的交易');
    expect(text).not.toContain(OPERATOR_PASSWORD);
  }, 20_000);

  it('says what is wrong with its arguments', async () => {
    for (const args of [['--profile', 'all'], ['--bank', 'sideways'], ['--bureau', 'x'], ['--card', 'nowhere'], ['x']])
      await expect(terminalCommand(args, () => {}, Readable.from([]))).rejects.toThrow(UsageError);
  });
});

describe('the keys of the console', () => {
  function keysOf(piped: boolean) {
    const clock = new VirtualClock('20260601090000');
    const hands: Hand[] = [];
    return { clock, hands, keys: new ConsoleKeys({ clock, piped, onHand: (hand) => void hands.push(hand) }) };
  }

  it('are those of the pad, by a key of the computer and by a letter', async () => {
    const { keys, clock } = keysOf(false);
    const pressed = [];
    for (const text of ['0', '9', '\r', 'e', '\x7f', '\b', 'b', '\x1b', 'c']) {
      keys.begin();
      keys.type(text);
      pressed.push(await keys.next(clock.ticks()));
    }
    expect(pressed).toEqual([0, 9, 'enter', 'enter', 'clear', 'clear', 'clear', 'cancel', 'cancel']);
  });

  it('of a person that nobody asked for are for nothing, and so is an arrow', async () => {
    const { keys, clock } = keysOf(false);
    keys.type('12');
    keys.begin();
    keys.type('\x1b[A');
    expect(await keys.next(clock.ticks() + 500)).toBeUndefined();
    expect(clock.ticks()).toBe(500);
  });

  it('move a person’s card at once, and a pipe’s in its turn', async () => {
    const person = keysOf(false);
    person.keys.type('1o');
    expect(person.hands).toEqual(['remove']);
    const pipe = keysOf(true);
    pipe.keys.type('1i2');
    pipe.keys.end();
    const next = () => pipe.keys.next(pipe.clock.ticks() + 1_000);
    expect([await next(), pipe.hands]).toEqual([1, []]);
    expect([await next(), pipe.hands]).toEqual([2, ['insert']]);
    void next();
    await Promise.resolve();
    expect(pipe.hands).toEqual(['insert', 'quit']);
  });
});
