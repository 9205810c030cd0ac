import { failure } from '../../../base/failure.ts';

/** Newest format of the register's nodes that is read, and the one that is written. */
const format = 1;

/** The register's entries as the helper routine tells them: number and text, in turns. Failures REGISTER_DAMAGED, NEWER_FORMAT. */
export function readRegister(target: string, found: string, counted: readonly Buffer[]): readonly string[] {
  if (Number(found) > format)
    throw failure('NEWER_FORMAT', { file: `register of ${target}`, found: Number(found), known: format });
  const entries: string[] = [];
  for (let at = 0; at < counted.length; at += 2) {
    const number = Number(counted[at]?.toString());
    if (number !== entries.length + 1)
      throw failure('REGISTER_DAMAGED', { target, why: `entry ${entries.length + 1} is not there.` });
    entries.push((counted[at + 1] ?? Buffer.alloc(0)).toString());
  }
  return entries;
}
