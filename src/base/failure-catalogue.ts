import type { Issue } from './issue.ts';
import { issuesAsText } from './issue.ts';

/**
 * Every failure that a person can meet, by room. An entry says what happened (message), what to do next (hint),
 * and what the loop does by itself (remedy). Add to the section of your room.
 */
export const catalogue = {
  // --- files that people and programs wrote ---
  INVALID_FILE: ({ issues }: { issues: readonly Issue[] }) => ({
    message: issuesAsText(issues),
    hint: 'Mend the places named above; editors show them while typing where the file names its schema.',
    remedy: 'operator' as const,
  }),
  NEWER_FORMAT: ({ file, found, known }: { file: string; found: number; known: number }) => ({
    message: `${file} is written in format ${found}, and this patchfleet reads up to format ${known}.`,
    hint: 'Update patchfleet on this machine.',
    remedy: 'operator' as const,
  }),

  FILE_UNREADABLE: ({ file, why }: { file: string; why: string }) => ({
    message: `The file ${file} cannot be read: ${why}`,
    hint: 'Check the path, and that this user may read it.',
    remedy: 'operator' as const,
  }),
  KEY_ENCRYPTED: ({ file }: { file: string }) => ({
    message: `The private key ${file} is encrypted, and patchfleet asks for no passphrase.`,
    hint: 'Make an unencrypted key for this purpose (ssh-keygen -t ed25519 -N "" -f FILE), readable by its user alone, and let the sites trust it.',
    remedy: 'operator' as const,
  }),
  KEY_UNREADABLE: ({ file, why }: { file: string; why: string }) => ({
    message: `The private key ${file} cannot be used: ${why}`,
    hint: 'Expected is an OpenSSH or PKCS#8 private key of type ed25519, ecdsa or rsa: ssh-keygen -t ed25519 -N "" -f FILE makes one.',
    remedy: 'operator' as const,
  }),

  // --- document and formats ---
  NOT_WRITABLE: ({ document, format, why }: { document: string; format: string; why: string }) => ({
    message: `${document} cannot be written as ${format}: ${why}`,
    hint: 'Choose another format for this document; its content was not changed.',
    remedy: 'operator' as const,
  }),

  // --- kit, release, channel ---
  CHANNEL_UNSIGNED: ({ channel }: { channel: string }) => ({
    message: `The channel ${channel} was not obeyed: its commit carries no signature.`,
    hint: 'Publish it again with the publisher’s key. Only for trying out, `trust.unsigned: true` in site.yaml takes it as it is.',
    remedy: 'operator' as const,
  }),
  CHANNEL_UNTRUSTED: ({ channel, key }: { channel: string; key: string }) => ({
    message: `The channel ${channel} was not obeyed: it is signed by ${key}, which this site does not trust as publisher.`,
    hint: 'If this key may publish, add it to `trust.publisher` in site.yaml; else find out who wrote the branch.',
    remedy: 'operator' as const,
  }),
  CHANNEL_SIGNATURE_BAD: ({ channel, why }: { channel: string; why: string }) => ({
    message: `The channel ${channel} was not obeyed: the signature of its commit is not good. ${why}`,
    hint: 'The commit was changed after it was signed, or the host is damaged. Publish again, and find out who wrote the branch.',
    remedy: 'operator' as const,
  }),
  CHANNEL_REWOUND: ({ channel, counter, newest }: { channel: string; counter: number; newest: number }) => ({
    message: `The channel ${channel} was not obeyed: it has counter ${counter}, and this target has obeyed ${newest} already.`,
    hint: 'Somebody put an older channel back. Publish again, or, if it is meant, let it in with `patchfleet accept-channel`.',
    remedy: 'operator' as const,
  }),
  CHANNEL_BROKEN: ({ channel, why }: { channel: string; why: string }) => ({
    message: `The channel ${channel} was not obeyed: ${why}`,
    hint: 'Only `patchfleet publish` may write the channel’s branch; publish again.',
    remedy: 'operator' as const,
  }),
  SITE_NOT_IN_FLEET: ({ site, channel }: { site: string; channel: string }) => ({
    message: `The channel ${channel} was not obeyed: its fleet.yaml has no site ${site}.`,
    hint: 'Add the site to fleet.yaml on main and publish, or mend `site` in site.yaml. What is installed stays as it is.',
    remedy: 'operator' as const,
  }),
  RELEASE_UNSIGNED: ({ patch }: { patch: string }) => ({
    message: `The release of ${patch} was not taken: its tag patch/${patch} carries no signature.`,
    hint: 'Release it again under a new id with a signing key. Only for trying out, `trust.unsigned: true` in site.yaml takes it as it is.',
    remedy: 'operator' as const,
  }),
  RELEASE_UNTRUSTED: ({ patch, key }: { patch: string; key: string }) => ({
    message: `The release of ${patch} was not taken: its tag is signed by ${key}, which this site does not trust for releases.`,
    hint: 'If this key may release, add it to `trust.release` in site.yaml; else find out who made the tag.',
    remedy: 'operator' as const,
  }),
  RELEASE_SIGNATURE_BAD: ({ patch, why }: { patch: string; why: string }) => ({
    message: `The release of ${patch} was not taken: the signature of its tag is not good. ${why}`,
    hint: 'The tag was changed after it was signed, or the host is damaged: compare with the release developer’s copy (git verify-tag).',
    remedy: 'operator' as const,
  }),
  RELEASE_DIFFERS: ({ patch, why }: { patch: string; why: string }) => ({
    message: `The release of ${patch} was not taken: ${why}`,
    hint: 'What the channel names and what the host holds are not the same; nothing was installed. Publish again, or release under a new id.',
    remedy: 'operator' as const,
  }),

  CHANNEL_MISQUOTES: ({ patch, why }: { patch: string; why: string }) => ({
    message: `The channel does not repeat what the signed release of ${patch} says: ${why}`,
    hint: 'It is neither installed nor counted for any other patch. The publisher has to find out how the index came to differ; a new release under a new id that supersedes both goes on.',
    remedy: 'operator' as const,
  }),

  // --- release and publish ---
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
    hint: 'If a colleague released it, name the key with --trust. Otherwise sites take nothing of it: find out who may push tags, delete it on the host (`git push <remote> :refs/tags/patch/<id>`), and release again.',
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
    hint: 'Find out who wrote it. Name the public keys of other publishers with --trust.',
    remedy: 'operator' as const,
  }),
  RACE_LOST: ({ tries }: { tries: number }) => ({
    message: `Somebody else pushed to the repository each time, ${tries} times in a row; nothing was pushed.`,
    hint: 'Run the command again when it is quieter.',
    remedy: 'retry' as const,
  }),

  // --- git ---
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

  // --- target ---
  TARGET_BUSY: ({ target, holder }: { target: string; holder: string }) => ({
    message: `The target ${target} is in use by ${holder}.`,
    hint: 'Wait until the other agent has finished; two agents must not work on one target.',
    remedy: 'retry' as const,
  }),
  TARGET_UNREACHABLE: ({ target, why, next }: { target: string; why: string; next?: string }) => ({
    message: `The target ${target} did not answer: ${why}`,
    hint: `The agent tries again at the next pass; ${next ?? 'check that the target is up and that its address in site.yaml is right.'}`,
    remedy: 'retry' as const,
  }),
  TARGET_OF_ANOTHER_SITE: ({ target, owner, site }: { target: string; owner: string; site: string }) => ({
    message: `The target ${target} belongs to site ${owner}, not to ${site}.`,
    hint: 'Check `site` and `engine` in site.yaml: one target has one site.',
    remedy: 'operator' as const,
  }),

  TARGET_FILE_REFUSED: ({ file, why }: { file: string; why: string }) => ({
    message: `${file} is not used: ${why}`,
    hint: 'Remove or rename it; a target of the engine `directory` holds plain files, each named after its document.',
    remedy: 'operator' as const,
  }),

  MUMPS_MISSING: ({ program }: { program: string }) => ({
    message: `The program ${program} of GT.M or YottaDB was not found on this machine.`,
    hint: 'Install them (Debian: apt-get install fis-gtm), or say in site.yaml where they are: `engine: { mumps: { dist: … } }`.',
    remedy: 'operator' as const,
  }),
  DOCUMENT_REFUSED: ({ document, why }: { document: string; why: string }) => ({
    message: `The target cannot hold ${document}: ${why}`,
    hint: 'The patch does not fit this target: a release for it is needed, or `sites` of the patch should leave this site out.',
    remedy: 'operator' as const,
  }),

  // --- local disk ---
  DISK_FULL: ({ path }: { path: string }) => ({
    message: `There is no room left on the disk for ${path}.`,
    hint: 'Free some space there, or set `state` in site.yaml to a larger disk; the agent tries again at the next pass.',
    remedy: 'retry' as const,
  }),
  DISK_FAILED: ({ path, why }: { path: string; why: string }) => ({
    message: `${path} cannot be used: ${why}`,
    hint: 'Check that the folder is there and that the user who runs patchfleet may read and write in it; see `patchfleet doctor`.',
    remedy: 'operator' as const,
  }),

  // --- vault, journal, register ---
  REGISTER_DAMAGED: ({ target, why }: { target: string; why: string }) => ({
    message: `The register of target ${target} cannot be read: ${why}`,
    hint: 'Nothing is installed here until an operator has looked at it: see `patchfleet doctor`.',
    remedy: 'operator' as const,
  }),
  JOURNAL_DAMAGED: ({ file, line, why }: { file: string; line: number; why: string }) => ({
    message: `The journal ${file} is damaged at line ${line}: ${why}`,
    hint: 'Nothing is installed here until an operator has looked at it: see `patchfleet doctor`.',
    remedy: 'operator' as const,
  }),
  SNAPSHOT_DAMAGED: ({ snapshot, why }: { snapshot: string; why: string }) => ({
    message: `The snapshot ${snapshot} in the vault is damaged: ${why}`,
    hint: 'It was not used. Check the disk of the state directory; see `patchfleet doctor`.',
    remedy: 'operator' as const,
  }),

  // --- plan, reconcile ---
  CHANNEL_MISSING: ({ channel }: { channel: string }) => ({
    message: `The patches repository has no channel ${channel}.`,
    hint: 'Check `channel` in site.yaml, and that somebody has published it: `patchfleet publish`.',
    remedy: 'retry' as const,
  }),
  NOT_INCONSISTENT: ({ patch }: { patch: string }) => ({
    message: `The site is not inconsistent about ${patch}, so there is nothing to settle.`,
    hint: 'See `patchfleet explain` and `patchfleet get patches`; an attempt that was cut short is rolled back by the next `patchfleet reconcile`.',
    remedy: 'operator' as const,
  }),
  ACT_SENSELESS: ({ why, next }: { why: string; next: string }) => ({
    message: why,
    hint: `Nothing was recorded. ${next}`,
    remedy: 'none' as const,
  }),
  BASELINE_NOT_FOUND: ({ patch }: { patch: string }) => ({
    message: `The documents of this target do not show the release ${patch}.`,
    hint: 'See `patchfleet baseline` for what they show; a patch that is there only in part is best installed anew.',
    remedy: 'operator' as const,
  }),
  CHANNEL_FORKED: ({ channel, counter }: { channel: string; counter: number }) => ({
    message: `The channel ${channel} offers another state under the same counter ${counter} than this site has obeyed.`,
    hint: 'Somebody has rewritten the channel. Ask its publisher; if it is right, an operator lets it in with `patchfleet accept-channel`.',
    remedy: 'operator' as const,
  }),

  // --- command line ---
  PATCH_NOT_FOUND: ({ word }: { word: string }) => ({
    message: `There is no patch ${word} here: neither a folder with a patch.yaml nor an id below patches/.`,
    hint: 'Name the folder of the patch, or run this inside the patches repository.',
    remedy: 'none' as const,
  }),
  PATCH_UNKNOWN: ({ patch, site }: { patch: string; site: string }) => ({
    message: `Site ${site} knows of no patch ${patch}.`,
    hint: 'See `patchfleet get patches` for those that it knows.',
    remedy: 'none' as const,
  }),
  TERMS_SENSELESS: ({ file, why, next }: { file: string; why: string; next: string }) => ({
    message: `${file}: ${why}`,
    hint: `Nothing was written. ${next}`,
    remedy: 'none' as const,
  }),
  CHANNEL_UNSEEN: ({ channel, why }: { channel: string; why: readonly string[] }) => ({
    message: `No state of channel ${channel} is known here: ${why.join(' ') || 'the host has none.'}`,
    hint: 'See `patchfleet doctor`; it checks the host, the channel and the keys that site.yaml trusts.',
    remedy: 'retry' as const,
  }),
  KIT_UNSEEN: ({ patch, why }: { patch: string; why: string }) => ({
    message: `The kit of ${patch} cannot be read: ${why}`,
    hint: 'See `patchfleet explain` for what the site makes of it.',
    remedy: 'retry' as const,
  }),
  PATCH_HOLDS_LINK: ({ path }: { path: string }) => ({
    message: `${path} is a link or a device, expected a file or a folder.`,
    hint: 'The folder of a patch holds plain files only: put the file itself there.',
    remedy: 'none' as const,
  }),
  SITE_CONFIG_MISSING: ({ path }: { path: string }) => ({
    message: `There is no site configuration ${path}.`,
    hint: 'Name it with --config FILE or PATCHFLEET_CONFIG; `patchfleet init site` writes one.',
    remedy: 'none' as const,
  }),
  FILE_EXISTS: ({ paths }: { paths: readonly string[] }) => ({
    message: `Already there: ${paths.join(', ')}.`,
    hint: 'Nothing was written. Choose another place, or move what is there away.',
    remedy: 'none' as const,
  }),
  FILE_MISSING: ({ path }: { path: string }) => ({
    message: `There is no file ${path}.`,
    hint: 'Check the path.',
    remedy: 'none' as const,
  }),
  WRONG_ARGUMENT: ({ what, word, expected }: { what: string; word: string; expected: string }) => ({
    message: `${what} is ${word === '' ? 'empty' : word}, expected ${expected}.`,
    hint: 'See the command with --help for an example.',
    remedy: 'none' as const,
  }),
  ARGUMENT_MISSING: ({ what, where }: { what: string; where: string }) => ({
    message: `There is no ${what}.`,
    hint: `Give it with ${where}.`,
    remedy: 'none' as const,
  }),
};
