/** K14, the commands that prepare a payment: SELECT, GET PROCESSING OPTIONS, READ RECORD, GET DATA, GET CHALLENGE. */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../../hosts/peers/card/card.js';
import { type CardImage, parseCardImage } from '../../../../hosts/peers/card/image.js';
import { AID, knownRandom, PaymentDesk, paymentDesk } from './desk.js';

const PSE = '315041592E5359532E4444463031';
const FCI = `6F2C8408${AID}A520500A50424F432044454249548701015F2D027A689F110101BF0C059F4D020B0A`;
const SEVERAL = {
  applications: [
    { aid: AID, label: 'PBOC DEBIT' },
    { aid: `${AID}01`, label: 'PBOC WAGES' },
  ],
};

/** The image with one object of the application changed. */
function withObject(id: string, value: string): (image: CardImage) => CardImage {
  return (image) => {
    const copy = JSON.parse(JSON.stringify(image)) as CardImage;
    const { objects } = copy.environments[0].applications[0];
    const kept = objects.filter((object) => object.id !== id);
    objects.splice(0, objects.length, ...kept, { id, value });
    return parseCardImage(JSON.stringify(copy));
  };
}

describe('SELECT', () => {
  it('shows PSE and its directory', () => {
    const desk = paymentDesk();
    expect(desk.select(PSE)).toBe(`6F1E840E${PSE}A50C8801015F2D027A689F1101019000`);
    expect(desk.ask('00B2010C00')).toBe(`701B61194F08${AID}500A50424F432044454249548701019000`);
    expect(desk.ask('00B2020C00')).toBe('6A83');
  });
  it('finds an application by its whole name without its directory', () => {
    expect(paymentDesk().select()).toBe(`${FCI}9000`);
  });
  it('walks through the applications that a partial name fits', () => {
    const desk = paymentDesk(SEVERAL);
    expect(desk.select('A000000333')).toContain(`8408${AID}`);
    expect(desk.ask('00A4040205A000000333')).toContain(`8409${AID}01`);
    expect(desk.ask('00A4040205A000000333')).toBe('6A82');
    expect(desk.say('00A4040305A000000333')).toBe('6A86');
  });
  it('finds nothing under another name, nor under one that is too long', () => {
    expect(paymentDesk().select('A000000333010102')).toBe('6A82');
    expect(paymentDesk().select(`${AID}01`)).toBe('6A82');
  });
  it('does not find PSE on a card without a directory, but its applications', () => {
    const desk = paymentDesk({ directory: false });
    expect(desk.select(PSE)).toBe('6A82');
    expect(desk.select()).toBe(`${FCI}9000`);
  });
  it('selects a blocked application with a warning', () => {
    const desk = paymentDesk({ state: { applicationBlocked: true } });
    expect(desk.select(PSE)).toContain('9000');
    expect(desk.select()).toBe('6283');
    expect(desk.ask('80A80000028300')).toContain('9000');
    expect(desk.first('40').information).toBe('00');
  });
  it('answers 6A81 to everything of PSE after CARD BLOCK', () => {
    const desk = paymentDesk({ state: { cardBlocked: true } });
    for (const name of [PSE, AID, 'A000000333']) expect(desk.select(name)).toBe('6A81');
  });
  it('ends a transaction, though it is the same application', () => {
    const desk = paymentDesk();
    desk.open();
    desk.select();
    expect(desk.first('80').sw).toBe('6985');
    expect(desk.ask('80A80000028300')).toContain('9000');
  });
});

describe('GET PROCESSING OPTIONS', () => {
  it('answers AIP and AFL, in template 77 where the issuer chose it', () => {
    expect(paymentDesk().open()).toBe('800E7C000801010010010201180105009000');
    const desk = paymentDesk({ templates: ['gpo'] });
    expect(desk.open()).toBe('771282027C00940C0801010010010201180105009000');
  });
  it('counts the transactions, and an unread answer too', () => {
    const desk = paymentDesk();
    desk.open();
    expect(desk.ask('80CA9F3600')).toBe('9F360200019000');
    desk.again().select();
    expect(desk.say('80A80000028300')).toBe('6110');
    desk.again().select();
    expect(desk.ask('80CA9F3600')).toBe('9F360200029000');
  });
  it('goes once in a selection', () => {
    const desk = paymentDesk();
    desk.open();
    expect(desk.ask('80A80000028300')).toBe('6985');
  });
  it('wants template 83 and as much data as the PDOL has', () => {
    const desk = paymentDesk({ tags: { '9F38': '9F1A025F2A02' } });
    desk.select();
    expect(desk.say('80A80000028300')).toBe('6700');
    expect(desk.say('80A800000183')).toBe('6A80');
    expect(desk.say('80A8000006840401560156')).toBe('6A80');
    expect(desk.say('80A8000006830301560156')).toBe('6A80');
    expect(desk.say('80A8010006830401560156')).toBe('6A86');
    expect(desk.ask('80CA9F3600')).toBe('9F360200009000');
    expect(desk.ask('80A8000006830401560156')).toContain('9000');
  });
  it('is over when the counter is', () => {
    const last = paymentDesk({}, withObject('DF03', `FFFE0000${'00'.repeat(10)}`));
    expect(last.open()).toContain('9000');
    expect(last.ask('80CA9F3600')).toBe('9F3602FFFF9000');
    expect(last.open()).toBe('6985');
    expect(last.ask('80CA9F3600')).toBe('9F3602FFFF9000');
  });
  it('is nothing at the level of PSE', () => {
    const desk = paymentDesk();
    desk.select(PSE);
    expect(desk.say('80A80000028300')).toBe('6985');
    expect(desk.say('80AE400000')).toBe('6985');
    expect(desk.say('80CA9F3600')).toBe('6985');
  });
});

describe('READ RECORD', () => {
  it('reads by number and SFI alone', () => {
    const desk = paymentDesk();
    desk.select();
    expect(desk.ask('00B2010C00').slice(0, 27)).toBe('702657136210999901000000993');
    expect(desk.say('00B2000C00')).toBe('6A86');
    for (const p2 of ['0D', '0E', '08', '0A']) expect(desk.say(`00B201${p2}00`)).toBe('6A86');
    expect(desk.say('00B2020C00')).toBe('6A83');
    expect(desk.say('00B2012400')).toBe('6A82');
    expect(desk.say('00B201FC00')).toBe('6A86');
    expect(desk.say('80B2010C00')).toBe('6E00');
  });
  it('lets nobody write, the personaliser being gone', () => {
    const desk = paymentDesk();
    desk.select();
    expect(desk.say('00DC010C0470025700')).toBe('6982');
    expect(desk.say('00DC005C0470025700')).toBe('6A86');
  });
});

describe('GET DATA', () => {
  it('shows counters, tries and the issuer data of the reference', () => {
    const desk = paymentDesk();
    desk.select();
    expect(desk.say('80CA9F3600')).toBe('6C05');
    expect(desk.ask('80CA9F1300')).toBe('9F130200009000');
    expect(desk.ask('80CA9F1700')).toBe('9F1701039000');
    expect(desk.ask('80CA9F5200')).toBe('9F5202C0009000');
    expect(desk.ask('80CA9F5400')).toBe('9F54060000001000009000');
    expect(desk.ask('80CA9F4F00')).toBe('9F4F199A039F21039F02069F03069F1A025F2A029F4E149C019F36029000');
  });
  it('shows nothing else, least of all keys', () => {
    const desk = paymentDesk();
    desk.select();
    for (const tag of ['005A', '0082', '8201', '8205', 'DF03', '9F79', '9F10'])
      expect(desk.say(`80CA${tag}00`)).toBe('6A88');
    expect(desk.say('00CA9F3600')).toBe('6E00');
  });
  it('has no tries without a PIN', () => {
    const desk = paymentDesk({ pin: null });
    desk.select();
    expect(desk.say('80CA9F1700')).toBe('6A88');
  });
});

describe('GET CHALLENGE', () => {
  it('gives eight bytes', () => {
    const desk = paymentDesk();
    desk.select();
    expect(desk.say('0084000000')).toBe('6C08');
    expect(desk.ask('0084000000')).toBe('11223344556677889000');
    expect(desk.say('0084000100')).toBe('6C08');
    expect(desk.say('0084000108')).toBe('6A86');
  });
});

describe('the image of a payment card', () => {
  it('takes its counters along', () => {
    const desk = paymentDesk();
    desk.payOnline();
    const image = parseCardImage(JSON.stringify(desk.card.image()));
    const other = new PaymentDesk(desk.profile, createCard(image, knownRandom));
    other.select();
    expect(other.ask('80CA9F3600')).toBe('9F360200019000');
    expect(other.ask('80CA9F1300')).toBe('9F130200019000');
  });
});

describe('a command table of its own', () => {
  it('knows no class or instruction beyond EMV, PBOC and personalisation', () => {
    const desk = paymentDesk();
    desk.select();
    for (const command of ['805E010000', 'B026000104', '80A4000000', '90AE000000']) {
      expect(['6D00', '6E00']).toContain(desk.say(command));
    }
  });
});
