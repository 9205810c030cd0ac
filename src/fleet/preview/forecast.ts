import type { Instant } from '../../base/instant.ts';
import type { PatchId } from '../../base/names.ts';
import type { ReleaseEntry } from '../../desired/desired-state.ts';
import { blankRecord } from '../../installed/blank-record.ts';
import type { InstalledState, PatchRecord } from '../../installed/installed-state.ts';
import { computePlan } from '../../plan/compute-plan.ts';
import type { PlanInput } from '../../plan/plan-input.ts';
import type { Plan, PlanStep } from '../../plan/plan.ts';
import type { Blocker } from '../../policy/blocker.ts';
import type { RingsAhead } from './expected-reports.ts';
import type { Forecast } from './preview.ts';

/** A forecast, and what it rests on. */
export interface ForeseenStep {
  /** The patch's step at the moment of the preview; null: nothing would be done with it. */
  readonly step: PlanStep | null;
  readonly forecast: Forecast;
  /** What would be done and when: the patch's own step, and what goes in or out before it. */
  readonly done: readonly DoneStep[];
}

interface DoneStep {
  readonly action: Action;
  readonly release: ReleaseEntry;
  readonly at: Instant;
}

type Action = 'install' | 'remove';

/** So many turns of windows, freezes and gates are looked through. */
const mostTurns = 200;

/** Goes through time with the site's own plans until the patch would start to go in or out, or nobody knows when. */
export function foresee(input: PlanInput, patch: PatchId, rings: RingsAhead): ForeseenStep {
  const walk = new Walk(input, patch, rings);
  const step = walk.stepOf(patch, walk.plan());
  if (step === null) return { step: null, forecast: walk.told(null), done: [] };
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const end = walk.turn();
    if (end !== 'goes on') return { step, forecast: walk.told(end), done: walk.done };
  }
  return { step, forecast: walk.told(null), done: walk.done };
}

type Undated = Forecast['leaves'][number];

class Walk {
  readonly done: DoneStep[] = [];
  private at: Instant;
  private installed: InstalledState;
  private readonly waits: Forecast['waits'][number][] = [];
  private readonly leaves: Undated[] = [];
  private obstacles: readonly Undated[] = [];
  private countsOnRings = false;
  private readonly input: PlanInput;
  private readonly patch: PatchId;
  private readonly rings: RingsAhead;

  constructor(input: PlanInput, patch: PatchId, rings: RingsAhead) {
    this.input = input;
    this.patch = patch;
    this.rings = rings;
    this.at = input.now;
    this.installed = input.installed;
  }

  plan(): Plan {
    const { input, at, installed } = this;
    const { clock } = input.facts;
    const facts = { ...input.facts, clock: clock === null ? null : clock + (at - input.now) };
    return computePlan({ ...input, now: at, installed, facts, reports: this.rings.reportsAt(at) });
  }

  stepOf(patch: PatchId, { steps }: Plan): PlanStep | null {
    return steps.find((step) => step.release.id === patch) ?? null;
  }

  /** The instant of the start; null: nobody knows it; or it goes on, from a later instant or with one more patch in. */
  turn(): Instant | null | 'goes on' {
    const plan = this.plan();
    const step = this.firstOf(plan);
    if (step === null) return null;
    const { release } = step;
    const blockers = step.kind === 'wait' ? step.blockers : [];
    const dated = blockers.filter(isDated);
    const undated = blockers
      .filter((blocker) => !isDated(blocker))
      .map((blocker) => ({ patch: release.id, blocker }));
    this.countsOnRings ||= blockers.some(({ reason }) => reason === 'AwaitingRing');
    const ring = undated.find(({ blocker }) => blocker.reason === 'AwaitingRing');
    const from = this.at;
    if (ring !== undefined) this.waitForRing(ring);
    for (const one of dated) this.waitFor(release, one, from);
    if (this.at > from) return 'goes on';
    const obstacles = undated.filter(({ blocker }) => !isLeave(blocker));
    if (obstacles.length > 0) {
      this.obstacles = undated;
      return null;
    }
    this.leaves.push(...undated);
    const action = actionOf(step);
    this.done.push({ action, release, at: this.at });
    if (release.id === this.patch) return this.at;
    const after = action === 'install' ? withInstalled : withoutInstalled;
    this.installed = after(this.installed, release, this.at);
    return 'goes on';
  }

  told(earliest: Instant | null): Forecast {
    const { waits, leaves, obstacles, countsOnRings, done, input, patch } = this;
    const before = done.map(({ release }) => release.id).filter((id) => id !== patch);
    const { usualDuration } = input;
    return { earliest, leaves, obstacles, waits, before, countsOnRings, usualDuration };
  }

  /** The patch's own step, or that of the first patch in the plan that has to go in before it, or out where it is taken out. */
  private firstOf(plan: Plan): PlanStep | null {
    const seen = new Set<PatchId>();
    for (let id = this.patch; ;) {
      seen.add(id);
      const step = this.stepOf(id, plan);
      if (step?.kind !== 'wait') return step;
      const before = step.blockers
        .filter(({ reason }) => reason === 'AwaitingDependency')
        .map(({ who }) => who as PatchId)
        .find((who) => !seen.has(who) && this.isAlike(who, step, plan));
      if (before === undefined) return step;
      id = before;
    }
  }

  private isAlike(patch: PatchId, step: PlanStep, plan: Plan): boolean {
    const other = this.stepOf(patch, plan);
    return other !== null && actionOf(other) === actionOf(step);
  }

  private waitFor({ id }: ReleaseEntry, { reason, message, until }: DatedBlocker, from: Instant): void {
    this.waits.push({ patch: id, reason, message, from, until });
    this.at = Math.max(this.at, until);
  }

  /** Until the next site ahead is expected to have it; not at all where none is. */
  private waitForRing({ patch, blocker }: Undated): void {
    const until = this.rings.nextAfter(this.at);
    if (until === null) return;
    const { reason, message } = blocker;
    const last = this.waits.at(-1);
    if (last?.patch === patch && last.reason === reason && last.until === this.at) {
      this.waits[this.waits.length - 1] = { ...last, until };
    } else this.waits.push({ patch, reason, message, from: this.at, until });
    this.at = until;
  }
}

type DatedBlocker = Blocker & { readonly until: Instant };

function isDated(blocker: Blocker): blocker is DatedBlocker {
  return blocker.until !== null;
}

/** People can give it at any moment. */
function isLeave({ reason }: Blocker): boolean {
  return reason === 'AwaitingOperator' || reason === 'AwaitingApproval';
}

/** What a step is about, whether it waits or not. */
export function actionOf(step: PlanStep): Action {
  return step.kind === 'wait' ? step.action : step.kind;
}

function withInstalled(state: InstalledState, { id, digest }: ReleaseEntry, since: Instant): InstalledState {
  const order = Math.max(0, ...[...state.patches.values()].map((record) => record.order)) + 1;
  const record: PatchRecord = { ...blankRecord(id, digest, since), state: 'installed', order };
  return { ...state, patches: new Map([...state.patches, [id, record]]) };
}

function withoutInstalled(state: InstalledState, { id }: ReleaseEntry, since: Instant): InstalledState {
  const record = state.patches.get(id);
  if (record === undefined) return state;
  return { ...state, patches: new Map([...state.patches, [id, { ...record, state: 'removed', since }]]) };
}
