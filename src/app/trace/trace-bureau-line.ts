/** The transcript of the line to the bureau: which service is asked, what came of it, and how many bytes that took. */

import { type Text, words } from '../../base/text.js';
import { decodeBureauAnswer, decodeBureauRequest, decodeBureauUpload } from '../../codec/bureau-message.js';
import type { Line, LineInput } from '../../ports/line.js';
import { type Note, orUndefined } from './narration.js';

export function traceBureauLine(line: Line, tell: Note): Line {
  return {
    async open(withinMs) {
      const up = await line.open(withinMs);
      if (!up) tell('!', DOWN);
      return up;
    },
    async send(bytes) {
      tell('>', requestWords(bytes));
      const done = await line.send(bytes);
      if (!done) tell('!', BROKE);
      return done;
    },
    async receive(withinMs) {
      const input = await line.receive(withinMs);
      tell(input.kind === 'bytes' ? '<' : '!', inputWords(input));
      return input;
    },
    close: () => line.close(),
  };
}

const DOWN = words('线路不通', 'The line is down');
const BROKE = words('线路中断', 'The line broke');

function requestWords(bytes: Uint8Array): Text {
  const { length } = bytes;
  const upload = orUndefined(() => decodeBureauUpload(bytes));
  if (upload)
    return words(`明细上传 ${upload.number}，${length} 字节`, `Upload of entries ${upload.number}, ${length} bytes`);
  const request = orUndefined(() => decodeBureauRequest(bytes));
  const service = request === undefined ? '?' : `${request.service} ${request.number}`;
  return words(`密钥服务 ${service}，${length} 字节`, `Key service ${service}, ${length} bytes`);
}

function inputWords(input: LineInput): Text {
  if (input.kind === 'silence') return words('无应答', 'No answer');
  if (input.kind === 'down') return BROKE;
  const answer = orUndefined(() => decodeBureauAnswer(input.bytes));
  const said = answer === undefined ? '' : ` ${answer.result} ${answer.number}`;
  const { length } = input.bytes;
  return words(`经办机构应答${said}，${length} 字节`, `The bureau answers${said}, ${length} bytes`);
}
