/** Why a release cannot go in now. */
export type NotStaged =
  /** The host did not answer; the next pass tries again. */
  | { readonly kind: 'unreachable'; readonly why: string }
  /** This engine cannot do what the patch asks for, or the channel does not say of it what it says itself; checked anew each pass. */
  | { readonly kind: 'impossible'; readonly why: string }
  /** The release is not what the channel promises, or its kit cannot be read: it will not become right by itself. */
  | { readonly kind: 'refused'; readonly why: string };

/** Only what is wrong with the release itself ends it here; our own access, disk and program can be mended. */
export function whyNotStaged(code: string, message: string): NotStaged {
  if (unfit.has(code)) return { kind: 'refused', why: message };
  if (notHereYet.has(code)) return { kind: 'impossible', why: message };
  return { kind: 'unreachable', why: message };
}

const unfit: ReadonlySet<string> = new Set([
  'RELEASE_UNSIGNED',
  'RELEASE_UNTRUSTED',
  'RELEASE_SIGNATURE_BAD',
  'RELEASE_DIFFERS',
  'INVALID_FILE',
  'TREE_REFUSED',
]);
const notHereYet: ReadonlySet<string> = new Set([
  'TAG_MOVED',
  'TAG_GONE',
  'NEWER_FORMAT',
  'CHANNEL_MISQUOTES',
]);
