/**
 * What a head decoder says of a swipe, in the form that MagTek's heads with a serial output have made common `[1]`:
 * `%` track 1 `?` `;` track 2 `?` `+` track 3 `?` CR. A track with nothing on it is left away, and E stands for one that
 * could not be read; then, too, it has no check character, where the decoder sends those `[TP]`.
 */

import { scrub } from '../../base/scrub.js';
import { areTrackCharacters, lrcOf, TRACK_FORMS, type TrackForm } from '../../codec/track.js';
import type { Swipe, Track } from '../../ports/stripe.js';

/** How the decoder names the beginning of each track; on the stripe that of track 3 is the one of track 2. */
const STARTS: readonly number[] = Object.freeze([0x25, 0x3b, 0x2b]);
const END = 0x3f;
const UNREADABLE = 0x45;

/** Three tracks with their sentinels and check characters, without the CR. */
export const MESSAGE_MAX = 79 + 40 + 107;

export function beginsTrack(byte: number): boolean {
  return STARTS.includes(byte);
}

/** The tracks are copies. @param message without its CR @returns undefined where it tells of no track */
export function readMessage(message: Uint8Array, sendsLrc: boolean): Swipe | undefined {
  const tracks: [Track, Track, Track] = ['empty', 'empty', 'empty'];
  let from = message.findIndex(beginsTrack);
  while (from >= 0 && from < message.length) {
    const index = STARTS.indexOf(message[from]);
    const piece = pieceFrom(message, from, sendsLrc);
    const before = tracks[index];
    if (typeof before === 'object') scrub(before);
    // A track that is told twice belongs to two swipes whose border was lost.
    tracks[index] = before === 'empty' ? readTrack(TRACK_FORMS[index], piece, sendsLrc) : 'misread';
    from = piece.next;
  }
  return tracks.every((track) => track === 'empty') ? undefined : { tracks };
}

/** What a message says of one track. */
interface Piece {
  readonly characters: Uint8Array;
  readonly hasEnd: boolean;
  /** What stands behind the end: its check character, or what does not belong there. */
  readonly behind: Uint8Array;
  /** Where the next track begins, or the message ends. */
  readonly next: number;
}

/** @param start where the start sentinel stands */
function pieceFrom(message: Uint8Array, start: number, sendsLrc: boolean): Piece {
  let end = start + 1;
  while (end < message.length && message[end] !== END && !beginsTrack(message[end])) end++;
  const characters = message.subarray(start + 1, end);
  const hasEnd = message[end] === END;
  const behind = hasEnd ? end + 1 : end;
  // The check character may be any, also one that begins a track.
  let next = hasEnd && sendsLrc && characters.length > 0 && !isUnreadable(characters) ? behind + 1 : behind;
  while (next < message.length && !beginsTrack(message[next])) next++;
  return { characters, hasEnd, behind: message.subarray(behind, next), next };
}

function isUnreadable(characters: Uint8Array): boolean {
  return characters.length === 1 && characters[0] === UNREADABLE;
}

function readTrack(form: TrackForm, { characters, hasEnd, behind }: Piece, sendsLrc: boolean): Track {
  if (!hasEnd || isUnreadable(characters)) return 'misread';
  if (characters.length === 0) return behind.length === 0 ? 'empty' : 'misread';
  // What stands behind the end and begins nothing is the rest of a track in which a character has become an end.
  if (!areTrackCharacters(form, characters) || behind.length !== (sendsLrc ? 1 : 0)) return 'misread';
  return sendsLrc && behind[0] !== lrcOf(form, characters) ? 'misread' : characters.slice();
}
