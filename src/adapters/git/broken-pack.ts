/** Where a pack stops being one; the server or the line did it. */
export class BrokenPack extends Error {}

/** An object says that it is larger than any that is taken. Asking again does not help. */
export class OversizedObject extends BrokenPack {}

/** Bytes of the largest object that is taken out of a pack: 512 MiB. What only claims to be larger gets no memory. */
export const largestObject = 512 * 2 ** 20;

/** Throws OversizedObject. */
export function refuseOversized(size: number): void {
  if (size > largestObject)
    throw new OversizedObject(`an object says that it has ${size} bytes, and ${largestObject} are the most`);
}
