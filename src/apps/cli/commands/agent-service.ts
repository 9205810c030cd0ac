import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { failure } from '../../../base/failure.ts';
import { readServiceWish } from '../../agent/service/read-service-wish.ts';
import type { ServiceWish } from '../../agent/service/service-wish.ts';
import { patienceWith, systemdUnit, unitMark } from '../../agent/service/systemd-unit.ts';
import { windowsTask } from '../../agent/service/windows-task.ts';
import { readSiteConfig } from '../../config.ts';
import type { Answer } from '../answer.ts';
import { configPath } from '../open-site.ts';
import { readDurationOption } from '../read-duration-option.ts';
import type { Shell } from '../shell.ts';

export interface ServiceOptions {
  readonly config?: readonly string[];
  readonly name: string;
  readonly folder: string;
}

export interface InstallOptions extends ServiceOptions {
  readonly user: string;
  readonly listen: string;
  readonly stopWithin: string;
  readonly print?: boolean;
}

/** Writes the unit and starts it; on Windows, and with --print, only says what there is to do. */
export function installService(shell: Shell, options: InstallOptions): Answer {
  const wish = wishOf(shell, options);
  const json = { kind: 'service', name: wish.name };
  if (process.platform === 'win32')
    return { exit: 0, text: windowsTask(wish), json: { ...json, unit: null } };
  const unit = systemdUnit(wish);
  if (options.print === true) return { exit: 0, text: unit.trimEnd(), json: { ...json, unit } };
  const path = unitPath(shell, options);
  assertOurs(path);
  writeUnit(path, unit);
  if (!runsSystemd()) {
    const text = `${path} was written. systemd does not run on this machine, so nothing was started.`;
    return { exit: 1, text, json: { ...json, unit: path, started: false } };
  }
  const patience = patienceWith(unit);
  systemctl(patience, 'daemon-reload');
  systemctl(patience, 'enable', `${wish.name}.service`);
  systemctl(patience, 'restart', `${wish.name}.service`);
  const text = `${path} was written, and the service runs. Its log: journalctl -u ${wish.name}`;
  return { exit: 0, text, json: { ...json, unit: path, started: true } };
}

/** Stops the service and takes its unit away; sites, journals and backups stay. */
export function uninstallService(shell: Shell, options: ServiceOptions): Answer {
  const path = unitPath(shell, options);
  const json = { kind: 'service', name: options.name, unit: path };
  if (!existsSync(path)) return { exit: 0, text: `There is no ${path}.`, json: { ...json, removed: false } };
  assertOurs(path);
  const patience = patienceWith(readFileSync(path, 'utf8'));
  if (runsSystemd()) systemctl(patience, 'disable', '--now', `${options.name}.service`);
  rmSync(path);
  if (runsSystemd()) systemctl(patience, 'daemon-reload');
  const text = `${path} was removed. What the sites have (journals, backups, keys) is where it was.`;
  return { exit: 0, text, json: { ...json, removed: true } };
}

/** Whether the unit is there, is the one that `install` would write now where configurations are named, and runs. */
export function serviceStatus(shell: Shell, options: ServiceOptions): Answer {
  const path = unitPath(shell, options);
  const there = existsSync(path);
  const ours = there && readFileSync(path, 'utf8').includes(unitMark);
  const state = runsSystemd() ? answerOf('is-active', options.name) : 'unknown: systemd does not run here';
  const lines = [
    there ? `${path} is there${ours ? '' : ', and was not written by patchfleet'}.` : `There is no ${path}.`,
    `The service is ${state}.`,
  ];
  return {
    exit: state === 'active' ? 0 : 1,
    text: lines.join('\n'),
    json: { kind: 'service', name: options.name, unit: there ? path : null, ours, state },
  };
}

function wishOf(shell: Shell, options: InstallOptions): ServiceWish {
  const paths = (options.config ?? [undefined]).map((file) => configPath(shell, file));
  const configs = paths.map((path) => readSiteConfig(path, shell.env));
  const { name, user, listen, stopWithin } = options;
  const milliseconds = readDurationOption('--stop-within', stopWithin);
  assertName('--user', user);
  return readServiceWish(configs, paths, {
    ...{ name, user, listen, stopWithin: { text: stopWithin, milliseconds } },
  });
}

function unitPath(shell: Shell, { folder, name }: ServiceOptions): string {
  assertName('--name', name);
  return join(resolve(shell.cwd, folder), `${name}.service`);
}

function assertName(what: string, word: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_-]{0,31}$/.test(word)) return;
  throw failure('WRONG_ARGUMENT', { what, word, expected: 'letters, digits, _ and -' });
}

function assertOurs(path: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8').includes(unitMark)) return;
  throw failure('FILE_EXISTS', { paths: [path] });
}

function writeUnit(path: string, unit: string): void {
  try {
    writeFileSync(path, unit);
  } catch (error) {
    throw failure('DISK_FAILED', { path, why: (error as Error).message }, error);
  }
}

/** As sd_booted does it (systemd: man page sd_booted). */
function runsSystemd(): boolean {
  return existsSync('/run/systemd/system');
}

function systemctl(timeout: number, ...words: readonly string[]): void {
  const { status, stderr } = spawnSync('systemctl', words, { encoding: 'utf8', timeout });
  if (status !== 0)
    throw failure('SERVICE_FAILED', { command: `systemctl ${words.join(' ')}`, why: stderr.trim() });
}

function answerOf(...words: readonly string[]): string {
  return spawnSync('systemctl', words, { encoding: 'utf8', timeout: 30_000 }).stdout.trim();
}
