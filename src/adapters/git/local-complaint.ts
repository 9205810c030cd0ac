import { readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { failure } from '../../base/failure.ts';
import { runGit } from './git-program.ts';
import type { GitProgramOptions } from './git-program.ts';

/**
 * The Failure of a local repository that git cannot use, or that another program has locked, or of a configuration on this machine that git cannot read. Null: what git said is about something else: over ssh and file
 * the host's own git says the same words, so only what a look without a remote bears out is believed.
 */
export async function localComplaintOf(program: GitProgramOptions, stderr: string): Promise<Error | null> {
  const said = complaintsIn(stderr);
  const lock = said.map((line) => lockIn.exec(line)?.[1]).find((path) => path !== undefined);
  if (lock === undefined && !said.some(isDamage) && !said.some(isConfiguration)) return null;
  const asked = await runGit(program, ['rev-parse', '--git-common-dir']);
  const folder = realpathSync(program.folder);
  if (asked.code !== 0) {
    const complaints = complaintsIn(asked.stderr);
    const file = await configurationIn(program, complaints);
    const why = complaints.join('; ');
    if (file !== null && !file.startsWith(folder + sep))
      return failure('GIT_CONFIGURATION_BROKEN', { file, why });
    return file !== null || complaints.some(isDamage) ? damaged(program, why) : null;
  }
  const place = realpathSync(resolve(folder, asked.stdout.trim()));
  if (lock !== undefined)
    return isLockOf(place, lock) ? failure('GIT_LOCKED', { folder: program.folder, lock }) : null;
  const why = misplacedIn(place) ?? (await damagedObject(program, said));
  return why === null ? null : damaged(program, why);
}

const lockIn = /Unable to create '(.*\.lock)': File exists/;

const damage = [
  /not a git repository/,
  /bad config (line|file)/,
  /cannot open '?\S*FETCH_HEAD/,
  /unable to (create|write|open|unpack) .*(No such file or directory|Not a directory|Is a directory|header)/,
  /unable to unpack [0-9a-f]{40}|inflate: data stream|cannot read existing/,
  /(object file|loose object) .* is (empty|corrupt)/,
];

const ownLocks =
  /^(?:(?:HEAD|FETCH_HEAD|ORIG_HEAD|config|index|packed-refs|shallow)|refs(?:\/[\w.+@=-]+)+)\.lock$/;

/** A file that git itself makes in this repository, named without detours: whoever is told may remove it, and a host can put any path into its words. */
function isLockOf(place: string, lock: string): boolean {
  const inside = lock.startsWith(place + sep) ? lock.slice(place.length + 1) : '';
  if (!ownLocks.test(inside) || inside.split('/').includes('..')) return false;
  try {
    return realpathSync(dirname(lock)) === dirname(lock);
  } catch {
    return false;
  }
}

function complaintsIn(stderr: string): readonly string[] {
  return stderr.split(/[\r\n]+/).filter((line) => /^(fatal|error): /.test(line));
}

function isDamage(line: string): boolean {
  return damage.some((words) => words.test(line));
}

const configuration = [
  /bad config (?:line|file|variable) .* in file (\/.*?)(?::|$)/,
  /(?:unable to access|could not expand include path) '(\/[^']*)'/,
];
const badValue = /bad (?:numeric|boolean) config value .* for '([^']+)'/;

function isConfiguration(line: string): boolean {
  return badValue.test(line) || configuration.some((words) => words.test(line));
}

/** The file of a complaint about a configuration; null: they are about something else. */
async function configurationIn(
  program: GitProgramOptions,
  complaints: readonly string[],
): Promise<string | null> {
  for (const line of complaints) {
    const key = badValue.exec(line)?.[1];
    const file = configuration.map((words) => words.exec(line)?.[1]).find((found) => found !== undefined);
    if (file !== undefined) return file;
    if (key === undefined) continue;
    const { stdout } = await runGit(program, ['config', '--show-origin', '--get', key]);
    const origin = /^file:(.*?)\t/.exec(stdout)?.[1];
    if (origin !== undefined) return resolve(realpathSync(program.folder), origin);
  }
  return null;
}

/** What in the frame of a repository is no folder or no file, as it should be. */
function misplacedIn(place: string): string | null {
  const objects = join(place, 'objects');
  const folders = readdirSync(objects).filter((name) => /^([0-9a-f]{2}|pack|info)$/.test(name));
  const noFolder = folders
    .map((name) => join(objects, name))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true);
  if (noFolder !== undefined) return `${noFolder} is no folder`;
  const noFile = ['FETCH_HEAD', 'shallow']
    .map((name) => join(place, name))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true);
  return noFile === undefined ? null : `${noFile} is no file`;
}

/** No complaint names more objects than this. */
const mostObjects = 20;

/** What git says of the objects that were named, when it reads them here. */
async function damagedObject(program: GitProgramOptions, said: readonly string[]): Promise<string | null> {
  const named = new Set(said.flatMap((line) => line.match(/\b[0-9a-f]{40}\b/g) ?? []));
  for (const id of [...named].slice(0, mostObjects)) {
    const { stderr } = await runGit(program, ['rev-parse', '--verify', '--quiet', `${id}^{object}`]);
    const why = complaintsIn(stderr).findLast(isDamage);
    if (why !== undefined) return why;
  }
  return null;
}

function damaged({ folder, use }: GitProgramOptions, why: string): Error {
  switch (use) {
    case 'mirror':
      return failure('GIT_MIRROR_DAMAGED', { folder, why });
    case 'outbox':
      return failure('GIT_OUTBOX_DAMAGED', { folder, why });
    case 'copy':
    case 'foreign':
      return failure('GIT_COPY_DAMAGED', { folder, why });
  }
}
