import { concat, equalBytes } from '../../../../src/base/bytes.js';
import { SW } from '../../../../src/codec/status-words.js';
import { encodeTlv } from '../../../../src/codec/tlv.js';
import { type Command, demandParameters } from '../command.js';
import { demand, found } from '../refusal.js';
import type { Session } from '../session.js';
import { answersTemplate, findObject, OBJECT, objectOf } from './objects.js';
import { keepStatus, statusOf } from './status.js';
import { readDol, selectedPayment } from './transaction.js';

const COUNTER_MAX = 0xffff;
const TAG_COMMAND_TEMPLATE = 0x83;

/**
 * 80 A8 00 00, 83 L ‖ PDOL data → AIP and AFL, as template 80 or 77. Counts the ATC up, once in a selection. EMV 4.3 Book 3
 * 6.5.8; emv.md 2.2.
 *
 * @throws Refusal 6985 a second time, without payment data, or with the counter at its end; 6A80 no template 83; 6700
 * data of another length than the PDOL's
 */
export function getProcessingOptions(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  const { application } = selectedPayment(session);
  const profile = found(findObject(application, OBJECT.interchangeProfile), SW.conditionsNotSatisfied);
  const locator = objectOf(application, OBJECT.fileLocator);
  demand(session.ongoing === undefined, SW.conditionsNotSatisfied);
  const processingData = commandTemplate(command.data);
  readDol(objectOf(application, OBJECT.processingDol), processingData);

  const status = statusOf(application);
  demand(status.counter < COUNTER_MAX, SW.conditionsNotSatisfied);
  const counter = status.counter + 1;
  keepStatus(session, application, { ...status, counter });
  session.ongoing = {
    kind: 'payment',
    counter,
    processingData,
    pin: 'none',
    signed: false,
    first: undefined,
    issuerAuthentication: 'none',
    scriptFailed: false,
    ended: false,
  };
  return answersTemplate(application, 0x01)
    ? encodeTlv(0x77, encodeTlv(0x82, profile), encodeTlv(0x94, locator))
    : encodeTlv(0x80, concat(profile, locator));
}

/** The value of template 83, whose length takes one byte or two. @throws Refusal 6A80 */
function commandTemplate(data: Uint8Array): Uint8Array {
  demand(data.length >= 2 && data[0] === TAG_COMMAND_TEMPLATE, SW.wrongData);
  const value = data.slice(data[1] === 0x81 ? 3 : 2);
  demand(equalBytes(encodeTlv(TAG_COMMAND_TEMPLATE, value), data), SW.wrongData);
  return value;
}
