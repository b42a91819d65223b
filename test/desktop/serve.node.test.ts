/** `ssc serve` as its user runs it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { driverClient } from '../../hosts/desktop/client.js';
import { serveCommand } from '../../hosts/desktop/serve.js';
import { UsageError } from '../../hosts/desktop/usage.js';

const TOP = fileURLToPath(new URL('../../', import.meta.url));

describe('ssc serve', () => {
  it('serves the card and the holder, and on SIGTERM exits 0', async () => {
    const args = [
      'hosts/desktop/ssc.ts',
      'serve',
      '--card',
      'hosts/samples/cards/v3-sm4.json',
      '--port',
      '0',
      '--pin',
      '123456',
    ];
    const server = spawn(process.execPath, ['--import', 'tsx', ...args], {
      cwd: TOP,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    for await (const piece of server.stdout) {
      said += piece;
      if (said.includes('\n') && /serving at (\S+);/.test(said)) break;
    }
    const url = /serving at (\S+);/.exec(said)?.[1] ?? '';
    const driver = driverClient(url);
    expect((await driver.iReadCardBas(1)).out).toContain('|王喆堃|');
    // The holder enters the same again each time.
    expect([(await driver.iVerifyPIN(1)).code, (await driver.iVerifyPIN(1)).code]).toEqual([0, 0]);
    server.kill('SIGTERM');
    const [status] = await once(server, 'exit');
    expect(status).toBe(0);
  });

  it.each([
    [[], '--card FILE is missing'],
    [['--card', 'none', '--port', 'x'], '--port'],
    [['--card', 'none', '--pin', 'abc'], '--pin takes digits'],
    [['--card', 'hosts/samples/cards/v2-des.json', '--keep'], '--keep needs a card image'],
  ])('%j is bad usage', async (args, complaint) => {
    const failure = await serveCommand(args, () => {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as UsageError).message).toContain(complaint);
  });
});
