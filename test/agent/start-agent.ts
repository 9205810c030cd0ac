import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';

const main = fileURLToPath(new URL('../../src/apps/cli/main.js', import.meta.url));

/** One line of the agent's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string; readonly event: string };

/** The agent as a process of its own. */
export interface RunningAgent {
  readonly lines: readonly LogLine[];
  /** Everything that was written, to both streams. */
  readonly written: () => string;
  /** The first line from `after` on that holds. */
  untilLine(holds: (line: LogLine) => boolean, after?: number): Promise<LogLine>;
  /** What monitors are told under this path. */
  ask(path: string): Promise<Response>;
  signal(name: NodeJS.Signals): void;
  /** The exit code. */
  readonly ended: Promise<number | null>;
}

/** Long enough for a machine that does much else. */
const patience = 90_000;

/** Starts `patchfleet agent`; it is ended with the test. */
export function startAgent(
  t: ExecutionContext,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningAgent {
  const child = spawn(
    process.execPath,
    [main, 'agent', '--listen', '127.0.0.1:0', '--log-level', 'debug', ...args],
    {
      env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines: LogLine[] = [];
  let [written, rest] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text;
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((part) => JSON.parse(part) as LogLine));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  t.teardown(() => {
    child.kill('SIGKILL');
  });
  const untilLine: RunningAgent['untilLine'] = async (holds, after = 0) => {
    const end = Date.now() + patience;
    while (Date.now() < end) {
      const found = lines.slice(after).find(holds);
      if (found !== undefined) return found;
      await wait(25);
    }
    throw new Error(`no such line in:\n${written}`);
  };
  return {
    ...{ lines, written: () => written, untilLine, ended },
    ask: async (path) => {
      const { msg } = await untilLine(({ event }) => event === 'listening');
      return fetch(`${msg.slice(msg.indexOf('http'))}${path}`);
    },
    signal: (name) => {
      child.kill(name);
    },
  };
}

export function isEndOfPass({ event }: LogLine): boolean {
  return event === 'pass-ended';
}
