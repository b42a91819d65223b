import { describe, expect, it } from 'vitest';
import { createPsam } from '../../../hosts/peers/psam/psam.js';
import { toHex } from '../../../src/base/hex.js';
import { ask, counting, described, exchange } from './desk.js';

const SX1 = '7378312E73682EC9E7BBE1B1A3D5CF';
const SX2 = '7378322E73682EC9E7BBE1B1A3D5CF';
const SX3 = '7378332E73682EC9E7BBE1B1A3D5CF';

function powered(algorithms: ('DES' | 'SSF33' | 'SM4')[]) {
  const psam = createPsam(described('DES', { algorithms }), counting);
  psam.reset();
  return psam;
}

describe('reset', () => {
  it('answers an ATR with region and serial among its 13 historical bytes', () => {
    const psam = createPsam(described('DES'), counting);
    expect(toHex(psam.reset())).toBe('3B6D0000009950534D9999990100000001');
  });
});

describe('SELECT', () => {
  it('finds environments by name and by FID, and answers their FCI', () => {
    const psam = powered(['DES', 'SSF33', 'SM4']);
    expect(ask(psam, `00A404000F ${SX1}`)).toBe(`6F16840F${SX1}A5038801019000`);
    expect(ask(psam, `00A404000F ${SX2}`)).toBe(`6F16840F${SX2}A5038801019000`);
    expect(ask(psam, `00A404000F ${SX3}`)).toBe(`6F16840F${SX3}A5038801019000`);
    expect(ask(psam, '00A4000002 3F00')).toContain(SX1);
    expect(ask(psam, '00A4000002 DDF1')).toContain(SX2);
    expect(ask(psam, '00A4000002 DDF2')).toContain(SX3);
    expect(ask(psam, '00A4000000')).toContain(SX1);
  });

  it('finds the application by AID and FID, everywhere but the FID at a bare master file', () => {
    const psam = powered(['SM4']);
    expect(exchange(psam, '00A4000002 DF01')).toBe('6A82');
    expect(ask(psam, '00A4040006 D15600000590')).toBe('6F088406D156000005909000');
    expect(exchange(psam, '00A4000002 3F00')).toBe('9000');
    expect(exchange(psam, `00A404000F ${SX1}`)).toBe('6A82');
    expect(ask(psam, `00A404000F ${SX3}`)).toContain(SX3);
    expect(ask(psam, '00A4000002 DF01')).toBe('6F088406D156000005909000');
  });

  it('finds EFs of the current DF with P1 02 and 00', () => {
    const psam = powered(['DES']);
    expect(exchange(psam, '00A4020002 0016')).toBe('9000');
    expect(exchange(psam, '00A4000002 0015')).toBe('9000');
    expect(exchange(psam, '00A4020002 0019')).toBe('6A82');
    expect(exchange(psam, '00A4020002 3F00')).toBe('6A82');
    ask(psam, '00A4000002 DF01');
    expect(exchange(psam, '00A4020002 0019')).toBe('9000');
    expect(exchange(psam, '00A4020002 0016')).toBe('6A82');
  });

  it('refuses what it cannot be asked', () => {
    const psam = powered(['DES']);
    expect(exchange(psam, '00A4000102 3F00')).toBe('6A86');
    expect(exchange(psam, '00A4010002 3F00')).toBe('6A86');
    expect(exchange(psam, '00A4000001 3F')).toBe('6700');
    expect(exchange(psam, '00A4020000')).toBe('6700');
    expect(exchange(psam, '00A4040004 D1560000')).toBe('6700');
    expect(exchange(psam, '00A4040006 D15600000500')).toBe('6A82');
    expect(exchange(psam, `00A404000F ${SX2}`)).toBe('6A82');
  });
});

describe('INITIALIZE ENVIRONMENT', () => {
  it('chooses by the first byte of 卡的识别码', () => {
    const psam = powered(['DES', 'SSF33']);
    expect(exchange(psam, 'BFEC000001 11')).toBe('9000');
    expect(ask(psam, '00A4040006 D15600000590')).toContain('9000');
    expect(exchange(psam, `BFDE070810 ${SX1}00`)).toBe('6A81');
    expect(exchange(psam, 'BFEC000001 99')).toBe('9000');
    expect(exchange(psam, `BFDE070810 ${SX1}00`)).toBe('6A80');
  });

  it('says 6A81 where the environment is missing', () => {
    expect(exchange(powered(['DES']), 'BFEC000001 11')).toBe('6A81');
    expect(exchange(powered(['SM4']), 'BFEC000001 99')).toBe('6A81');
  });

  it('refuses other lengths and parameters', () => {
    const psam = powered(['DES']);
    expect(exchange(psam, 'BFEC000002 9999')).toBe('6700');
    expect(exchange(psam, 'BFEC010001 99')).toBe('6A86');
  });
});

describe('READ BINARY and READ RECORD', () => {
  it('reads the card information and the terminal number, by SFI and by selection', () => {
    const psam = powered(['DES']);
    expect(exchange(psam, '00B095000F')).toBe('9999010000000000000001010100009000');
    expect(exchange(psam, '00B0960006')).toBe('9901000000019000');
    exchange(psam, '00A4020002 0016');
    expect(exchange(psam, '00B0000006')).toBe('9901000000019000');
    expect(exchange(psam, '00B0000302')).toBe('00009000');
    expect(exchange(psam, '00B0960303')).toBe('0000019000');
  });

  it('reads sequence and key data of the application', () => {
    const psam = powered(['DES']);
    ask(psam, '00A4000002 DF01');
    expect(exchange(psam, '00B0990004')).toBe('000000009000');
    expect(exchange(psam, '00B09A000A')).toBe('010120200101203912319000');
    expect(exchange(psam, '00B09B000A')).toBe('000120200101203912319000');
    expect(exchange(psam, '00B09C000A')).toBe('FFFFFFFFFFFFFFFFFFFF9000');
  });

  it('lists the application in DIR', () => {
    const psam = powered(['DES']);
    expect(exchange(psam, '00B2010C00')).toBe('6C12');
    expect(exchange(psam, '00B2010C12')).toBe('61104F06D15600000590500653535053414D9000');
    expect(exchange(psam, '00B2010412')).toBe('61104F06D15600000590500653535053414D9000');
    expect(exchange(psam, '00B2020C12')).toBe('6A83');
  });

  it('answers 6Cxx, 6B00, 6981, 6982, 6986, 6A82 and 6A86', () => {
    const psam = powered(['DES']);
    expect(exchange(psam, '00B0000006')).toBe('6986');
    expect(exchange(psam, '00B2010412')).toBe('6986');
    expect(exchange(psam, '00B0960000')).toBe('6C06');
    expect(exchange(psam, '00B0960007')).toBe('6C06');
    expect(exchange(psam, '00B0960601')).toBe('6B00');
    expect(exchange(psam, '00B0810001')).toBe('6981');
    expect(exchange(psam, '00B2011412')).toBe('6A82');
    expect(exchange(psam, '00B201B406')).toBe('6981');
    expect(exchange(psam, '00B0A00001')).toBe('6A86');
    expect(exchange(psam, '00B2010D12')).toBe('6A86');
    ask(psam, '00A4000002 DF01');
    expect(exchange(psam, '00B0910008')).toBe('6981');
  });
});

describe('the line', () => {
  it('answers 6E00 and 6D00', () => {
    const psam = powered(['DES']);
    expect(exchange(psam, '01A4040000')).toBe('6E00');
    expect(exchange(psam, '80A4040000')).toBe('6E00');
    expect(exchange(psam, '00FA000008')).toBe('6E00');
    expect(exchange(psam, '80C0000008')).toBe('6E00');
    expect(exchange(psam, '0020000000')).toBe('6D00');
    expect(exchange(psam, '801A000000')).toBe('6D00');
  });

  it('keeps an answer until it is fetched or another command comes', () => {
    const psam = powered(['DES']);
    expect(exchange(psam, '00C0000008')).toBe('6F00');
    expect(exchange(psam, `00A404000F ${SX1}`)).toBe('6118');
    expect(exchange(psam, '00C0000008')).toBe('6C18');
    expect(exchange(psam, '00C0010018')).toBe('6A86');
    expect(exchange(psam, '00C0000018')).toContain('9000');
    expect(exchange(psam, '00C0000018')).toBe('6F00');
    exchange(psam, `00A404000F ${SX1}`);
    exchange(psam, '0084000008');
    expect(exchange(psam, '00C0000018')).toBe('6F00');
    exchange(psam, `00A404000F ${SX1}`);
    psam.reset();
    expect(exchange(psam, '00C0000018')).toBe('6F00');
  });

  it('refuses data that are not as long as P3 says', () => {
    const psam = powered(['DES']);
    expect(exchange(psam, '00A4000002 3F')).toBe('6700');
    expect(exchange(psam, '0084000008 00')).toBe('6700');
  });

  it('stops at a command without power', () => {
    const psam = powered(['DES']);
    psam.powerOff();
    expect(() => exchange(psam, '0084000008')).toThrow();
  });
});

describe('GET CHALLENGE', () => {
  it('gives 4, 8 or 16 bytes', () => {
    const psam = powered(['DES']);
    expect(exchange(psam, '0084000004')).toBe('010203049000');
    expect(exchange(psam, '0084000008')).toBe('01020304050607089000');
    expect(exchange(psam, '0084000010')).toBe('0102030405060708090A0B0C0D0E0F109000');
    expect(exchange(psam, '0084000005')).toBe('6700');
    expect(exchange(psam, '0084000000')).toBe('6700');
    expect(exchange(psam, '0084000108')).toBe('6A86');
  });
});
