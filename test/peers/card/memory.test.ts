/** Staging and committing, and the order in which a try counter counts. */

import { describe, expect, it } from 'vitest';
import { imageOf, manufactureCard, memoryOf } from '../../../hosts/peers/card/image.js';
import { attempt } from '../../../hosts/peers/card/keys.js';
import { ENDLESS_TRIES, Memory } from '../../../hosts/peers/card/memory.js';
import { Session } from '../../../hosts/peers/card/session.js';
import { Bug } from '../../../src/base/assert.js';
import { fromHex } from '../../../src/base/hex.js';
import { CMK, EMK, HISTORICAL, PUK, SSSE, socialCard, vectorRandom } from './desk.js';

function blankMemory(): Memory {
  const blank = { historical: fromHex(HISTORICAL), algorithm: 'DES', cardMasterKey: fromHex(CMK) } as const;
  return new Memory(memoryOf(manufactureCard(blank)));
}

describe('memory', () => {
  it('keeps the old contents until the commit', () => {
    const memory = blankMemory();
    memory.put(memory.content, 'blocked', true);
    memory.put(memory.content.masterKey, 'triesLeft', 4);
    expect(memory.content.blocked).toBe(false);
    expect(memory.content.masterKey.triesLeft).toBe(10);
    memory.commit();
    expect(memory.content.blocked).toBe(true);
    expect(memory.content.masterKey.triesLeft).toBe(4);
  });
  it('forgets what is discarded', () => {
    const memory = blankMemory();
    memory.put(memory.content, 'blocked', true);
    memory.discard();
    memory.commit();
    expect(memory.content.blocked).toBe(false);
  });
  it('commits a change once', () => {
    const memory = blankMemory();
    memory.put(memory.content, 'blocked', true);
    memory.commit();
    memory.put(memory.content, 'blocked', false);
    memory.commit();
    memory.commit();
    expect(memory.content.blocked).toBe(false);
  });
});

describe('a try', () => {
  const prepared = () => {
    const memory = blankMemory();
    return { memory, session: new Session(memory, vectorRandom), key: memory.content.masterKey };
  };
  it('is spent in the memory before the secret is looked at', () => {
    const { memory, session, key } = prepared();
    let seen = 0;
    const look = () => {
      seen = imageOf(memory.content).masterKey.triesLeft;
      return false;
    };
    expect(attempt(session, key, look)).toBe(false);
    expect(seen).toBe(9);
    expect(key.triesLeft).toBe(9);
  });
  it('that is torn off in the comparison stays spent', () => {
    const { memory, session, key } = prepared();
    const tear = () => {
      throw new Error('power');
    };
    expect(() => attempt(session, key, tear)).toThrow('power');
    memory.discard();
    expect(key.triesLeft).toBe(9);
  });
  it('that succeeds fills the counter in the memory', () => {
    const { session, key } = prepared();
    attempt(session, key, () => false);
    expect(attempt(session, key, () => true)).toBe(true);
    expect(key.triesLeft).toBe(10);
  });
  it('of an endless counter costs nothing', () => {
    const { memory, session, key } = prepared();
    memory.put(key, 'triesMax', ENDLESS_TRIES);
    memory.put(key, 'triesLeft', ENDLESS_TRIES);
    memory.commit();
    expect(attempt(session, key, () => false)).toBe(false);
    expect(key.triesLeft).toBe(ENDLESS_TRIES);
  });
  it('of a locked key is a bug', () => {
    const { memory, session, key } = prepared();
    memory.put(key, 'triesLeft', 0);
    memory.commit();
    expect(() => attempt(session, key, () => true)).toThrow(Bug);
  });
});

describe('a card', () => {
  it('does not touch the image it was made of', () => {
    const image = manufactureCard({ historical: fromHex(HISTORICAL), algorithm: 'DES', cardMasterKey: fromHex(CMK) });
    const before = JSON.stringify(image);
    const memory = new Memory(memoryOf(image));
    memory.put(memory.content.masterKey, 'triesLeft', 1);
    memory.commit();
    expect(JSON.stringify(image)).toBe(before);
  });
  it('gives snapshots that do not change afterwards', () => {
    const desk = socialCard();
    const image = desk.card.image();
    const before = JSON.stringify(image);
    desk.failToAuthenticate('04');
    desk.say('0020000003654321');
    desk.authenticate('00', EMK);
    expect(JSON.stringify(image)).toBe(before);
    expect(JSON.stringify(desk.card.image())).not.toBe(before);
  });
  it('has nothing in its image of what was only proved', () => {
    const desk = socialCard();
    const before = JSON.stringify(desk.card.image());
    desk.say('0020000003123456');
    desk.authenticate('06', PUK);
    desk.say('0084000008');
    desk.say('00A4020002EF05');
    expect(JSON.stringify(desk.card.image())).toBe(before);
    desk.again();
    expect(desk.select(SSSE)).toContain('9000');
  });
});
