/** The settings as they lie in the board's key-value storage: `npm run settings` makes them, esptool writes them. */

import { type ReadSettings, readSettings } from '../../src/app/settings.js';
import { KeptRecord, type KeyValueStorage } from '../../src/drivers/settings/kept-record.js';

/** NVS namespace of all that the terminal keeps there, and the settings' name in it. */
export const DOMAIN = 'terminal';
export const SETTINGS_NAME = 'settings';

export function boardSettings(io: KeyValueStorage): ReadSettings {
  const content = new KeptRecord({ io, path: DOMAIN, name: SETTINGS_NAME }).read();
  return readSettings(content.kind === 'kept' ? content.body : undefined);
}
