import type { DocumentName } from '../document/document-name.ts';
import { kindOf } from '../document/document-name.ts';
import type { Inventory } from '../document/inventory.ts';
import type { ReleaseEntry } from '../desired/desired-state.ts';
import type { DocumentPreview } from '../plan/intended.ts';
import { intentionsOf } from '../plan/intended.ts';
import { knownDocuments } from '../plan/known-documents.ts';
import type { OperatorActs } from '../plan/plan-input.ts';
import type { Trigger } from '../plan/plan.ts';
import type { Ports } from '../ports/ports.ts';
import type { AttemptTask } from './attempt-task.ts';
import type { SiteView } from './look-at-site.ts';
import { nextAttempt } from './next-attempt.ts';
import type { StagedPatch } from './stage.ts';

/** The attempt that installs a staged patch. */
export async function installTask(
  { ports, view, acts }: TaskGround,
  { release, trigger }: { readonly release: ReleaseEntry; readonly trigger: Trigger },
  staged: StagedPatch,
): Promise<AttemptTask> {
  const { manifest, kit } = staged;
  const changes = intentionsOf(manifest, kit);
  const consent = acts.consents.get(release.id);
  const consented = consent?.releaseDigest === release.digest && consent.seen !== null;
  const { run } = manifest.install;
  const attempt = await nextAttempt(ports, view);
  return {
    attempt,
    action: 'install',
    patch: release.id,
    releaseDigest: release.digest,
    trigger,
    bytes: staged.bytes,
    scope: await backupScope(ports, staged, acts.widened.get(release.id) ?? []),
    changes,
    nodes: [],
    objection: consented ? () => null : (before) => editsBeyond([], view, changes, before),
    production: manifest.install.production,
    run: run === null ? null : { attempt, entry: run, parameters: staged.parameters },
    uncompilable: [],
    checks: manifest.verify,
    rehearsal: false,
    foreign: () => [],
  };
}

interface TaskGround {
  readonly ports: Ports;
  readonly view: SiteView;
  readonly acts: Pick<OperatorActs, 'consents' | 'widened'>;
}

/** What the kit touches, what the manifest asks for, and what the operator added; each once. */
async function backupScope(
  { target }: Pick<Ports, 'target'>,
  { manifest, kit }: StagedPatch,
  widened: readonly DocumentName[],
): Promise<readonly DocumentName[]> {
  const touched = intentionsOf(manifest, kit).map(({ name }) => name);
  const code = manifest.backup.code === 'all' ? await allCode(target) : [];
  return [...new Set([...touched, ...manifest.backup.globals, ...widened, ...code])].sort();
}

async function allCode(target: Ports['target']): Promise<readonly DocumentName[]> {
  const inventory = await target.inventory('all');
  return inventory.map(({ name }) => name).filter((name) => kindOf(name) !== 'global');
}

/** Somebody may have edited a document between the preview and the backup, also one whose edit of before may be overwritten. */
export function editsBeyond(
  preview: readonly DocumentPreview[],
  { installed }: SiteView,
  changes: AttemptTask['changes'],
  before: Inventory,
): string | null {
  const known = knownDocuments(installed);
  const touched = new Set(changes.map(({ name }) => name));
  const seen = new Map(preview.filter(({ localEdit }) => localEdit).map((one) => [one.name, one.before]));
  const edited = before.filter(
    ({ name, digest }) =>
      touched.has(name) &&
      kindOf(name) !== 'global' &&
      known.has(name) &&
      known.get(name) !== digest &&
      !(seen.has(name) && seen.get(name) === digest),
  );
  if (edited.length === 0) return null;
  return `Changed here by hand since a patch put it there: ${edited.map(({ name }) => name).join(', ')}.`;
}
