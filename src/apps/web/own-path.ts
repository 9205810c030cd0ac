/** Longer addresses are none of ours. */
const longest = 500;

const part = '[A-Za-z0-9][A-Za-z0-9._-]*';
const pagePattern = new RegExp(
  `^/sites/${part}(?:/(?:patches|attempts)/${part}(?:/(?:changes|removal))?)?(?:\\?[A-Za-z0-9=&%+._~-]*)?$`,
);

/**
 * The path of one of our pages that somebody may be sent to, whatever an address line or a form says: never another host, and nothing
 * that is no page. Null: it is none.
 */
export function ownPath(text: string): string | null {
  return text.length <= longest && pagePattern.test(text) ? text : null;
}

/** Where somebody signs in who asked for this path, to come back to it. */
export function signInFor(path: string): string {
  return ownPath(path) === null ? '/sign-in' : `/sign-in?to=${encodeURIComponent(path)}`;
}
