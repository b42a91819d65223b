/** The bureau's purse keys and the PSAM's come from the same roots: a purchase from end to end (sscard.md 8, 9.4). */

import { describe, expect, it } from 'vitest';
import { issueCard } from '../../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../../hosts/peers/bureau/profile.js';
import { parsePsamDescription } from '../../../hosts/peers/psam/description.js';
import { createPsam } from '../../../hosts/peers/psam/psam.js';
import offlinePurse from '../../../hosts/samples/cards/v2-offline-purse.json';
import national from '../../../hosts/samples/psams/national.json';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { Reader, SSSE } from './reader.js';

const random = new SeededRandom(5);
const image = issueCard(parseCardProfile(JSON.stringify(offlinePurse)), (length) => random.bytes(length));

const AMOUNTS = '000004D2 0000012C 00001F40';
const TERMINAL = '990100000001';
const TIME = '20260601093015';
/** T6 to TD of the sample's ATR, then the city's and the province's factors: 990100sx, 990000sh in ASCII. */
const FACTORS = '9999990100000019 3939303130307378 3939303030307368';

describe('a purchase with an issued card and a national PSAM', () => {
  for (const index of ['01', '02', '03']) {
    it(`goes through under purchase key ${index}`, () => {
      const card = new Reader(image, 'DES');
      card.select(SSSE);
      card.say('00200000 03 123456');
      card.ask('00A40000 02 DF04');
      const psam = createPsam(parsePsamDescription(JSON.stringify(national)), (length) => random.bytes(length));
      psam.reset();
      const sam = (command: string) => {
        const answer = toHex(psam.exchange(fromHex(command)));
        return answer.startsWith('61') ? toHex(psam.exchange(fromHex(`00C00000${answer.slice(2)}`))) : answer;
      };
      sam('00A4040006 D15600000590');

      const begun = card.ask(`B028010113 ${index} ${AMOUNTS} ${TERMINAL}`);
      // Balance 4, SPIP 4, SPFP 4, year 2, sequence 2, key version 1, algorithm 1, random 4.
      expect(begun.slice(0, 36)).toBe(`0003D090000000000000000020240001${index}00`);
      const cardRandom = begun.slice(36, 44);
      const paid = sam(`8070010034 ${cardRandom} 0001 ${AMOUNTS} 32 ${TIME} ${index} 00 ${FACTORS}`);
      expect(paid).toMatch(/^00000001[0-9A-F]{8}9000$/);
      const debited = card.ask(`B02C01000F 00000001 ${TIME} ${paid.slice(8, 16)}`);
      expect(debited).toMatch(/^[0-9A-F]{16}9000$/);
      expect(sam(`8072000004 ${debited.slice(8, 16)}`)).toBe('9000');
      // 250000 - 1234 fen; the log's newest line is the purchase, then the load of the day of issue.
      expect(card.say('B0260001 04')).toBe('0003CBBE9000');
      card.say('00A40200 02 EF08');
      expect(card.say('00B20104 1C')).toBe('00013299010000000120260601093015000004D20000012C00001F409000');
      expect(card.say('00B20204 1C').slice(0, 6)).toBe('000131');
    });
  }
});
