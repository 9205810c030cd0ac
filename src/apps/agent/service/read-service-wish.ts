import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SiteConfig } from '../../config.ts';
import type { ServiceWish } from './service-wish.ts';

const program = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

/** The service for these sites; `configs` and `configPaths` in the same order, paths absolute. */
export function readServiceWish(
  configs: readonly SiteConfig[],
  configPaths: readonly string[],
  asked: {
    readonly name: string;
    readonly user: string;
    readonly stopWithin: { readonly text: string; readonly milliseconds: number };
    readonly listen: string;
  },
): ServiceWish {
  const { name, user, stopWithin, listen } = asked;
  const files = configPaths.flatMap((path) => ['--config', path]);
  return {
    ...{ name, user, stopWithin: stopWithin.milliseconds, notifies: hasSystemdNotify() },
    command: [
      ...[process.execPath, program, 'agent', ...files],
      ...['--listen', listen, '--stop-within', stopWithin.text],
    ],
    writes: writesOf(configs),
    beside: configs.some(({ engine }) => engine.kind !== 'directory' && !isFarAway(engine)),
  };
}

/** Folders that have to be there when the service starts; a database lies where only it knows. */
function writesOf(configs: readonly SiteConfig[]): readonly string[] | null {
  const folders = configs.map(({ engine, state }) => {
    if (engine.kind === 'directory') return [engine.folder, ownState(state)];
    return isFarAway(engine) ? [ownState(state)] : null;
  });
  if (folders.includes(null)) return null;
  return [...new Set(folders.flatMap((each) => each ?? []))].filter((folder) => folder !== '');
}

/** systemd makes /var/lib/patchfleet itself, for the service alone. */
function ownState(state: string): string {
  return dirname(state) === '/var/lib/patchfleet' ? '' : state;
}

function isFarAway(engine: SiteConfig['engine']): boolean {
  return engine.kind === 'iris' && engine.by === 'atelier';
}

function hasSystemdNotify(): boolean {
  return spawnSync('systemd-notify', ['--version'], { timeout: 10_000 }).status === 0;
}
