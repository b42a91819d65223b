/**
 * The TLS of a board's lines against OpenSSL: the SDK's own session in a Linux image, and servers of which one is right and each
 * other wrong in one thing. Part of `npm run test:sdk`.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { type Finished, run } from '../command.js';
import { TOP } from '../files.js';

const ROOM = `${TOP}dist/sdk/tls`;
const IMAGE = `${ROOM}/out/bin/lin/mc/release/tls/mc.so`;
const NAME = 'bank.example';
/** TLS record of an alert: a warning, close_notify. */
const CLOSE_NOTIFY = Buffer.from('15030300020100', 'hex');
/** Type of a record that carries data. */
const APPLICATION_DATA = 0x17;

const MANIFEST = Object.freeze({
  build: { NAME: 'tls' },
  creation: { stack: 4096 },
  include: [
    '$(MODDABLE)/examples/manifest_base.json',
    '$(MODDABLE)/modules/io/manifest.json',
    '$(MODDABLE)/modules/crypt/tls_419.json',
  ],
  modules: {
    main: './main',
    'src/base/*': '../../src/base/*',
    'src/ports/*': '../../src/ports/*',
    'src/drivers/line/*': '../../src/drivers/line/*',
  },
});

/** What the image tries, one after the other, and what must come of it. */
interface Try {
  readonly name: string;
  readonly port: number;
  readonly host: string;
  /** DER, hexadecimal. */
  readonly authority: string;
  readonly bytes: number;
  readonly expected: string;
}

/** @param program the one that runs images without a window @returns what failed, one sentence each, and how many did not */
export async function tryTls(sdk: string, program: string): Promise<{ passed: number; failures: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const servers: Server[] = [];
  try {
    const made = await certificates(folder);
    if (!made.ok) return { passed: 0, failures: [`tls: openssl made no certificates\n${made.output}`] };
    const heard: number[] = [];
    const tries = await triesOf(folder, servers, heard);
    const built = await buildImage(sdk, tries);
    if (!built.ok) return { passed: 0, failures: [`tls: the image could not be built\n${built.output}`] };
    const failures = judge(await run(program, [IMAGE]), tries);
    if (heard.includes(APPLICATION_DATA)) failures.push('tls: something was said in the clear');
    return { passed: tries.length - failures.length, failures };
  } finally {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  }
}

/** An authority, another one, and a server's certificate by the first. */
function certificates(folder: string): Promise<Finished> {
  const authority = (name: string) =>
    `openssl req -x509 -newkey rsa:2048 -nodes -keyout ${name}.key -out ${name}.pem -days 2 -subj "/CN=${name}" &&
     openssl x509 -in ${name}.pem -outform DER -out ${name}.der`;
  const script = `${authority('right')} && ${authority('other')} &&
    openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=${NAME}" &&
    echo "subjectAltName=DNS:${NAME}" > names &&
    openssl x509 -req -in server.csr -CA right.pem -CAkey right.key -CAcreateserial -out server.pem -days 2 -extfile names`;
  return run('sh', ['-c', script], folder);
}

async function triesOf(folder: string, servers: Server[], heard: number[]): Promise<Try[]> {
  const file = (name: string) => readFileSync(join(folder, name));
  const echo = (cert: Buffer) => createTlsServer({ key: file('server.key'), cert, maxVersion: 'TLSv1.2' }, answer);
  const answer = (socket: Socket) => void socket.on('data', (bytes) => socket.write(bytes)).on('error', () => {});
  const whole = await portOf(servers, echo(Buffer.concat([file('server.pem'), file('right.pem')])));
  const leaf = await portOf(servers, echo(file('server.pem')));
  const breaker = createTcpServer((socket) => {
    socket.on('data', (bytes) => void heard.push(bytes[0])).on('error', () => {});
    socket.once('data', () => socket.write(CLOSE_NOTIFY));
  });
  const broken = await portOf(servers, breaker);
  const right = { port: whole, host: NAME, authority: file('right.der').toString('hex') };
  return [
    { ...right, name: 'a message and its echo', bytes: 100, expected: '100' },
    { ...right, name: 'more than a record holds', bytes: 20_000, expected: '20000' },
    { ...right, name: 'another name', host: 'other.example', bytes: 1, expected: 'not open' },
    {
      ...right,
      name: 'another authority',
      authority: file('other.der').toString('hex'),
      bytes: 1,
      expected: 'not open',
    },
    { ...right, name: 'a chain without the authority', port: leaf, bytes: 1, expected: 'not open' },
    { ...right, name: 'a handshake that is broken off', port: broken, bytes: 1, expected: 'not open' },
  ];
}

function portOf(servers: Server[], server: Server): Promise<number> {
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function buildImage(sdk: string, tries: readonly Try[]): Promise<Finished> {
  mkdirSync(`${ROOM}/out`, { recursive: true });
  writeFileSync(`${ROOM}/manifest.json`, JSON.stringify(MANIFEST));
  writeFileSync(`${ROOM}/main.js`, `const TRIES = ${JSON.stringify(tries)};\n${PROGRAM}`);
  const tools = `${sdk}/build/bin/lin/release`;
  const mcconfig = ['-m', '-p', 'lin', '-t', 'build', '-o', `${ROOM}/out`, `${ROOM}/manifest.json`];
  return await run('env', [`PATH=${tools}:${process.env.PATH}`, `${tools}/mcconfig`, ...mcconfig], ROOM);
}

/** Says after each try how many bytes came back. */
const PROGRAM = `
import Timer from 'timer';
import Time from 'time';
import Tcp from 'embedded:io/socket/tcp';
import Session from 'ssl/session';
import { fromHex } from 'src/base/hex';
import { tlsClass } from 'src/drivers/line/tls-socket';
import { TcpLine } from 'src/drivers/line/tcp-line';

const clock = { ticks: () => Time.ticks, now: () => '', sleep: (ms) => new Promise((resolve) => Timer.set(() => resolve(), ms)) };

async function echoed({ port, host, authority, bytes }) {
  const soon = (callback) => Timer.set(() => callback(), 0);
  const io = tlsClass({ Session, Tcp, authority: fromHex(authority), soon });
  const line = new TcpLine({ io, end: { address: '127.0.0.1', host, port }, clock });
  if (!(await line.open(15000))) return 'not open';
  await line.send(new Uint8Array(bytes).fill(0x41));
  let came = 0;
  while (came < bytes) {
    const input = await line.receive(5000);
    if (input.kind !== 'bytes') break;
    came += input.bytes.length;
  }
  await line.close();
  return String(came);
}

export default async function () {
  for (const one of TRIES)
    screen.postMessage(JSON.stringify({ kind: 'tried', said: await echoed(one).catch((error) => String(error)) }));
  screen.postMessage(JSON.stringify({ kind: 'done' }));
}
`;

function judge({ output }: Finished, tries: readonly Try[]): string[] {
  const said = output
    .split('\n')
    .filter((line) => line.startsWith('{"kind":"tried"'))
    .map((line) => (JSON.parse(line) as { readonly said: string }).said);
  return tries.flatMap(({ name, expected }, i) =>
    said[i] === expected ? [] : [`tls: ${name}: ${said[i] ?? 'nothing was heard'}, not ${expected}`],
  );
}
