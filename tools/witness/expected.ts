/** Table: what the witnesses must find on the sample cards, as they were personalised. Written down, never computed. */

/** Path in cardpeek's view, attribute, value; `undefined` for a node that must not be there. */
export type Expectation = readonly [path: string, attribute: 'val' | 'alt' | 'size', value: string | undefined];

const PSE = '#315041592E5359532E4444463031';
const DEBIT = '#A000000333010101';

/** hosts/samples/cards/v2-des.json after a purchase of 12.34 on 1 June 2026 and one of 56.78 on 2 June, both online. */
export const DEBIT_CARD: readonly Expectation[] = Object.freeze([
  ['cold ATR', 'val', '3B6D000000995453549999990100000001'],

  [`${PSE} > 84`, 'alt', '1PAY.SYS.DDF01'],
  [`${PSE} > 88`, 'val', '01'],
  [`${PSE} > file 1 > record 1 > 61 > 4F`, 'val', 'A000000333010101'],
  [`${PSE} > file 1 > record 1 > 61 > 50`, 'alt', 'PBOC DEBIT'],
  [`${PSE} > file 1 > record 1 > 61 > 87`, 'val', '01'],
  [`${PSE} > file 1 > record 2`, 'val', undefined],

  [`${DEBIT} > answer to select > 84`, 'val', 'A000000333010101'],
  [`${DEBIT} > answer to select > A5 > 50`, 'alt', 'PBOC DEBIT'],
  [`${DEBIT} > answer to select > A5 > 9F38`, 'val', undefined],
  [`${DEBIT} > answer to select > A5 > BF0C > 9F4D`, 'val', '0B0A'],

  [`${DEBIT} > processing_options > 82`, 'val', '7C00'],
  [`${DEBIT} > processing_options > 82 > 1.7`, 'val', 'SDA supported'],
  [`${DEBIT} > processing_options > 82 > 1.6`, 'val', 'DDA supported'],
  [`${DEBIT} > processing_options > 82 > 1.5`, 'val', 'Cardholder verification is supported'],
  [`${DEBIT} > processing_options > 82 > 1.4`, 'val', 'Terminal risk management is to be performed'],
  [`${DEBIT} > processing_options > 82 > 1.3`, 'val', 'Issuer authentication is supported'],
  [`${DEBIT} > processing_options > 94`, 'val', '080101001001020118010500'],

  // The purchases and the reader's own GET PROCESSING OPTIONS counted; the issuer was heard in the second purchase.
  [`${DEBIT} > 9F36`, 'alt', '3'],
  [`${DEBIT} > 9F13`, 'alt', '2'],
  [`${DEBIT} > 9F17`, 'alt', '3'],

  [`${DEBIT} > file 1 > record 1 > 57`, 'val', '6210999901000000001D33122200000000000F'],
  [`${DEBIT} > file 1 > record 1 > 9F1F`, 'alt', '00000000000000'],

  [`${DEBIT} > file 2 > record 1 > 5F25`, 'alt', '01/15/24'],
  [`${DEBIT} > file 2 > record 1 > 5F24`, 'alt', '12/31/33'],
  [`${DEBIT} > file 2 > record 1 > 9F07 > 1.8`, 'val', 'Valid for domestic cash transactions'],
  [`${DEBIT} > file 2 > record 1 > 9F07 > 1.7`, 'val', undefined],
  [`${DEBIT} > file 2 > record 1 > 5A`, 'val', '6210999901000000001F'],
  [`${DEBIT} > file 2 > record 1 > 5F34`, 'val', '01'],
  [`${DEBIT} > file 2 > record 1 > 9F0D`, 'val', 'D84000A800'],
  [`${DEBIT} > file 2 > record 1 > 9F0E`, 'val', '0010000000'],
  [`${DEBIT} > file 2 > record 1 > 9F0F`, 'val', 'D84004F800'],
  [`${DEBIT} > file 2 > record 1 > 8E`, 'val', '00000000000000004403410342031E031F00'],
  [
    `${DEBIT} > file 2 > record 1 > 8E > CVM 3`,
    'alt',
    'Apply succeeding CV rule if this rule is unsuccessful: Enciphered PIN verified online - If terminal supports the CVM',
  ],
  [
    `${DEBIT} > file 2 > record 1 > 8E > CVM 5`,
    'alt',
    'Fail cardholder verification if this CVM is unsuccessful: No CVM Required - Always',
  ],
  [`${DEBIT} > file 2 > record 1 > 5F28`, 'alt', "China, People's Republic of"],
  [`${DEBIT} > file 2 > record 1 > 9F4A`, 'alt', 'Application Interchange Profile (AIP) 82. '],
  [
    `${DEBIT} > file 2 > record 1 > AFL Information`,
    'val',
    'This record is to be included in offline data authentication',
  ],

  [
    `${DEBIT} > file 2 > record 2 > 8C`,
    'alt',
    'Amount, Authorized 9F02 [6]. Amount, Other 9F03 [6]. Terminal Country Code 9F1A [2]. ' +
      'Terminal Verification Results (TVR) 95 [5]. Currency code 5F2A [2]. Transaction Date 9A [3]. ' +
      'Transaction Type 9C [1]. Unpredictable number 9F37 [4]. Transaction Time 9F21 [3]. ' +
      'Merchant Name and Location 9F4E [20]. ',
  ],
  [`${DEBIT} > file 2 > record 2 > 8D`, 'val', '8A029F02069F03069F1A0295055F2A029A039C019F37049F21039F4E14'],
  [`${DEBIT} > file 2 > record 2 > 9F08`, 'val', '0020'],
  [`${DEBIT} > file 2 > record 2 > 9F42`, 'alt', 'Yuan Renminbi'],
  [`${DEBIT} > file 2 > record 2 > 9F49`, 'alt', 'Unpredictable number 9F37 [4]. '],
  [`${DEBIT} > file 2 > record 3`, 'val', undefined],

  [`${DEBIT} > file 3 > record 1 > 8F`, 'val', 'F8'],
  [`${DEBIT} > file 3 > record 1 > 9F32`, 'val', '03'],
  [`${DEBIT} > file 3 > record 2 > 90`, 'size', '248'],
  [`${DEBIT} > file 3 > record 3 > 93`, 'size', '176'],
  [`${DEBIT} > file 3 > record 4 > 9F46`, 'size', '176'],
  [`${DEBIT} > file 3 > record 5 > 9F47`, 'val', '03'],
  [`${DEBIT} > file 4`, 'val', undefined],

  [
    `${DEBIT} > log file 11 > log format`,
    'alt',
    '9A[3] 9F21[3] 9F02[6] 9F03[6] 9F1A[2] 5F2A[2] 9F4E[20] 9C[1] 9F36[2] ',
  ],
  [`${DEBIT} > log file 11 > record 1 > Transaction Date`, 'alt', '06/02/26'],
  [`${DEBIT} > log file 11 > record 1 > Transaction Time`, 'val', '101500'],
  [`${DEBIT} > log file 11 > record 1 > Amount, Authorized`, 'alt', '56.78'],
  [`${DEBIT} > log file 11 > record 1 > Terminal Country Code`, 'alt', "China, People's Republic of"],
  [`${DEBIT} > log file 11 > record 1 > Currency code`, 'alt', 'Yuan Renminbi'],
  [`${DEBIT} > log file 11 > record 1 > Transaction Type`, 'alt', 'Purchase'],
  [`${DEBIT} > log file 11 > record 1 > Application Transaction Counter (ATC)`, 'alt', '2'],
  [`${DEBIT} > log file 11 > record 2 > Transaction Date`, 'alt', '06/01/26'],
  [`${DEBIT} > log file 11 > record 2 > Amount, Authorized`, 'alt', '12.34'],
  [`${DEBIT} > log file 11 > record 2 > Application Transaction Counter (ATC)`, 'alt', '1'],
  [`${DEBIT} > log file 11 > record 3`, 'val', undefined],
] as const);

/** What the card of the same description is given as 9F38 besides: country, currency, date, unpredictable number. */
export const PDOL = '9F1A025F2A029A039F3704';

/** That card, never used. */
export const CARD_WITH_PDOL: readonly Expectation[] = Object.freeze([
  [`${DEBIT} > answer to select > A5 > 9F38`, 'val', PDOL],
  [
    `${DEBIT} > answer to select > A5 > 9F38`,
    'alt',
    'Terminal Country Code 9F1A [2]. Currency code 5F2A [2]. Transaction Date 9A [3]. Unpredictable number 9F37 [4]. ',
  ],
  [`${DEBIT} > processing_options > 94`, 'val', '080101001001020118010500'],
  [`${DEBIT} > 9F36`, 'alt', '1'],
  [`${DEBIT} > file 2 > record 1 > 5A`, 'val', '6210999901000000001F'],
  [`${DEBIT} > log file 11 > log format`, 'val', '9A039F21039F02069F03069F1A025F2A029F4E149C019F3602'],
  [`${DEBIT} > log file 11 > record 1`, 'val', undefined],
] as const);

/** GET PROCESSING OPTIONS with what cardpeek puts into that PDOL (today is its own), and an answer of 16 bytes. */
export const PDOL_EXCHANGE = /^C:80A800000D830B02500978\d{6}DEADBEEF00:6110:$/;

/** hosts/samples/cards/bank-several-applications.json: three applications on one directory. */
export const SEVERAL_APPLICATIONS: readonly Expectation[] = Object.freeze([
  [`${PSE} > file 1 > 4F`, 'val', 'A000000333010101'],
  [`${DEBIT} > answer to select > A5 > 50`, 'alt', 'PBOC DEBIT'],
  [`${DEBIT} > answer to select > A5 > 87`, 'val', '02'],
  [`${DEBIT} > processing_options > 82`, 'val', '5C00'],
  [`${DEBIT}01 > answer to select > A5 > 50`, 'alt', 'PBOC WAGES'],
  [`${DEBIT}01 > answer to select > A5 > 87`, 'val', '01'],
  [`${DEBIT}01 > file 2 > record 1 > 5A`, 'val', '6210999901000000068F'],
  [`${DEBIT}02 > answer to select > A5 > 50`, 'alt', 'PBOC PENSION'],
  [`${DEBIT}02 > answer to select > A5 > 87`, 'val', '83'],
  [`${DEBIT}02 > file 2 > record 1 > 5A`, 'val', '6210999901000000068F'],
] as const);

/** Commands for opensc-tool, and what its output says of them without spaces: the social security side of v2-des. */
export const SOCIAL_SIDE: readonly (readonly [command: string, said: string])[] = Object.freeze([
  // SELECT sx1.sh.社会保障
  [
    '00A404000F7378312E73682EC9E7BBE1B1A3D5CF00',
    'Received(SW1=0x90,SW2=0x00):6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988010F9F0C03860101',
  ],
  ['00A4020002EF05', 'Received(SW1=0x90,SW2=0x00)'],
  // The card's identification code, and a record that is not there.
  ['00B2010400', 'Received(SW1=0x90,SW2=0x00):0110990100D1560000050000000166534F34'],
  ['00B2400400', 'Received(SW1=0x6A,SW2=0x83)'],
  // Behind the firewall: the bank's counter is nothing that SSSE knows.
  ['80CA9F3605', 'Received(SW1=0x6D,SW2=0x00)'],
] as const);

/** After cardpeek, from the card as it was kept: SELECT, and the ATC that cardpeek counted up. */
export const KEPT_COUNTER: readonly (readonly [command: string, said: string])[] = Object.freeze([
  ['00A4040008A000000333010101', 'Received(SW1=0x90,SW2=0x00)'],
  ['80CA9F3605', 'Received(SW1=0x90,SW2=0x00):9F36020003'],
] as const);
