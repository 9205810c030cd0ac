import test from 'ava';
import fc from 'fast-check';
import { computePlan } from '../../src/plan/compute-plan.ts';
import type { PlanInput } from '../../src/plan/plan-input.ts';
import type { Plan, PlanStep } from '../../src/plan/plan.ts';
import { localOf } from '../policy/local-clock.ts';
import { holdsAlways } from '../worlds/hold-always.ts';
import { heardAgain, later, planInputs } from './plan-arbitraries.ts';
import { day } from './plan-world.ts';

const startsIn = (plan: Plan): readonly PlanStep[] => plan.steps.filter(({ kind }) => kind !== 'wait');

test('a plan is a function of its input: it throws for none, repeats itself, and every wait says for what', (t) => {
  const property = fc.property(planInputs, (input) => {
    const plan = computePlan(input);
    t.deepEqual(computePlan(structuredClone(input)), plan);
    for (const step of plan.steps) {
      if (step.kind === 'wait') t.true(step.blockers.length > 0);
    }
    const actions = plan.steps.map((step) => `${actionOf(step)} ${step.release.id}`);
    t.is(new Set(actions).size, actions.length);
  });
  holdsAlways(t, property);
});

test('the order of the lists that a plan is computed from does not matter', (t) => {
  const property = fc.property(
    planInputs,
    fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
    (input, keys) => {
      t.deepEqual(computePlan(shuffled(input, keys)), computePlan(input));
    },
  );
  holdsAlways(t, property);
});

test('a freeze always wins', (t) => {
  const property = fc.property(planInputs, (input) => {
    if (isFrozen(input)) t.deepEqual(startsIn(computePlan(input)), []);
  });
  holdsAlways(t, property, { runs: 400 });
});

test('nothing starts outside a window', (t) => {
  const property = fc.property(planInputs, (input) => {
    if (!isInWindow(input)) t.deepEqual(startsIn(computePlan(input)), []);
  });
  holdsAlways(t, property, { runs: 400 });
});

test('nothing is installed whose requirements are not installed', (t) => {
  const property = fc.property(planInputs, (input) => {
    for (const { kind, release } of computePlan(input).steps) {
      if (kind === 'install')
        t.deepEqual(
          release.requires.filter((id) => !isSatisfied(id, input)),
          [],
        );
    }
  });
  holdsAlways(t, property, { runs: 400 });
});

test('what failed here is not installed, and what is installed is not installed again', (t) => {
  const property = fc.property(planInputs, (input) => {
    for (const { kind, release } of computePlan(input).steps) {
      if (kind !== 'install') continue;
      const record = input.installed.patches.get(release.id);
      t.false(record?.state === 'failed' && record.releaseDigest === release.digest);
      t.not(record?.state, 'installed');
    }
  });
  holdsAlways(t, property, { runs: 400 });
});

test('nothing is removed but by the word of an operator or a recall', (t) => {
  const property = fc.property(planInputs, (input) => {
    for (const { kind, release } of computePlan(input).steps) {
      if (kind !== 'remove') continue;
      const byOperator = input.acts.remove.get(release.id)?.releaseDigest === release.digest;
      const recalls = input.desired.recalls.filter((recall) => recall.patch === release.id);
      t.true(byOperator || recalls.some(({ installed }) => installed === 'remove'));
    }
  });
  holdsAlways(t, property, { runs: 400 });
});

test('up to the instant that it names no step begins to wait or ceases to, and what waits for the time stays as it is', (t) => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const property = fc.property(planInputs, share, (input, part) => {
    const plan = computePlan(input);
    const end = plan.nextChange ?? input.now + 40 * day;
    for (const now of [Math.floor(input.now + (end - input.now) * part), end - 1]) {
      if (now < input.now || now >= end) continue;
      t.deepEqual(withoutRest(computePlan(later(input, now)).steps), withoutRest(plan.steps));
    }
  });
  holdsAlways(t, property, { runs: 400 });
});

test('a blocker that names its end lasts up to it, and is gone then', (t) => {
  const property = fc.property(planInputs, (drawn) => {
    const input = heardAgain(drawn);
    for (const { step, reason, who, until } of endsOf(computePlan(input))) {
      const at = (now: number): boolean =>
        endsOf(computePlan(heardAgain(later(input, now))), true).some(
          (other) => isSameStep(other.step, step) && other.reason === reason && other.who === who,
        );
      t.false(at(until ?? input.now), `${reason} is still there at its end`);
      if (reason !== 'NoHeadroom') t.true(at((until ?? input.now) - 1), `${reason} ended early`);
    }
  });
  holdsAlways(t, property, { runs: 300 });
});

/** Of a step that waits for people or patches it does not matter what else it waits for. */
function withoutRest(steps: readonly PlanStep[]) {
  return steps.map((step) => {
    if (step.kind !== 'wait') return step;
    const isUpToTime = step.blockers.every(
      ({ until, reason }) => until !== null || reason === 'AwaitingRing',
    );
    return isUpToTime ? step : { ...step, blockers: [] };
  });
}

function endsOf(plan: Plan, all = false) {
  return plan.steps.flatMap((step) =>
    step.kind === 'wait'
      ? step.blockers.filter(({ until }) => all || until !== null).map((blocker) => ({ step, ...blocker }))
      : [],
  );
}

function isSameStep(a: PlanStep, b: PlanStep): boolean {
  return a.release.id === b.release.id && actionOf(a) === actionOf(b);
}

function actionOf(step: PlanStep): 'install' | 'remove' {
  return step.kind === 'wait' ? step.action : step.kind;
}

/** Freezes go from midnight to midnight, so that the wall clock decides alone. */
function isFrozen({ now, desired }: PlanInput): boolean {
  const { date } = localOf(now, desired.site.timezone);
  return desired.fleet.freezes.some(({ from, until, places }) => {
    const isHere = places === null || places.some(({ name }) => ['prod-a', 'prod'].includes(name));
    return isHere && from.slice(0, 10) <= date && date < until.slice(0, 10);
  });
}

function isInWindow({ now, desired }: PlanInput): boolean {
  const { windows, timezone } = desired.site;
  const { date, time, weekday } = localOf(now, timezone);
  const before = localOf(Date.parse(`${date}T12:00Z`) - day, 'UTC').weekday;
  return (
    windows.length === 0 ||
    windows.some(({ days, from, to }) =>
      from < to
        ? days.includes(weekday) && from <= time && time < to
        : (days.includes(weekday) && from <= time) || (days.includes(before) && time < to),
    )
  );
}

/** Installed as the channel names it, or superseded by such a one; never by way of what was recalled. */
function isSatisfied(id: string, input: PlanInput, seen: readonly string[] = []): boolean {
  if (seen.includes(id)) return false;
  const { releases, recalls } = input.desired;
  const entry = releases.find((release) => release.id === id);
  const record = [...input.installed.patches.values()].find(({ patch }) => patch === id);
  const isHere =
    record?.state === 'installed' && (entry === undefined || entry.digest === record.releaseDigest);
  if (isHere && !recalls.some(({ patch }) => patch === id)) return true;
  const newer = releases.filter(({ supersedes }) => supersedes.some((older) => older === id));
  return newer.some((release) => isSatisfied(release.id, input, [...seen, id]));
}

function shuffled(input: PlanInput, keys: readonly number[]): PlanInput {
  const mix = <T>(list: readonly T[]): T[] =>
    list
      .map((item, index) => ({ item, key: keys[index % keys.length] ?? 0 }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  const { desired, installed, acts } = input;
  const { fleet, site } = desired;
  return {
    ...input,
    reports: mix(input.reports),
    installed: { ...installed, patches: new Map(mix([...installed.patches])) },
    acts: {
      ...acts,
      holds: mix(acts.holds),
      approvals: mix(acts.approvals),
      remove: new Map(mix([...acts.remove])),
    },
    desired: {
      ...desired,
      site: { ...site, windows: mix(site.windows) },
      fleet: { ...fleet, sites: mix(fleet.sites), freezes: mix(fleet.freezes) },
      releases: mix(desired.releases),
      approvals: mix(desired.approvals),
      holds: mix(desired.holds),
      recalls: mix(desired.recalls),
    },
  };
}
