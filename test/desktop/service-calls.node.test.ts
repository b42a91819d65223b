/** The numbers of the driver and of its local service beside each other: each means one thing. */

import { describe, expect, it } from 'vitest';
import { SERVICE_ERRORS, type ServiceError, serviceError } from '../../hosts/desktop/service-calls.js';
import { FAULT_CODES, REFUSAL_CODES } from '../../src/app/driver/codes.js';

const BY_SERVICE = SERVICE_ERRORS.map((error): [string, number] => [error, serviceError(error as ServiceError).code]);
const BY_DRIVER = [REFUSAL_CODES, FAULT_CODES.icc, FAULT_CODES.sam].flatMap((table) => Object.entries(table));

/** Below −2300 and above the status words: nobody's list but this project's. */
const isOwn = (code: unknown) => typeof code === 'number' && code < -2300 && code > -2400;

describe('a number of this project', () => {
  it('has one meaning, whether the driver or its service says it', () => {
    const own = [...BY_DRIVER, ...BY_SERVICE].filter(([, code]) => isOwn(code));
    const twice = own.filter(([, code], at) => own.findIndex(([, other]) => other === code) !== at);
    expect(own.length).toBeGreaterThan(25);
    expect(twice).toEqual([]);
  });

  it('is the one that callers have been told', () => {
    expect(Object.fromEntries(BY_SERVICE)).toEqual({
      malformed: -23,
      'unknown-function': -13,
      busy: -2361,
      origin: -2362,
      host: -2363,
      'too-large': -2364,
      'media-type': -2365,
      method: -2366,
      'not-found': -2367,
      bug: -5,
    });
  });
});
