import { basename } from 'node:path';
import { failure } from '../../../base/failure.ts';

/** Where a local session leads, as site.yaml says. */
export interface SessionAddress {
  readonly instance: string;
  readonly namespace: string;
  /** `iris`, `csession`, or the path of one of them. */
  readonly program: string;
}

/** A program to start, and what it reads. */
export interface SessionCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** At most three lines; null: the call stands among the arguments. */
  readonly input: string | null;
}

/** A call of a class method; arguments are quoted as ObjectScript does. */
export interface MethodCall {
  readonly className: string;
  readonly method: string;
  readonly args: readonly (string | number)[];
}

/**
 * The commands that make these calls, in this order.
 *
 * - Unix, IRIS: `iris session INST -U NS`, calls and HALT on standard input ("Local session CLI": three lines at most, all else in files).
 * - Unix, Caché and Ensemble: `csession INST -U NS`, likewise.
 * - Windows: `iris.exe run INST ##class(X).M("a") NS` and `csession.exe INST -U NS "##class(X).M()"`, one call each: a method named on the
 *   command line, without DO.
 *
 * What comes back as exit code is never looked at: a method's return value becomes one, and a script exits 0 whatever went wrong.
 */
export function sessionCommands(
  { instance, namespace, program }: SessionAddress,
  calls: readonly MethodCall[],
): readonly SessionCommand[] {
  const [name, windows] = programOf(program);
  const csession = name === 'csession';
  const texts = calls.map(callAsText);
  if (!windows) {
    if (texts.length > 2) throw new Error('more calls than three lines of standard input hold');
    const args = csession ? [instance, '-U', namespace] : ['session', instance, '-U', namespace];
    return [{ program, args, input: [...texts.map((text) => `Do ${text}`), 'Halt', ''].join('\n') }];
  }
  return texts.map((text) => ({
    program,
    args: csession ? [instance, '-U', namespace, text] : ['run', instance, text, namespace],
    input: null,
  }));
}

function programOf(program: string): [name: string, windows: boolean] {
  const file = basename(program.replaceAll('\\', '/')).toLowerCase();
  return [file.replace(/\.exe$/, ''), file.endsWith('.exe')];
}

function callAsText({ className, method, args }: MethodCall): string {
  return `##class(${className}).${method}(${args.map(argumentAsText).join(',')})`;
}

/** ObjectScript doubles quotes; a line of input must hold no newline and no other control character. */
function argumentAsText(argument: string | number): string {
  if (typeof argument === 'number') return String(argument);
  if (!/^[ -~]*$/.test(argument))
    throw failure('DISK_FAILED', {
      path: argument,
      why: 'its path holds characters that cannot be passed to a session.',
    });
  return `"${argument.replaceAll('"', '""')}"`;
}
