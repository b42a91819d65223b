/**
 * What its owner sets up a terminal with, as it lies in the settings' storage: JSON in ASCII, version 1 `[TP]`. A setting that is
 * missing or wrong is left at a value that harms nobody, and what was wrong with it is said by its name, never by its value.
 */

import { asciiBytes } from '../base/bytes.js';
import type { StaticAddress } from '../drivers/network/wired-network.js';
import type { Acceptance } from '../ssse/validity.js';
import type { Secret } from '../vault/secret.js';
import type { ProfileName } from './profiles.js';
import { Fields, type Ipv4, objectOf } from './settings-fields.js';

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
  /** without an address of its own, DHCP */
  | { readonly by: 'ethernet'; readonly static: StaticAddress | undefined }
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
  const network = at.part('network', networkOf);
  const hasNames = network?.by !== 'ethernet' || network.static === undefined;
  const ends = new Fields(top, '', wrong, hasNames);
  const settings = {
    profile: at.one('profile', PROFILE_NAMES, SAFE_SETTINGS.profile),
    language: at.one('language', LANGUAGES, SAFE_SETTINGS.language),
    acceptance: at.part('acceptance', acceptanceOf) ?? SAFE_SETTINGS.acceptance,
    deviceNumber: at.text('deviceNumber', /^[\x20-\x7e]{1,20}$/) ?? '',
    network,
    timeServer: ends.host('timeServer'),
    operatorPassword: at.secretText('operatorPassword', /^[0-9]{6,12}$/),
    bank: ends.part('bank', bankOf),
    bureau: ends.part('bureau', bureauOf),
    authority: at.bytes('authority', 1, 2_048),
  };
  at.nothingElse(['version', ...Object.keys(settings)]);
  // Nothing leads to a back end but a network.
  if ((settings.bank || settings.bureau) && top.network === undefined) at.missing('network');
  return { settings: wrong.includes('authority') ? withoutTls(settings) : settings, wrong };
}

/** An authority that cannot be read must not leave its back ends to whatever authority the platform believes by itself. */
function withoutTls({ bank, bureau, ...rest }: Settings): Settings {
  return { ...rest, bank: bank?.tls ? undefined : bank, bureau: bureau?.tls ? undefined : bureau };
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
  at.nothingElse(by === 'ethernet' ? ['by', 'static'] : ['by', 'ssid', 'password']);
  if (by === undefined) return at.missing('by');
  if (by === 'ethernet') return { by, static: at.part('static', staticOf) };
  const ssid = at.text('ssid', /^.{1,32}$/);
  // IEEE 802.11 J.4.1: a passphrase of 8 to 63 characters of ASCII.
  const password = at.secretText('password', /^[\x20-\x7e]{8,63}$/);
  if (ssid === undefined || utf8Length(ssid) > SSID_MAX) return at.missing('ssid');
  // A password that is wrong must not make an open network of it.
  if (password === undefined && at.has('password')) return undefined;
  return { by, ssid, password };
}

function staticOf(at: Fields): StaticAddress | undefined {
  at.nothingElse(['address', 'mask', 'gateway']);
  const [address, mask, gateway] = [at.ipv4('address'), at.ipv4('mask'), at.ipv4('gateway')];
  if (address === undefined) return at.missing('address');
  if (mask === undefined || !isMask(mask.bits)) return at.missing('mask');
  const isHost = ({ bits }: Ipv4) => (bits & ~mask.bits) !== 0 && (bits | mask.bits) !== -1;
  if (!isHost(address) || !isUnicast(address.bits)) return at.missing('address');
  const isNear = gateway !== undefined && ((address.bits ^ gateway.bits) & mask.bits) === 0;
  if (!isNear || !isHost(gateway) || gateway.bits === address.bits) return at.missing('gateway');
  return { address: address.text, mask: mask.text, gateway: gateway.text };
}

/** Ones, then zeros, with room for two hosts. */
function isMask(bits: number): boolean {
  const hosts = ~bits >>> 0;
  return bits < 0 && hosts >= 3 && (hosts & (hosts + 1)) === 0;
}

/** Neither this host, nor the loop, nor a group, nor what is reserved (RFC 6890). */
function isUnicast(bits: number): boolean {
  const first = bits >>> 24;
  return first >= 1 && first <= 223 && first !== 127;
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

function parse(bytes: Uint8Array): unknown {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
