/** `ssc serve-card` as its user runs it, with a test in vpcd's place. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { cardCommand } from '../../hosts/desktop/card-new.js';
import { serveCardCommand } from '../../hosts/desktop/serve-card.js';
import { UsageError } from '../../hosts/desktop/usage.js';
import { fromHex, toHex } from '../../src/base/hex.js';

const TOP = fileURLToPath(new URL('../../', import.meta.url));
const V2_DES = join(TOP, 'hosts/samples/cards/v2-des.json');
const DRAWER = mkdtempSync(join(tmpdir(), 'ssc-'));
afterAll(() => rmSync(DRAWER, { recursive: true }));

async function ask(socket: Socket, hex: string): Promise<string> {
  socket.write(fromHex(hex));
  const [answer] = (await once(socket, 'data')) as [Uint8Array];
  return toHex(answer);
}

describe('ssc serve-card', () => {
  it('puts the card into the reader, and on SIGTERM keeps it and exits 0', async () => {
    const image = join(DRAWER, 'card.json');
    cardCommand(['new', '--profile', V2_DES, '-o', image], () => {});
    const before = readFileSync(image, 'utf8');

    const vpcd = createServer().listen(0, '127.0.0.1');
    await once(vpcd, 'listening');
    const port = String((vpcd.address() as AddressInfo).port);
    const args = ['hosts/desktop/ssc.ts', 'serve-card', '--card', image, '--port', port, '--keep'];
    const server = spawn(process.execPath, ['--import', 'tsx', ...args], {
      cwd: TOP,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [server.stdout, server.stderr])
      stream.setEncoding('utf8').on('data', (text) => (said += text));
    const exited = once(server, 'exit');

    const [socket] = (await once(vpcd, 'connection')) as [Socket];
    expect(await ask(socket, '000104')).toBe('00113B6D000000995453549999990100000001');
    socket.write(fromHex('000101'));
    // The application, and its first GET PROCESSING OPTIONS, which counts the ATC up.
    expect(await ask(socket, '000E00A4040008A00000033301010100')).toBe('0002612E');
    expect(await ask(socket, '000880A8000002830000')).toBe('00026110');
    server.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    vpcd.close();

    expect(said).toBe(
      `waiting for vpcd at 127.0.0.1:${port}; stop with Ctrl-C\ncard in the reader\ncard out of the reader\n`,
    );
    expect(readFileSync(image, 'utf8')).not.toBe(before);
  });

  it.each([
    ['no card', [], '--card FILE is missing'],
    ['an unknown option', ['--card', V2_DES, '--reader', '1'], "Unknown option '--reader'"],
    ['a port that is none', ['--card', V2_DES, '--port', '65536'], "--port is a number from 1 to 65535, not '65536'"],
    ['a description to keep', ['--card', V2_DES, '--keep'], '--keep needs a card image; make one: ssc card new'],
    ['no such file', ['--card', join(DRAWER, 'none.json')], 'cannot be read (ENOENT)'],
  ])('refuses %s', async (_name, args, complaint) => {
    const refused = serveCardCommand(args, () => {});
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(complaint);
  });
});
