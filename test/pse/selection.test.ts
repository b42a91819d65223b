import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/hex.js';
import { buildCandidates, selectApplication } from '../../src/pse/selection.js';
import { isEnded } from '../../src/pse/transaction-state.js';
import { type Exchange, scripted } from '../card/scripted-reader.js';
import { ascii, tlv } from './hex-objects.js';
import { application, parameters } from './setting.js';

const AID = 'A000000333010101';
const OTHER = 'A000000333010102';
const TERMINAL = parameters();
const BOTH = parameters({ applications: [application(AID), application(OTHER)] });
const EXACT = parameters({ applications: [application(AID, { partialMatch: false })] });

const SELECT_PSE = '00A404000E315041592E5359532E444446303100';
const PSE = '6F15840E315041592E5359532E4444463031A5038801019000';
const NO_PSE: Exchange = [SELECT_PSE, '6A82'];
const GOOD_PSE: Exchange = [SELECT_PSE, PSE];
const END: Exchange = ['00B2020C00', '6A83'];

const select = (aid: string): string => `00A40400${(aid.length / 2).toString(16).padStart(2, '0')}${aid}00`;
const next = (aid: string): string => `00A40402${(aid.length / 2).toString(16).padStart(2, '0')}${aid}00`;
const fci = (aid: string, ...more: readonly string[]): string =>
  `${tlv('6F', tlv('84', aid), tlv('A5', tlv('50', ascii('PBOC DEBIT')), ...more))}9000`;
const entry = (aid: string, label: string, ...more: readonly string[]): string =>
  tlv('61', tlv('4F', aid), tlv('50', ascii(label)), ...more);
const record = (...entries: readonly string[]): string => `${tlv('70', ...entries)}9000`;

/** The candidates as `AID name priority[!]`, or why there are none; the script must be used up. */
async function candidates(
  terminal: typeof TERMINAL,
  ...script: readonly Exchange[]
): Promise<readonly string[] | string> {
  const { reader, session: card } = scripted(...script);
  const found = await buildCandidates(card, terminal);
  expect(reader.left).toBe(0);
  if (isEnded(found)) return found.ended;
  return found.map(
    ({ aid, label, preferredName, priority, confirm }) =>
      `${toHex(aid)} ${preferredName ?? label} ${priority}${confirm ? '!' : ''}`,
  );
}

describe('candidates by the directory (Book 1 12.3.2)', () => {
  it('reads records until 6A83 and keeps what the terminal has', async () => {
    const found = await candidates(
      TERMINAL,
      GOOD_PSE,
      ['00B2010C00', record(entry('A0000000031010', 'VISA', '870101'), entry(AID, 'PBOC DEBIT', '870102'))],
      END,
    );
    expect(found).toEqual([`${AID} PBOC DEBIT 2`]);
  });

  it('keeps an application of a longer name where the row allows it, and not where it does not', async () => {
    const script: Exchange[] = [GOOD_PSE, ['00B2010C00', record(entry(`${AID}07`, 'SUB'))], END];
    expect(await candidates(TERMINAL, ...script)).toEqual([`${AID}07 SUB 0`]);
    expect(await candidates(EXACT, ...script, [select(AID), '6A82'])).toBe('no-common-application');
  });

  it('orders by priority, equal and missing ones as the card has them, and tells which to confirm', async () => {
    const found = await candidates(
      TERMINAL,
      GOOD_PSE,
      [
        '00B2010C00',
        record(entry(`${AID}01`, 'NONE'), entry(`${AID}02`, 'LAST', '87010F'), entry(`${AID}03`, 'FIRST', '870181')),
      ],
      ['00B2020C00', record(entry(`${AID}04`, 'SECOND', '870102'), entry(`${AID}05`, 'THIRD', '870102'))],
      ['00B2030C00', record(entry(`${AID}06`, 'ALSO NONE', '870100'))],
      ['00B2040C00', '6A83'],
    );
    expect(found).toEqual([
      `${AID}03 FIRST 1!`,
      `${AID}04 SECOND 2`,
      `${AID}05 THIRD 2`,
      `${AID}02 LAST 15`,
      `${AID}01 NONE 0`,
      `${AID}06 ALSO NONE 0`,
    ]);
  });

  it('lists an application once', async () => {
    const record1 = record(entry(AID, 'ONE'), entry(AID, 'TWO'));
    expect(await candidates(TERMINAL, GOOD_PSE, ['00B2010C00', record1], END)).toEqual([`${AID} ONE 0`]);
  });

  it('shows the preferred name with the code table of the PSE, else the label, else the AID', async () => {
    const withTable = (table: string): Exchange => [
      SELECT_PSE,
      `${tlv('6F', tlv('84', ascii('1PAY.SYS.DDF01')), tlv('A5', '880101', `9F1101${table}`))}9000`,
    ];
    const named = record(entry(AID, 'PBOC DEBIT', tlv('9F12', '44C9626974')));
    const shown = (pse: Exchange, answer: string) => candidates(TERMINAL, pse, ['00B2010C00', answer], END);
    expect(await shown(withTable('01'), named)).toEqual([`${AID} D\u00c9bit 0`]);
    expect(await shown(withTable('02'), named)).toEqual([`${AID} PBOC DEBIT 0`]);
    expect(await shown(GOOD_PSE, named)).toEqual([`${AID} PBOC DEBIT 0`]);
    expect(await shown(withTable('01'), record(entry(AID, 'PBOC DEBIT', '9F120481828384')))).toEqual([
      `${AID} PBOC DEBIT 0`,
    ]);
    expect(await shown(GOOD_PSE, record(tlv('61', tlv('4F', AID))))).toEqual([`${AID} ${AID} 0`]);
    const blind = parameters({ additionalCapabilities: new Uint8Array(5) });
    expect(await candidates(blind, withTable('01'), ['00B2010C00', named], END)).toEqual([`${AID} PBOC DEBIT 0`]);
  });

  it('takes names of up to 16 characters and a priority of one byte', async () => {
    const long = record(entry(AID, 'PBOC DEBIT 1234567', '87020101', tlv('9F12', ascii('SEVENTEEN LETTERS'))));
    const pse: Exchange = [
      SELECT_PSE,
      `${tlv('6F', tlv('84', ascii('1PAY.SYS.DDF01')), tlv('A5', '880101', '9F110101'))}9000`,
    ];
    expect(await candidates(TERMINAL, pse, ['00B2010C00', long], END)).toEqual([`${AID} PBOC DEBIT 12345 0`]);
  });

  it('passes over entries of further directories and objects that are no entries', async () => {
    const ddf = tlv('61', tlv('9D', ascii('2PAY.SYS.DDF02')), tlv('50', ascii('MORE')));
    const found = await candidates(
      TERMINAL,
      GOOD_PSE,
      ['00B2010C00', record(ddf, 'DF010155', entry(AID, 'PBOC DEBIT'))],
      END,
    );
    expect(found).toEqual([`${AID} PBOC DEBIT 0`]);
  });

  it('ends on 6A81: the card is blocked', async () => {
    expect(await candidates(TERMINAL, [SELECT_PSE, '6A81'])).toBe('card-blocked');
  });
});

describe('from the directory to the list of AIDs (Book 1 12.3.2)', () => {
  const listed: Exchange = [select(AID), fci(AID)];
  const fromList = [`${AID} PBOC DEBIT 0`];

  it('goes there without a PSE, with a blocked one, and on every other status word', async () => {
    for (const word of ['6A82', '6283', '6D00', '6985', '6300', '9001']) {
      expect(await candidates(TERMINAL, [SELECT_PSE, word], listed)).toEqual(fromList);
    }
    expect(await candidates(TERMINAL, [SELECT_PSE, PSE.replace(/9000$/, '6283')], listed)).toEqual(fromList);
  });

  it('goes there when the FCI of the PSE is wrong', async () => {
    const name = tlv('84', ascii('1PAY.SYS.DDF01'));
    const broken = [
      '',
      tlv('6F', name),
      tlv('6F', tlv('A5', '880101')),
      tlv('6F', name, tlv('A5', '')),
      tlv('6F', name, tlv('A5', '880100')),
      tlv('6F', name, tlv('A5', '88010B')),
      tlv('6F', name, tlv('A5', '88020101')),
      tlv('70', name, tlv('A5', '880101')),
      `${tlv('6F', name, tlv('A5', '880101'))}9F010155`,
      tlv('6F', name, 'A50488010102').slice(0, -2),
    ];
    for (const answer of broken) {
      expect(await candidates(TERMINAL, [SELECT_PSE, `${answer}9000`], listed)).toEqual(fromList);
    }
  });

  it('goes there when a record is wrong, and forgets what earlier ones gave', async () => {
    const good: Exchange = ['00B2010C00', record(entry(`${AID}09`, 'FORGOTTEN'))];
    const broken = [
      '6A82',
      '6985',
      '9000',
      `${tlv('77', entry(AID, 'X'))}9000`,
      `${tlv('70', entry(AID, 'X'))}9F0101559000`,
      '700561035001589000',
      '7004610450019000',
      `${tlv('70', tlv('61', '4F04A0000003'))}9000`,
      `${tlv('70', tlv('61', tlv('4F', `${AID}${AID}00`)))}9000`,
    ];
    for (const answer of broken) {
      expect(await candidates(TERMINAL, GOOD_PSE, good, ['00B2020C00', answer], listed)).toEqual(fromList);
    }
  });

  it('asks for no record beyond 254', async () => {
    const records = Array.from({ length: 254 }, (_, i): Exchange => {
      const number = (i + 1).toString(16).padStart(2, '0');
      return [`00B2${number}0C00`, '70009000'];
    });
    expect(await candidates(TERMINAL, GOOD_PSE, ...records, listed)).toEqual(fromList);
  });

  it('goes there when the directory is empty or names none of ours', async () => {
    expect(await candidates(TERMINAL, GOOD_PSE, ['00B2010C00', '6A83'], listed)).toEqual(fromList);
    const foreign: Exchange = ['00B2010C00', record(entry('A0000000041010', 'MC'))];
    expect(await candidates(TERMINAL, GOOD_PSE, foreign, END, listed)).toEqual(fromList);
  });
});

describe('candidates by the list of AIDs (Book 1 12.3.3)', () => {
  it('tries every AID of the terminal', async () => {
    const second = fci(OTHER, '870101', tlv('9F12', ascii('Second')), '9F110101');
    expect(await candidates(BOTH, NO_PSE, [select(AID), fci(AID, '870102')], [select(OTHER), second])).toEqual([
      `${OTHER} Second 1`,
      `${AID} PBOC DEBIT 2`,
    ]);
  });

  it('asks for the next occurrence after a longer name, until the card has no more', async () => {
    const found = await candidates(
      TERMINAL,
      NO_PSE,
      [select(AID), fci(`${AID}01`, '870102')],
      [next(AID), fci(`${AID}02`, '870101')],
      [next(AID), '6A82'],
    );
    expect(found).toEqual([`${AID}02 PBOC DEBIT 1`, `${AID}01 PBOC DEBIT 2`]);
  });

  it('stops at an application of just the name', async () => {
    expect(await candidates(TERMINAL, NO_PSE, [select(AID), fci(`${AID}01`)], [next(AID), fci(AID)])).toEqual([
      `${AID}01 PBOC DEBIT 0`,
      `${AID} PBOC DEBIT 0`,
    ]);
  });

  it('takes no longer name where the row is exact, and asks for no other occurrence', async () => {
    expect(await candidates(EXACT, NO_PSE, [select(AID), fci(`${AID}01`)])).toBe('no-common-application');
  });

  it('leaves blocked applications out, and goes on behind them', async () => {
    const blocked = (aid: string): string => fci(aid).replace(/9000$/, '6283');
    expect(await candidates(BOTH, NO_PSE, [select(AID), blocked(AID)], [select(OTHER), fci(OTHER)])).toEqual([
      `${OTHER} PBOC DEBIT 0`,
    ]);
    expect(
      await candidates(
        TERMINAL,
        NO_PSE,
        [select(AID), blocked(`${AID}01`)],
        [next(AID), fci(`${AID}02`)],
        [next(AID), '6A82'],
      ),
    ).toEqual([`${AID}02 PBOC DEBIT 0`]);
  });

  it('says so when all are blocked, with an FCI and without', async () => {
    expect(await candidates(TERMINAL, NO_PSE, [select(AID), fci(AID).replace(/9000$/, '6283')])).toBe(
      'application-blocked',
    );
    expect(await candidates(BOTH, NO_PSE, [select(AID), '6283'], [select(OTHER), '6A82'])).toBe('application-blocked');
  });

  it('does not know a blocked application of a longer name where the row is exact', async () => {
    const script: Exchange[] = [NO_PSE, [select(AID), fci(`${AID}01`).replace(/9000$/, '6283')]];
    expect(await candidates(EXACT, ...script)).toBe('no-common-application');
  });

  it('ends on 6A81 of the first occurrence, not of a later one', async () => {
    expect(await candidates(BOTH, NO_PSE, [select(AID), fci(AID)], [select(OTHER), '6A81'])).toBe('card-blocked');
    expect(await candidates(TERMINAL, NO_PSE, [select(AID), fci(`${AID}01`)], [next(AID), '6A81'])).toEqual([
      `${AID}01 PBOC DEBIT 0`,
    ]);
  });

  it('goes on to the next AID on any other word and on a wrong FCI', async () => {
    const wrong = [
      '6A82',
      '6D00',
      '6200',
      '6300',
      '9000',
      fci('A000000333010109'),
      fci('A0000003'),
      `${tlv('6F', tlv('84', AID))}9000`,
    ];
    for (const answer of [...wrong, '6F0A8408A0000003330101019000']) {
      expect(await candidates(BOTH, NO_PSE, [select(AID), answer], [select(OTHER), fci(OTHER)])).toEqual([
        `${OTHER} PBOC DEBIT 0`,
      ]);
    }
  });

  it('lists an application that two AIDs find once', async () => {
    const terminal = parameters({ applications: [application('A000000333'), application(AID)] });
    const found = await candidates(
      terminal,
      NO_PSE,
      [select('A000000333'), fci(AID)],
      [next('A000000333'), '6A82'],
      [select(AID), fci(AID)],
    );
    expect(found).toEqual([`${AID} PBOC DEBIT 0`]);
  });

  it('has an end even with a card that always has a next one', async () => {
    const again: Exchange = [next(AID), fci(`${AID}01`)];
    const script = [NO_PSE, [select(AID), fci(`${AID}01`)] as Exchange, ...new Array<Exchange>(15).fill(again)];
    expect(await candidates(TERMINAL, ...script)).toEqual([`${AID}01 PBOC DEBIT 0`]);
  });
});

describe('final selection (Book 1 12.4)', () => {
  const chosen = async (answer: string, terminal = TERMINAL, aid = AID) => {
    const list: Exchange[] = [GOOD_PSE, ['00B2010C00', record(entry(aid, 'DIRECTORY'))], END, [select(aid), answer]];
    const { reader, session: card } = scripted(...list);
    const found = await buildCandidates(card, terminal);
    if (isEnded(found)) throw new Error(found.ended);
    const selected = await selectApplication(card, found[0], terminal);
    expect(reader.left).toBe(0);
    return selected;
  };

  it('selects by the whole name and keeps the objects of the FCI', async () => {
    const answer = fci(AID, '870101', '9F38039F7A01', '5F2D027A68', 'BF0C059F4D020B0A');
    const selected = await chosen(answer);
    if (typeof selected === 'string') throw new Error(selected);
    expect(toHex(selected.aid)).toBe(AID);
    expect(selected.label).toBe('DIRECTORY');
    expect(selected.application).toBe(TERMINAL.applications[0]);
    const objects = [...selected.icc.entries()].map(([tag, value]) => `${tag.toString(16)} ${toHex(value)}`);
    expect(objects).toEqual([`84 ${AID}`, '50 50424F43204445424954', '87 01', '9f38 9F7A01', '5f2d 7A68', '9f4d 0B0A']);
  });

  it('takes the row of the same AID before a shorter one, and the longest of several shorter ones', async () => {
    const rows = [application('A000000333'), application('A000000333010102'), application(AID)];
    const terminal = parameters({ applications: rows });
    const exact = await chosen(fci(AID), terminal);
    const partial = await chosen(fci(`${AID}01`), terminal, `${AID}01`);
    const shortest = await chosen(fci('A000000333010106'), terminal, 'A000000333010106');
    expect(typeof exact === 'string' ? exact : exact.application).toBe(rows[2]);
    expect(typeof partial === 'string' ? partial : partial.application).toBe(rows[2]);
    expect(typeof shortest === 'string' ? shortest : shortest.application).toBe(rows[0]);
  });

  it('takes an exact row, and the longer of two shorter ones wherever it stands', async () => {
    const rows = [application('A00000033301'), application(AID, { partialMatch: false }), application('A000000333')];
    const terminal = parameters({ applications: rows });
    const exact = await chosen(fci(AID), terminal);
    const longer = await chosen(fci(`${AID}01`), terminal, `${AID}01`);
    expect(typeof exact === 'string' ? exact : exact.application).toBe(rows[1]);
    expect(typeof longer === 'string' ? longer : longer.application).toBe(rows[0]);
  });

  it('gives the application up on any other status word, on a wrong FCI and on another name', async () => {
    for (const word of ['6A82', '6A81', '6985', '6D00', '6200', '63C1']) expect(await chosen(word)).toBe('next');
    expect(await chosen('9000')).toBe('next');
    expect(await chosen(fci(`${AID}01`))).toBe('next');
    expect(await chosen(`${tlv('6F', tlv('84', AID))}9000`)).toBe('next');
    expect(await chosen(fci(AID).replace('5042', '50'))).toBe('next');
  });

  it('tells a blocked application', async () => {
    expect(await chosen(fci(AID).replace(/9000$/, '6283'))).toBe('blocked');
    expect(await chosen('6283')).toBe('blocked');
  });
});
