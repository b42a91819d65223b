/** L06: T=0 procedure bytes, each conversation literally (ISO/IEC 7816-3 10.3, 12.2). */

import { type ContactCase, casesOf } from './case.js';

interface Row {
  readonly clause: string;
  readonly title: string;
  readonly command: string;
  readonly script: readonly string[];
  readonly answer: string;
}

const PROCEDURE = 'ISO/IEC 7816-3 10.3.3';
const CASES_1_TO_4 = 'ISO/IEC 7816-3 12.2';

/** 255 bytes, and 256. */
const LONG = 'A5'.repeat(255);
const LONGEST = '5A'.repeat(256);

const ROWS: readonly Row[] = [
  {
    clause: CASES_1_TO_4,
    title: 'case 1 goes out with P3 00',
    command: '00440000',
    script: ['> 0044000000', '< 9000'],
    answer: '9000',
  },
  {
    clause: PROCEDURE,
    title: 'case 1 acknowledged before its status',
    command: '00440000',
    script: ['> 0044000000', '< 44 9000'],
    answer: '9000',
  },
  {
    clause: CASES_1_TO_4,
    title: 'case 2, INS and all data',
    command: '00B0000003',
    script: ['> 00B0000003', '< B0 112233 9000'],
    answer: '1122339000',
  },
  {
    clause: CASES_1_TO_4,
    title: 'case 2 with Le 00 gives 256 bytes',
    command: '00B0000000',
    script: ['> 00B0000000', `< B0 ${LONGEST} 9000`],
    answer: `${LONGEST}9000`,
  },
  {
    clause: CASES_1_TO_4,
    title: 'case 2 refused with 6Cxx, which goes to the session',
    command: '00B0000010',
    script: ['> 00B0000010', '< 6C03'],
    answer: '6C03',
  },
  {
    clause: CASES_1_TO_4,
    title: 'case 3, INS and all data',
    command: '00D6000003112233',
    script: ['> 00D6000003', '< D6', '> 112233', '< 9000'],
    answer: '9000',
  },
  {
    clause: CASES_1_TO_4,
    title: 'case 3 with 255 bytes',
    command: `00D60000FF${LONG}`,
    script: ['> 00D60000FF', '< D6', `> ${LONG}`, '< 9000'],
    answer: '9000',
  },
  {
    clause: CASES_1_TO_4,
    title: 'case 4 goes out without Le, and 61xx goes to the session',
    command: '00A4040002315000',
    script: ['> 00A4040002', '< A4', '> 3150', '< 6112'],
    answer: '6112',
  },
  {
    clause: CASES_1_TO_4,
    title: 'GET RESPONSE is a case 2 like others',
    command: '00C0000002',
    script: ['> 00C0000002', '< C0 6F00 9000'],
    answer: '6F009000',
  },
  {
    clause: PROCEDURE,
    title: 'data out byte by byte, INS ⊕ FF each time',
    command: '00B0000003',
    script: ['> 00B0000003', '< 4F 11 4F 22 4F 33 9000'],
    answer: '1122339000',
  },
  {
    clause: PROCEDURE,
    title: 'data out one by one, then the rest',
    command: '00B0000004',
    script: ['> 00B0000004', '< 4F 11 4F 22 B0 3344 9000'],
    answer: '112233449000',
  },
  {
    clause: PROCEDURE,
    title: 'data in byte by byte',
    command: '00D6000003112233',
    script: ['> 00D6000003', '< 29', '> 11', '< 29', '> 22', '< 29', '> 33', '< 9000'],
    answer: '9000',
  },
  {
    clause: PROCEDURE,
    title: 'data in one byte, then the rest',
    command: '00D6000003112233',
    script: ['> 00D6000003', '< 29', '> 11', '< D6', '> 2233', '< 9000'],
    answer: '9000',
  },
  {
    clause: PROCEDURE,
    title: 'NULL before the acknowledgement',
    command: '00B0000002',
    script: ['> 00B0000002', '< 60 B0 1122 9000'],
    answer: '11229000',
  },
  {
    clause: PROCEDURE,
    title: 'NULLs before the status',
    command: '00D600000111',
    script: ['> 00D6000001', '< D6', '> 11', '< 60 60 60 9000'],
    answer: '9000',
  },
  {
    clause: PROCEDURE,
    title: 'NULL between single bytes',
    command: '00B0000002',
    script: ['> 00B0000002', '< 60 4F 11 60 4F 22 60 9000'],
    answer: '11229000',
  },
  {
    clause: PROCEDURE,
    title: '60 among the data is data',
    command: '00B0000003',
    script: ['> 00B0000003', '< B0 60 60 B0 9000'],
    answer: '6060B09000',
  },
  {
    clause: PROCEDURE,
    title: '60 as SW2',
    command: '00440000',
    script: ['> 0044000000', '< 9060'],
    answer: '9060',
  },
  {
    clause: PROCEDURE,
    title: 'a status in place of the acknowledgement of data in',
    command: '00D6000003112233',
    script: ['> 00D6000003', '< 6982'],
    answer: '6982',
  },
  {
    clause: PROCEDURE,
    title: 'a status in place of the acknowledgement of data out',
    command: '00B0000003',
    script: ['> 00B0000003', '< 6A82'],
    answer: '6A82',
  },
  {
    clause: PROCEDURE,
    title: 'a status after half the data out',
    command: '00B0000003',
    script: ['> 00B0000003', '< 4F 11 6281'],
    answer: '116281',
  },
  {
    clause: PROCEDURE,
    title: 'a status after half the data in',
    command: '00D6000003112233',
    script: ['> 00D6000003', '< 29', '> 11', '< 6581'],
    answer: '6581',
  },
  {
    clause: 'EMV Book 1 9.2.2.3.1',
    title: 'warning 6283 with its data',
    command: '00B0000002',
    script: ['> 00B0000002', '< B0 1122 6283'],
    answer: '11226283',
  },
  {
    clause: 'EMV Book 1 9.2.2.3.1',
    title: 'warning 63C2',
    command: '0020008001FF',
    script: ['> 0020008001', '< 20', '> FF', '< 63C2'],
    answer: '63C2',
  },
  {
    clause: 'EMV Book 1 9.2.2.3.1',
    title: '9Fxx is a status',
    command: '00440000',
    script: ['> 0044000000', '< 9F10'],
    answer: '9F10',
  },
  {
    clause: PROCEDURE,
    title: '6Fxx is a status',
    command: '00440000',
    script: ['> 0044000000', '< 6F00'],
    answer: '6F00',
  },
  {
    clause: 'ISO/IEC 7816-3 12.2.5',
    title: '6100: 256 bytes wait',
    command: '008800000111',
    script: ['> 0088000001', '< 88', '> 11', '< 6100'],
    answer: '6100',
  },
  {
    clause: PROCEDURE,
    title: 'INS ⊕ 01 is nothing any more',
    command: '00B0000002',
    script: ['> 00B0000002', '< B1'],
    answer: 'protocol',
  },
  {
    clause: PROCEDURE,
    title: 'INS ⊕ FE is nothing any more',
    command: '00B0000002',
    script: ['> 00B0000002', '< 4E'],
    answer: 'protocol',
  },
  {
    clause: PROCEDURE,
    title: 'a procedure byte of 00',
    command: '00B0000002',
    script: ['> 00B0000002', '< 00'],
    answer: 'protocol',
  },
  {
    clause: PROCEDURE,
    title: 'a procedure byte of FF',
    command: '00B0000002',
    script: ['> 00B0000002', '< FF'],
    answer: 'protocol',
  },
  {
    clause: PROCEDURE,
    title: 'an acknowledgement after all data are out',
    command: '00B0000002',
    script: ['> 00B0000002', '< B0 1122 B0'],
    answer: 'protocol',
  },
  {
    clause: PROCEDURE,
    title: 'an acknowledgement after all data are in',
    command: '00D600000111',
    script: ['> 00D6000001', '< D6', '> 11', '< 29'],
    answer: 'protocol',
  },
  {
    clause: PROCEDURE,
    title: 'INS ⊕ FF of a command of case 1',
    command: '00440000',
    script: ['> 0044000000', '< BB'],
    answer: 'protocol',
  },
  {
    clause: 'ISO/IEC 7816-3 10.2',
    title: 'silence after the header',
    command: '00B0000002',
    script: ['> 00B0000002'],
    answer: 'mute',
  },
  {
    clause: 'ISO/IEC 7816-3 10.2',
    title: 'silence among the data',
    command: '00B0000003',
    script: ['> 00B0000003', '< B0 11'],
    answer: 'mute',
  },
  {
    clause: 'ISO/IEC 7816-3 10.2',
    title: 'silence after the data in',
    command: '00D600000111',
    script: ['> 00D6000001', '< D6', '> 11'],
    answer: 'mute',
  },
  {
    clause: 'ISO/IEC 7816-3 10.2',
    title: 'silence after SW1',
    command: '00440000',
    script: ['> 0044000000', '< 90'],
    answer: 'mute',
  },
];

export const CASES: readonly ContactCase[] = [
  ...casesOf('L06', 1, ROWS, async (rig, { command, script, answer }) => {
    rig.play(['^ 3B600000', ...script]);
    rig.expect('ATR', await rig.reset(), '3B600000');
    rig.expect('answer', await rig.send(command), answer);
    rig.scriptEnds();
    rig.expect('VCC', rig.lines.endsWith('VCC off'), /^[mp]/.test(answer));
  }),
  {
    id: 'L06-051',
    clause: CASES_1_TO_4,
    title: 'one command after the other',
    async run(rig) {
      rig.play([
        '^ 3B600000',
        '> 00A4040002',
        '< A4',
        '> 3150',
        '< 6102',
        '> 00C0000002',
        '< C0 6F00 9000',
        '> 00B2010C00',
        '< 6C01',
        '> 00B2010C01',
        '< B2 70 9000',
      ]);
      await rig.converse([
        ['00A4040002315000', '6102'],
        ['00C0000002', '6F009000'],
        ['00B2010C00', '6C01'],
        ['00B2010C01', '709000'],
      ]);
    },
  },
];
