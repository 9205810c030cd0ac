import type { Command } from 'commander';
import { failure } from '../../../base/failure.ts';
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
import { readDurationOption } from '../read-duration-option.ts';
import type { Shell } from '../shell.ts';
import type { InstallOptions, ServiceOptions } from './agent-service.ts';
import { installService, serviceStatus, uninstallService } from './agent-service.ts';

interface Options {
  readonly config?: readonly string[];
  readonly listen: string;
  readonly stopWithin: string;
  readonly logLevel: string;
  readonly logFile?: string;
  readonly logLimit: string;
}

/** `patchfleet agent`: the service; `patchfleet agent install|uninstall|status`: its unit. */
export function defineAgent(command: Command, shell: Shell): void {
  defineRun(command, shell);
  defineInstall(command.command('install'), shell);
  describeCommand(withUnit(command.command('uninstall')), {
    summary: 'stop the service and remove its unit',
    description: [
      'Stops the service and removes its systemd unit. Sites, journals, backups and keys stay where they are.',
    ],
    examples: [['patchfleet agent uninstall', 'the agent is no longer wanted on this machine']],
  }).action(shell.answer((options: ServiceOptions) => Promise.resolve(uninstallService(shell, options))));
  describeCommand(withUnit(command.command('status')), {
    summary: 'say whether the service is there and runs',
    description: [
      'Says whether the systemd unit is there and whether it runs. Exit code 0: it runs. What the sites do: curl http://127.0.0.1:7400/healthz.',
    ],
    examples: [['patchfleet agent status --json', 'for a program']],
  }).action(shell.answer((options: ServiceOptions) => Promise.resolve(serviceStatus(shell, options))));
}

function defineInstall(command: Command, shell: Shell): void {
  describeCommand(withUnit(withConfigs(command)), {
    summary: 'write the systemd unit and start the service',
    description: [
      'Writes a systemd unit for the agent of these sites and starts it, now and with the machine. The unit is as tight as the engines allow. A unit of the same name that somebody else wrote is left alone. On Windows it prints what to type for a scheduled task.',
    ],
    examples: [
      [
        'patchfleet agent install -c /etc/patchfleet/prod-madrid.yaml --print',
        'see the unit, change nothing',
      ],
      ['patchfleet agent install -c /etc/patchfleet/prod-madrid.yaml --user patchfleet', 'as root'],
    ],
  })
    .option('--user <user>', 'the user that it runs as', 'patchfleet')
    .option('--listen <address>', 'where /healthz and /metrics are answered, or `none`', usualAddress)
    .option('--stop-within <time>', 'how long an attempt under way may go on when it is stopped', '90s')
    .option('--print', 'only show the unit')
    .action(
      shell.answer((options: InstallOptions) => {
        readAddress(options.listen);
        return Promise.resolve(installService(shell, options));
      }),
    );
}

function withUnit(command: Command): Command {
  return command
    .option('--name <name>', 'name of the service', 'patchfleet')
    .option('--folder <folder>', 'where units are', '/etc/systemd/system');
}

function withConfigs(command: Command): Command {
  return command.option(
    '-c, --config <file>',
    "a site's configuration, once for each site (or PATCHFLEET_CONFIG; default: ./site.yaml)",
    (file: string, before: readonly string[] | undefined) => [...(before ?? []), file],
  );
}

const usualAddress = '127.0.0.1:7400';

function defineRun(command: Command, shell: Shell): void {
  describeCommand(withConfigs(command), {
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
    .option('--listen <address>', 'where /healthz and /metrics are answered, or `none`', usualAddress)
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
    stopWithin: readDurationOption('--stop-within', options.stopWithin),
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
  const { terminal } = shell;
  const toTerminal = {
    write: (line: string) => {
      terminal.print(line.trimEnd());
    },
  };
  if (logFile === undefined) return openLog(toTerminal, level);
  const toFile = openLogFile(logFile, readSize(logLimit), (line) => {
    terminal.remark(line.trimEnd());
  });
  return openLog(toFile, level);
}

function readSize(text: string): number {
  const [, count, unit] = /^(\d{1,6})(MB|GB)$/.exec(text) ?? [];
  if (count === undefined) throw wrong('--log-limit', text, 'a size such as 50MB or 1GB');
  return Number(count) * (unit === 'GB' ? 1024 ** 3 : 1024 ** 2);
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
