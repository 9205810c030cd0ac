/** A heading. */
export function chapter(title: string): void {
  console.log(`\n━━ ${title}`);
}

/** One or two sentences. */
export function say(text: string): void {
  console.log(text);
}

/** A command line as a person would type it, and what it printed, set in. */
export function showCommand(line: string, out: string): void {
  const shown = out
    .trimEnd()
    .split('\n')
    .map((text) => `    ${text}`);
  console.log([`  $ ${line}`, ...shown].join('\n').trimEnd());
}
