/** What stands at the far end of a line: whole frames in, whole frames out. */

export interface HostReply {
  readonly frame: Uint8Array;
  /** ms between the request's arrival and the answer's departure. */
  readonly afterMs: number;
}

export interface LineHost {
  /**
   * Takes one frame. @param decline the code with which a good request is refused without anything done
   * @returns undefined where the host says nothing
   */
  receive(frame: Uint8Array, decline?: string): HostReply | undefined;
}
