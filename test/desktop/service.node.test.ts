/** The local service as its callers meet it: good ones, careless ones and hostile ones. */

import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { driverClient } from '../../hosts/desktop/client.js';
import { type Service, startService } from '../../hosts/desktop/service.js';
import { type Bench, bench, cardLike } from '../visits/bench.js';

const ORIGIN = 'https://his.example';
const CARD = '990100D1560000050000000166534F34|A00000011|';
const BASIC =
  '990100|990100199001010012|A00000011|990100D1560000050000000166534F34|张测试|00995453549999990100000001|2.00|20240115|' +
  '20340114|990100000001|T990100A0001|';

const services: Service[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
});

interface Served {
  readonly url: string;
  readonly one: Bench;
  readonly bugs: readonly unknown[];
}

async function served(one?: Bench): Promise<Served> {
  const own = one ?? (await bench({ card: cardLike('v2-des'), gestures: [{ digits: '123456' }] }));
  const bugs: unknown[] = [];
  const onBug = (error: unknown) => void bugs.push(error);
  const service = await startService({ driver: own.terminal.driver, port: 0, origins: [ORIGIN], onBug });
  services.push(service);
  return { url: service.url, one: own, bugs };
}

interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: { readonly code?: number; readonly out?: string; readonly error?: string };
}

/** By node:http, since fetch sets Host and Origin itself. */
async function post(
  url: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Told> {
  const sent = { 'content-type': 'application/json', ...headers };
  const request = httpRequest(url, { method, headers: sent, agent: false });
  request.end(body);
  const [response] = await once(request, 'response');
  let text = '';
  response.setEncoding('utf8');
  for await (const piece of response) text += piece;
  return { status: response.statusCode, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

const READ = JSON.stringify({ function: 'iReadCardBas', arguments: { iType: 1 } });

describe('the local service', () => {
  it('answers a call over HTTP, its Chinese as UTF-8', async () => {
    const { url } = await served();
    const told = await post(`${url}/call`, READ);
    expect([told.status, told.headers['content-type'], told.body]).toEqual([
      200,
      'application/json; charset=utf-8',
      { code: 0, out: BASIC },
    ]);
  });

  it('answers over a WebSocket, with the id that it was given', async () => {
    const { url } = await served();
    const socket = new WebSocket(url.replace('http', 'ws'), { origin: ORIGIN });
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: 7, ...JSON.parse(READ) }));
    const [data] = await once(socket, 'message');
    expect(JSON.parse(String(data))).toEqual({ id: 7, code: 0, out: BASIC });
    socket.send('{');
    const [garbage] = await once(socket, 'message');
    expect(JSON.parse(String(garbage))).toMatchObject({ code: -23, error: 'malformed' });
    socket.terminate();
  });

  it('serves the typed client: what it reads, what it writes, and what is refused', async () => {
    const { url } = await served();
    const driver = driverClient(url);
    expect((await driver.iReadCardBas(3)).out).toBe(BASIC);
    expect((await driver.iVerifyPIN(1)).code).toBe(0);
    expect((await driver.iWriteCard(1, CARD, 'DF01EF05|21|$', 'DF01EF05|龑示例路2号|$')).code).toBe(0);
    expect((await driver.iReadCard(1, 2, CARD, 'DF01EF05|21|$')).out).toBe('DF01EF05|龑示例路2号|$');
    expect((await driver.iReadCard(1, 2, CARD, 'DF01')).code).toBe(-23);
  });

  it('that is not there is −11 to the client', async () => {
    const { url } = await served();
    await services.splice(0)[0].close();
    expect((await driverClient(url).iReadCardBas(1)).code).toBe(-11);
  });

  it('describes every call, by OpenAPI', async () => {
    const { url } = await served();
    const told = await post(`${url}/openapi.json`, '', {}, 'GET');
    expect(told.status).toBe(200);
    const text = JSON.stringify(told.body);
    for (const name of [
      'iReadCardBas',
      'iReadCard',
      'iWriteCard',
      'iVerifyPIN',
      'iChangePIN',
      'iReloadPIN',
      'iUnblockPIN',
      'iDoDebit',
      'iDoDebit_HSM_Step1',
      'iDoDebit_HSM_Step2',
      'iReadDebitRecord',
      'iReadICCardNum',
    ])
      expect(text).toContain(`{"const":"${name}"}`);
    expect(text).toContain('"openapi":"3.1.0"');
  });
});

describe('a caller', () => {
  it.each([
    ['', 'malformed'],
    ['{', 'malformed'],
    ['[]', 'malformed'],
    ['null', 'malformed'],
    ['"x"', 'malformed'],
    ['{"function":1}', 'malformed'],
    ['{"function":"iReadCardBas"}', 'malformed'],
    ['{"function":"iReadCardBas","arguments":[1]}', 'malformed'],
    ['{"function":"iReadCardBas","arguments":{"iType":"1"}}', 'malformed'],
    ['{"function":"iReadCardBas","arguments":{"iType":1.5}}', 'malformed'],
    ['{"function":"iReadCardBas","arguments":{"iType":1,"pin":"123456"}}', 'malformed'],
    ['{"function":"constructor","arguments":{}}', 'unknown-function'],
    ['{"function":"__proto__","arguments":{}}', 'unknown-function'],
  ])('that sends %s is told that it is %s', async (body, error) => {
    const { url, one } = await served();
    const told = await post(`${url}/call`, body);
    expect([told.status, told.body.error]).toEqual([400, error]);
    expect(JSON.stringify(told.body)).not.toContain('123456');
    expect(one.world.icc.exchanges).toBe(0);
    expect((await post(`${url}/call`, READ)).body.code).toBe(0);
  });

  it('that sends bytes that are no UTF-8 is told so', async () => {
    const { url } = await served();
    expect((await post(`${url}/call`, Uint8Array.of(0x22, 0xd5, 0xc5, 0x22))).body.error).toBe('malformed');
  });

  it('that sends 10 MB is told so, with and without a length, and the terminal goes on', async () => {
    const { url, one } = await served();
    const much = new Uint8Array(10_000_000).fill(0x20);
    const told = await post(`${url}/call`, much);
    expect([told.status, told.body.error]).toEqual([413, 'too-large']);
    const chunked = await post(`${url}/call`, much, { 'transfer-encoding': 'chunked' });
    expect([chunked.status, chunked.body.error]).toEqual([413, 'too-large']);
    expect(one.world.icc.exchanges).toBe(0);
    expect((await post(`${url}/call`, READ)).body.code).toBe(0);
  });

  it('that sends 10 MB over a WebSocket loses that connection, 1009, and no other does', async () => {
    const { url } = await served();
    const [loud, quiet] = [new WebSocket(url.replace('http', 'ws')), new WebSocket(url.replace('http', 'ws'))];
    await Promise.all([once(loud, 'open'), once(quiet, 'open')]);
    loud.on('error', () => {});
    loud.send('x'.repeat(10_000_000));
    const [code] = await once(loud, 'close');
    expect([1009, 1006]).toContain(code);
    quiet.send(READ);
    const [data] = await once(quiet, 'message');
    expect(JSON.parse(String(data)).code).toBe(0);
    quiet.terminate();
  });

  it('of another origin gets 403 and reads nothing, over either', async () => {
    const { url, one } = await served();
    const told = await post(`${url}/call`, READ, { origin: 'https://evil.example' });
    expect([told.status, told.body.error, told.headers['access-control-allow-origin']]).toEqual([
      403,
      'origin',
      undefined,
    ]);
    const preflight = await post(`${url}/call`, '', { origin: 'https://evil.example' }, 'OPTIONS');
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    const socket = new WebSocket(url.replace('http', 'ws'), { origin: 'https://evil.example' });
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('403');
    expect(one.world.icc.exchanges).toBe(0);
  });

  it('of an allowed origin is permitted, and no other with it', async () => {
    const { url } = await served();
    const preflight = await post(`${url}/call`, '', { origin: ORIGIN }, 'OPTIONS');
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, ORIGIN]);
    expect((await post(`${url}/call`, READ, { origin: ORIGIN })).headers['access-control-allow-origin']).toBe(ORIGIN);
  });

  it.each([
    [{ host: 'evil.example' }, '/call', 'POST', 421, 'host'],
    [{ 'content-type': 'text/plain' }, '/call', 'POST', 415, 'media-type'],
    [{}, '/call', 'GET', 405, 'method'],
    [{}, '/', 'GET', 404, 'not-found'],
  ] as const)('with %j at %s by %s gets %i', async (headers, path, method, status, error) => {
    const { url } = await served();
    const told = await post(`${url}${path}`, method === 'GET' ? '' : READ, headers, method);
    expect([told.status, told.body.error]).toEqual([status, error]);
  });

  it('among 200 at once is told that the terminal is busy while a holder is at the pad, and the terminal goes on', async () => {
    const { url, one, bugs } = await served();
    let enter = () => {};
    const reached = new Promise<void>((atThePad) => {
      one.world.pinPad.enterPin = () =>
        new Promise((resolve) => {
          enter = () => resolve({ kind: 'entered', digits: Uint8Array.of(1, 2, 3, 4, 5, 6) });
          atThePad();
        });
    });
    const first = post(`${url}/call`, JSON.stringify({ function: 'iVerifyPIN', arguments: { iType: 1 } }));
    await reached;
    const told = await Promise.all(Array.from({ length: 200 }, () => post(`${url}/call`, READ)));
    const said = new Set(told.map(({ status, headers, body }) => `${status} ${body.error} ${headers['retry-after']}`));
    expect([...said]).toEqual(['503 busy 1']);
    const socket = new WebSocket(url.replace('http', 'ws'));
    await once(socket, 'open');
    socket.send(READ);
    const [data] = await once(socket, 'message');
    expect(JSON.parse(String(data))).toMatchObject({ error: 'busy' });
    socket.terminate();
    enter();
    expect((await first).body).toEqual({ code: 0, out: '' });
    expect((await post(`${url}/call`, READ)).body).toEqual({ code: 0, out: BASIC });
    expect(bugs).toEqual([]);
  });

  it('among 200 at once at a terminal that is quick is served or told that it is busy', async () => {
    const { url } = await served();
    const told = await Promise.all(Array.from({ length: 200 }, () => post(`${url}/call`, READ)));
    expect(told.filter(({ body }) => body.code === 0 || body.error === 'busy')).toHaveLength(200);
  });

  it('that sends garbage and 200 calls at once over one WebSocket gets an answer to each, and keeps its connection', async () => {
    const { url, bugs } = await served();
    const socket = new WebSocket(url.replace('http', 'ws'));
    await once(socket, 'open');
    const heard: { readonly id?: number; readonly code: number; readonly error?: string }[] = [];
    const all = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        if (heard.push(JSON.parse(String(data))) === 204) resolve();
      });
    });
    for (const garbage of ['', '[]', '\u0000', Uint8Array.of(0xff, 0xfe)]) socket.send(garbage);
    for (let id = 0; id < 200; id++) socket.send(JSON.stringify({ id, ...JSON.parse(READ) }));
    await all;
    expect(heard.filter(({ error }) => error === 'malformed')).toHaveLength(4);
    const answered = heard.filter(({ code, error }) => code === 0 || error === 'busy');
    expect(new Set(answered.map(({ id }) => id)).size).toBe(200);
    expect(answered.some(({ code }) => code === 0)).toBe(true);
    socket.send(READ);
    const [data] = await once(socket, 'message');
    expect(JSON.parse(String(data))).toEqual({ code: 0, out: BASIC });
    expect(bugs).toEqual([]);
    socket.terminate();
  });

  it('that leaves in the middle leaves a terminal that goes on', async () => {
    const { url } = await served();
    for (let i = 0; i < 5; i++) {
      const request = httpRequest(`${url}/call`, { method: 'POST', headers: { 'content-type': 'application/json' } });
      request.on('error', () => {});
      request.write('{"function"');
      request.destroy();
    }
    expect((await post(`${url}/call`, READ)).body.code).toBe(0);
  });

  it('who meets a bug of the terminal hears of it, and the program is told', async () => {
    const one = await bench({ card: cardLike('v2-des') });
    const broken = {
      ...one,
      terminal: {
        ...one.terminal,
        driver: { ...one.terminal.driver, iReadCardBas: () => Promise.reject(new Error('secret')) },
      },
    };
    const { url, bugs } = await served(broken);
    const told = await post(`${url}/call`, READ);
    expect([told.status, told.body.error, bugs.length]).toEqual([500, 'bug', 1]);
    expect(JSON.stringify(told.body)).not.toContain('secret');
  });
});
