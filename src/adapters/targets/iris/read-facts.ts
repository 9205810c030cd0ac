import { failure } from '../../../base/failure.ts';
import type { Instant } from '../../../base/instant.ts';
import { engineAbilities } from '../../../installed/engine-abilities.ts';
import type { TargetFacts } from '../../../installed/target-facts.ts';
import type { HelperAnswer } from './helper-message.ts';
import { valuesOf } from './helper-message.ts';

/** What the server says of itself, besides what every engine tells. */
export interface ServerFacts {
  readonly version: string;
  /** False: an 8-bit instance, which holds no character above 255. */
  readonly unicode: boolean;
  readonly clock: Instant | null;
  /** False: a mirror member that is not the primary. */
  readonly primary: boolean;
  /** Null: not known. */
  readonly readonly: boolean | null;
  readonly freeBytes: number | null;
  readonly productions: boolean;
  /** An attempt stopped the production, or is to update it. */
  readonly productionOwed: boolean;
}

/** Reads the answer to `facts`. Failure TARGET_ANSWER_INVALID where the version is missing. */
export function readFacts(answer: HelperAnswer, target: string): ServerFacts {
  const value = (key: string): string => valuesOf(answer, key)?.[0] ?? '';
  if (value('version') === '')
    throw failure('TARGET_ANSWER_INVALID', { target, why: 'it names no version.' });
  return {
    version: value('version'),
    unicode: value('unicode') === '1',
    clock: instantOfTimestamp(value('clock')),
    primary: value('primary') === '1',
    readonly: value('readonly') === '' ? null : value('readonly') === '1',
    freeBytes: /^\d+$/.test(value('free')) ? Number(value('free')) : null,
    productions: value('productions') === '1',
    productionOwed: value('production') !== '',
  };
}

/** The instant of $ZTIMESTAMP: days since 1840-12-31 in UTC, seconds with a fraction. Null for anything else. */
export function instantOfTimestamp(text: string): Instant | null {
  const [, days, seconds] = /^(\d{1,6}),(\d{1,5}(?:\.\d+)?)$/.exec(text) ?? [];
  if (days === undefined || seconds === undefined) return null;
  return (Number(days) - daysBefore1970) * 86_400_000 + Math.round(Number(seconds) * 1000);
}

const daysBefore1970 = 47_117;

/** The facts that every engine tells. A database that cannot be written is like a mirror member that must not be. */
export function targetFactsOf(facts: ServerFacts, target: string, register: readonly string[]): TargetFacts {
  return {
    target,
    engine: 'iris',
    version: facts.version,
    clock: facts.clock,
    primary: facts.primary,
    freeBytes: facts.freeBytes,
    can: { ...engineAbilities.iris, productions: facts.productions },
    productionOwed: facts.productionOwed,
    register,
  };
}
