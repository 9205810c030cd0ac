import { execFile } from 'node:child_process';

/** What the agent tells the service manager that started it. */
export interface ServiceManager {
  /** Milliseconds between two signs of life that it wants; null: none. */
  readonly watchdog: number | null;
  ready(status: string): Promise<void>;
  alive(): Promise<void>;
  stopping(): Promise<void>;
}

/**
 * systemd, through the program `systemd-notify` (Node opens no datagram sockets), where NOTIFY_SOCKET says that it listens. The unit needs
 * NotifyAccess=all, since the program is a process of its own. Elsewhere nothing happens.
 */
export function serviceManager(env: Readonly<Record<string, string | undefined>>): ServiceManager {
  const notify = (...words: readonly string[]): Promise<void> =>
    new Promise((resolve) => {
      if ((env['NOTIFY_SOCKET'] ?? '') === '') resolve();
      // A manager that is not told restarts the agent in time; the agent itself has nothing better to do.
      else
        execFile('systemd-notify', words, { env: { ...env }, timeout: 10_000 }, () => {
          resolve();
        });
    });
  const microseconds = Number(env['WATCHDOG_USEC'] ?? '');
  return {
    watchdog: Number.isFinite(microseconds) && microseconds > 0 ? microseconds / 1000 / 3 : null,
    ready: (status) => notify('--ready', `--status=${status}`),
    alive: () => notify('WATCHDOG=1'),
    stopping: () => notify('STOPPING=1', '--status=stopping'),
  };
}
