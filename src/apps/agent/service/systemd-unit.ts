import type { ServiceWish } from './service-wish.ts';

/** Stands in each unit that this program wrote: no other is changed or removed. */
export const unitMark = '# Written by `patchfleet agent install`; `patchfleet agent uninstall` removes it.';

/** systemd kills the agent this long after it should have ended by itself. */
const graceSeconds = 30;

/** The unit file of the agent, as tight as what it has to reach allows (systemd.service, systemd.exec: man pages of systemd 252). */
export function systemdUnit(wish: ServiceWish): string {
  const { notifies, stopWithin, user, command } = wish;
  const lines = [
    unitMark,
    '[Unit]',
    'Description=patchfleet agent: installs released patches at the sites of this machine',
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    ...(notifies ? ['Type=notify', 'NotifyAccess=all', 'WatchdogSec=180'] : ['Type=exec']),
    `User=${user}`,
    `ExecStart=${command.map(quoted).join(' ')}`,
    'ExecReload=/bin/kill -HUP $MAINPID',
    'Restart=on-failure',
    'RestartSec=10',
    // The agent ends its own programs; what outlives it is killed after it.
    'KillMode=mixed',
    `TimeoutStopSec=${Math.ceil(stopWithin / 1000) + graceSeconds}`,
    'StateDirectory=patchfleet',
    'StateDirectoryMode=0700',
    ...confinement(wish),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ];
  return `${lines.join('\n')}\n`;
}

/** Milliseconds after which a unit of ours has stopped, or was killed, and has begun anew: systemctl waits for that. */
export function patienceWith(unit: string): number {
  const [, stop = '0'] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? [];
  return Number(stop) * 1000 + startLimit;
}

/** More than systemd's own limit for a start, 90 s (systemd-system.conf: DefaultTimeoutStartSec). */
const startLimit = 120_000;

/** Always what costs nothing; the rest where the agent works on plain files only. */
function confinement({ writes, beside }: ServiceWish): readonly string[] {
  const always = [
    ...['ProtectKernelTunables=yes', 'ProtectKernelModules=yes', 'ProtectKernelLogs=yes'],
    ...['ProtectControlGroups=yes', 'ProtectClock=yes', 'ProtectHostname=yes', 'LockPersonality=yes'],
    ...['RestrictRealtime=yes', 'SystemCallArchitectures=native', 'PrivateDevices=yes'],
  ];
  const files =
    writes === null
      ? ['ProtectSystem=full']
      : ['ProtectSystem=strict', ...writes.map((path) => `ReadWritePaths=${quotedPath(path)}`)];
  const own = ['NoNewPrivileges=yes', 'PrivateTmp=yes', 'RestrictSUIDSGID=yes', 'ProtectHome=read-only'];
  return [...files, ...(beside ? [] : own), ...always];
}

/** One argument of ExecStart: `%` and `$` stand for themselves, blanks and quotes do not divide (systemd.service, "Command lines"). */
function quoted(argument: string): string {
  const plain = argument.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[A-Za-z0-9_@%+=:,./$-]+$/.test(plain) ? plain : `"${plain.replace(/(["\\])/g, '\\$1')}"`;
}

function quotedPath(path: string): string {
  return `"${path.replaceAll('%', '%%').replace(/(["\\])/g, '\\$1')}"`;
}
