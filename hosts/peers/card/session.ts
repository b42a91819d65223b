import { SW } from '../../../src/codec/status-words.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import type { RandomBytes } from '../chip.js';
import type { Application, Directory, ElementaryFile, Environment, Memory } from './memory.js';
import { demand } from './refusal.js';
import { SecurityState } from './security-state.js';

/** The MF is addressed by this identifier; an environment may carry it, and then is the MF (sscard.md 3.2). */
export const MASTER_FILE = 0x3f00;

/**
 * The card between reset and power-off: what is selected, what has been proved, and what the next command may use. A
 * command module works on this and on `memory`.
 */
export class Session {
  readonly memory: Memory;
  readonly random: RandomBytes;
  readonly security = new SecurityState();
  #environment: Environment | undefined;
  #application: Application | undefined;
  #file: ElementaryFile | undefined;
  #challenge: Uint8Array | undefined;
  /** Index of the current record in the current file; undefined right after its selection. */
  record: number | undefined;
  /**
   * What a command module keeps between two commands in one DF: the purse its initialised transaction. Gone when
   * another DF is selected.
   */
  ongoing: object | undefined;

  constructor(memory: Memory, random: RandomBytes) {
    this.memory = memory;
    this.random = random;
    this.enterMasterFile();
  }

  get environment(): Environment | undefined {
    return this.#environment;
  }

  get application(): Application | undefined {
    return this.#application;
  }

  /** The current DF in the widest sense: the application, else the environment, else none: the bare MF. */
  get directory(): Directory | undefined {
    return this.#application ?? this.#environment;
  }

  /**
   * What every command but SELECT hears where a block has been: at the current DF or the environment around it. A blocked
   * payment application goes on to answer, with AACs (EMV 4.3 Book 3 6.5.1), unless all of PSE is blocked.
   */
  get blockedStatus(): number | undefined {
    const environment = this.#environment;
    if (environment?.kind === 'PSE') return environment.blocked ? SW.functionNotSupported : undefined;
    return environment?.blocked === true || this.#application?.blocked === true ? SW.applicationBlocked : undefined;
  }

  get file(): ElementaryFile | undefined {
    return this.#file;
  }

  /** The MF: the environment that is the MF, or the bare root above all environments. */
  enterMasterFile(): void {
    const environment = this.memory.content.environments.find((candidate) => candidate.fid === MASTER_FILE);
    if (environment === undefined) this.#crossBorder(undefined);
    else this.enterEnvironment(environment);
  }

  enterEnvironment(environment: Environment): void {
    this.#crossBorder(environment);
    this.security.enter(environment);
  }

  /** A DF of the current environment. Selecting the DF one is in keeps its key states. */
  enterApplication(application: Application): void {
    if (application !== this.#application) this.#leaveApplication();
    this.#application = application;
    this.#selectFile(undefined);
  }

  /** An EF of the current DF; selecting the current one again resets its record pointer. */
  enterFile(file: ElementaryFile): void {
    this.#selectFile(file);
  }

  /** Keeps `challenge` as the only one that counts. */
  issueChallenge(challenge: Uint8Array): void {
    this.#challenge = challenge;
  }

  dropChallenge(): void {
    this.#challenge = undefined;
  }

  /**
   * Uses the latest challenge up: 4 or 8 bytes, or 16 where the algorithm has blocks of 16.
   * @throws Refusal 6984 where there is none that fits (sscard.md 6.3, trap 4)
   */
  takeChallenge(algorithm: SocialAlgorithm): Uint8Array {
    const challenge = this.#challenge;
    this.#challenge = undefined;
    demand(challenge !== undefined && (challenge.length <= 8 || algorithm === 'SM4'), SW.randomInvalid);
    return challenge;
  }

  /** To the other side of a firewall nothing goes along: no challenge, no master key, no transaction, no file. */
  #crossBorder(environment: Environment | undefined): void {
    if (environment !== this.#environment) {
      this.#challenge = undefined;
      this.security.master = undefined;
    }
    this.#leaveApplication();
    this.#environment = environment;
    this.#selectFile(undefined);
  }

  #leaveApplication(): void {
    this.#application = undefined;
    this.ongoing = undefined;
    this.security.leaveApplication();
  }

  #selectFile(file: ElementaryFile | undefined): void {
    this.#file = file;
    this.record = undefined;
  }
}
