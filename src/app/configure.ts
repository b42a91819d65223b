/** From what its owner has set up to how the terminal starts. */

import type { BankSettings, Settings } from './settings.js';
import type { Configuration, Device, PaymentConfiguration } from './start-terminal.js';

/** A terminal that comes by its settings is one of the test world: a live bank gives its keys to no ESP32. */
export function configure(
  { profile, acceptance, deviceNumber, bank, bureau }: Settings,
  device: Device,
): Configuration {
  const pinKey = bureau?.pinKey?.open();
  return {
    profile,
    acceptance,
    blacklist: [],
    device,
    ...(bank && { payment: paymentOf(bank) }),
    ...(deviceNumber !== '' && { deviceNumber }),
    ...(pinKey && { bureau: { pinKey } }),
  };
}

function paymentOf({ terminalId, merchantId, masterKey }: BankSettings): PaymentConfiguration {
  return {
    trust: 'test',
    caKeys: [],
    station: { terminalId, merchantId },
    masterKey: masterKey?.open(),
    exceptionFile: [],
  };
}
