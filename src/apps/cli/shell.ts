import type { Answer } from './answer.ts';
import type { Terminal } from './terminal.ts';

/** What a command may use of the process it runs in. */
export interface Shell {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Prints one line of a long answer before the rest is there, without the secrets that are known. */
  readonly tell: (line: string) => void;
  /** From now on signals go to the command instead of ending the program. Missing: there is no process of its own. */
  readonly takeSignals?: (take: (signal: TakenSignal) => void) => void;
  /** Whatever a command learns that must never be printed. */
  readonly keepSecret: (secret: string) => void;
  /**
   * Makes a commander action of a function that answers: its answer is printed as text or as JSON, and its exit code
   * becomes the program's.
   */
  readonly answer: <Inputs extends readonly unknown[]>(
    act: (...inputs: Inputs) => Promise<Answer>,
  ) => (...inputs: Inputs) => Promise<void>;
}

export type TakenSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGUSR2';
