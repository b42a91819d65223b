/**
 * The simulator's device: the face of the terminal with its keys and its slot, and beside it the drawer, the PSAM and what
 * hangs on the terminal's lines. mcsim loads it as a plain script; what it does goes to the terminal as messages.
 */

import { ButtonsRow, ControlsColumn, PopupRow, SwitchRow } from 'ControlsPane';
import { DeviceBehavior, DeviceContainer, DeviceScreen } from 'DevicePane';
import type { Key } from '../../src/drivers/keypad/key.js';
import { CARD, FACE, KEYS, SCREEN } from './face.js';
import type { PanelMessage, TerminalMessage } from './messages.js';
import { CARDS, PSAMS } from './shelf.js';

interface Choice<Value> {
  readonly value: Value;
}

/** Piu makes behaviours without their constructors: fields come from `onCreate`, and none is private. */
class FaceBehavior extends DeviceBehavior {
  declare card: string;
  declare psam: string;
  declare bank: 'up' | 'down';
  declare bureau: 'up' | 'down';
  declare language: 'zh' | 'en';

  override onCreate(face: PiuContent, device: object): void {
    super.onCreate(face, device);
    this.card = CARDS[0];
    this.psam = 'full';
    this.bank = 'up';
    this.bureau = 'up';
    this.language = 'zh';
  }

  /** The terminal has come up: it is told how its world stands. */
  onJSON(face: PiuContent, message: TerminalMessage): void {
    if ('card' in message) {
      face.distribute('onCardShown', message.card);
      return;
    }
    face.distribute('onCardShown', null);
    this.say(face, { psam: this.psam });
    this.say(face, { bank: this.bank });
    this.say(face, { bureau: this.bureau });
    this.say(face, { language: this.language });
  }

  onFacePressed(face: PiuContent, key: Key): void {
    this.say(face, { key });
  }

  onCardChosen(_: PiuContent, { value }: Choice<string>): void {
    this.card = value;
  }

  onInserted(face: PiuContent): void {
    this.say(face, { insert: this.card });
  }

  onTornOut(face: PiuContent): void {
    this.say(face, { remove: true });
  }

  onSwiped(face: PiuContent): void {
    this.say(face, { swipe: this.card });
  }

  onPsamChosen(face: PiuContent, { value }: Choice<string>): void {
    this.psam = value;
    this.say(face, { psam: value });
  }

  onBankTurned(face: PiuContent, { value }: Choice<boolean>): void {
    this.bank = value ? 'up' : 'down';
    this.say(face, { bank: this.bank });
  }

  onBureauTurned(face: PiuContent, { value }: Choice<boolean>): void {
    this.bureau = value ? 'up' : 'down';
    this.say(face, { bureau: this.bureau });
  }

  onEnglishTurned(face: PiuContent, { value }: Choice<boolean>): void {
    this.language = value ? 'en' : 'zh';
    this.say(face, { language: this.language });
  }

  onPaperUp(face: PiuContent): void {
    this.say(face, { paper: 'up' });
  }

  onPaperDown(face: PiuContent): void {
    this.say(face, { paper: 'down' });
  }

  onPaperTorn(face: PiuContent): void {
    this.say(face, { paper: 'tear' });
  }

  say(face: PiuContent, message: PanelMessage): void {
    this.postJSON(face, message);
  }
}

/** Lights up under the finger. */
class KeyBehavior extends Behavior {
  declare key: Key;

  onCreate(_: PiuContent, { key }: { readonly key: Key }): void {
    this.key = key;
  }

  onTouchBegan(key: PiuContent): void {
    key.state = 1;
    key.bubble('onFacePressed', this.key);
  }

  onTouchEnded(key: PiuContent): void {
    key.state = 0;
  }

  onTouchCancelled(key: PiuContent): void {
    key.state = 0;
  }
}

/** The card in the slot; touched, it is torn out. */
class CardBehavior extends Behavior {
  onCardShown(card: PiuContent, name: string | null): void {
    card.visible = name !== null;
  }

  onTouchBegan(card: PiuContent): void {
    card.bubble('onTornOut');
  }
}

class CardNameBehavior extends Behavior {
  onCardShown(label: PiuContent, name: string | null): void {
    label.visible = name !== null;
    label.string = name ?? '';
  }
}

const base = import.meta.uri;
const titled = (names: readonly string[]) => names.map((name) => ({ title: name, value: name }));
const placed = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => {
  return { left: x, top: y, width, height };
};

export default {
  applicationName: 'ssc-terminal',
  title: 'Social security card terminal',
  sortingTitle: '0000',
  Workers: {},
  ControlsTemplate: ControlsColumn.template(() => ({
    contents: [
      PopupRow({ label: 'Card', event: 'onCardChosen', value: CARDS[0], items: titled(CARDS) }),
      ButtonsRow({
        label: 'Slot',
        buttons: [
          { event: 'onInserted', label: 'Insert' },
          { event: 'onTornOut', label: 'Tear out' },
        ],
      }),
      ButtonsRow({ label: 'Stripe', buttons: [{ event: 'onSwiped', label: 'Swipe' }] }),
      PopupRow({ label: 'PSAM', event: 'onPsamChosen', value: 'full', items: titled(PSAMS) }),
      SwitchRow({ label: 'Bank', event: 'onBankTurned', on: 'up', off: 'down', value: true }),
      SwitchRow({ label: 'Bureau', event: 'onBureauTurned', on: 'up', off: 'down', value: true }),
      SwitchRow({ label: 'Language', event: 'onEnglishTurned', on: 'English', off: 'Chinese', value: false }),
      ButtonsRow({
        label: 'Paper',
        buttons: [
          { event: 'onPaperUp', label: 'Up' },
          { event: 'onPaperDown', label: 'Down' },
        ],
      }),
      ButtonsRow({ label: '', buttons: [{ event: 'onPaperTorn', label: 'Tear off' }] }),
    ],
  })),
  DeviceTemplates: {
    0: DeviceContainer.template((device) => {
      const lit = new Skin({ fill: ['transparent', '#ffffff50'] });
      const name = new Style({ font: '12px Open Sans', color: 'white', horizontal: 'left' });
      return {
        Behavior: FaceBehavior,
        contents: [
          new Content(device, {
            ...placed(FACE),
            skin: { texture: { base, path: 'face.png' }, x: 0, y: 0, width: FACE.width, height: FACE.height },
          }),
          new Content(device, {
            ...placed(CARD),
            active: true,
            visible: false,
            Behavior: CardBehavior,
            skin: { texture: { base, path: 'card.png' }, x: 0, y: 0, width: CARD.width, height: CARD.height },
          }),
          new Label(device, {
            left: CARD.x + 16,
            top: CARD.y + CARD.height - 30,
            width: CARD.width - 32,
            height: 20,
            visible: false,
            Behavior: CardNameBehavior,
            style: name,
          }),
          ...KEYS.map((key) => new Content(key, { ...placed(key), active: true, skin: lit, Behavior: KeyBehavior })),
          DeviceScreen(device, { ...placed(SCREEN), rotation: 0 }),
        ],
      };
    }),
  },
};
