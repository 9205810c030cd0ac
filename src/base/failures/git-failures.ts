/** What a git host, the git program or a fetched object can have. */
export const gitFailures = {
  GIT_UNREACHABLE: ({ remote, why }: { remote: string; why: string }) => ({
    message: `The git host of ${remote} did not answer as it should: ${why}`,
    hint: 'It is tried again at the next pass; check the connection, a proxy in between, and the address in site.yaml.',
    remedy: 'retry' as const,
  }),
  GIT_ANSWER_INVALID: ({ remote, why }: { remote: string; why: string }) => ({
    message: `What ${remote} answered is not git's protocol: ${why}`,
    hint: 'It is tried again at the next pass; open the address in a browser: a login page or a proxy may stand in between.',
    remedy: 'retry' as const,
  }),
  GIT_DENIED: ({ remote, why }: { remote: string; why: string }) => ({
    message: `The git host does not let us into ${remote}: ${why}`,
    hint: 'Check the address, and that the token or key is valid and may read (for statuses: write) this repository.',
    remedy: 'operator' as const,
  }),
  GIT_REPOSITORY_MISSING: ({ remote, why }: { remote: string; why: string }) => ({
    message: `There is no repository ${remote}, or none that this account may see: ${why}`,
    hint: 'Check the address under `remotes` in site.yaml (or --repository), that a folder is mounted, and that the repository was not renamed; many hosts hide private ones from who has no access.',
    remedy: 'operator' as const,
  }),
  GIT_REMOTE_INVALID: ({ remote, why }: { remote: string; why: string }) => ({
    message: `The remote ${remote} cannot be used: ${why}`,
    hint: 'Write https://HOST/PATH or ssh://USER@HOST/PATH; name the account beside the address, never in it.',
    remedy: 'operator' as const,
  }),
  GIT_PROGRAM_MISSING: ({ why }: { why: string }) => ({
    message: `The program git could not be started: ${why}`,
    hint: 'Install git 2.31 or later, or set `git: embedded` in site.yaml (https only).',
    remedy: 'operator' as const,
  }),
  GIT_HOST_TOO_OLD: ({ remote }: { remote: string }) => ({
    message: `The git host of ${remote} does not speak version 2 of git's protocol.`,
    hint: 'Set `git: system` in site.yaml, which can talk to older hosts.',
    remedy: 'operator' as const,
  }),
  GIT_OBJECT_MISSING: ({ remote, object }: { remote: string; object: string }) => ({
    message: `The git host of ${remote} does not hand out object ${object}, or not all that belongs to it.`,
    hint: 'If a branch was rewritten meanwhile, the next pass sees the new one; otherwise run `git fsck` in the repository on the host.',
    remedy: 'retry' as const,
  }),
  GIT_MIRROR_DAMAGED: ({ folder, why }: { folder: string; why: string }) => ({
    message: `The local repository ${folder} is damaged: ${why}`,
    hint: 'A mirror of what the host has is made anew at the next pass. If it stays so, check the disk, and run `git fsck` in the repository on the host.',
    remedy: 'retry' as const,
  }),
  GIT_OUTBOX_DAMAGED: ({ folder, why }: { folder: string; why: string }) => ({
    message: `The local repository ${folder}, in which statuses wait, is damaged: ${why}`,
    hint: 'It is never thrown away: the next pass mends its frame and tries again. If it stays so, check the disk; then stop the agent and move the folder away: the site goes on where its branch on the host ends, without what was not delivered.',
    remedy: 'retry' as const,
  }),
  GIT_COPY_DAMAGED: ({ folder, why }: { folder: string; why: string }) => ({
    message: `Git cannot use the local repository ${folder}: ${why}`,
    hint: 'Nothing in it was removed. See what `git status` and `git fsck` say there; mend it or clone it anew, then say the command again.',
    remedy: 'operator' as const,
  }),
  GIT_CONFIGURATION_BROKEN: ({ file, why }: { file: string; why: string }) => ({
    message: `Git cannot read its configuration on this machine, ${file}: ${why}`,
    hint: 'Nothing is known against the host. Mend that file, or who may read it: `git config --list` says the same until it is right.',
    remedy: 'operator' as const,
  }),
  GIT_LOCKED: ({ folder, lock }: { folder: string; lock: string }) => ({
    message: `Another program is at work in the local repository ${folder}: it holds ${lock}`,
    hint: 'It is tried again. Where no git works there any more, because it was killed, delete that file; what is in the state directory of a site frees itself after an hour.',
    remedy: 'retry' as const,
  }),
  GIT_PUSH_REFUSED: ({ remote, ref, why }: { remote: string; ref: string; why: string }) => ({
    message: `The git host of ${remote} refused to take ${ref}: ${why}`,
    hint: 'Check what the account may push, and the rules for branches and tags on the host.',
    remedy: 'operator' as const,
  }),
  TAG_MOVED: ({ patch, tag, found }: { patch: string; tag: string; found: string }) => ({
    message: `The tag patch/${patch} is now the object ${found}; the channel pins ${tag}.`,
    hint: 'A release never changes. Find out who moved the tag and put it back, or release the fix under a new id.',
    remedy: 'operator' as const,
  }),
  TAG_GONE: ({ patch, tag }: { patch: string; tag: string }) => ({
    message: `The tag patch/${patch} is gone; the channel pins the object ${tag}.`,
    hint: 'A release is never deleted. Push the tag again from a clone that has it, or recall the patch.',
    remedy: 'operator' as const,
  }),
  TREE_REFUSED: ({ what, path, why }: { what: string; path: string; why: string }) => ({
    message: `${what} was refused: ${path === '' ? 'its tree' : path} ${why}.`,
    hint: 'Only plain files with plain names can be shipped: release it again under a new id without this entry.',
    remedy: 'operator' as const,
  }),
};
