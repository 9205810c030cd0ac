/** Bytes of the largest file that git hosts take (GitHub Docs, "About large files on GitHub": 100 MiB). */
export const largestFile = 100 * 1024 * 1024;

/** What is said of a larger one. */
export const tooLarge = 'it has over 100 MiB, which the hosts of git do not take';
