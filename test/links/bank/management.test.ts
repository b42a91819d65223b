import { describe, expect, it } from 'vitest';
import { echo, signInRequest, signOut } from '../../../src/links/bank/management.js';
import { FRAMES, STATION, sent } from './signed-on.js';

describe('messages about the line', () => {
  it('are sign-in, sign-out and echo, byte for byte', async () => {
    expect(await sent(signInRequest(STATION, 120))).toBe(FRAMES.signIn);
    expect(await sent(signOut(STATION, 121))).toBe(FRAMES.signOut);
    expect(await sent(echo(STATION, 122))).toBe(FRAMES.echo);
  });
});
