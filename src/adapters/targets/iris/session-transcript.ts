/**
 * What a session complained of, in its own words and at most so many lines: errors of methods (`ERROR #6301 …`), of the compiler
 * (`ERROR: Lab.Router.cls(version+2) #1003: …`), of code (`<UNDEFINED>*x+1^Rtn`), and that it was not let in. Prompts and what went well are left out.
 */
export function complaintsOf(transcript: string): string {
  return transcript
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => complaints.some((pattern) => pattern.test(line)))
    .slice(0, mostLines)
    .map((line) => line.slice(0, 400))
    .join(' ');
}

const mostLines = 8;
const complaints: readonly RegExp[] = [
  /\bERROR\b\s*(?:#\d+|:)/,
  /^(?:[A-Z%][A-Z0-9-]*>)?<[A-Z][A-Z ]+>/,
  /^Detected \d+ errors? during/,
  /\bAccess Denied\b/i,
  /^Username:/,
  /\b(?:is not running|does not exist|not found|sign-on inhibited)\b/i,
];
