/** A business system of the tests: it calls the driver, and carries the driver's questions to the bureau's HSM itself. */

import { HsmHost } from '../../hosts/peers/bureau/hsm-host.js';
import { testRoot } from '../../hosts/peers/keys.js';
import type { LineHost } from '../../hosts/peers/line/line-host.js';
import type { DriverAnswer } from '../../src/app/driver/answer.js';
import type { Driver } from '../../src/app/driver/driver.js';
import { type BureauService, decodeBureauAnswer, encodeBureauRequest } from '../../src/codec/bureau-message.js';

export const bureau = (): HsmHost => new HsmHost({ pinKey: testRoot('TPK') });

/** pCardInfo of whatever card is in the slot. */
export async function named(driver: Driver): Promise<string> {
  const [, , number, identifier] = (await driver.iReadCardBas(1)).out.split('|');
  return `${identifier}|${number}|`;
}

/** The business system's way to the bureau's HSM, between two steps. @param basic what Step1 of the basic data said */
function businessSystem(basic: string) {
  const [region, historical, , identifier] = basic.split('|');
  const hsm = bureau();
  return (service: BureauService, data: string): string => {
    const card = { region, historical, identifier };
    const reply = hsm.receive(encodeBureauRequest({ number: 1, service, card, data }));
    if (reply === undefined) throw new Error('the HSM says nothing');
    const { result, data: said } = decodeBureauAnswer(reply.frame);
    if (result !== 'ok') throw new Error(`the HSM says ${result}`);
    return said;
  };
}

interface Met {
  readonly hsm: ReturnType<typeof businessSystem>;
  /** pCardInfo */
  readonly card: string;
  readonly basic: DriverAnswer;
}

/** Both steps of the basic data, with which every business begins. */
export async function meet(driver: Driver): Promise<Met> {
  const first = await driver.iReadCardBas_HSM_Step1(1);
  if (first.code !== 0) throw new Error(`Step1: ${first.code} ${first.out}`);
  const hsm = businessSystem(first.out);
  const basic = await driver.iReadCardBas_HSM_Step2(hsm('internalAuth', first.out));
  const [, , number, identifier] = basic.out.split('|');
  return { hsm, basic, card: `${identifier}|${number}|` };
}

/** A bureau's host whose answers pass through other hands. */
export function tamperedHost(answer: (frame: Uint8Array) => Uint8Array | undefined): LineHost {
  const real = bureau();
  return {
    receive(frame) {
      const reply = real.receive(frame);
      const changed = reply && answer(reply.frame);
      return changed && reply ? { ...reply, frame: changed } : undefined;
    },
  };
}
