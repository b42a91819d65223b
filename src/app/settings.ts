/**
 * What its owner sets up a terminal with, as it lies in the settings' storage: JSON in ASCII, version 1 `[TP]`. A setting that is
 * missing or wrong is left at a value that harms nobody, and what was wrong with it is said by its name, never by its value.
 */

import { asciiBytes } from '../base/bytes.js';
import { fromHex } from '../base/hex.js';
import type { Acceptance } from '../ssse/validity.js';
import { Secret } from '../vault/secret.js';
import type { ProfileName } from './profiles.js';

export interface Settings {
  readonly profile: ProfileName;
  readonly language: 'zh' | 'en';
  readonly acceptance: Acceptance;
  /** 终端设备号; empty where its owner has numbered none. */
  readonly deviceNumber: string;
  readonly network: NetworkSettings | undefined;
  /** Name or address of an SNTP server; undefined where the operator sets the clock. */
  readonly timeServer: string | undefined;
  /** Opens the operator's menu, 6 to 12 digits in ASCII; undefined where it stays closed. */
  readonly operatorPassword: Secret | undefined;
  readonly bank: BankSettings | undefined;
  readonly bureau: BureauSettings | undefined;
  /** The certification authority that back ends have their certificates from, DER. */
  readonly authority: Uint8Array | undefined;
}

export type NetworkSettings =
  | { readonly by: 'ethernet' }
  /** without a password an open network */
  | { readonly by: 'wifi'; readonly ssid: string; readonly password: Secret | undefined };

export interface EndSettings {
  readonly host: string;
  readonly port: number;
  /** Plain only where a network of its own leads there. */
  readonly tls: boolean;
}

export interface BankSettings extends EndSettings {
  /** F41, 8 characters, and F42, 15. */
  readonly terminalId: string;
  readonly merchantId: string;
  /** TMK of a bank of the test world, 16 bytes. A real one is loaded into a secure module, which no ESP32 is. */
  readonly masterKey: Secret | undefined;
}

export interface BureauSettings extends EndSettings {
  /** Under which a new PIN travels to the bureau's HSM, 16 bytes. */
  readonly pinKey: Secret | undefined;
}

/** Settings, and the names of those that were wrong: their values are the safe ones. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly wrong: readonly string[];
}

const VERSION = 1;

/** A terminal of nobody: it reads cards, and reaches neither bank nor bureau. */
export const SAFE_SETTINGS: Settings = Object.freeze({
  profile: 'social',
  language: 'zh',
  acceptance: Object.freeze({
    institutions: Object.freeze(['9156000002']),
    classes: Object.freeze(['1', '2', '3', '4']),
    versions: Object.freeze(['1.0', '2.0', '3.0']),
  }),
  deviceNumber: '',
  network: undefined,
  timeServer: undefined,
  operatorPassword: undefined,
  bank: undefined,
  bureau: undefined,
  authority: undefined,
});

/** @param bytes undefined where none were ever written */
export function readSettings(bytes: Uint8Array | undefined): ReadSettings {
  if (bytes === undefined) return { settings: SAFE_SETTINGS, wrong: ['settings'] };
  const top = objectOf(parse(bytes));
  if (top === undefined) return { settings: SAFE_SETTINGS, wrong: ['settings'] };
  if (top.version !== VERSION) return { settings: SAFE_SETTINGS, wrong: ['version'] };
  const wrong: string[] = [];
  const at = new Fields(top, '', wrong);
  const settings = {
    profile: at.one('profile', PROFILE_NAMES, SAFE_SETTINGS.profile),
    language: at.one('language', LANGUAGES, SAFE_SETTINGS.language),
    acceptance: at.part('acceptance', acceptanceOf) ?? SAFE_SETTINGS.acceptance,
    deviceNumber: at.text('deviceNumber', /^[\x20-\x7e]{1,20}$/) ?? '',
    network: at.part('network', networkOf),
    timeServer: at.host('timeServer'),
    operatorPassword: at.secretText('operatorPassword', /^[0-9]{6,12}$/),
    bank: at.part('bank', bankOf),
    bureau: at.part('bureau', bureauOf),
    authority: at.bytes('authority', 1, 2_048),
  };
  at.nothingElse(['version', ...Object.keys(settings)]);
  return { settings, wrong };
}

/** As they are stored: what is not ASCII is escaped, so that bytes are characters. */
export function settingsBytes(settings: unknown): Uint8Array {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return asciiBytes(JSON.stringify(settings).replace(/[^\x20-\x7e]/g, escaped));
}

const PROFILE_NAMES: readonly ProfileName[] = Object.freeze(['social', 'financial', 'full']);
const LANGUAGES: readonly ('zh' | 'en')[] = Object.freeze(['zh', 'en']);
const NETWORKS: readonly NetworkSettings['by'][] = Object.freeze(['wifi', 'ethernet']);
const END_NAMES: readonly string[] = Object.freeze(['host', 'port', 'tls']);
const KEY_LENGTH = 16;
/** IEEE 802.11 9.4.2.2, bytes. */
const SSID_MAX = 32;

function acceptanceOf(at: Fields): Acceptance | undefined {
  const institutions = at.texts('institutions', /^[0-9A-F]{10}$/);
  const classes = at.texts('classes', /^[0-9]$/);
  at.nothingElse(['institutions', 'classes', 'versions']);
  const versions = at.texts('versions', /^[0-9]\.[0-9]$/);
  return institutions && classes && versions && { institutions, classes, versions };
}

function networkOf(at: Fields): NetworkSettings | undefined {
  const by = at.one('by', NETWORKS, undefined);
  at.nothingElse(['by', 'ssid', 'password']);
  if (by === undefined) return at.missing('by');
  if (by === 'ethernet') return { by };
  const ssid = at.text('ssid', /^.{1,32}$/);
  // IEEE 802.11 J.4.1: a passphrase of 8 to 63 characters of ASCII.
  const password = at.secretText('password', /^[\x20-\x7e]{8,63}$/);
  if (ssid === undefined || utf8Length(ssid) > SSID_MAX) return at.missing('ssid');
  return { by, ssid, password };
}

/** Bytes of UTF-8; each half of a pair counts two. */
function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) length += 1;
    else length += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return length;
}

function endOf(at: Fields): EndSettings | undefined {
  const host = at.host('host');
  const port = at.number('port', 1, 65_535);
  const tls = at.one('tls', [true, false], true);
  if (host === undefined) return at.missing('host');
  return port === undefined ? at.missing('port') : { host, port, tls };
}

function bankOf(at: Fields): BankSettings | undefined {
  const end = endOf(at);
  const terminalId = at.text('terminalId', /^[0-9A-Za-z]{8}$/);
  const merchantId = at.text('merchantId', /^[0-9A-Za-z]{15}$/);
  const masterKey = at.key('masterKey');
  at.nothingElse([...END_NAMES, 'terminalId', 'merchantId', 'masterKey']);
  if (terminalId === undefined) return at.missing('terminalId');
  if (merchantId === undefined) return at.missing('merchantId');
  return end && { ...end, terminalId, merchantId, masterKey };
}

function bureauOf(at: Fields): BureauSettings | undefined {
  const end = endOf(at);
  const pinKey = at.key('pinKey');
  at.nothingElse([...END_NAMES, 'pinKey']);
  return end && { ...end, pinKey };
}

/** The fields of one object; what is wrong with one is noted by its path. */
class Fields {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #wrong: string[];

  constructor(object: Readonly<Record<string, unknown>>, path: string, wrong: string[]) {
    this.#object = object;
    this.#path = path;
    this.#wrong = wrong;
  }

  text(name: string, form: RegExp): string | undefined {
    const value = this.#object[name];
    return value === undefined || (typeof value === 'string' && form.test(value)) ? value : this.missing(name);
  }

  /** A name of DNS or an address of IPv4. */
  host(name: string): string | undefined {
    const host = this.text(name, /^.{1,253}$/);
    const isLabel = (label: string) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label);
    return host === undefined || host.split('.').every(isLabel) ? host : this.missing(name);
  }

  texts(name: string, form: RegExp): readonly string[] | undefined {
    const value = this.#object[name];
    const isRight = Array.isArray(value) && value.every((item) => typeof item === 'string' && form.test(item));
    return isRight ? value : this.missing(name);
  }

  number(name: string, min: number, max: number): number | undefined {
    const value = this.#object[name];
    if (value === undefined) return undefined;
    return Number.isInteger(value) && Number(value) >= min && Number(value) <= max ? Number(value) : this.missing(name);
  }

  one<T, Default>(name: string, values: readonly T[], otherwise: Default): T | Default {
    const value = this.#object[name];
    if (value === undefined) return otherwise;
    const found = values.find((one) => one === value);
    if (found === undefined) this.missing(name);
    return found ?? otherwise;
  }

  bytes(name: string, min: number, max: number): Uint8Array | undefined {
    const value = this.#object[name];
    if (value === undefined) return undefined;
    const isRight =
      typeof value === 'string' &&
      /^(?:[0-9A-Fa-f]{2})*$/.test(value) &&
      value.length >= 2 * min &&
      value.length <= 2 * max;
    return isRight ? fromHex(value) : this.missing(name);
  }

  key(name: string): Secret | undefined {
    const bytes = this.bytes(name, KEY_LENGTH, KEY_LENGTH);
    return bytes && new Secret(bytes);
  }

  secretText(name: string, form: RegExp): Secret | undefined {
    const text = this.text(name, form);
    return text === undefined ? undefined : new Secret(asciiBytes(text));
  }

  /** An object within this one. */
  part<T>(name: string, read: (at: Fields) => T | undefined): T | undefined {
    const value = this.#object[name];
    if (value === undefined) return undefined;
    const object = objectOf(value);
    if (object === undefined) return this.missing(name);
    return read(new Fields(object, `${this.#path}${name}.`, this.#wrong));
  }

  /** Notes that a field is wrong, or is not there and must be. */
  missing(name: string): undefined {
    const path = this.#path + name;
    if (!this.#wrong.includes(path)) this.#wrong.push(path);
  }

  /** A misspelt setting would be one that silently does nothing. */
  nothingElse(names: readonly string[]): void {
    for (const name of Object.keys(this.#object)) if (!names.includes(name)) this.missing(name);
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function parse(bytes: Uint8Array): unknown {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
