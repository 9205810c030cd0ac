import { CommanderError } from 'commander';
import { Failure } from '../../base/failure.ts';
import { redact } from '../../base/redact.ts';
import { failureAsText } from '../../report/failure-as-text.ts';
import type { Paint } from '../../report/paint.ts';
import type { Answer, ExitCode } from './answer.ts';
import { answerAsJson } from './answer.ts';
import { programFor, withoutHelpForNothing } from './program.ts';
import type { Shell } from './shell.ts';

/** The process as `main.ts` hands it over. */
type Surroundings = Pick<Shell, 'terminal' | 'env' | 'cwd' | 'now' | 'takeSignals'>;

/**
 * Runs one command line and returns the exit code. Failures and mistakes on the command line are told with a hint;
 * anything else is a bug and is told with its stack. Both end in 2.
 */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const asJson = asksForJson(args);
  const secrets: string[] = [];
  let exit: ExitCode = 0;
  const tell = (answer: Answer): void => {
    const text = asJson ? answerAsJson(answer) : answer.text;
    if (text !== '') surroundings.terminal.print(redact(text, secrets));
    exit = answer.exit;
  };
  const shell: Shell = {
    ...surroundings,
    keepSecret: (secret) => void secrets.push(secret),
    tell: (line) => {
      surroundings.terminal.print(redact(line, secrets));
    },
    answer:
      (act) =>
      async (...inputs) => {
        tell(await act(...inputs));
      },
  };
  try {
    const program = await programFor(args, shell);
    await program.parseAsync(withoutHelpForNothing(program, args), { from: 'user' });
  } catch (error) {
    const mishap = mishapOf(error);
    if (mishap === null) {
      surroundings.terminal.remark(redact(bugAsText(error), secrets));
      return 2;
    }
    if (mishap === 'told') return exitOf(error);
    if (asJson) tell(mishapAsAnswer(mishap));
    else surroundings.terminal.remark(mishapAsText(mishap, surroundings.terminal.paint, secrets));
    return 2;
  }
  return exit;
}

function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).includes('--json');
}

interface Mishap {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** `told`: commander has already printed a help text or the version. Null: a bug. */
function mishapOf(error: unknown): Mishap | 'told' | null {
  if (error instanceof Failure) return { code: String(error.code), message: error.message, hint: error.hint };
  if (!(error instanceof CommanderError)) return null;
  if (error.code.startsWith('commander.help') || error.code === 'commander.version') return 'told';
  return {
    code: 'USAGE',
    message: error.message.replace(/^error: /, ''),
    hint: 'See `patchfleet --help`, and `patchfleet <command> --help` for an example of each.',
  };
}

function exitOf(error: unknown): ExitCode {
  return error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}

function mishapAsText(mishap: Mishap, paint: Paint, secrets: readonly string[]): string {
  return `${failureAsText(mishap, paint, secrets)}\n${paint('dim', `Code: ${mishap.code}`)}`;
}

function bugAsText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${stack}\nThis is a bug in patchfleet: please report it with the lines above.`;
}

function mishapAsAnswer(mishap: Mishap): Answer {
  return { exit: 2, text: '', json: { kind: 'error', ...mishap } };
}
