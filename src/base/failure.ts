import { catalogue } from './failure-catalogue.ts';

/** What the loop does next: try again at the next pass, wait for a person, or nothing (the caller made a mistake). */
export type Remedy = 'retry' | 'operator' | 'none';

/** What a person reads about one failure. */
export interface FailureText {
  readonly message: string;
  readonly hint: string;
  readonly remedy: Remedy;
}

export type FailureCode = keyof typeof catalogue;
export type FailureDetails<C extends FailureCode> = Parameters<(typeof catalogue)[C]>[0];

/** Something went wrong that a person must read: what happened, to what, why, and what to do next. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly hint: string;
  readonly remedy: Remedy;

  constructor(code: FailureCode, text: FailureText, cause?: unknown) {
    super(text.message, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.code = code;
    this.hint = text.hint;
    this.remedy = text.remedy;
  }
}

/** Makes the failure of a code; an unknown code or a missing detail does not compile. */
export function failure<C extends FailureCode>(
  code: C,
  details: FailureDetails<C>,
  cause?: unknown,
): Failure {
  const describe = catalogue[code] as (details: FailureDetails<C>) => FailureText;
  return new Failure(code, describe(details), cause);
}

/** True for a failure of this code, and for nothing else. */
export function isFailure(error: unknown, code: FailureCode): error is Failure {
  return error instanceof Failure && error.code === code;
}
