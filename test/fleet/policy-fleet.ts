import type { Instant } from '../../src/base/instant.ts';
import type { TestRelease } from '../worlds/a-release.ts';
import type { Change, PolicyWish } from './policy-wishes.ts';
import { filesOf, fleetOf } from './policy-wishes.ts';
import { PreviewFleet } from './preview-fleet.ts';
import { first, globalsOf, goneIn, kitOf, second, siteNames } from './preview-wishes.ts';

const minute = 60_000;

/** Both patches are released, and each site had its passes; where `back`, under the change. */
export async function aPolicyFleet(wish: PolicyWish, start: Instant): Promise<PreviewFleet> {
  const { old, kit, rule, requires, supersedes, approvals, edited, change, already, back } = wish;
  const fleet = new PreviewFleet(fleetOf({ windows: undefined, gate: null }, []), start);
  const files = (one: typeof kit) => ({ kit: kitOf(one), globals: globalsOf(one) });
  fleet.release(first, { ...files(old), manifest: { remove: goneIn(old) } }, start);
  for (const name of siteNames) await fleet.pass(name, start + minute);
  if (edited !== null) fleet.world('prod-a').target.write(edited, 'Class Lab.Edited\n{\n}\n');
  const published = back ? [already, change] : [already];
  fleet.follow(fleetOf(wish, published));
  const named = { requires: requires ? [first] : [], supersedes: supersedes && !requires ? [first] : [] };
  const manifest = { ...named, remove: goneIn(kit), policy: { default: rule, approvals } };
  fleet.release(second, { ...files(kit), manifest }, start + 10 * minute);
  for (const name of siteNames) await fleet.pass(name, start + 11 * minute);
  if (back || already !== null) {
    const { released } = fleet.world('uat-a');
    fleet.carry(new Map(published.flatMap((one) => [...filesIn(one, released, start)])));
    fleet.publish(start + 20 * minute);
  }
  for (const at of [30, 60]) {
    for (const name of siteNames) await fleet.pass(name, start + at * minute);
  }
  return fleet;
}

/** Files of a change that is none or one. */
export function filesIn(change: Change | null, releases: readonly TestRelease[], at: Instant) {
  return change === null ? new Map<string, string>() : filesOf(change, releases, at);
}
