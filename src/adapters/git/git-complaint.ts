import { failure } from '../../base/failure.ts';
import { shownRemote } from './git-remote.ts';
import type { GitProgramOptions } from './git-program.ts';
import { localComplaintOf } from './local-complaint.ts';

/** The Failure that stands for what the git program said when it gave up, by its English messages (git 2.31 to 2.5x). */
export async function complaintOf(program: GitProgramOptions, stderr: string): Promise<Error> {
  return (await localComplaintOf(program, stderr)) ?? complaintOfHost(program, stderr);
}

function complaintOfHost({ remote }: GitProgramOptions, stderr: string): Error {
  const shown = shownRemote(remote);
  const why = lastWords(stderr);
  const object = /[0-9a-f]{40}/.exec(why)?.[0] ?? '?';
  if (/not our ref|unadvertised object|did not send all necessary objects/.test(stderr))
    return failure('GIT_OBJECT_MISSING', { remote: shown, object });
  if (/fsck error|^error: object [0-9a-f]{40}: /m.test(stderr))
    return failure('TREE_REFUSED', { what: shown, path: '', why: `does not pass git's own check (${why})` });
  if (/No space left on device/.test(stderr)) return failure('DISK_FULL', { path: shown });
  if (
    /Authentication failed|could not read (Username|Password)|returned error: (401|403)|Permission denied|Host key verification failed/.test(
      stderr,
    )
  )
    return failure('GIT_DENIED', { remote: shown, why });
  if (/returned error: (404|410)|not found|does not appear to be a git repository/.test(stderr))
    return failure('GIT_REPOSITORY_MISSING', { remote: shown, why });
  if (
    /protocol error|bad line length|not valid: (is this|could not)|invalid server response|expected flush/.test(
      stderr,
    )
  )
    return failure('GIT_ANSWER_INVALID', { remote: shown, why });
  return failure('GIT_UNREACHABLE', { remote: shown, why });
}

/** The last lines that complain, without progress and hints. */
function lastWords(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .filter((line) => /^(fatal|error|remote|ssh|kex_|Host|.*: Permission)/.test(line));
  const said = lines.slice(-3).join('; ');
  return (said === '' ? stderr.trim() : said).slice(0, 500);
}
