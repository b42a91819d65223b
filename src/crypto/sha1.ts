/**
 * SHA-1 (FIPS 180-4 6.1), which EMV's certificates are signed over (EMV 4.3 Book 2 B3.1). Written here: the schedule is a
 * buffer of one call, where a module's own buffer would lie in ROM on the device.
 */

/** The seam at which a host puts its native digest: the 20-byte hash of a message. */
export type Sha1 = (message: Uint8Array) => Uint8Array;

const BLOCK_LENGTH = 64;
/** 80 after the message and its length in bits. */
const PADDING_MIN = 9;

/** The 20-byte hash of a message shorter than 512 MB. */
export function sha1(message: Uint8Array): Uint8Array {
  const padded = pad(message);
  const view = new DataView(padded.buffer);
  const schedule = new Int32Array(80);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  for (let offset = 0; offset < padded.length; offset += BLOCK_LENGTH) {
    expand(schedule, view, offset);
    compress(state, schedule);
  }
  const hash = new DataView(new ArrayBuffer(20));
  for (let i = 0; i < 5; i++) hash.setInt32(4 * i, state[i]);
  return new Uint8Array(hash.buffer);
}

/** The message, 80, zeros, and its length in bits as eight bytes, of which four can be other than zero here. */
function pad(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil((message.length + PADDING_MIN) / BLOCK_LENGTH);
  const padded = new Uint8Array(blocks * BLOCK_LENGTH);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setUint32(padded.length - 4, message.length * 8);
  return padded;
}

function expand(schedule: Int32Array, view: DataView, offset: number): void {
  for (let i = 0; i < 16; i++) schedule[i] = view.getInt32(offset + 4 * i);
  for (let i = 16; i < 80; i++) {
    const word = schedule[i - 3] ^ schedule[i - 8] ^ schedule[i - 14] ^ schedule[i - 16];
    schedule[i] = (word << 1) | (word >>> 31);
  }
}

/** 80 steps, 20 a round. */
function compress(state: Int32Array, schedule: Int32Array): void {
  let [a, b, c, d, e] = state;
  for (let i = 0; i < 80; i++) {
    let mixed: number;
    if (i < 20) mixed = (d ^ (b & (c ^ d))) + 0x5a827999;
    else if (i < 40) mixed = (b ^ c ^ d) + 0x6ed9eba1;
    else if (i < 60) mixed = ((b & c) | (d & (b | c))) - 0x70e44324;
    else mixed = (b ^ c ^ d) - 0x359d3e2a;
    const next = (((a << 5) | (a >>> 27)) + mixed + e + schedule[i]) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}
