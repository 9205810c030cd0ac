import type { Command } from 'commander';
import type { Shell } from './shell.ts';

/** Writes a command's arguments, options, examples and action into the empty command. */
type DefineCommand = (command: Command, shell: Shell) => void;

/** A command as the list of commands knows it, before its file is read. */
interface CommandEntry {
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  readonly load: () => Promise<DefineCommand>;
}

const making = 'Making patches:';
const releasing = 'Releasing:';
const looking = 'Looking:';
const acting = 'At a site:';

/** Every command, in the order in which the help lists them. A command's file is read only when it is asked for. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'init',
    group: making,
    summary: 'begin a patches repository, or a site',
    load: async () => (await import('./commands/init.ts')).defineInit,
  },
  {
    name: 'kit',
    group: making,
    summary: 'make, build, check and show the kit of a patch',
    load: async () => (await import('./commands/kit.ts')).defineKit,
  },
  {
    name: 'studio',
    group: making,
    summary: 'make a patch in the browser: pick, compare, write, check, commit',
    load: async () => (await import('./commands/studio.ts')).defineStudio,
  },
  {
    name: 'preview',
    group: making,
    summary: 'say what patches would do at every site, before they are merged',
    load: async () => (await import('./commands/preview.ts')).definePreview,
  },
  {
    name: 'release',
    group: releasing,
    summary: 'release patches that were merged to main',
    load: async () => (await import('./commands/release.ts')).defineRelease,
  },
  {
    name: 'publish',
    group: releasing,
    summary: 'tell the sites: write the channel',
    load: async () => (await import('./commands/publish.ts')).definePublish,
  },
  {
    name: 'approve',
    group: releasing,
    summary: "give a named person's leave for a release",
    load: async () => (await import('./commands/approve.ts')).defineApprove,
  },
  {
    name: 'hold',
    group: releasing,
    summary: 'say "not this patch here, not now"',
    load: async () => (await import('./commands/hold.ts')).defineHold,
  },
  {
    name: 'recall',
    group: releasing,
    summary: 'take a release back',
    load: async () => (await import('./commands/recall.ts')).defineRecall,
  },
  {
    name: 'get',
    group: looking,
    summary: 'list sites, patches, attempts',
    load: async () => (await import('./commands/get.ts')).defineGet,
  },
  {
    name: 'plan',
    group: looking,
    summary: 'say what the next pass would do',
    load: async () => (await import('./commands/plan.ts')).definePlan,
  },
  {
    name: 'diff',
    group: looking,
    summary: 'show what a patch would change, or what has drifted',
    load: async () => (await import('./commands/diff.ts')).defineDiff,
  },
  {
    name: 'rehearse',
    group: looking,
    summary: 'install and undo a patch on a copy, and say how it went',
    load: async () => (await import('./commands/rehearse.ts')).defineRehearse,
  },
  {
    name: 'explain',
    group: looking,
    summary: 'say why a patch is where it is',
    load: async () => (await import('./commands/explain.ts')).defineExplain,
  },
  {
    name: 'history',
    group: looking,
    summary: 'tell what happened at a site',
    load: async () => (await import('./commands/history.ts')).defineHistory,
  },
  {
    name: 'doctor',
    group: looking,
    summary: 'check everything that a site needs',
    load: async () => (await import('./commands/doctor.ts')).defineDoctor,
  },
  {
    name: 'reconcile',
    group: acting,
    summary: 'one pass: install, remove, prove, say so',
    load: async () => (await import('./commands/reconcile.ts')).defineReconcile,
  },
  {
    name: 'agent',
    group: acting,
    summary: 'reconcile for years: the service, and its unit',
    load: async () => (await import('./commands/agent.ts')).defineAgent,
  },
  {
    name: 'install',
    group: acting,
    summary: 'let a patch in, now or from a time on',
    load: async () => (await import('./commands/install.ts')).defineInstall,
  },
  {
    name: 'resume',
    group: acting,
    summary: 'end a hold, or a suspension',
    load: async () => (await import('./commands/resume.ts')).defineResume,
  },
  {
    name: 'suspend',
    group: acting,
    summary: 'stop everything at a site',
    load: async () => (await import('./commands/suspend.ts')).defineSuspend,
  },
  {
    name: 'retry',
    group: acting,
    summary: 'ask for a new try of a patch that failed',
    load: async () => (await import('./commands/retry.ts')).defineRetry,
  },
  {
    name: 'remove',
    group: acting,
    summary: 'take an installed patch out',
    load: async () => (await import('./commands/remove.ts')).defineRemove,
  },
  {
    name: 'keep',
    group: acting,
    summary: 'take a removal back that was asked for',
    load: async () => (await import('./commands/keep.ts')).defineKeep,
  },
  {
    name: 'consent',
    group: acting,
    summary: 'let a patch do what cannot be undone',
    load: async () => (await import('./commands/consent.ts')).defineConsent,
  },
  {
    name: 'widen-backup',
    group: acting,
    summary: 'back up more than a patch asks for',
    load: async () => (await import('./commands/widen-backup.ts')).defineWidenBackup,
  },
  {
    name: 'settle',
    group: acting,
    summary: 'end an inconsistency after looking',
    load: async () => (await import('./commands/settle.ts')).defineSettle,
  },
  {
    name: 'accept-channel',
    group: acting,
    summary: 'let an older or forked channel in',
    load: async () => (await import('./commands/accept-channel.ts')).defineAcceptChannel,
  },
  {
    name: 'baseline',
    group: acting,
    summary: 'take a site that was patched by hand into the fleet',
    load: async () => (await import('./commands/baseline.ts')).defineBaseline,
  },
];
