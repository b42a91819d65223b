import { describe, expect, it } from 'vitest';
import { KeyValueStore, type WriteEnd } from '../../../hosts/peers/key-value/key-value.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { KeptRecord } from '../../../src/drivers/settings/kept-record.js';

const PLACE = { path: 'terminal', name: 'settings' };
const open = (io: KeyValueStore) => new KeptRecord({ io, ...PLACE });

function said(record: KeptRecord): string {
  const content = record.read();
  return content.kind === 'kept' ? toHex(content.body) : content.kind;
}

function read(io: KeyValueStore, options: Parameters<KeyValueStore['open']>[0]) {
  const domain = io.open(options);
  return { read: (key: string) => domain.read(key) };
}

describe('a kept record', () => {
  it('is absent before it is written, and there after a restart', () => {
    const io = new KeyValueStore();
    expect(said(open(io))).toBe('absent');
    expect(open(io).write(fromHex('0102'))).toBe(true);
    expect(said(open(io))).toBe('0102');
    expect(open(io).write(fromHex('03'))).toBe(true);
    expect(open(io).write(new Uint8Array(0))).toBe(true);
    expect(said(open(io))).toBe('');
  });

  it.each<[WriteEnd, string]>([
    ['old', '02'],
    ['torn', '02'],
    ['gone', '02'],
    ['new', '03'],
  ])('is the one before or the new one when the power goes and leaves the value %s', (end, left) => {
    const io = new KeyValueStore();
    open(io).write(fromHex('01'));
    open(io).write(fromHex('02'));
    io.cutAt(2, end);
    expect(open(io).write(fromHex('03'))).toBe(false);
    io.powerOn();
    expect(said(open(io))).toBe(left);
    expect(open(io).write(fromHex('04'))).toBe(true);
    expect(said(open(io))).toBe('04');
  });

  it('is damaged when the only copy is', () => {
    for (const at of [0, 3, 4, 7, 8, 9]) {
      const io = new KeyValueStore();
      open(io).write(fromHex('0102'));
      io.damage('terminal', 'settings.0', at);
      expect(said(open(io))).toBe('damaged');
    }
  });

  it('is the older one when the newer is damaged', () => {
    const io = new KeyValueStore();
    open(io).write(fromHex('01'));
    open(io).write(fromHex('02'));
    io.damage('terminal', 'settings.1', 8);
    expect(said(open(io))).toBe('01');
  });

  it('says when it could not be written', () => {
    const io = new KeyValueStore();
    open(io).write(fromHex('01'));
    io.fill();
    expect(open(io).write(fromHex('02'))).toBe(false);
    expect(said(open(io))).toBe('01');
  });

  it('has up to 4,000 bytes, and a name as short as NVS wants it', () => {
    const io = new KeyValueStore();
    const long = new Uint8Array(4_000).fill(0x5a);
    expect(open(io).write(long)).toBe(true);
    expect(said(open(io))).toBe(toHex(long));
    expect(() => open(io).write(new Uint8Array(4_001))).toThrow('up to 4,000 bytes');
    const named = (path: number, name: number) =>
      new KeptRecord({ io, path: 'p'.repeat(path), name: 'n'.repeat(name) });
    expect(() => named(15, 13)).not.toThrow();
    expect(() => named(16, 13)).toThrow('as short as NVS wants it');
    expect(() => named(15, 14)).toThrow('as short as NVS wants it');
  });

  it('says when the storage has taken it and keeps what it had', () => {
    const io = new KeyValueStore();
    open(io).write(fromHex('01'));
    open(io).write(fromHex('02'));
    const deaf = {
      open: (options: Parameters<KeyValueStore['open']>[0]) => ({ ...read(io, options), write: () => {} }),
    };
    expect(new KeptRecord({ io: deaf, ...PLACE }).write(fromHex('03'))).toBe(false);
    expect(said(open(io))).toBe('02');
  });

  it('has two copies, each with its sum', () => {
    const io = new KeyValueStore();
    open(io).write(fromHex('CAFE'));
    // zlib.crc32(bytes.fromhex('00000001CAFE'))
    expect([...io.content('terminal')].map(([key, value]) => `${key} ${toHex(value)}`)).toEqual([
      'settings.0 DB102B4B00000001CAFE',
    ]);
  });
});
