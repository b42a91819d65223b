import { describe, expect, it } from 'vitest';
import { createCard } from '../../hosts/peers/card/card.js';
import type { Press } from '../../hosts/peers/finger/keys.js';
import type { Hand } from '../../hosts/peers/stripe/hand.js';
import { HeadDecoder } from '../../hosts/peers/stripe/head-decoder.js';
import { HeadSerial } from '../../hosts/peers/stripe/head-serial.js';
import { type Stripe, worn, writeStripe } from '../../hosts/peers/stripe/stripe.js';
import { OPERATOR_PASSWORD } from '../../hosts/world/test-operator.js';
import { PROFILES } from '../../src/app/profiles.js';
import type { RunningTerminal } from '../../src/app/start-terminal.js';
import { StripeHead } from '../../src/drivers/stripe/stripe-head.js';
import type { View } from '../../src/ports/screen.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import type { Use } from '../../src/visits/terminal.js';
import { type AtTheKeys, DRAWER, screensAtTheKeys } from './at-the-keys.js';

type Call = readonly [visit: string, request: unknown];

/** A terminal that notes what it is asked for. */
function noting(offers: readonly Use[], calls: Call[]): RunningTerminal {
  const get = (_: object, visit: string | symbol) => {
    if (visit === 'offers') return offers;
    return async (request?: unknown) => void calls.push([String(visit), request]);
  };
  return new Proxy({}, { get }) as RunningTerminal;
}

/** What somebody who presses these keys at the idle screen makes the terminal do, and the screens. */
async function asked(presses: readonly Press[], day: Omit<AtTheKeys, 'presses'> = { card: 'bank-dda' }) {
  const calls: Call[] = [];
  const terminal = noting(PROFILES[day.profile ?? 'full'].offers, calls);
  const { screens, ticks } = await screensAtTheKeys({ ...day, presses: [1, ...presses], terminal });
  return { calls, screens, names: screens.map(({ screen }) => screen), ticks };
}

const fen = (digits: string): Press => ({ digits });
/** Into the operator's menu of a full terminal. */
const OPERATOR: readonly Press[] = [6, fen(OPERATOR_PASSWORD)];

/** Every use that keys can ask for: the way there, and the visit that it must be. */
const WAYS: readonly (readonly [use: Use, presses: readonly Press[], call: Call])[] = [
  ['identify', [1], ['identify', undefined]],
  ['enquire', [2, 1], ['enquire', { files: ['DF01EF05', 'DF01EF06'], proof: 'pin' }]],
  ['enquire', [2, 5], ['enquire', { files: ['DF04EF08'], proof: 'pin' }]],
  ['medical-balance', [3, 1], ['medicalBalance', undefined]],
  [
    'medical-purchase',
    [3, 2, fen('1234'), fen('0'), fen('999999999')],
    ['medicalPurchase', { account: 1234, selfPay: 0, pool: 999_999_999 }],
  ],
  ['medical-load', [3, 3, fen('5000')], ['medicalLoad', { amount: 5000 }]],
  [
    'visit-log',
    [3, 4, fen('15000'), fen('15000'), 1, 1],
    ['visitLog', { total: 15_000, covered: 15_000, settled: 'online' }],
  ],
  [
    'visit-log',
    [3, 4, fen('15000'), fen('0'), 5, 2],
    ['visitLog', { total: 15_000, covered: 0, category: '9', settled: 'offline' }],
  ],
  ['verify-pin', [4, 1], ['verifyPin', undefined]],
  ['change-pin', [4, 2], ['changePin', undefined]],
  ['remove-pin', [4, 3], ['removePin', undefined]],
  ['purchase', [5, 1, fen('1234')], ['purchase', { amount: 1234 }]],
  ['purchase', [5, 1, fen('999999999999')], ['purchase', { amount: 999_999_999_999 }]],
  ['balance', [5, 2], ['balance', undefined]],
  ['withdraw', [5, 3, fen('10000')], ['withdraw', { amount: 10_000 }]],
  ['deposit', [5, 4, fen('1')], ['deposit', { amount: 1 }]],
  [
    'transfer',
    [5, 5, fen('0062220000000000000000000017'), fen('0100')],
    ['transfer', { toAccount: '0062220000000000000000000017', amount: 100 }],
  ],
  ['select', [5, 6], ['select', undefined]],
  ['reload-pin', [...OPERATOR, 1, 1], ['reloadPin', undefined]],
  ['unblock-pin', [...OPERATOR, 1, 2], ['unblockPin', undefined]],
  ['block', [...OPERATOR, 1, 3, 1], ['block', { target: 'card' }]],
  ['block', [...OPERATOR, 1, 3, 4], ['block', { target: 'DF04' }]],
  ['starting-day', [...OPERATOR, 1, 4, fen('0701')], ['startingDay', { day: '0701' }]],
  ['void', [...OPERATOR, 2, 1, fen('000002')], ['voidPurchase', { stan: 2 }]],
  [
    'refund',
    [...OPERATOR, 2, 2, fen('1'), fen('2'), fen('0601'), fen('000000000017'), fen('1234')],
    ['refund', { batch: 1, stan: 2, date: '0601', reference: '000000000017', amount: 1234 }],
  ],
  ['settle', [...OPERATOR, 3], ['settle', undefined]],
  ['medical-settle', [...OPERATOR, 4], ['medicalSettle', undefined]],
  ['reprint', [...OPERATOR, 5, 1], ['reprint', { what: 'last' }]],
  ['reprint', [...OPERATOR, 5, 2], ['reprint', { what: 'settlement' }]],
  ['reprint', [...OPERATOR, 5, 3, fen('17')], ['reprint', { what: 17 }]],
  ['disputes', [...OPERATOR, 6], ['disputes', undefined]],
  ['sign-in', [...OPERATOR, 7, 1], ['signIn', undefined]],
  ['sign-out', [...OPERATOR, 7, 2], ['signOut', undefined]],
  ['test-line', [...OPERATOR, 7, 3], ['testLine', undefined]],
];

describe('the keys of a terminal', () => {
  it.each(WAYS)('lead to %s', async (_use, presses, call) => {
    expect((await asked([...presses, 'cancel'])).calls).toEqual([call]);
  });

  it('lead to all that the profiles offer, but for reading and writing by address', () => {
    const reached = new Set(WAYS.map(([use]) => use));
    expect(PROFILES.full.offers.filter((use) => !reached.has(use))).toEqual(['read', 'write']);
  });

  it('lead to nothing that the profile has not', async () => {
    const bank = await asked([1, 1, fen('100'), 'cancel'], { profile: 'financial', card: 'bank-dda' });
    expect(bank.calls).toEqual([['purchase', { amount: 100 }]]);
    expect(bank.screens[1].lines.map(({ value }) => value)).toEqual([
      { zh: '银行卡', en: 'Bank card' },
      { zh: '操作员', en: 'Operator' },
    ]);
    const social = await asked([5, fen(OPERATOR_PASSWORD), 1, 1, 'cancel'], {
      profile: 'social',
      card: 'bank-dda',
    });
    expect(social.calls, 'the operator comes after the PIN where there is no bank').toEqual([['reloadPin', undefined]]);
  });

  it('go back by one step with Cancel, from wherever it is', async () => {
    expect((await asked(['cancel'])).names).toEqual(['take-card', 'menu', 'take-card']);
    const refund = await asked([
      ...OPERATOR,
      2,
      2,
      fen('1'),
      fen('2'),
      'cancel',
      'cancel',
      'cancel',
      'cancel',
      'cancel',
      'cancel',
    ]);
    expect(refund.calls).toEqual([]);
    const titles = refund.screens.slice(1, -1).map(({ title, lines }) => [title.en, ask(lines[0].value)].join(': '));
    expect(titles.filter((title, i) => title !== titles[i - 1])).toEqual([
      'Choose a service: Identify',
      'Operator: Type the operator’s password',
      'Operator: Manage the card',
      'Void and refund: Void',
      'Refund: Type its batch',
      'Refund: Type its trace number',
      'Refund: Type its day, MMDD',
      'Refund: Type its trace number',
      'Refund: Type its batch',
      'Void and refund: Void',
      'Operator: Manage the card',
      'Choose a service: Identify',
    ]);
  });

  it('go back from a choice, too', async () => {
    const { calls, names } = await asked([2, 'cancel', 1, 'cancel']);
    expect(calls).toEqual([['identify', undefined]]);
    expect(names).toEqual(['take-card', 'menu', 'menu', 'menu', 'take-card']);
  });

  it('are given up by who walks away, at each step', async () => {
    for (const presses of [[], [5], [2], [5, 1], [...OPERATOR, 2, 2, fen('1')], [5, 1, fen('')]]) {
      const { calls, ticks } = await asked(presses);
      expect(calls, String(presses)).toEqual([]);
      expect(ticks).toBeLessThan(90_000);
    }
  });

  it('ask again for what cannot be, and say why', async () => {
    const nothing = await asked([5, 1, fen('0'), fen('1'), 'cancel']);
    expect(nothing.calls).toEqual([['purchase', { amount: 1 }]]);
    expect(saying(nothing.screens, 'It must be more than nothing')).toBeGreaterThan(0);
    const unpaid = await asked([3, 2, fen('0'), fen('0'), fen('0'), fen('7'), 'cancel']);
    expect(unpaid.calls).toEqual([['medicalPurchase', { account: 0, selfPay: 0, pool: 7 }]]);
    const overpaid = await asked([3, 4, fen('100'), fen('101'), fen('99'), 3, 1, 'cancel']);
    expect(overpaid.calls).toEqual([['visitLog', { total: 100, covered: 99, category: '2', settled: 'online' }]]);
    expect(saying(overpaid.screens, 'It cannot be more than the total')).toBeGreaterThan(0);
    const days = ['0000', '1301', '0132', '0431', '0230', '0229'].map(fen);
    const dated = await asked([
      ...OPERATOR,
      2,
      2,
      fen('1'),
      fen('1'),
      ...days,
      fen('1'.repeat(12)),
      fen('5'),
      'cancel',
    ]);
    expect(dated.calls[0][1]).toMatchObject({ date: '0229', amount: 5 });
    const yearly = await asked([...OPERATOR, 1, 4, fen('0229'), fen('1332'), fen('0401'), 'cancel']);
    expect(yearly.calls).toEqual([['startingDay', { day: '0401' }]]);
    expect(saying(yearly.screens, 'Not every year has this day')).toBeGreaterThan(0);
  });

  it('show what is typed, key by key, amounts as yuan', async () => {
    const { screens } = await asked([5, 1, fen('1234'), 'cancel']);
    const typed = screens.flatMap((view) => (view.screen === 'type' ? [view.typed] : []));
    expect(typed).toEqual(['¥0.00', '¥0.01', '¥0.12', '¥1.23', '¥12.34']);
    const account = await asked([5, 5, fen('622202'), fen('1'), 'cancel']);
    expect(account.screens.some(({ typed }) => typed === '62220')).toBe(true);
  });
});

describe('the operator', () => {
  it('is asked for the password before the menu, and is where the menu was after a visit', async () => {
    const { calls, names } = await asked([...OPERATOR, 3, 1, 6, 'cancel'], {});
    expect(calls.map(([visit]) => visit)).toEqual(['settle', 'disputes']);
    expect(names.filter((name, i) => name !== names[i - 1])).toEqual([
      'idle',
      'menu',
      'operator-password',
      'menu',
      'idle',
    ]);
  });

  it('closes the menu with Cancel and by walking away', async () => {
    const left = await asked([...OPERATOR, 'cancel', 6, fen('000000'), 'cancel'], {});
    expect([left.calls, left.names.slice(-3)]).toEqual([[], ['operator-password', 'menu', 'idle']]);
    const away = await asked([...OPERATOR, 3, 'away', 1, 6], {});
    expect(away.names.at(-1)).toBe('idle');
  });

  it('finds no way in without a password in the settings', async () => {
    const { calls, names } = await asked([6, 1, 'cancel'], { hasPassword: false });
    expect([calls, names]).toEqual([[], ['idle', 'menu', 'operator-closed', 'menu', 'idle']]);
  });
});

describe('the card', () => {
  const PURCHASE: readonly Press[] = [5, 1, fen('1234')];

  it('is asked for when a visit needs it, and taken up when it comes', async () => {
    const { calls, names } = await asked([...PURCHASE, 'away', 'cancel'], { onScreen: insertAt('insert-card') });
    expect(names.slice(-2)).toEqual(['insert-card', 'take-card']);
    expect(calls).toEqual([['purchase', { amount: 1234 }]]);
  });

  it('is not asked for by the visits of an operator', async () => {
    expect((await asked([...OPERATOR, 3, 'cancel'], {})).calls).toEqual([['settle', undefined]]);
  });

  it('is waited for till Cancel or the time, past other keys', async () => {
    const given = await asked([...PURCHASE, 5, 5, 'cancel', 'cancel', 'cancel'], {});
    expect(given.calls).toEqual([]);
    expect(given.names.slice(-4)).toEqual(['insert-card', 'menu', 'menu', 'idle']);
    const away = await asked([...PURCHASE, 5], {});
    expect(away.calls).toEqual([]);
    expect(away.names.slice(-2)).toEqual(['insert-card', 'idle']);
    expect(away.ticks).toBeLessThan(90_000);
  });

  it('opens the menu when it comes to an idle terminal', async () => {
    const calls: Call[] = [];
    const terminal = noting(['identify'], calls);
    const { screens } = await screensAtTheKeys({
      presses: [1, 'cancel'],
      terminal,
      onScreen: insertAt('idle'),
    });
    expect(screens.map(({ screen }) => screen)).toEqual(['idle', 'menu', 'take-card']);
    expect(calls).toEqual([['identify', undefined]]);
  });
});

describe('the last screen of a visit', () => {
  it('stays for a minute when nobody goes on', async () => {
    const { names, ticks } = await asked([1]);
    expect(names).toEqual(['take-card', 'menu', 'take-card']);
    expect(ticks).toBeGreaterThan(60_000);
    expect(ticks).toBeLessThan(70_000);
  });

  it('gives way to the menu at a key, and to idle at Cancel', async () => {
    const { calls, names } = await asked([1, 9, 1, 'cancel']);
    expect(calls).toHaveLength(2);
    expect(names).toEqual(['take-card', 'menu', 'menu', 'take-card']);
  });

  it('gives way to the menu of everybody when another card comes, also from the operator’s', async () => {
    const calls: Call[] = [];
    const terminal = noting(['identify', 'settle'], calls);
    const settleThenIdentify: readonly Press[] = [1, 2, fen(OPERATOR_PASSWORD), 1, 'away', 1, 'cancel'];
    const onScreen: AtTheKeys['onScreen'] = ({ screen }, { clock, icc }) => {
      if (screen !== 'idle') return;
      let came = false;
      clock.onPassed(() => {
        if (came || clock.ticks() < 30_000) return;
        came = true;
        icc.insert(card());
      });
    };
    const { screens, ticks } = await screensAtTheKeys({ presses: settleThenIdentify, terminal, onScreen });
    expect(calls.map(([visit]) => visit)).toEqual(['settle', 'identify']);
    expect(screens.at(-1)?.screen).toBe('take-card');
    expect(ticks).toBeLessThan(40_000);
  });
});

describe('a swipe', () => {
  const CHIP = '6210947000000021=1808201';
  const STRIPE_ONLY = '4111111111111111=1803101000020000831';
  const HAND: Hand = { direction: 'forward', mmPerSecond: 400 };

  /** Somebody swipes these one after the other, each when this screen is shown; then comes what comes. */
  async function swiping(at: string, stripes: readonly Stripe[], day: Omit<AtTheKeys, 'stripe' | 'terminal'>) {
    const left = [...stripes];
    const events: TraceEvent[] = [];
    const calls: Call[] = [];
    let decoder: HeadDecoder | undefined;
    const seen = await screensAtTheKeys({
      ...day,
      terminal: noting(PROFILES.full.offers, calls),
      trace: { write: (event) => void events.push(event) },
      stripe: (clock) => {
        decoder = new HeadDecoder(clock);
        return new StripeHead({ serial: { io: HeadSerial, port: { decoder, clock } }, clock, sendsLrc: false });
      },
      onScreen: (view, world) => {
        const next =
          view.screen === at || (view.screen === 'swiped' && left.length < stripes.length) ? left.shift() : undefined;
        if (next !== undefined) decoder?.swipe(next, HAND);
        else day.onScreen?.(view, world);
      },
    });
    const words = seen.screens
      .filter(({ screen }) => screen === 'swiped')
      .map(({ lines }) => lines.map((line) => line.value));
    return { ...seen, calls, words, events, names: seen.screens.map(({ screen }) => screen) };
  }

  it('at the idle screen is answered by what to do instead, and idle comes back', async () => {
    const { names, words, ticks } = await swiping('idle', [card2(CHIP)], { presses: ['away', 'away', 1] });
    expect(names).toEqual(['idle', 'swiped', 'idle']);
    expect(words).toEqual([[{ zh: '此卡有芯片，请插卡', en: 'This card has a chip: insert it' }]]);
    expect(ticks).toBeGreaterThan(10_000);
    expect(ticks).toBeLessThan(13_000);
  });

  it('of a card without a chip, and one that cannot be read, too', async () => {
    const presses: readonly Press[] = ['away', 'away', 'away', 'away'];
    const { names, words } = await swiping('idle', [card2(STRIPE_ONLY), worn(card2(CHIP), 2, 30, 32)], { presses });
    expect(names).toEqual(['idle', 'swiped', 'swiped', 'idle']);
    expect(words).toEqual([
      [
        { zh: '本机只受理芯片卡', en: 'Only cards with a chip are taken here' },
        { zh: '请插入芯片卡', en: 'Insert a card that has one' },
      ],
      [
        { zh: '磁条未能读出', en: 'The stripe could not be read' },
        { zh: '请插卡', en: 'Please insert the card' },
      ],
    ]);
  });

  it('gives way to the menu when the card is inserted, or at a key', async () => {
    const inserted = await swiping('idle', [card2(CHIP)], {
      presses: ['away', 'away', 'cancel'],
      onScreen: insertAt('swiped'),
    });
    expect(inserted.names).toEqual(['idle', 'swiped', 'menu', 'take-card']);
    const pressed = await swiping('idle', [card2(CHIP)], { presses: ['away', 1, 'cancel'] });
    expect(pressed.names).toEqual(['idle', 'swiped', 'menu', 'idle']);
  });

  it('where the card belongs is answered, and the visit begins with the chip', async () => {
    const presses: readonly Press[] = [1, 5, 1, fen('1234'), 'away', 'away', 'cancel'];
    const { names, calls } = await swiping('insert-card', [card2(CHIP)], { presses, onScreen: insertAt('swiped') });
    expect(names.slice(-3)).toEqual(['insert-card', 'swiped', 'take-card']);
    expect(calls).toEqual([['purchase', { amount: 1234 }]]);
  });

  it('pays nothing: who only swipes is given up in time, or goes back', async () => {
    const presses: readonly Press[] = [1, 5, 1, fen('1234'), 'away', 'away'];
    const swiped = await swiping('insert-card', [card2(CHIP)], { presses });
    expect([swiped.calls, swiped.names.at(-1)]).toEqual([[], 'idle']);
    expect(swiped.ticks).toBeLessThan(90_000);
    const back = await swiping('insert-card', [card2(CHIP)], {
      presses: [1, 5, 1, fen('1234'), 'away', 'cancel', 'cancel', 'cancel'],
    });
    expect([back.calls, back.names.slice(-4)]).toEqual([[], ['swiped', 'menu', 'menu', 'idle']]);
  });

  it('leaves in transcript and on screens which tracks were read, and no digit of them', async () => {
    const stripes = [
      writeStripe(['B4111111111111111^CARDUSER/JOHN^1803201', CHIP, undefined]),
      worn(card2(CHIP), 2, 30, 32),
    ];
    const { events, screens } = await swiping('idle', stripes, { presses: ['away', 'away', 'away', 'away'] });
    expect(
      events.filter(({ port }) => port === 'stripe').map(({ words, bytes }) => [words.zh, words.en, bytes]),
    ).toEqual([
      ['第1磁道已读, 第2磁道已读, 第3磁道无', 'track 1 read, track 2 read, track 3 empty', undefined],
      ['第1磁道无, 第2磁道读错, 第3磁道无', 'track 1 empty, track 2 misread, track 3 empty', undefined],
    ]);
    const shown = JSON.stringify([events, screens]);
    for (const secret of ['621094', '411111', '0021', 'CARDUSER', '1808', '363231303934'])
      expect(shown).not.toContain(secret);
  });

  it('is for nobody while a card is in the slot', async () => {
    const day = { card: 'bank-dda', presses: ['away', 'away'] } as const;
    const { names, ticks, events } = await swiping('take-card', [card2(CHIP)], day);
    expect(names).toEqual(['take-card', 'take-card']);
    expect(ticks).toBeGreaterThanOrEqual(3_600_000);
    expect(events.filter(({ port }) => port === 'stripe')).toEqual([]);
  });
});

describe('people at a terminal', () => {
  it('pay, and find the receipt in the printer', async () => {
    const presses: readonly Press[] = [1, 5, 1, fen('1234'), 'cancel'];
    const { screens, slips } = await screensAtTheKeys({ card: 'bank-dda', presses, gestures: [{ digits: '123456' }] });
    const shown = screens.map(({ screen }) => screen).filter((name, i, all) => name !== all[i - 1]);
    expect(shown).toEqual([
      'take-card',
      'menu',
      'type',
      'signing-in',
      'reading',
      'bank-pin',
      'asking-bank',
      'purchase',
      'take-card',
    ]);
    expect(slips).toEqual(['purchase']);
  });

  it('find said that there is no dispute where there is none', async () => {
    const presses: readonly Press[] = [1, ...OPERATOR, 6, 'cancel'];
    const { screens } = await screensAtTheKeys({ presses });
    expect(screens.find(({ screen }) => screen === 'disputes')?.lines).toEqual([
      { value: { zh: '没有待处理的交易', en: 'There are none' } },
    ]);
  });

  it('change the PIN, and identify themselves with the card still in', async () => {
    const presses: readonly Press[] = [1, 4, 2, 1, 1, 'cancel'];
    const gestures = ['123456', '97531', '97531'].map((digits) => ({ digits }));
    const { screens } = await screensAtTheKeys({ card: 'bank-dda', presses, gestures });
    const shown = screens.map(({ screen }) => screen);
    expect(shown).toContain('pin-changed');
    expect(shown.slice(-2)).toEqual(['identity', 'take-card']);
  });
});

/** The words of a line in English. */
function ask(value: View['lines'][number]['value']): string {
  return typeof value === 'string' ? value : value.en;
}

function saying(screens: readonly View[], words: string): number {
  return screens.filter(({ lines }) => lines.some(({ value }) => ask(value) === words)).length;
}

/** Puts a card in when a screen is shown. */
function insertAt(screen: string): NonNullable<AtTheKeys['onScreen']> {
  return (view, { icc }) => {
    if (view.screen === screen) icc.insert(card());
  };
}

/** A stripe with track 2 alone. */
function card2(text: string): Stripe {
  return writeStripe([undefined, text, undefined]);
}

function card() {
  return createCard(DRAWER.card('bank-dda').image, (length) => new Uint8Array(length));
}
