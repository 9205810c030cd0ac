import type { Fleet } from '../../desired/fleet.ts';
import type { InstallRule, Place } from '../../kit/manifest.ts';
import type { FormFields } from '../page/form-fields.ts';
import type { FieldIssue } from './patch-fields.ts';

/** A place for which somebody may say when: every place (`default`), a ring or a site. */
export type PolicyPlace = 'default' | `ring:${string}` | `site:${string}`;

/** A rule as it was typed; `kind` empty: none. */
export interface TypedRule {
  readonly place: PolicyPlace;
  readonly kind: string;
  readonly at: string;
  readonly zone: string;
}

/** Whether the form of the policy has this field. */
export function isPolicyField(name: string): boolean {
  return /^(?:rule|at|zone) (?:default|(?:ring|site):[a-z0-9.-]{1,64})$/.test(name);
}

/** The default, and the places that have a rule of their own, as they were typed. */
export function typedRules(fields: FormFields): readonly TypedRule[] {
  const places = Object.keys(fields).flatMap((name) =>
    name.startsWith('rule ') && isPolicyField(name) ? [name.slice('rule '.length) as PolicyPlace] : [],
  );
  return [...new Set<PolicyPlace>(['default', ...places])]
    .map((place) => typedRule(fields, place))
    .filter(({ place, kind }) => place === 'default' || kind !== '');
}

export function typedRule(fields: FormFields, place: PolicyPlace): TypedRule {
  const of = (what: string): string => (fields[`${what} ${place}`] ?? '').trim();
  const kind = of('rule');
  return {
    place,
    kind: kind === '' && place === 'default' ? 'operator' : kind,
    at: of('at').slice(0, '2026-11-30T02:00'.length),
    zone: of('zone'),
  };
}

/** The rules that were typed; those that say no time where they need one are issues. */
export function readPolicyFields(
  fields: FormFields,
  fleet: Pick<Fleet, 'rings' | 'sites'> | null,
): { readonly rules: readonly ReadRule[]; readonly issues: readonly FieldIssue[] } {
  const read = typedRules(fields).map((rule) => ({ rule, found: readRule(rule, fleet) }));
  return {
    rules: read.flatMap(({ rule, found }) =>
      typeof found === 'string' ? [] : [{ place: rule.place, install: found }],
    ),
    issues: read.flatMap(({ rule, found }) =>
      typeof found === 'string' ? [{ field: `rule ${rule.place}`, message: found }] : [],
    ),
  };
}

export interface ReadRule {
  readonly place: PolicyPlace;
  readonly install: InstallRule;
}

function readRule(
  { place, kind, at, zone }: TypedRule,
  fleet: Pick<Fleet, 'rings' | 'sites'> | null,
): InstallRule | string {
  const named = placeOf(place);
  const known =
    named === null ||
    fleet === null ||
    (named.kind === 'site' ? fleet.sites : fleet.rings).some(({ name }) => name === named.name);
  if (!known) return `fleet.yaml has no ${place.replace(':', ' ')}`;
  if (kind === 'automatic' || kind === 'operator') return { kind };
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(at)) return 'wants a date and a time, such as 2026-11-30 02:00';
  if (zone !== '' && !isZone(zone))
    return `has the zone ${zone.slice(0, 60)}, expected one such as Europe/Madrid, or none: the site’s own`;
  return { kind: 'scheduled', at, timezone: zone === '' ? null : zone };
}

/** Null: every place. */
export function placeOf(place: PolicyPlace): Place | null {
  const [, kind, name] = /^(ring|site):(.*)$/.exec(place) ?? [];
  return kind === undefined ? null : ({ kind, name } as Place);
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The lines of `policy:` in patch.yaml. */
export function policyLines(rules: readonly ReadRule[], approvals: number): readonly string[] {
  const base = rules.find(({ place }) => place === 'default')?.install ?? { kind: 'operator' };
  const own = rules.flatMap(({ place, install }) => {
    const named = placeOf(place);
    return named === null
      ? []
      : [`    - ${named.kind}: ${named.name}`, `      install: ${ruleText(install)}`];
  });
  return [
    'policy:',
    `  default: ${ruleText(base)}`,
    `  approvals: ${approvals}`,
    ...(own.length === 0 ? [] : ['  rules:', ...own]),
  ];
}

function ruleText(rule: InstallRule): string {
  switch (rule.kind) {
    case 'automatic':
    case 'operator':
      return rule.kind;
    case 'scheduled':
      return rule.timezone === null
        ? `{ at: ${JSON.stringify(rule.at)} }`
        : `{ at: ${JSON.stringify(rule.at)}, timezone: ${rule.timezone} }`;
  }
}
