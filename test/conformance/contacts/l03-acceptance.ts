/** Table: L03, the answers to reset that are accepted and refused (EMV Book 1 8.3; emv.md 5.1), each literally. */

import { type ContactCase, casesOf } from './case.js';

interface Row {
  readonly clause: string;
  readonly title: string;
  readonly atr: string;
  readonly verdict: 'accepted' | 'refused';
  /** The second answer, after one that was refused; the first where nothing is said. */
  readonly reset?: 'warm';
  /** EMV's habit where nothing is said. */
  readonly rates?: 'fastest';
}

const ROWS: readonly Row[] = [
  { clause: 'EMV Book 1 8.3.1', title: 'TS 3B, direct convention', atr: '3B600000', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.1', title: 'TS 3F, inverse convention', atr: '3F600000', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.2', title: 'no historical byte', atr: '3B600000', verdict: 'accepted' },
  {
    clause: 'EMV Book 1 8.3.2',
    title: '15 historical bytes',
    atr: '3B6F0000202020202020202020202020202020',
    verdict: 'accepted',
  },
  {
    clause: 'SPEC-2 (sscard.md 3.1)',
    title: 'the social security card',
    atr: '3B6D000000995453549999990100000001',
    verdict: 'accepted',
  },
  { clause: 'EMV Book 1 8.3.3.1', title: 'TA1 11 without TA2', atr: '3B70110000', verdict: 'accepted' },
  {
    clause: 'EMV Book 1 8.3.3.1',
    title: 'TA1 96 without TA2: 372 and 1 go on',
    atr: '3B70960000',
    verdict: 'accepted',
  },
  { clause: 'EMV Book 1 8.3.3.1', title: 'TA1 11 in specific mode', atr: '3BF01100001000', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.1', title: 'TA1 12 in specific mode', atr: '3BF01200001000', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.1', title: 'TA1 13 in specific mode', atr: '3BF01300001000', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.1', title: 'TA1 10 in specific mode', atr: '3BF01000001000', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.1', title: 'TA1 14 in specific mode', atr: '3BF01400001000', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.1', title: 'TA1 01 in specific mode', atr: '3BF00100001000', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.1', title: 'TA1 21 in specific mode', atr: '3BF02100001000', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.1', title: 'TA1 18 in specific mode', atr: '3BF01800001000', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.1', title: 'TA1 96 in specific mode', atr: '3BF09600001000', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.1', title: 'specific mode without TA1', atr: '3BE000001000', verdict: 'accepted' },
  {
    clause: 'ISO/IEC 7816-3 6.3.1',
    title: 'TA1 96 in specific mode, of a terminal that takes every rate of its board',
    atr: '3BF09600001000',
    verdict: 'accepted',
    rates: 'fastest',
  },
  {
    clause: 'ISO/IEC 7816-3 8.3',
    title: 'TA1 97 in specific mode, too fast for the board',
    atr: '3BF09700001000',
    verdict: 'refused',
    rates: 'fastest',
  },
  {
    clause: 'ISO/IEC 7816-3 8.3',
    title: 'TA1 7F in specific mode, reserved',
    atr: '3BF07F00001000',
    verdict: 'refused',
    rates: 'fastest',
  },
  { clause: 'EMV Book 1 8.3.3.2', title: 'TB1 00 after the cold reset', atr: '3B2000', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.2', title: 'TB1 25 after the cold reset', atr: '3B602500', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.2', title: 'TB1 01 after the cold reset', atr: '3B600100', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.2', title: 'no TB1 after the cold reset', atr: '3B4000', verdict: 'refused' },
  {
    clause: 'EMV Book 1 8.3.3.2',
    title: 'TB1 25 after the warm reset',
    atr: '3B602500',
    verdict: 'accepted',
    reset: 'warm',
  },
  {
    clause: 'EMV Book 1 8.3.3.2',
    title: 'no TB1 after the warm reset',
    atr: '3B4000',
    verdict: 'accepted',
    reset: 'warm',
  },
  { clause: 'EMV Book 1 8.3.3.3', title: 'no TC1', atr: '3B2000', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.3', title: 'TC1 00', atr: '3B600000', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.3', title: 'TC1 FF', atr: '3B6000FF', verdict: 'accepted' },
  { clause: 'SPEC-2 (sscard.md 3.1)', title: 'TC1 05: five etu more', atr: '3B600005', verdict: 'accepted' },
  { clause: 'SPEC-2 (sscard.md 3.1)', title: 'TC1 FE, the longest guard time', atr: '3B6000FE', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.4', title: 'TD1 names T=0', atr: '3BE0000000', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.4', title: 'TD1 names T=1', atr: '3BE000FF8131FE4514', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.4', title: 'TD1 names T=2', atr: '3BE0000002E2', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.4', title: 'TD1 names T=14', atr: '3BE000000EEE', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.4', title: 'TD1 names T=15', atr: '3BE000000FEF', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.5', title: 'TA2 names the protocol of TD1', atr: '3BE000001000', verdict: 'accepted' },
  {
    clause: 'EMV Book 1 8.3.3.5',
    title: 'TA2 that a warm reset could change',
    atr: '3BE000001080',
    verdict: 'accepted',
  },
  {
    clause: 'EMV Book 1 8.3.3.5',
    title: 'TA2 names another protocol than TD1',
    atr: '3BE000001001',
    verdict: 'refused',
  },
  { clause: 'EMV Book 1 8.3.3.5', title: 'TA2 with implicit parameters', atr: '3BE000001010', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.5', title: 'TA2 of T=1', atr: '3BE000FF910131FE4505', verdict: 'accepted' },
  {
    clause: 'EMV Book 1 8.3.3.5',
    title: 'TA2 of T=0 where TD1 names T=1',
    atr: '3BE000FF910031FE4504',
    verdict: 'refused',
  },
  { clause: 'EMV Book 1 8.3.3.6', title: 'TB2 00', atr: '3BE000002000', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.6', title: 'TB2 FF', atr: '3BE0000020FF', verdict: 'refused' },
  {
    clause: 'EMV Book 1 8.3.3.6',
    title: 'TB2 after the warm reset',
    atr: '3BE000002000',
    verdict: 'refused',
    reset: 'warm',
  },
  { clause: 'EMV Book 1 8.3.3.7', title: 'TC2 0A', atr: '3BE00000400A', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.7', title: 'TC2 00', atr: '3BE000004000', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.7', title: 'TC2 09', atr: '3BE000004009', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.7', title: 'TC2 0B', atr: '3BE00000400B', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.7', title: 'TC2 FF', atr: '3BE0000040FF', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.7', title: 'TC2 where TD1 names T=1', atr: '3BE000FFC10A31FE455E', verdict: 'refused' },
  {
    clause: 'SPEC-2 (sscard.md 3.1)',
    title: 'TD2 1F with the class indicator',
    atr: '3BE00000801F037C',
    verdict: 'accepted',
  },
  { clause: 'EMV Book 1 8.3.3.8', title: 'TD2 names T=1 after T=0', atr: '3BE000008031FE45EA', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.8', title: 'TD2 names T=14 after T=0', atr: '3BE00000800E6E', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.8', title: 'TD2 names T=2 after T=0', atr: '3BE00000800262', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.8', title: 'TD2 names T=0 after T=1', atr: '3BE000FF81009E', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.8', title: 'TD2 names T=15 after T=1', atr: '3BE000FF811F0382', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.8', title: 'no TD2 after T=1', atr: '3BE000FF011E', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.9', title: 'no TA3: IFSC 32', atr: '3BE000FF812145FA', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.9', title: 'TA3 10', atr: '3BE000FF81311045FA', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.9', title: 'TA3 FE', atr: '3BE000FF8131FE4514', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.9', title: 'TA3 0F', atr: '3BE000FF81310F45E5', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.9', title: 'TA3 00', atr: '3BE000FF81310045EA', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.9', title: 'TA3 FF', atr: '3BE000FF8131FF4515', verdict: 'refused' },
  {
    clause: 'SPEC-8 (sscard.md 3.1)',
    title: 'TA3 0F of a T=1 that is not spoken',
    atr: '3BE0000080310F451B',
    verdict: 'accepted',
  },
  {
    clause: 'EMV Book 1 8.3.3.10',
    title: 'TB3 00: BWI 0, CWI 0 with N −1',
    atr: '3BE000FF8131FE0051',
    verdict: 'accepted',
  },
  { clause: 'EMV Book 1 8.3.3.10', title: 'TB3 45: BWI 4, CWI 5', atr: '3BE000FF8131FE4514', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.10', title: 'TB3 55: BWI 5', atr: '3BE000FF8131FE5504', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.10', title: 'TB3 46: CWI 6', atr: '3BE000FF8131FE4617', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.10', title: 'TB3 F5: BWI 15', atr: '3BE000FF8131FEF5A4', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.10', title: 'no TB3', atr: '3BE000FF8111FE71', verdict: 'refused' },
  {
    clause: 'EMV Book 1 8.3.3.10',
    title: 'CWI 0 with N 0: 2^CWI is not above N + 1',
    atr: '3BE000008131FE40EE',
    verdict: 'refused',
  },
  { clause: 'EMV Book 1 8.3.3.10', title: 'CWI 1 with N 0', atr: '3BE000008131FE41EF', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.10', title: 'CWI 5 with N 30', atr: '3BE0001E8131FE45F5', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.10', title: 'CWI 5 with N 31', atr: '3BE0001F8131FE45F4', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.11', title: 'TC3 00, LRC', atr: '3BE000FF8171FE450054', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.3.11', title: 'TC3 01, CRC', atr: '3BE000FF8171FE450155', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.4', title: 'TCK with T=1', atr: '3BE000FF81317C4192', verdict: 'accepted' },
  { clause: 'EMV Book 1 8.3.4', title: 'no TCK with T=0', atr: '3BE00000400A', verdict: 'accepted' },
  {
    clause: 'emv.md 5.1 (emv-utils)',
    title: 'the complex ATR of T=0',
    atr: '3BF41300FFD0000A3F0300DEADBEEFDC',
    verdict: 'accepted',
  },
  {
    clause: 'emv.md 5.1 (emv-utils)',
    title: 'the complex ATR of T=1',
    atr: '3BF41300FF9101717C4100DEADBEEFE6',
    verdict: 'accepted',
  },
  {
    clause: 'emv.md 5.1 (emv-utils)',
    title: 'a card that is not EMV’s',
    atr: '3BDA18FF81B1FE751F030031F573C78A40009000B0',
    verdict: 'refused',
  },
  { clause: 'EMV Book 1 8.3.3.8', title: 'TD2 names T=13 after T=0', atr: '3BE00000800D6D', verdict: 'refused' },
  { clause: 'EMV Book 1 8.3.3.8', title: 'TD2 names T=0 after T=0', atr: '3BE000008000', verdict: 'refused' },
];

/** S(IFS request) and its response, of a card with T=1. */
const OPENING = ['> 00C101FE3E', '< 00E101FE1E'];

/** Clocks of an etu after an ATR in specific mode. */
const ETU_CLOCKS: Readonly<Record<string, number>> = { '12': 186, '13': 93, '96': 16 };

export const CASES: readonly ContactCase[] = casesOf('L03', 1, ROWS, async (rig, row) => {
  const { atr, verdict, reset = 'cold', rates = 'emv' } = row;
  const specific = /^3BF.(..)....[19]/.exec(atr);
  rig.play([...(reset === 'warm' ? ['^ 3B400A'] : []), `^ ${atr}`, ...OPENING], {
    rates,
    blocks: true,
    etuClocks: ETU_CLOCKS[specific?.[1] ?? ''] ?? 372,
  });
  if (reset === 'warm') rig.expect('cold ATR', await rig.reset(), 'protocol');
  rig.expect('answer to reset', await rig.reset(reset), verdict === 'accepted' ? atr : 'protocol');
});
