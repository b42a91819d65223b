/** The driver calls as a local service: HTTP and WebSocket on the loopback interface, one JSON request a call. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Driver } from '../../src/app/driver/driver.js';
import { openApi } from './openapi.js';
import { CallDesk, type ServiceAnswer, serviceError, statusOf } from './service-calls.js';

export interface ServiceOptions {
  readonly driver: Driver;
  /** 0 takes any free one. */
  readonly port: number;
  /** Pages that may call, such as `https://his.example`; programs that are no browsers name no origin. */
  readonly origins: readonly string[];
  /** What becomes of the program after a broken assumption of its own. */
  readonly onBug: (error: unknown) => void;
}

export interface Service {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Longest request: a whole photograph in hexadecimal, many times over. */
const BODY_MAX = 0x20000;
/** How much of a body that is too long is read and thrown away, so that its sender can hear why. */
const DRAIN_MAX = 0x4000000;
const REQUEST_WITHIN_MS = 10_000;

export async function startService(options: ServiceOptions): Promise<Service> {
  const desk = new CallDesk(options.driver, options.onBug);
  const server = createServer((request, response) => void serve(options, desk, request, response));
  server.requestTimeout = REQUEST_WITHIN_MS;
  server.headersTimeout = REQUEST_WITHIN_MS;
  const sockets = attachSockets(server, options, desk);
  server.listen(options.port, LOOPBACK);
  await once(server, 'listening');
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function serve(
  options: ServiceOptions,
  desk: CallDesk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A caller that leaves in the middle leaves a terminal that goes on.
  request.on('error', () => {});
  response.on('error', () => {});
  const { origin } = request.headers;
  const stranger = strangerOf(options, request);
  if (stranger) return await finish(request, response, stranger);
  if (origin !== undefined) permit(response, origin);
  const path = request.url?.split('?')[0];
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  if (path === '/openapi.json' && request.method === 'GET') return send(response, 200, openApi());
  if (path !== '/call') return await finish(request, response, serviceError('not-found'));
  if (request.method !== 'POST') return await finish(request, response, serviceError('method'));
  // A page of any origin may send a form or plain text without asking first; JSON it may not.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return await finish(request, response, serviceError('media-type'));
  const body = await bodyOf(request);
  if (body === undefined) return answer(response, serviceError('too-large', `不超过 ${BODY_MAX} 字节`));
  answer(response, await desk.call(parsed(body)));
}

/** Why this caller is not served: a page of an origin that nobody allowed, or a name that is not this machine's own. */
function strangerOf({ origins }: ServiceOptions, { headers }: IncomingMessage): ServiceAnswer | undefined {
  // A foreign name that resolves to the loopback address would make its page a caller of its own origin.
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i.test(headers.host ?? '')) return serviceError('host');
  const { origin } = headers;
  return origin === undefined || origins.includes(origin) ? undefined : serviceError('origin');
}

function permit(response: ServerResponse, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Vary', 'Origin');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
  response.setHeader('Access-Control-Allow-Private-Network', 'true');
}

/** @returns undefined for one that is too long; it is read to its end all the same, within bounds */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of request as AsyncIterable<Uint8Array>) {
      length += piece.length;
      if (length <= BODY_MAX) pieces.push(piece);
      if (length > DRAIN_MAX) break;
    }
  } catch {
    // The caller has gone, and nobody will hear the answer.
    return new Uint8Array(0);
  }
  return length > BODY_MAX ? undefined : Buffer.concat(pieces);
}

/** What is no JSON in UTF-8 is undefined, which is no request. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Answers a request whose body nobody wants. */
async function finish(request: IncomingMessage, response: ServerResponse, refusal: ServiceAnswer): Promise<void> {
  await bodyOf(request);
  answer(response, refusal);
}

function answer(response: ServerResponse, said: ServiceAnswer): void {
  if (said.error === 'busy') response.setHeader('Retry-After', '1');
  send(response, statusOf(said), said);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** A message is a request with an `id` of the caller's choice, which comes back with its answer. */
function attachSockets(server: Server, options: ServiceOptions, desk: CallDesk): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_MAX });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {});
    const stranger = strangerOf(options, request);
    if (stranger) {
      const body = JSON.stringify(stranger);
      const status = `${statusOf(stranger)} Refused`;
      socket.end(
        `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close\r\n` +
          `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (one) => {
      // Too long a message, or one that is no UTF-8, ends this connection with 1009 or 1007 and no other.
      one.on('error', () => {});
      one.on('message', async (data, isBinary) => {
        const request = isBinary ? undefined : parsed(data as Uint8Array);
        const { id, ...order } = isOrder(request) ? request : { id: undefined };
        const said = await desk.call(isOrder(request) ? order : request);
        one.send(JSON.stringify(id === undefined ? said : { id, ...said }), () => {});
      });
    });
  });
  return sockets;
}

function isOrder(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
