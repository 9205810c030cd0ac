import { styleText } from 'node:util';
import type { Paint } from '../../report/paint.ts';

/** The program's way to its user: answers on standard output, everything else on standard error. */
export interface Terminal {
  /** The answer itself. */
  readonly print: (text: string) => void;
  /** An error or a remark, beside the answer. */
  readonly remark: (text: string) => void;
  /** What is going on right now: one line that the next one replaces; shown on a terminal only. */
  readonly progress: (text: string) => void;
  readonly paint: Paint;
}

const formats = {
  strong: 'bold',
  dim: 'gray',
  good: 'green',
  wait: 'yellow',
  bad: 'red',
} as const;

/** A terminal over these streams. Colours only where standard output is a terminal and NO_COLOR is not set. */
export function terminalOver(
  out: NodeJS.WriteStream,
  errors: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
): Terminal {
  const colours = wantsColours(out, env);
  const live = errors.isTTY && !isSet(env['CI']) && env['TERM'] !== 'dumb';
  let shown = false;
  const clear = (): void => {
    if (shown) errors.write('\r\u001b[K');
    shown = false;
  };
  return {
    print(text) {
      clear();
      out.write(`${text}\n`);
    },
    remark(text) {
      clear();
      errors.write(`${text}\n`);
    },
    progress(text) {
      if (!live) return;
      clear();
      errors.write(cut(text, errors.columns));
      shown = text !== '';
    },
    paint: (style, text) => (colours ? styleText(formats[style], text, { validateStream: false }) : text),
  };
}

function wantsColours(out: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  if (isSet(env['NO_COLOR']) || env['TERM'] === 'dumb') return false;
  return out.isTTY || isSet(env['FORCE_COLOR']);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0';
}

function cut(text: string, columns: number | undefined): string {
  const width = (columns ?? 80) - 1;
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
