import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { FrameReader } from '../../../src/links/bank/frame-reader.js';
import { FRAMES } from './signed-on.js';

const [FIRST, SECOND] = [FRAMES.signIn, FRAMES.echo];

/** Everything that comes out of these pieces, and what is left. */
function read(...pieces: readonly string[]): { frames: string[]; lost: boolean; empty: boolean } {
  const reader = new FrameReader();
  const frames: string[] = [];
  for (const piece of pieces) {
    reader.push(fromHex(piece));
    for (let frame = reader.next(); frame !== undefined; frame = reader.next()) frames.push(toHex(frame));
  }
  return { frames, lost: reader.isLost, empty: reader.isEmpty };
}

describe('FrameReader', () => {
  it('finds two frames however the stream is cut', () => {
    const stream = FIRST + SECOND;
    for (let cut = 0; cut <= stream.length; cut += 2) {
      const found = read(stream.slice(0, cut), stream.slice(cut));
      expect(found).toEqual({ frames: [FIRST, SECOND], lost: false, empty: true });
    }
    const bytes = stream.match(/../g) ?? [];
    expect(read(...bytes)).toEqual({ frames: [FIRST, SECOND], lost: false, empty: true });
  });

  it('keeps what is not whole', () => {
    expect(read(FIRST, SECOND.slice(0, -2))).toEqual({ frames: [FIRST], lost: false, empty: false });
    expect(read('00')).toEqual({ frames: [], lost: false, empty: false });
    expect(read('003C')).toEqual({ frames: [], lost: false, empty: false });
  });

  it('is lost where no frame begins, and stays so', () => {
    const lost = { frames: [], lost: true, empty: true };
    expect(read('000C60')).toEqual(lost);
    expect(read('100160')).toEqual(lost);
    expect(read('FFFF')).toEqual(lost);
    expect(read('003C61')).toEqual(lost);
    expect(read('0000', FIRST)).toEqual(lost);
    expect(read(FIRST, '48545450', SECOND)).toEqual({ ...lost, frames: [FIRST] });
  });

  it('takes the longest frame there is', () => {
    const frame = `100060${'00'.repeat(4095)}`;
    expect(read(frame).frames).toEqual([frame]);
  });
});
