/** The driver of a head decoder: what a card, a hand and a serial line may do to a swipe. */

import { describe, expect, it } from 'vitest';
import type { Hand } from '../../../hosts/peers/stripe/hand.js';
import { HeadDecoder } from '../../../hosts/peers/stripe/head-decoder.js';
import { type HeadMischief, HeadSerial } from '../../../hosts/peers/stripe/head-serial.js';
import { type Stripe, worn, writeStripe } from '../../../hosts/peers/stripe/stripe.js';
import { VirtualClock } from '../../../hosts/world/virtual-clock.js';
import { StripeHead } from '../../../src/drivers/stripe/stripe-head.js';

const ONE = 'B4111111111111111^CARDUSER/JOHN^1803101000000000020000831000000';
const TWO = '4111111111111111=1803101000020000831';
const THREE = '0059123456789012345=1560000000000';
const CARD = writeStripe([ONE, TWO, undefined]);
const FORWARD: Hand = { direction: 'forward', mmPerSecond: 400 };
const BACKWARD: Hand = { direction: 'backward', mmPerSecond: 250 };

interface Line {
  readonly sendsLrc?: boolean;
  readonly expectsLrc?: boolean;
  readonly mischief?: HeadMischief;
}

function bench({ sendsLrc = false, expectsLrc = sendsLrc, mischief }: Line = {}) {
  const clock = new VirtualClock('20260601090000');
  const decoder = new HeadDecoder(clock, { sendsLrc });
  const port = { decoder, clock, ...(mischief && { mischief }) };
  const head = new StripeHead({ serial: { io: HeadSerial, port }, clock, sendsLrc: expectsLrc });
  /** Lets time pass in steps as an idle terminal does, without asking. */
  const wait = async (ms: number) => {
    for (let left = ms; left > 0; left -= 10) await clock.sleep(10);
  };
  const told = async () => {
    const swipe = await head.swiped();
    return swipe?.tracks.map((track) => (typeof track === 'string' ? track : String.fromCharCode(...track)));
  };
  const swiped = async (stripe: Stripe, hand: Hand = FORWARD) => {
    decoder.swipe(stripe, hand);
    await wait(800);
    return await told();
  };
  const said = async (text: string) => {
    decoder.say(text);
    await wait(600);
    return await told();
  };
  return { clock, decoder, head, wait, told, swiped, said };
}

describe('a swipe', () => {
  it('gives the tracks without sentinels, whichever way the card was drawn, and once', async () => {
    const { swiped, told } = bench();
    expect(await told()).toBeUndefined();
    expect(await swiped(CARD)).toEqual([ONE, TWO, 'empty']);
    expect(await told()).toBeUndefined();
    expect(await swiped(CARD, BACKWARD)).toEqual([ONE, TWO, 'empty']);
    expect(await swiped(writeStripe([undefined, undefined, THREE]))).toEqual(['empty', 'empty', THREE]);
  });

  it('gives the longest tracks, which are more than a FIFO holds', async () => {
    const longest = ['B'.repeat(76), '1'.repeat(37), '9'.repeat(104)];
    expect(await bench().swiped(writeStripe(longest))).toEqual(longest);
    expect(await bench({ sendsLrc: true }).swiped(writeStripe(longest))).toEqual(longest);
  });

  it('is whole for who asks in the middle of it, at whatever moment', async () => {
    const longest = ['B'.repeat(76), '1'.repeat(37), '9'.repeat(104)];
    for (let first = 10; first <= 700; first += 30) {
      const { decoder, wait, told } = bench();
      decoder.swipe(writeStripe(longest), FORWARD);
      await wait(first);
      const found = [await told()];
      for (let looks = 0; looks < 4; looks++) {
        await wait(200);
        found.push(await told());
      }
      expect(found.filter((swipe) => swipe !== undefined)).toEqual([longest]);
    }
  });

  it('says which track could not be read, and a half swipe of none', async () => {
    const { swiped } = bench();
    expect(await swiped(worn(CARD, 2, 30, 31))).toEqual([ONE, 'misread', 'empty']);
    expect(await swiped(worn(CARD, 1, 30, 31), BACKWARD)).toEqual(['misread', TWO, 'empty']);
    expect(await swiped(CARD, { ...FORWARD, toMm: 40 })).toEqual(['misread', 'misread', 'empty']);
    expect(await swiped(writeStripe([undefined, undefined, undefined]))).toBeUndefined();
  });

  it('is two misread ones where the card rests in the middle, and the next is not their rest', async () => {
    const { swiped } = bench();
    const resting = { ...FORWARD, stops: [{ atMm: 40, ms: 250 }] };
    expect(await swiped(CARD, resting)).toEqual(['misread', 'misread', 'empty']);
    expect(await swiped(CARD)).toEqual([ONE, TWO, 'empty']);
  });

  it('is the latest of several', async () => {
    const { decoder, wait, told } = bench();
    decoder.swipe(CARD, FORWARD);
    await wait(700);
    decoder.swipe(writeStripe([undefined, '6210947000000021=1808101', undefined]), FORWARD);
    await wait(700);
    expect(await told()).toEqual(['empty', '6210947000000021=1808101', 'empty']);
    expect(await told()).toBeUndefined();
  });

  it('is forgotten when nobody asks for two seconds', async () => {
    const { decoder, wait, told } = bench();
    decoder.swipe(CARD, FORWARD);
    await wait(2_300);
    expect(await told()).toEqual([ONE, TWO, 'empty']);
    decoder.swipe(CARD, FORWARD);
    await wait(2_600);
    expect(await told()).toBeUndefined();
  });
});

describe('the check of a track', () => {
  it('is taken off, also where it looks like a sentinel', async () => {
    const { swiped } = bench({ sendsLrc: true });
    expect(await swiped(CARD)).toEqual([ONE, TWO, 'empty']);
    // B ^ F ^ 4 = 0, so 4 and 4 ^ c have the check c: all sixteen of them.
    for (const digits of ['4', '41', '42', '43', '45', '49', '48', '4=', '4=1', '4=2', '4=3', '4=6'])
      expect(await swiped(writeStripe([undefined, digits, digits])), digits).toEqual(['empty', digits, digits]);
  });

  it('finds that a character was lost, whichever', async () => {
    for (let count = 2; count < 60; count++) {
      const mischief: HeadMischief = (n) => (n === count ? { kind: 'lost' } : undefined);
      const found = await bench({ sendsLrc: true, mischief }).swiped(CARD);
      expect(found?.[0], String(count)).toBe('misread');
      expect(found?.[1]).toBe(TWO);
    }
  });

  it('is missed where it was to come, and in the way where it was not', async () => {
    expect(await bench({ sendsLrc: true, expectsLrc: false }).swiped(CARD)).toEqual(['misread', 'misread', 'empty']);
    expect(await bench({ sendsLrc: false, expectsLrc: true }).swiped(CARD)).toEqual(['misread', 'empty', 'empty']);
  });
});

describe('the line', () => {
  it('is noisy before a swipe and behind it', async () => {
    const { said } = bench();
    expect(await said('\u0000\u00ff\u0080A?7\r\n??')).toBeUndefined();
    expect(await said(`\u00ff\u0001?1;${TWO}?\r\n`)).toEqual(['empty', TWO, 'empty']);
    expect(await said(`\n%${ONE}?;${TWO}?\r`)).toEqual([ONE, TWO, 'empty']);
  });

  it('damages a byte: that track is misread, or its end not found, and no other text comes of it', async () => {
    const length = `%${ONE}?;${TWO}?\r`.length;
    for (let count = 1; count <= length; count++) {
      const damage: HeadMischief = (n) => (n === count ? { kind: 'damaged' } : undefined);
      const found = await bench({ sendsLrc: true, mischief: damage }).swiped(CARD);
      expect([ONE, 'misread', 'empty'], String(count)).toContain(found?.[0]);
      expect([TWO, 'misread', 'empty'], String(count)).toContain(found?.[1]);
    }
  });

  it('has noise in the middle of a track, also noise that looks like a border', async () => {
    for (const byte of [0x00, 0xff, 0x3f, 0x3b, 0x25, 0x2b, 0x45]) {
      const mischief: HeadMischief = (n) => (n === 75 ? { kind: 'noise', bytes: [byte] } : undefined);
      const found = await bench({ mischief }).swiped(CARD);
      expect(found?.[1], String(byte)).toBe('misread');
    }
  });

  it('loses the end of a message: it ends with the pause, and the next swipe is whole', async () => {
    const { said } = bench();
    expect(await said(`;${TWO}?`)).toEqual(['empty', TWO, 'empty']);
    expect(await said(`;${TWO.slice(0, 20)}`)).toEqual(['empty', 'misread', 'empty']);
    expect(await said(`%${ONE}?;${TWO}?\r`)).toEqual([ONE, TWO, 'empty']);
  });

  it('loses the border of two swipes in one breath: neither is taken for the card', async () => {
    const { said } = bench();
    expect(await said(`;${TWO}?;6210947000000021=1808101?\r`)).toEqual(['empty', 'misread', 'empty']);
  });

  it('loses the end of a track, whose neighbour is whole', async () => {
    const { said } = bench();
    expect(await said(`%${ONE};${TWO}?\r`)).toEqual(['misread', TWO, 'empty']);
  });

  it('babbles: no more than a misread card comes of it, and the next swipe is whole', async () => {
    const { decoder, wait, told, said } = bench();
    decoder.say(`;${'123'.repeat(400)}\r`);
    await wait(1_400);
    expect(await told()).toEqual(['misread', 'misread', 'misread']);
    decoder.say('U'.repeat(1_000));
    await wait(1_400);
    expect(await told()).toBeUndefined();
    expect(await said(`;${TWO}?\r`)).toEqual(['empty', TWO, 'empty']);
    expect(await said(`;${'1'.repeat(38)}?\r`)).toEqual(['empty', 'misread', 'empty']);
    expect(await said('%?;?\r')).toBeUndefined();
  });
});

describe('a clock that tells nobody', () => {
  it('leaves the driver to ask, now and then, and it gets whole messages', async () => {
    const clock = new VirtualClock('20260601090000');
    const silent = { ticks: () => clock.ticks() };
    const decoder = new HeadDecoder(silent);
    const head = new StripeHead({
      serial: { io: HeadSerial, port: { decoder, clock: silent } },
      clock: silent,
      sendsLrc: false,
    });
    decoder.swipe(writeStripe([undefined, TWO, undefined]), FORWARD);
    const asked: string[] = [];
    for (let looks = 0; looks < 5; looks++) {
      await clock.sleep(200);
      const two = (await head.swiped())?.tracks[1];
      asked.push(typeof two === 'object' ? String.fromCharCode(...two) : String(two));
    }
    expect(asked).toEqual(['undefined', TWO, 'undefined', 'undefined', 'undefined']);
  });
});

describe('the bytes', () => {
  it('of the line are scrubbed as soon as they are read', async () => {
    const seen: Uint8Array[] = [];
    const waiting: Uint8Array[] = [];
    class Wire {
      read() {
        return waiting.shift()?.buffer as ArrayBuffer | undefined;
      }
      write() {}
    }
    const clock = new VirtualClock('20260601090000');
    const head = new StripeHead({ serial: { io: Wire }, clock, sendsLrc: false });
    for (const text of [`;${TWO}`, '?\r']) {
      const bytes = Uint8Array.from([...text].map((character) => character.charCodeAt(0)));
      seen.push(bytes);
      waiting.push(bytes);
    }
    const swipe = await head.swiped();
    expect(swipe?.tracks[1]).toHaveLength(TWO.length);
    expect(seen.flatMap((bytes) => [...bytes]).every((byte) => byte === 0)).toBe(true);
  });
});
