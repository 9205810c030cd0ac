/** What stands in the way of a release, or of publishing it. */
export const publishingFailures = {
  PATCH_WITHOUT_MANIFEST: ({ folder }: { folder: string }) => ({
    message: `${folder} holds no patch.yaml.`,
    hint: 'Name the folder of a patch; `patchfleet kit new` makes one.',
    remedy: 'none' as const,
  }),
  PATCH_NOT_ON_MAIN: ({ patch }: { patch: string }) => ({
    message: `There is no folder patches/…/${patch} with a patch.yaml on main.`,
    hint: 'Only what is merged to main can be released: check the id, and whether the pull request is merged.',
    remedy: 'none' as const,
  }),
  PATCH_ID_TWICE: ({ patch, folders }: { patch: string; folders: readonly string[] }) => ({
    message: `The id ${patch} is used by more than one folder: ${folders.join(', ')}.`,
    hint: 'Every patch has an id of its own, whatever group it lies in: rename all but one.',
    remedy: 'none' as const,
  }),
  RELEASE_CHANGED: ({ patch, released, found }: { patch: string; released: string; found: string }) => ({
    message: `${patch} is already released with digest ${released}; what lies on main now has digest ${found}.`,
    hint: 'What a release is never changes: make a new patch that names this one under `supersedes`.',
    remedy: 'none' as const,
  }),
  RELEASE_ID_TAKEN: ({ patch, why }: { patch: string; why: string }) => ({
    message: `${patch} was not released: the tag patch/${patch} is on the host already and is no release of ours: ${why}`,
    hint: 'Look first whether --key (or PATCHFLEET_KEY) is the key with which you release. If a colleague released it, name his public key with --trust. Otherwise sites take nothing of it: find out who may push tags, delete it on the host (`git push <remote> :refs/tags/patch/<id>`), and release again.',
    remedy: 'operator' as const,
  }),
  RELEASE_TAG_DAMAGED: ({ patch, why }: { patch: string; why: string }) => ({
    message: `The tag patch/${patch} is no release: ${why}`,
    hint: 'Find out who made the tag. It is not published; delete it on the host if it is not a release.',
    remedy: 'operator' as const,
  }),
  BRANCH_MISSING: ({ branch }: { branch: string }) => ({
    message: `The patches repository has no branch ${branch}.`,
    hint: 'Push the patches to `main` first; `patchfleet init repository` begins one.',
    remedy: 'none' as const,
  }),
  FLEET_MISSING: ({ branch }: { branch: string }) => ({
    message: `There is no fleet.yaml on ${branch}.`,
    hint: 'It names the sites and rings; `patchfleet init repository` writes an example.',
    remedy: 'none' as const,
  }),
  CHANNEL_NOT_OURS: ({ channel, why }: { channel: string; why: string }) => ({
    message: `The channel ${channel} was not written by a publisher we trust: ${why}`,
    hint: 'Look first whether --key (or PATCHFLEET_KEY) is the key with which you publish. Otherwise find out who wrote it. Name the public keys of other publishers with --trust.',
    remedy: 'operator' as const,
  }),
  RACE_LOST: ({ tries }: { tries: number }) => ({
    message: `Somebody else pushed to the repository each time, ${tries} times in a row; nothing was pushed.`,
    hint: 'Run the command again when it is quieter.',
    remedy: 'retry' as const,
  }),
};
