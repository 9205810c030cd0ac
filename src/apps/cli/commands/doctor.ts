import type { Command } from 'commander';
import { Failure, isFailure } from '../../../base/failure.ts';
import { lookAtSite } from '../../../reconcile/look-at-site.ts';
import { afterLoss, isLost, patchesWithoutBackup } from '../../../reconcile/lost-state.ts';
import { readChannel } from '../../../reconcile/read-channel.ts';
import { readSiteConfig } from '../../config.ts';
import { findGitProgram } from '../../find-git-program.ts';
import { countAsText } from '../../../report/count-as-text.ts';
import { tableAsText } from '../../../report/table-as-text.ts';
import type { Answer } from '../answer.ts';
import { checkDatabase } from './check-database.ts';
import { checkState } from './check-state.ts';
import { describeCommand } from '../command-text.ts';
import type { OpenSite, SiteOptions } from '../open-site.ts';
import { configPath, looksOnly, openSite, withSite } from '../open-site.ts';
import type { Shell } from '../shell.ts';

/** `patchfleet doctor`: checks everything that a site needs, and says what to do. */
export function defineDoctor(command: Command, shell: Shell): void {
  describeCommand(withSite(command), {
    description: [
      'Checks everything that a site needs, one thing after the other: Node, git, the configuration, the state directory, the host, the channel and its signatures, the target and its register, journal, vault, clocks. Says of each whether it is well, and if not, what to do. Changes nothing.',
      'Exit code 1 where something wants attention, 2 where something is broken.',
      looksOnly,
    ],
    examples: [
      [
        'patchfleet doctor --config /etc/patchfleet/prod-madrid.yaml',
        'before the first pass, or when something is odd',
      ],
    ],
  }).action(shell.answer((options: SiteOptions) => doctor(shell, options)));
}

interface Finding {
  readonly check: string;
  readonly state: 'well' | 'attention' | 'broken';
  readonly message: string;
  readonly hint: string;
}

type Check = () => Promise<Omit<Finding, 'check' | 'hint'> & { readonly hint?: string }>;

async function doctor(shell: Shell, options: SiteOptions): Promise<Answer> {
  const findings: Finding[] = [
    await run('node', checkNode),
    await run('git', () => checkGit(shell, options)),
  ];
  const opened: { site?: OpenSite } = {};
  findings.push(
    await run('configuration', async () => {
      opened.site = await openSite(shell, options);
      return well(`site ${opened.site.setup.site}, channel ${opened.site.setup.channel}`);
    }),
  );
  if (opened.site !== undefined) {
    const { engine, state } = readSiteConfig(configPath(shell, options.config), shell.env);
    findings.push(await run('state', () => Promise.resolve(checkState(state))));
    if (engine.kind === 'mumps') findings.push(await run('database', () => checkDatabase(engine, state)));
  }
  for (const [check, look] of opened.site === undefined ? [] : siteChecks(opened.site)) {
    shell.terminal.progress(`Checking ${check} …`);
    findings.push(await run(check, look));
  }
  return answerOf(toldOnce(findings), shell);
}

/** What keeps several checks from their work is told with the first of them. */
function toldOnce(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding, at) => {
    const first = findings
      .slice(0, at)
      .find(({ state, message }) => state !== 'well' && message === finding.message);
    return first === undefined ? finding : { ...finding, message: `See ${first.check}.`, hint: '' };
  });
}

/** A failure is a finding; a bug stays a bug. A target that is not there is no passing fault to whoever asks for a checkup. */
async function run(check: string, look: Check): Promise<Finding> {
  try {
    return { check, hint: '', ...(await look()) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const passing = error.remedy === 'retry' && !isFailure(error, 'TARGET_UNREACHABLE');
    const state = passing ? 'attention' : 'broken';
    return { check, state, message: error.message, hint: error.hint };
  }
}

function well(message: string): Awaited<ReturnType<Check>> {
  return { state: 'well', message };
}

function checkNode(): ReturnType<Check> {
  return Promise.resolve(well(process.version));
}

function checkGit(shell: Shell, { config }: SiteOptions): ReturnType<Check> {
  const version = findGitProgram();
  if (version !== null) return Promise.resolve(well(version));
  const { git } = readSiteConfig(configPath(shell, config), shell.env);
  if (git !== 'system')
    return Promise.resolve(well('no git program; the embedded one is used, https and http only'));
  return Promise.resolve({
    state: 'broken',
    message: 'site.yaml says `git: system`, and there is no git program.',
    hint: 'Install git, or say `git: auto`.',
  });
}

function siteChecks({ ports, setup }: OpenSite): readonly (readonly [check: string, look: Check])[] {
  return [
    [
      'host',
      async () => {
        const { channel: tip } = await ports.repository.poll();
        if (tip !== null) return well(`channel ${setup.channel} is at ${tip.slice(0, 12)}`);
        const hint = 'Check `channel` in site.yaml; `patchfleet publish` writes it.';
        return { state: 'broken', message: `The host has no channel ${setup.channel}.`, hint };
      },
    ],
    ['target', () => checkTarget({ ports, setup })],
    ['channel', () => checkChannel({ ports, setup })],
    ['statuses', () => checkStatuses({ ports, setup })],
    ['journal', async () => well(`${countAsText((await ports.journal.read()).length, 'line')}, unbroken`)],
    ['vault', () => checkVault({ ports, setup })],
    ['clock', () => checkClock({ ports, setup })],
  ];
}

async function checkTarget({ ports, setup }: OpenSite): ReturnType<Check> {
  const { facts, installed } = await lookAtSite(ports, setup);
  if (installed.inconsistent !== null) {
    const { patch, why } = installed.inconsistent;
    const hint = `Look at the documents of ${patch}, then \`patchfleet settle\`.`;
    return { state: 'broken', message: `Inconsistent since an attempt of ${patch}: ${why}`, hint };
  }
  if (installed.open !== null) {
    const { attempt, patch } = installed.open;
    const message = `Attempt ${attempt} (${patch}) is under way, or was cut short.`;
    const hint = 'Where no agent is at work, the next pass brings it to a clean end: `patchfleet reconcile`.';
    return { state: 'attention', message, hint };
  }
  const known = [...installed.patches.values()];
  const count = known.filter(({ state }) => state === 'installed').length;
  const patches = countAsText(known.length, 'patch', 'patches');
  return well(`${facts.engine} ${facts.version}, ${patches} in the register, ${count} installed`);
}

/** A forked branch is put right by whoever may force a push; the site finds that out by itself. */
async function checkStatuses({ ports, setup }: OpenSite): ReturnType<Check> {
  const { site } = setup;
  if (isLost(await lookAtSite(ports, setup))) {
    const message = `StateLost: this state directory is new to the site; until the site is resumed it tells under status-recovered/${site}.`;
    return { state: 'attention', message, hint: afterLoss };
  }
  const recovered = await ports.outbox.recoveredTo();
  if (recovered === null) {
    const tips = await ports.repository.readStatuses([site]);
    return well(`${countAsText(tips.length, 'status branch', 'status branches')} of this site`);
  }
  return {
    state: 'attention',
    message: `status/${site} holds what this site did not tell; it tells under ${recovered}.`,
    hint: `Find out who wrote there. Then, in a clone of the status repository and as somebody who may force: \`git fetch origin ${recovered}\`, \`git push --atomic origin +FETCH_HEAD:refs/heads/status/${site} :refs/heads/${recovered}\`. The next pass goes on at status/${site}.`,
  };
}

async function checkChannel({ ports, setup }: OpenSite): ReturnType<Check> {
  const { installed } = await lookAtSite(ports, setup);
  const { desired, problems } = await readChannel(ports, setup, installed);
  const [problem] = problems;
  if (problem !== undefined) {
    const state = problem.type === 'ChannelRefused' ? 'broken' : 'attention';
    const hint =
      problem.acceptable === undefined
        ? 'See what was published last, and by whom.'
        : 'Find out why it went back. `patchfleet accept-channel` shows what is offered against what is obeyed, and how to let it in.';
    return { state, message: `${problem.type}: ${problem.message}`, hint };
  }
  const ignored = desired?.ignored ?? [];
  if (ignored.length > 0) {
    const message = ignored.map(({ path, why }) => `${path}: ${why}`).join('; ');
    return {
      state: 'attention',
      message,
      hint: 'These files do not count: check who signed them, and `trust` in site.yaml.',
    };
  }
  return well(
    `number ${desired?.channel.counter ?? 0}, ${countAsText(desired?.releases.length ?? 0, 'release')}, signature good`,
  );
}

async function checkVault({ ports, setup }: OpenSite): ReturnType<Check> {
  const snapshots = await ports.vault.list();
  for (const { snapshot } of snapshots.slice(-3)) await ports.vault.inventory(snapshot);
  const { installed } = await lookAtSite(ports, setup);
  const bare = patchesWithoutBackup(
    installed,
    snapshots.map(({ label }) => label),
  );
  if (bare.length === 0) return well(`${countAsText(snapshots.length, 'snapshot')}, the last ones whole`);
  return {
    state: 'attention',
    message: `No backup is here of what these installed patches replaced: ${bare.join(', ')}.`,
    hint: 'They cannot be removed by themselves: put the state directory back from its own backup, or undo them by a further patch.',
  };
}

async function checkClock({ ports }: OpenSite): ReturnType<Check> {
  const { clock } = await ports.target.look();
  const apart = clock === null ? 0 : Math.abs(clock - ports.clock.now());
  if (apart <= 5 * 60_000)
    return well(clock === null ? 'the target has no clock of its own' : 'agrees with the target');
  const message = `This machine and the target are ${Math.round(apart / 60_000)} minutes apart.`;
  return { state: 'attention', message, hint: 'Nothing starts by time until they agree: set the clocks.' };
}

function answerOf(findings: readonly Finding[], { terminal }: Shell): Answer {
  const styles = { well: 'good', attention: 'wait', broken: 'bad' } as const;
  const rows = findings.map(({ check, state, message }) => [
    terminal.paint(styles[state], state),
    check,
    message,
  ]);
  const hints = findings.filter(({ hint }) => hint !== '').map(({ check, hint }) => `${check}: ${hint}`);
  const worst = findings.some(({ state }) => state === 'broken')
    ? 2
    : findings.some(({ state }) => state === 'attention')
      ? 1
      : 0;
  return {
    exit: worst,
    text: [tableAsText(['STATE', 'CHECK', 'FOUND'], rows), ...hints].join('\n'),
    json: { kind: 'checkup', findings },
  };
}
