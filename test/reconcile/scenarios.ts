import type { PatchId } from '../../src/base/names.ts';
import type { EngineAbilities } from '../../src/installed/target-facts.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import type { PatchWish } from '../worlds/a-release.ts';
import type { WorldWish } from '../worlds/a-world.ts';
import type { RunWrite } from '../worlds/memory-target.ts';
import { World } from '../worlds/a-world.ts';

export const patch = 'LAB-1' as PatchId;

/** Classes, a routine and a global as somebody's database holds them before any patch. */
export const before: Readonly<Record<string, string>> = {
  'Lab.Old.cls': 'Class Lab.Old\n{\n}\n',
  'LABIN.mac': 'ROUTINE LABIN [Type=MAC]\nLABIN ; old\n quit\n',
  '^LabConfig': '^LabConfig("schema")="1"\n^LabConfig("site")="north"\n',
};

/** One patch with something of everything: adds, replaces, deletes, merges. */
export const firstPatch: PatchWish = {
  kit: {
    'Lab.New.cls': 'Class Lab.New\n{\n}\n',
    'LABIN.mac': 'ROUTINE LABIN [Type=MAC]\nLABIN ; new\n quit\n',
    'config.zwr': 'patchfleet test\nGT.M ZWR\n^LabConfig("added")="yes"\n^LabConfig("schema")="2"\n',
  },
  manifest: { remove: ['Lab.Old.cls'] },
};

/** The same, and a last check that fails. */
export const failingPatch: PatchWish = {
  ...firstPatch,
  manifest: { ...firstPatch.manifest, verify: [{ global: '^LabConfig("site")', equals: 'south' }] },
};

/** A whole pass that a test can cut short anywhere. */
export interface Scenario {
  readonly title: string;
  /** A world in which the next pass does what the title says. */
  readonly world: () => Promise<World>;
  /** What may have become of the patch in the end, wherever the pass was cut short once. */
  readonly ends: readonly string[];
}

export const scenarios: readonly Scenario[] = [
  { title: 'installs', ends: ['installed'], world: () => Promise.resolve(aWorld(firstPatch)) },
  { title: 'rolls back', ends: ['failed'], world: () => Promise.resolve(aWorld(failingPatch)) },
  // An operator's removal that was cut short is the operator's to ask for again.
  {
    title: 'installs and runs',
    ends: ['installed', 'failed'],
    world: () => Promise.resolve(aRunningWorld(true)),
  },
  { title: 'rolls back a run', ends: ['failed'], world: () => Promise.resolve(aRunningWorld(false)) },
  {
    title: 'removes what a run wrote',
    ends: ['removed', 'installed'],
    world: () => aWorldThatRemoves(aRunningWorld(true)),
  },
  { title: 'removes', ends: ['removed', 'installed'], world: aWorldThatRemoves },
];

export function aWorld(patchWish: PatchWish = firstPatch, wish: Partial<WorldWish> = {}): World {
  return new World({ patches: { 'LAB-1': patchWish }, target: before, ...wish });
}

/** What the patch's own code writes: declared and undeclared nodes, new and old ones, and what the kit itself put there. */
export const runWrites: readonly RunWrite[] = [
  { kind: 'set', reference: '^LabConfig("added")', value: 'by the run' },
  { kind: 'set', reference: '^LabLog(1)', value: 'changed' },
  { kind: 'kill', reference: '^LabLog("old")' },
  { kind: 'kill-node', reference: '^LabLog("kept")' },
  { kind: 'set', reference: '^LabNew("a",1)', value: 'new' },
];

export const log =
  '^LabLog(1)="one"\n^LabLog(2)="two"\n^LabLog("kept")="k"\n^LabLog("kept",1)="k1"\n^LabLog("old")="o"\n^LabLog("old",1)="o1"\n';

/** A patch whose own code writes all this, and then ends well or not. */
export function aRunningWorld(ok: boolean, engine: Partial<WorldWish['engine']> = {}): World {
  const run = '##class(Lab.Patches).P1';
  return aWorld(
    { ...firstPatch, manifest: { ...firstPatch.manifest, install: { run } } },
    {
      target: { ...before, '^LabLog': log },
      engine: {
        facts: { can: canRun },
        run: (_, write) => {
          for (const one of runWrites) write(one);
          return { ok, detail: ok ? '1' : 'it broke', transcript: '' };
        },
        ...engine,
      },
    },
  );
}

export const canRun: EngineAbilities = {
  runs: 'restored',
  productions: false,
  kinds: ['class', 'routine', 'include', 'file', 'global', 'project', 'other'],
  routines: ['mac', 'int'],
};

export async function aWorldThatRemoves(world = aWorld()): Promise<World> {
  await world.pass();
  const releaseDigest = (await world.installed()).patches.get(patch)?.releaseDigest;
  if (releaseDigest === undefined) throw new Error('the patch was not installed');
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'remove', patch, releaseDigest, who: 'ines', why: 'not wanted' },
  });
  return world;
}

/** fleet.yaml of the one site, with a freeze over everything. */
export const frozen = `
rings:
  - name: uat
    title: Acceptance
sites:
  - name: here
    title: The only site
    ring: uat
    timezone: Europe/Madrid
freezes:
  - from: "2026-11-01T00:00"
    until: "2026-12-31T00:00"
    reason: Year's end
`;
