/** Asks a time server what time it is: SNTP, version 4 (RFC 4330 5), over the platform's UDP class. */

import { equalBytes, readUint } from '../../base/bytes.js';
import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import { addressOf, type Resolve } from '../network/resolve.js';
import { waitUntil } from '../wait-until.js';

/** What has arrived carries whom it came from. */
export interface UdpPacket extends ArrayBuffer {
  readonly address: string;
  readonly port: number;
}

export interface UdpSocket {
  read(): UdpPacket | undefined;
  /** Throws where there is no way to that address. */
  write(bytes: ArrayBuffer, address: string, port: number): void;
  close(): void;
}

/** ECMA-419 UDP of the platform. Throws where no interface is up, or no socket is left. */
export interface UdpClass {
  new (options: { readonly onReadable: (packets: number) => void }): UdpSocket;
}

export interface TimeSource {
  readonly io: UdpClass;
  readonly resolve: Resolve;
  readonly host: string;
  readonly clock: Clock;
  readonly random: Random;
}

const PORT = 123;
const PACKET_LENGTH = 48;
/** No warning, version 4, client. */
const REQUEST_HEAD = 0x23;
const VERSION_AND_MODE = 0x3f;
const ANSWER_HEAD = 0x24;
/** Stratum of a kiss of death: the server says no, and is not asked again (RFC 4330 8). */
const KISS_OF_DEATH = 0;
/** Leap indicator of a server that has no time itself. */
const UNSYNCHRONISED = 3;
const STRATUM_MAX = 15;
const ORIGINATE_AT = 24;
const TRANSMIT_AT = 40;
/** Seconds from 1900 to 1970, and from there to 2036, when the count begins anew (RFC 4330 3). */
const TO_1970 = 2_208_988_800;
const TO_2036 = 2_085_978_496;
/** A server is not asked more often (RFC 4330 10 asks for 15 s of those that go on for ever; here it is three times). */
const RETRY_MS = 5_000;
const LOOK_MS = 10;

/**
 * Believes an answer from the address that was asked, to the very question: the time of sending is drawn, and comes back.
 * @returns ms since 1970 in UTC at the moment of return, or undefined where no server has said, or one will not
 */
export async function networkTime(source: TimeSource, withinMs: number): Promise<number | undefined> {
  const { clock } = source;
  const until = clock.ticks() + withinMs;
  const address = await addressOf(source.resolve, source.host, clock, withinMs);
  if (address === undefined) return undefined;
  while (clock.ticks() < until) {
    const time = await asked(source, address, Math.min(RETRY_MS, until - clock.ticks()));
    if (time === 'refused') return undefined;
    if (time !== undefined) return time;
  }
  return undefined;
}

async function asked(
  { io: Io, clock, random }: TimeSource,
  address: string,
  withinMs: number,
): Promise<number | 'refused' | undefined> {
  const mark = await random.bytes(8);
  const request = new Uint8Array(PACKET_LENGTH);
  request[0] = REQUEST_HEAD;
  request.set(mark, TRANSMIT_AT);
  let time: number | 'refused' | undefined;
  let waiting = 0;
  const began = clock.ticks();
  let socket: UdpSocket | undefined;
  try {
    const asking = new Io({
      onReadable: (packets) => {
        waiting = packets;
      },
    });
    socket = asking;
    asking.write(request.buffer, address, PORT);
    await waitUntil(
      clock,
      () => {
        for (; waiting > 0 && time === undefined; waiting--) {
          const packet = asking.read();
          if (packet && packet.address === address && packet.port === PORT) time = timeIn(new Uint8Array(packet), mark);
        }
        return time !== undefined;
      },
      { withinMs, lookMs: LOOK_MS },
    );
  } catch {
    // No way to the server just now, or no network at all: as good as no answer.
    await clock.sleep(withinMs);
  } finally {
    socket?.close();
  }
  // It was said on the way back, which took half of the time that all of it took.
  return typeof time === 'number' ? time + Math.round((clock.ticks() - began) / 2) : time;
}

/** ms since 1970; undefined for what is no answer to this question, or one of a server that has no time. */
function timeIn(packet: Uint8Array, mark: Uint8Array): number | 'refused' | undefined {
  if (packet.length < PACKET_LENGTH || (packet[0] & VERSION_AND_MODE) !== ANSWER_HEAD) return undefined;
  if (!equalBytes(packet.subarray(ORIGINATE_AT, ORIGINATE_AT + 8), mark)) return undefined;
  const stratum = packet[1];
  if (stratum === KISS_OF_DEATH) return 'refused';
  if (packet[0] >> 6 === UNSYNCHRONISED || stratum > STRATUM_MAX) return undefined;
  const seconds = readUint(packet, TRANSMIT_AT, 4);
  if (seconds === 0) return undefined;
  const since1970 = seconds >= 0x8000_0000 ? seconds - TO_1970 : seconds + TO_2036;
  return since1970 * 1_000 + Math.floor((readUint(packet, TRANSMIT_AT + 4, 4) * 1_000) / 0x1_0000_0000);
}
