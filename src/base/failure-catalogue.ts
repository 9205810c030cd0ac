import { actionFailures } from './failures/action-failures.ts';
import { channelFailures } from './failures/channel-failures.ts';
import { commandFailures } from './failures/command-failures.ts';
import { gitFailures } from './failures/git-failures.ts';
import { publishingFailures } from './failures/publishing-failures.ts';
import type { Issue } from './issue.ts';
import { issuesAsText } from './issue.ts';

/**
 * Every failure that a person can meet, by room. An entry says what happened (message), what to do next (hint),
 * and what the loop does by itself (remedy). Add to the section of your room, here or in `failures/`.
 */
export const catalogue = {
  ...channelFailures,
  ...publishingFailures,
  ...gitFailures,
  ...commandFailures,
  ...actionFailures,

  // --- files that people and programs wrote ---
  INVALID_FILE: ({ issues, good }: { issues: readonly Issue[]; good?: readonly string[] }) => ({
    message: issuesAsText(issues),
    hint:
      good === undefined
        ? 'Mend the places named above; editors show them while typing where the file names its schema.'
        : `Nothing was written. Mend the files named above, or leave them out. ${good.length === 0 ? 'No other file was named.' : `These are right: ${good.join(', ')}.`}`,
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

  // --- target ---
  TARGET_BUSY: ({ target, holder }: { target: string; holder: string }) => ({
    message: `The target ${target} is in use by ${holder}.`,
    hint: 'Wait until the other agent has finished; two agents must not work on one target. Where nobody is at work, see docs/directory-lock.md.',
    remedy: 'retry' as const,
  }),
  TARGET_UNREACHABLE: ({ target, why, next }: { target: string; why: string; next?: string }) => ({
    message: `The target ${target} did not answer: ${why}`,
    hint: `The agent tries again at the next pass; ${next ?? 'check that the target is up and that its address in site.yaml is right.'}`,
    remedy: 'retry' as const,
  }),
  TARGET_REFUSED: ({ target, why }: { target: string; why: string }) => ({
    message: `The target ${target} refused: ${why}`,
    hint: 'What the database says above names the cause; see `patchfleet explain PATCH` for what it means for a patch.',
    remedy: 'operator' as const,
  }),
  TARGET_ANSWER_INVALID: ({ target, why }: { target: string; why: string }) => ({
    message: `What the target ${target} answered cannot be believed: ${why}`,
    hint: 'It is tried again at the next pass. If it stays so, look whether something else writes into the session, or changed the helper in the target.',
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
    message: `The register of target ${target} cannot be used: ${why}`,
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
    message: `The patches repository has no channel ${channel}: there is no branch channel/${channel}.`,
    hint: `Check \`channel\` and \`remotes.patches\` in site.yaml, and that somebody has published it: \`patchfleet publish --channel ${channel}\`.`,
    remedy: 'retry' as const,
  }),
  NOT_INCONSISTENT: ({ patch }: { patch: string }) => ({
    message: `The site is not inconsistent about ${patch}, so there is nothing to settle.`,
    hint: `See \`patchfleet explain ${patch}\`; an attempt that was cut short is rolled back by the next \`patchfleet reconcile\`.`,
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
  CHANNEL_FORKED: ({ channel, counter, commit }: { channel: string; counter: number; commit: string }) => ({
    message: `The channel ${channel} offers with its commit ${commit.slice(0, 12)} another state under the same counter ${counter} than this site has obeyed.`,
    hint: 'Somebody has rewritten the channel. Ask its publisher; if it is right, an operator lets it in: `patchfleet accept-channel` shows what is offered, and how.',
    remedy: 'operator' as const,
  }),
};
