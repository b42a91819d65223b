/**
 * A Fault ends the session with the outside world in which it happens: the second of the three kinds of failure.
 * Ports and `card/` throw it; it is caught where the visit begins. One step of the payment kernel catches it too: once the
 * card has given its last cryptogram the transaction stands, and scripts that the card leaves before are lost, no more.
 */

/** What went wrong at the other end of a port. */
export type FaultKind =
  /** nothing in the slot when the session was to begin */
  | 'absent'
  /** the card left its slot; the session's epoch is over */
  | 'removed'
  /** no answer within the bound: no ATR after both resets, or a silent command */
  | 'mute'
  /** an answer that ISO 7816-3 does not allow, or an ATR that cannot be used */
  | 'protocol';

/** Which port the Fault came from. */
export type FaultPort = 'icc' | 'sam';

export class Fault extends Error {
  override name = 'Fault';
  readonly kind: FaultKind;
  readonly port: FaultPort;

  constructor(port: FaultPort, kind: FaultKind) {
    super(`${port}: ${kind}`);
    this.port = port;
    this.kind = kind;
  }
}
