import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
import { readDuration } from '../../../base/local-time.ts';
import type { Log, LogLevel } from '../../agent/log.ts';
import { openLog } from '../../agent/log.ts';
import { openLogFile } from '../../agent/log-file.ts';
import { realMachine } from '../../agent/real-machine.ts';
import type { Agent } from '../../agent/run-agent.ts';
import { runAgent } from '../../agent/run-agent.ts';
import type { Address } from '../../agent/serve.ts';
import { serviceManager } from '../../agent/systemd.ts';
import type { Answer } from '../answer.ts';
import { describeCommand } from '../command-text.ts';
import { configPath } from '../open-site.ts';
import { ownVersion } from '../own-version.ts';
import type { Shell } from '../shell.ts';

interface Options {
  readonly config?: readonly string[];
  readonly listen: string;
  readonly stopWithin: string;
  readonly logLevel: string;
  readonly logFile?: string;
  readonly logLimit: string;
}

/** `patchfleet agent`: the service. */
export function defineAgent(command: Command, shell: Shell): void {
  describeCommand(command, {
    description: [
      'Reconciles one or more sites until it is stopped: it looks at the host in the interval of `poll`, more rarely while nothing happens or nothing works, and wakes at the very instant when a window opens, a scheduled time comes or a soak ends. SIGHUP, or a touched file `hint` in the state directory, makes it look at once.',
      'site.yaml is read anew when it changes; what cannot be used is said in the log, in the status and at /healthz, and the former configuration holds. SIGTERM and SIGINT end it: an attempt under way gets --stop-within to end, and is settled by the next start otherwise. Exit code 0.',
      'The log goes to standard output, one JSON object per line.',
    ],
    examples: [
      ['patchfleet agent --config /etc/patchfleet/prod-madrid.yaml', 'look after one site'],
      ['patchfleet agent -c uat.yaml -c prod.yaml --listen none', 'two sites of one machine, no monitoring'],
    ],
  })
    .option(
      '-c, --config <file>',
      "a site's configuration, once for each site (or PATCHFLEET_CONFIG; default: ./site.yaml)",
      (file: string, before: readonly string[] | undefined) => [...(before ?? []), file],
    )
    .option('--listen <address>', 'where /healthz and /metrics are answered, or `none`', '127.0.0.1:7400')
    .option(
      '--stop-within <time>',
      'how long an attempt under way may go on when the agent is stopped',
      '90s',
    )
    .option('--log-level <level>', 'debug, info, warn or error', 'info')
    .option('--log-file <file>', 'write the log there instead; see --log-limit')
    .option('--log-limit <size>', 'what the log file and the one before it may take together', '50MB')
    .action(shell.answer((options: Options) => agent(shell, options)));
}

async function agent(shell: Shell, options: Options): Promise<Answer> {
  const named = options.config ?? [undefined];
  const configs = named.map((file) => configPath(shell, file));
  const log = openAgentLog(shell, options);
  const running = await runAgent({
    ...{ configs, log, env: shell.env, version: ownVersion(), machine: realMachine() },
    listen: readAddress(options.listen),
    stopWithin: readLimit('--stop-within', options.stopWithin),
    manager: serviceManager(shell.env),
  });
  const signal = await untilStopped(shell, running);
  log.write('info', `stopping by ${signal}`, { event: 'stopping' });
  await running.stop();
  return { exit: 0, text: '', json: { kind: 'stopped', by: signal } };
}

function untilStopped(shell: Shell, { hint }: Agent): Promise<string> {
  return new Promise((resolve) => {
    shell.takeSignals?.((signal) => {
      switch (signal) {
        case 'SIGINT':
        case 'SIGTERM':
          resolve(signal);
          return;
        case 'SIGHUP':
        case 'SIGUSR2':
          hint();
      }
    });
  });
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

function openAgentLog(shell: Shell, { logLevel, logFile, logLimit }: Options): Log {
  const level = levels.find((known) => known === logLevel);
  if (level === undefined) throw wrong('--log-level', logLevel, levels.join(', '));
  if (logFile !== undefined) return openLog(openLogFile(logFile, readSize(logLimit)), level);
  const toTerminal = {
    write: (line: string) => {
      shell.terminal.print(line.trimEnd());
    },
  };
  return openLog(toTerminal, level);
}

function readSize(text: string): number {
  const [, count, unit] = /^(\d{1,6})(MB|GB)$/.exec(text) ?? [];
  if (count === undefined) throw wrong('--log-limit', text, 'a size such as 50MB or 1GB');
  return Number(count) * (unit === 'GB' ? 1024 ** 3 : 1024 ** 2);
}

function readLimit(what: string, text: string): number {
  const limit = readDuration(text);
  if (limit === null) throw wrong(what, text, 'a duration such as 90s or 5m');
  return limit;
}

/** Loopback only: what monitors are told needs no sign-in. */
function readAddress(text: string): Address | null {
  if (text === 'none') return null;
  const [, host, port] = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535)
    throw wrong('--listen', text, 'an address of this machine itself such as 127.0.0.1:7400, or `none`');
  return { host: host.replace(/[[\]]/g, ''), port: Number(port) };
}

function wrong(what: string, word: string, expected: string) {
  return failure('WRONG_ARGUMENT', { what, word, expected });
}
