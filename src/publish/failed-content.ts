import type { Failure } from '../base/failure.ts';
import { isFailure } from '../base/failure.ts';
import type { Issue } from '../base/issue.ts';

/** What content can have wrong: no host, disk or program is to blame. */
const codes = [
  'INVALID_FILE',
  'NEWER_FORMAT',
  'PATCH_WITHOUT_MANIFEST',
  'PATCH_ID_TWICE',
  'TREE_REFUSED',
  'FLEET_MISSING',
  'RELEASE_CHANGED',
  'RELEASE_ID_TAKEN',
  'RELEASE_TAG_DAMAGED',
] as const;

/** The issues of a failure that content is to blame for, in this file where it names none; null: it is no such failure. */
export function issuesOfContent(error: unknown, file: string): readonly Issue[] | null {
  if (isFailure(error, 'INVALID_FILE')) return error.details.issues;
  if (isFailure(error, 'TREE_REFUSED')) {
    const { what, path, why } = error.details;
    return [issueOf(path === '' ? file : `${what}/${path}`, `${why}; a patch holds plain files only`)];
  }
  return isOfContent(error) ? [issueOf(file, `${error.message} ${error.hint}`)] : null;
}

function isOfContent(error: unknown): error is Failure {
  return codes.some((code) => isFailure(error, code));
}

/** An issue of a file as a whole. */
export function issueOf(file: string, message: string): Issue {
  return { file, line: 0, column: 0, path: '', message };
}
