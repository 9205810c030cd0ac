import type { FleetSite } from '../desired/fleet.ts';
import type { InstallRule, PatchPolicy, Place } from '../kit/manifest.ts';
import { coversSite } from './selection.ts';

/**
 * The rule by which a patch is installed at a site: the site's own before its ring's before the default. Two different
 * rules of one rank for one place, which no checked file holds, leave it to the operator.
 */
export function installRuleFor(policy: PatchPolicy, site: Pick<FleetSite, 'name' | 'ring'>): InstallRule {
  return ruleOf('site', policy, site) ?? ruleOf('ring', policy, site) ?? policy.default;
}

function ruleOf(
  kind: Place['kind'],
  policy: PatchPolicy,
  site: Pick<FleetSite, 'name' | 'ring'>,
): InstallRule | null {
  const [first, ...others] = policy.rules
    .filter(({ place }) => place.kind === kind && coversSite(place, site))
    .map(({ install }) => install);
  if (first === undefined) return null;
  return others.every((other) => isSame(first, other)) ? first : { kind: 'operator' };
}

function isSame(a: InstallRule, b: InstallRule): boolean {
  if (a.kind === 'scheduled' && b.kind === 'scheduled') return a.at === b.at && a.timezone === b.timezone;
  return a.kind === b.kind;
}
