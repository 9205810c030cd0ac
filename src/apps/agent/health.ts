import type { Instant } from '../../base/instant.ts';
import { instantAsText } from '../../base/instant.ts';
import { tellableText } from '../../status/tellable-text.ts';
import type { PassResult, SiteActivity } from '../served-site.ts';

/** What is known of one site when somebody asks whether the agent lives. */
export interface Pulse {
  readonly site: string;
  /** Null: its configuration could not be read since the start. */
  readonly activity: SiteActivity | null;
  /** Milliseconds since the loop's last sign of life. */
  readonly silent: number;
  /** Milliseconds that one call of the database or the host may take here. */
  readonly longestCall: number;
  /** What is wrong with the configuration. */
  readonly fault: string | null;
  readonly secrets: readonly string[];
}

export interface Health {
  readonly kind: 'health';
  /** Every site has a loop, and it lives. What a site waits for, or what a pass met, is no question of life. */
  readonly ok: boolean;
  /** No loop that has begun has died outside of a pass: to start the agent anew would help none. */
  readonly alive: boolean;
  readonly sites: readonly SiteHealth[];
}

interface SiteHealth {
  readonly site: string;
  readonly ok: boolean;
  readonly phase: string;
  readonly since: string | null;
  readonly wakesAt: string | null;
  readonly wakesFor: string | null;
  /** What the last pass came to. */
  readonly last: string | null;
  /** Everything that a person should know; empty: nothing. */
  readonly wrong: readonly string[];
}

const minute = 60_000;
/** A sleeping loop gives a sign of life every half minute. */
const longestSilence = 3 * minute;

/** Reads what is known of the sites into what a monitor and a person need. */
export function readHealth(pulses: readonly Pulse[]): Health {
  const sites = pulses.map(siteHealth);
  return {
    kind: 'health',
    ok: sites.length > 0 && sites.every(({ ok }) => ok),
    alive: pulses.every(mayGoOn),
    sites,
  };
}

/** A pass is never ended from outside because it is silent: that would cut the database's programs off in the middle of what they write. */
function mayGoOn(pulse: Pulse): boolean {
  const { activity } = pulse;
  return activity === null || activity.phase === 'passing' || whyDead(activity, pulse) === null;
}

function siteHealth(pulse: Pulse): SiteHealth {
  const { site, activity, fault, secrets } = pulse;
  const config = fault === null ? [] : [`The configuration on disk cannot be used: ${fault}`];
  if (activity === null) return { site, ok: false, phase: 'not begun', ...never, wrong: config };
  const dead = whyDead(activity, pulse);
  const result = activity.last?.result ?? null;
  return {
    site,
    ok: dead === null,
    phase: activity.phase,
    since: instantAsText(activity.since),
    wakesAt: textOf(activity.wakesAt),
    wakesFor: activity.wakesFor,
    last: result?.kind ?? null,
    wrong: [...new Set([...(dead === null ? [] : [dead]), ...config, ...whatWentWrong(result)])].map((text) =>
      tellableText(text, secrets),
    ),
  };
}

const never = { since: null, wakesAt: null, wakesFor: null, last: null };

/** A pass gives a sign of life with each call: what lasts longer than any call may, with something to spare, is stuck. */
function whyDead(
  { phase }: SiteActivity,
  { silent, longestCall }: Pick<Pulse, 'silent' | 'longestCall'>,
): string | null {
  const limit = phase === 'passing' ? longestCall + longestSilence : longestSilence;
  if (phase === 'stopped') return 'The loop has stopped.';
  if (silent <= limit) return null;
  return `The loop has given no sign of life for ${Math.floor(silent / minute)} minutes while ${phase}.`;
}

function whatWentWrong(result: PassResult | null): readonly string[] {
  switch (result?.kind) {
    case undefined:
      return [];
    case 'busy':
      return [result.message];
    case 'failed':
      return [result.message];
    case 'passed':
      return [
        ...(result.inconsistent ? ['The site is inconsistent, and waits for an operator.'] : []),
        // What is wrong with the configuration now was said before.
        ...result.problems
          .filter(({ type }) => type !== 'ConfigurationRefused')
          .map(({ type, message }) => `${type}: ${message}`),
      ];
  }
}

function textOf(instant: Instant | null): string | null {
  return instant === null ? null : instantAsText(instant);
}
