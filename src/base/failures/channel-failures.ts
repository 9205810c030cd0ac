interface Rewound {
  readonly channel: string;
  readonly counter: number;
  readonly newest: number;
  readonly commit: string;
}

/** What a site finds wrong with a channel or a release. */
export const channelFailures = {
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
  CHANNEL_REWOUND: ({ channel, counter, newest, commit }: Rewound) => ({
    message: `The channel ${channel} was not obeyed: its commit ${commit.slice(0, 12)} has counter ${counter}, and this target has obeyed ${newest} already.`,
    hint: 'Somebody put an older channel back. Publish again, or, if it is meant, let it in: `patchfleet accept-channel` shows what is offered, and how.',
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
};
