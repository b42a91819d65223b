import { describe, expect, it } from 'vitest';
import { BankLink } from '../../../src/links/bank/bank-link.js';
import { cardRequest } from '../../../src/links/bank/card-requests.js';
import { echo, signOut } from '../../../src/links/bank/management.js';
import { type Event, ScriptedLine } from './scripted-line.js';
import { FRAMES, masterKey, STATION, signedOn, VALUES } from './signed-on.js';

const PURCHASE = cardRequest('purchase', { station: STATION, stan: 123, values: VALUES, amount: 1234 });
/** The answer to another terminal's purchase. */
const STRANGER = FRAMES.purchaseAnswerPlain.replace('3130303030303031', '3130303030303032');
/** A whole frame with no message of the dialect in it. */
const UNREADABLE = '000D6000000003613100310001FFFF';

/** What comes of the purchase, in short, and what the link did. */
async function ask(...events: readonly Event[]): Promise<{ answer: string; calls: string; waits: string }> {
  const { link, line } = await signedOn(...events);
  const answer = await link.ask(PURCHASE);
  const code = 'code' in answer ? ` ${answer.code} ${answer.processingRequest}` : '';
  return { answer: answer.kind + code, calls: line.calls.join(' '), waits: line.waits.join(' ') };
}

function link(line: ScriptedLine): BankLink {
  return new BankLink({ line, clock: line.clock, masterKey: masterKey(), answerWithinMs: 30_000 });
}

async function signIn(...events: readonly Event[]): Promise<string> {
  const line = new ScriptedLine(events);
  const one = link(line);
  const answer = await one.signIn(STATION, 120);
  const code = 'code' in answer ? ` ${answer.code}` : '';
  expect(one.keys !== undefined).toBe(answer.kind === 'signed-on');
  return answer.kind + code;
}

describe('signing in', () => {
  it('takes the keys of the answer', async () => {
    expect(await signIn(FRAMES.signInAnswer)).toBe('signed-on');
  });

  it('tells what else the host wants', async () => {
    const line = new ScriptedLine([FRAMES.signInAnswerKeys]);
    expect(await link(line).signIn(STATION, 120)).toEqual({ kind: 'signed-on', processingRequest: 'ca-keys' });
    expect(line.sent).toEqual([FRAMES.signIn]);
  });

  it('refuses keys with a wrong check value, of another form, or cut off', async () => {
    expect(await signIn(FRAMES.signInBadKcv)).toBe('wrong-keys');
    expect(await signIn(FRAMES.signInSingle)).toBe('wrong-keys');
    expect(await signIn(FRAMES.signInShort)).toBe('wrong-keys');
  });

  it('may be refused, or get no answer', async () => {
    expect(await signIn(FRAMES.signInRefused)).toBe('refused 97');
    expect(await signIn('silence')).toBe('unknown');
    const line = new ScriptedLine();
    line.opens = false;
    expect((await link(line).signIn(STATION, 120)).kind).toBe('unable');
  });

  it('ends the old keys as soon as the host may have heard of it', async () => {
    const { link: one, line } = await signedOn('silence');
    line.opens = false;
    await one.signIn(STATION, 121);
    expect(one.keys).toBeDefined();
    line.opens = true;
    await one.signIn(STATION, 122);
    expect(one.keys).toBeUndefined();
  });

  it('ends with a sign-out, answered or not', async () => {
    const { link: one } = await signedOn('silence');
    await one.ask(signOut(STATION, 121));
    expect(one.keys).toBeUndefined();
  });
});

describe('asking', () => {
  it('gets the answer, and leaves the line up', async () => {
    expect(await ask(FRAMES.purchaseAnswer)).toEqual({
      answer: 'answered 00 none',
      calls: 'open send receive',
      waits: '60000',
    });
    expect((await ask(FRAMES.declined)).answer).toBe('answered 51 none');
    expect((await ask(FRAMES.purchaseAnswerSignIn)).answer).toBe('answered 00 sign-in');
  });

  it('puts an answer together out of single bytes', async () => {
    const pieces = FRAMES.purchaseAnswer.match(/../g) ?? [];
    const { answer, calls } = await ask(...pieces);
    expect(answer).toBe('answered 00 none');
    expect(calls.endsWith('receive')).toBe(true);
  });

  it('passes over what is not its own, and waits no longer for it', async () => {
    const late = { after: 20_000, bytes: STRANGER };
    const asked = await ask(late, FRAMES.reversalAnswer, late, FRAMES.purchaseAnswer);
    expect(asked).toEqual({
      answer: 'answered 00 none',
      calls: 'open send receive receive receive receive',
      waits: '60000 40000 40000 20000',
    });
    expect((await ask(FRAMES.signInAnswer + STRANGER + FRAMES.purchaseAnswer)).answer).toBe('answered 00 none');
  });

  it('ends the connection where a duplicate or a piece of one is left on it', async () => {
    for (const rest of [FRAMES.purchaseAnswer, FRAMES.purchaseAnswer.slice(0, 10)]) {
      const { answer, calls } = await ask(FRAMES.purchaseAnswer + rest);
      expect([answer, calls]).toEqual(['answered 00 none', 'open send receive close']);
    }
  });

  it('does not know after silence, a broken line, or an answer too late', async () => {
    const unknown = { answer: 'unknown', calls: 'open send receive close', waits: '60000' };
    expect(await ask('silence')).toEqual(unknown);
    expect(await ask('down')).toEqual(unknown);
    expect(await ask({ after: 60_000, bytes: STRANGER }, FRAMES.purchaseAnswer)).toEqual(unknown);
    expect(await ask({ after: 70_000, bytes: FRAMES.purchaseAnswer.slice(0, 20) })).toEqual(unknown);
  });

  it('does not know where the line broke while it was sending', async () => {
    const { link: one, line } = await signedOn(FRAMES.purchaseAnswer);
    line.sends = false;
    expect(await one.ask(PURCHASE)).toEqual({ kind: 'unknown' });
    expect(line.calls).toEqual(['open', 'send', 'close']);
  });

  it('sends nothing where the line is not to be had', async () => {
    const { link: one, line } = await signedOn();
    line.opens = false;
    expect(await one.ask(PURCHASE)).toEqual({ kind: 'unable' });
    expect(line.calls).toEqual(['open']);
  });

  it('believes no answer without its MAC, and ends the connection', async () => {
    const end = 'open send receive close';
    for (const [frame, answer] of [
      [FRAMES.refusedA0, 'false A0 none'],
      [`${FRAMES.purchaseAnswer.slice(0, -2)}00`, 'false 00 none'],
    ] as const)
      expect(await ask(frame)).toEqual({ answer, calls: end, waits: '60000' });
    expect((await ask(FRAMES.refusedA0.replace('613100', '613103'))).answer).toBe('false A0 sign-in');
  });

  it('gives a stream up in which no frame begins', async () => {
    const { answer, calls } = await ask('485454502F312E31');
    expect([answer, calls]).toEqual(['unknown', 'open send receive close']);
    expect((await ask(`${FRAMES.purchaseAnswer}FFFF`)).answer).toBe('answered 00 none');
  });

  it('passes over a frame without a message, and does not use that connection again', async () => {
    const { answer, calls } = await ask(UNREADABLE, FRAMES.purchaseAnswer);
    expect([answer, calls]).toEqual(['answered 00 none', 'open send receive receive close']);
    expect((await ask(UNREADABLE)).answer).toBe('unknown');
  });

  it('passes over a frame that came another way', async () => {
    expect((await ask(FRAMES.purchaseAnswer.replace('6000000003', '6000030000'))).answer).toBe('unknown');
    expect((await ask(FRAMES.purchaseAnswer.replace('6000000003', '6000000004'))).answer).toBe('unknown');
  });

  it('is not held up for ever by a flood, or by nothing', async () => {
    const flood = Array.from({ length: 100 }, () => STRANGER.repeat(20));
    const { answer, calls } = await ask(...flood);
    expect(answer).toBe('unknown');
    expect(calls.split(' ').length).toBeLessThan(40);
    expect((await ask('', FRAMES.purchaseAnswer)).answer).toBe('unknown');
  });

  it('needs a sign-in for what has a MAC, and none for what has not', async () => {
    const line = new ScriptedLine();
    await expect(link(line).ask(PURCHASE)).rejects.toThrow('signed in');
    expect(line.calls).toEqual([]);
    await link(line).ask(echo(STATION, 122));
    expect(line.sent).toEqual([FRAMES.echo]);
  });

  it('hangs up when it is told to, and keeps its keys', async () => {
    const { link: one, line } = await signedOn();
    await one.hangUp();
    expect(line.calls).toEqual(['close']);
    expect(one.keys).toBeDefined();
  });
});
