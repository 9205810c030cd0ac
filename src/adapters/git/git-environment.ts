import { protocolOf } from './git-remote.ts';
import type { GitProtocol, GitRemote } from './git-remote.ts';
import type { Patience } from './patience.ts';

/** Environment for the git program; `names` are those of the variables that simple-git would otherwise take away. */
interface GitEnvironment {
  readonly variables: Record<string, string>;
  readonly names: readonly string[];
}

const protocols: readonly GitProtocol[] = ['https', 'http', 'ssh', 'file'];

/** What of the agent's own environment git may see besides all that does not concern git. */
const kept = [
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_SSH_VARIANT',
  'GIT_ASKPASS',
  'SSH_ASKPASS',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
];

/**
 * The machine's own git configuration stays in force for what belongs to the machine (ssh, credential helpers, proxies); everything by
 * which it could change what we do is said over it. Secrets travel in the environment, never in arguments.
 */
export function gitEnvironment(
  remote: GitRemote,
  { stall }: Pick<Patience, 'stall'>,
  caFile: string | null,
): GitEnvironment {
  return environmentOf([...settingsFor(remote, caFile), ...stallSettings(stall)], inherited());
}

/**
 * For a repository whose configuration nobody vouches for: git reaches no remote, and runs nothing that is named there. GIT_NO_LAZY_FETCH is obeyed by git 2.45 and later only; that no
 * protocol is allowed (git, "GIT_ALLOW_PROTOCOL") stops a fetch of what is missing in a partial clone in every git, before the program of a remote is started.
 */
export function foreignEnvironment({ stall }: Pick<Patience, 'stall'>): GitEnvironment {
  const settings = settingsFor(nowhere, null).map(
    ([key, value]) => [key, /^protocol\..*allow$/.test(key) ? 'never' : value] as const,
  );
  return environmentOf([...settings, ...programSettings, ...stallSettings(stall)], {
    ...Object.fromEntries(Object.entries(inherited()).filter(([name]) => !runsPrograms.test(name))),
    GIT_ALLOW_PROTOCOL: '',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ATTR_NOSYSTEM: '1',
  });
}

const nowhere: GitRemote = { url: 'file:///dev/null', account: null, ca: null };

const runsPrograms = /^(GIT_SSH|GIT_SSH_COMMAND|GIT_ASKPASS|SSH_ASKPASS)$/;

/** What of a repository's configuration names programs, said over it. Programs of diffs and filters have names of their own: no command may ask for them. */
const programSettings: readonly (readonly [string, string])[] = [
  ['core.pager', 'cat'],
  ['core.sshCommand', 'false'],
  ['core.gitProxy', 'false'],
  ['core.askPass', 'false'],
  ['core.alternateRefsCommand', 'false'],
  ['credential.helper', ''],
  ['diff.external', ''],
  ['log.showSignature', 'false'],
  ['gpg.program', 'false'],
];

function environmentOf(
  settings: readonly (readonly [string, string])[],
  base: Readonly<Record<string, string>>,
): GitEnvironment {
  const ours: Record<string, string> = {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_CONFIG_COUNT: String(settings.length),
  };
  for (const [index, [key, value]] of settings.entries()) {
    ours[`GIT_CONFIG_KEY_${index}`] = key;
    ours[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  const variables = { ...base, ...ours };
  return { variables, names: Object.keys(variables).filter((name) => /^(GIT_|SSH_ASKPASS)/.test(name)) };
}

function inherited(): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    const concernsGit = /^(GIT_|SSH_ASKPASS$|EDITOR$|VISUAL$|PAGER$|PREFIX$)/i.test(name);
    if (value !== undefined && (!concernsGit || kept.includes(name))) variables[name] = value;
  }
  return variables;
}

function settingsFor(remote: GitRemote, caFile: string | null): readonly (readonly [string, string])[] {
  const protocol = protocolOf(remote, protocols);
  return [
    ['protocol.version', '2'],
    ['protocol.allow', 'never'],
    ['protocol.ext.allow', 'never'],
    ...protocols.map((name) => [`protocol.${name}.allow`, name === protocol ? 'always' : 'never'] as const),
    ['core.hooksPath', '/dev/null'],
    ['core.fsmonitor', 'false'],
    ['core.attributesFile', '/dev/null'],
    ['core.fsync', 'all'],
    ['transfer.fsckObjects', 'true'],
    ['fetch.fsckObjects', 'true'],
    ['fetch.unpackLimit', '1000000000'],
    ['fetch.prune', 'false'],
    ['fetch.pruneTags', 'false'],
    ['fetch.recurseSubmodules', 'false'],
    ['fetch.writeCommitGraph', 'false'],
    ['push.followTags', 'false'],
    ['push.gpgSign', 'false'],
    ['push.recurseSubmodules', 'no'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
    ['credential.interactive', 'false'],
    ...(caFile === null ? [] : [['http.sslCAInfo', caFile] as const]),
    ...accountSettings(remote),
  ];
}

function stallSettings(stall: number): readonly (readonly [string, string])[] {
  return [
    ['http.lowSpeedLimit', '1'],
    ['http.lowSpeedTime', String(Math.max(1, Math.round(stall / 1000)))],
  ];
}

/** The header goes to this host only, wherever it may redirect to; no helper is asked beside it. */
function accountSettings({ url, account }: GitRemote): readonly (readonly [string, string])[] {
  if (account === null || !/^https?:/.test(url)) return [];
  const said = Buffer.from(`${account.name}:${account.password}`).toString('base64');
  return [
    ['credential.helper', ''],
    [`http.${new URL(url).origin}/.extraHeader`, `Authorization: Basic ${said}`],
  ];
}
