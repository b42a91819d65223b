import { describe, expect, it } from 'vitest';
import { Slot } from '../../../hosts/peers/slot/slot.js';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { Fault } from '../../../src/base/fault.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { ChallengePool, mixedRandom } from '../../../src/drivers/random/challenge-pool.js';
import type { IccReader } from '../../../src/ports/icc-reader.js';
import { samplePsam } from '../../xs/scenarios.js';

/** A SAM slot whose chip answers each GET CHALLENGE with the next of these, and after the last is mute. */
function scripted(...answers: readonly string[]) {
  const coming = [...answers];
  const said: string[] = [];
  const sam: IccReader = {
    slot: 'sam1',
    isPresent: async () => answers.length > 0,
    async reset(kind) {
      said.push(kind);
      return fromHex('3B00');
    },
    async transmit(command, { conceal }) {
      said.push(`${toHex(command)}${conceal ? ' concealed' : ''}`);
      const answer = coming.shift();
      if (answer === undefined) throw new Fault('sam', 'mute');
      return fromHex(answer);
    },
    async deactivate() {
      said.push('down');
    },
  };
  return { sam, said };
}

function slotWithPsam() {
  const sam = new Slot({ name: 'sam1', clock: new VirtualClock('20260601090000') });
  sam.insert(samplePsam('full')(new SeededRandom(6)));
  return sam;
}

const chip = { bytes: async (length: number) => new Uint8Array(length).fill(0xf0) };

describe('the pool of challenges', () => {
  it('is filled by a PSAM that knows GET CHALLENGE, and gives each byte once', async () => {
    const pool = new ChallengePool([slotWithPsam()]);
    expect(await pool.refill()).toBe('full');
    expect(pool.length).toBe(256);
    const first = toHex(pool.take(16));
    const second = toHex(pool.take(16));
    expect(first).not.toBe(second);
    expect(pool.length).toBe(224);
    expect(await pool.refill()).toBe('full');
    expect(pool.length).toBe(256);
    expect(pool.take(300).length).toBe(256);
    expect(pool.take(1).length).toBe(0);
  });

  it('leaves the PSAM without power, whatever became of it, and shows no challenge', async () => {
    for (const answers of [
      ['01020304050607089000'],
      ['01020304050607086300'],
      ['01020304050607086100'],
      ['6D00'],
      ['9000'],
    ]) {
      const { sam, said } = scripted(...answers);
      expect(await new ChallengePool([sam]).refill()).toBe('none');
      expect(said.slice(0, 2)).toEqual(['cold', '0084000008 concealed']);
      expect(said.at(-1)).toBe('down');
    }
  });

  it('asks the next slot where one has none', async () => {
    const pool = new ChallengePool([scripted().sam, slotWithPsam()]);
    expect(await pool.refill()).toBe('full');
  });

  it('uses nothing of a PSAM that is stuck, not even what it had', async () => {
    for (const stuck of [['01020304050607089000', '01020304050607089000'], ['00000000000000009000']]) {
      const pool = new ChallengePool([scripted(...stuck).sam]);
      expect(await pool.refill()).toBe('stuck');
      expect(pool.length).toBe(0);
    }
  });

  it('uses nothing of a PSAM that begins the same after each reset', async () => {
    const counting = (): IccReader => {
      let count = 0;
      const one = scripted('9000').sam;
      const reset: IccReader['reset'] = async () => {
        count = 0;
        return fromHex('3B00');
      };
      const transmit: IccReader['transmit'] = async () => Uint8Array.of(0x11, 0, 0, 0, 0, 0, 0, count++, 0x90, 0x00);
      return { ...one, reset, transmit };
    };
    const pool = new ChallengePool([counting()]);
    expect([await pool.refill(), pool.length]).toEqual(['full', 256]);
    const given = toHex(pool.take(200));
    expect([await pool.refill(), pool.length]).toEqual(['stuck', 0]);
    expect(given.startsWith('1100000000000001'), 'what is compared is given to nobody').toBe(true);
  });

  it("lies over the chip's bytes as far as it reaches", async () => {
    const slot = slotWithPsam();
    const [pool, same] = [new ChallengePool([slot]), new ChallengePool([slotWithPsam()])];
    await pool.refill();
    await same.refill();
    const random = mixedRandom(chip, pool);
    const mixed = await random.bytes(250);
    expect(mixed.length).toBe(250);
    expect(toHex(mixed.map((byte) => byte ^ 0xf0))).toBe(toHex(same.take(250)));
    const rest = await random.bytes(8);
    expect(toHex(rest.slice(6))).toBe('F0F0');
    expect(toHex(await random.bytes(4))).toBe('F0F0F0F0');
  });
});
