/** Table: why the coupler refuses, as its error codes (AN10207, as public drivers list them; `[1]`). */

export const ERROR = Object.freeze({
  tooLong: 0x08,
  blockErrors: 0x0a,
  cardMuteInBlocks: 0x22,
  overflow: 0x29,
  specificMode: 0x30,
  neitherProtocol: 0x31,
  wrongPps: 0x33,
  parameter: 0x35,
  noPps: 0x39,
  unknownCommand: 0x55,
  cardMute: 0x80,
  timeOut: 0x81,
  wrongRate: 0x86,
  slowAnswer: 0x88,
  wrongStatus: 0x91,
  notBlocks: 0x9b,
  procedureByte: 0xa0,
  cardAbsent: 0xc0,
  checksum: 0xc3,
  wrongTs: 0xc4,
  answerUnknown: 0xc6,
  serialCheck: 0xf0,
  serialTimeOut: 0xff,
});

/** Ends a command without success. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: number;

  constructor(code: number) {
    super(`coupler error ${code}`);
    this.code = code;
  }
}
