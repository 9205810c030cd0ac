import { catalogue } from './failure-catalogue.ts';

/** What the loop does next: try again at the next pass, wait for a person, or nothing (the caller made a mistake). */
type Remedy = 'retry' | 'operator' | 'none';

/** What a person reads about one failure. */
interface FailureText {
  readonly message: string;
  readonly hint: string;
  readonly remedy: Remedy;
}

export type FailureCode = keyof typeof catalogue;
type FailureDetails<C extends FailureCode> = Parameters<(typeof catalogue)[C]>[0];

/** Something went wrong that a person must read: what happened, to what, why, and what to do next. */
export class Failure<C extends FailureCode = FailureCode> extends Error {
  readonly code: C;
  /** What the message was made of, for programs. */
  readonly details: FailureDetails<C>;
  readonly hint: string;
  readonly remedy: Remedy;

  constructor(code: C, details: FailureDetails<C>, cause?: unknown) {
    const describe = catalogue[code] as (details: FailureDetails<C>) => FailureText;
    const text = describe(details);
    super(text.message, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.code = code;
    this.details = details;
    this.hint = text.hint;
    this.remedy = text.remedy;
  }
}

/** Makes the failure of a code; an unknown code or a missing detail does not compile. */
export function failure<C extends FailureCode>(
  code: C,
  details: FailureDetails<C>,
  cause?: unknown,
): Failure<C> {
  return new Failure(code, details, cause);
}

/** True for a failure of this code, and for nothing else. */
export function isFailure<C extends FailureCode>(error: unknown, code: C): error is Failure<C> {
  return error instanceof Failure && error.code === code;
}
