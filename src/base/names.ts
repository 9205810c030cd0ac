declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** The id of a patch, such as `LAB-2026.014`: `[A-Z][A-Z0-9-]*(\.[A-Z0-9]+)*`, at most 64 characters. */
export type PatchId = Branded<'PatchId'>;
/** The name of a site or a ring: lower-case letters, digits, `-` and `.` inside, at most 64 characters. */
export type SiteName = Branded<'SiteName'>;
export type RingName = Branded<'RingName'>;
/** A git object id: 40 lower-case hexadecimal digits. */
export type ObjectId = Branded<'ObjectId'>;

export const patchIdPattern = /^(?=.{1,64}$)[A-Z][A-Z0-9-]*(\.[A-Z0-9]+)*$/;
export const placePattern = /^(?=.{1,64}$)[a-z0-9]+([.-][a-z0-9]+)*$/;
export const objectIdPattern = /^[0-9a-f]{40}$/;

export const isPatchId = (text: string): text is PatchId => patchIdPattern.test(text);
export const isSiteName = (text: string): text is SiteName => placePattern.test(text);
export const isRingName = (text: string): text is RingName => placePattern.test(text);
export const isObjectId = (text: string): text is ObjectId => objectIdPattern.test(text);
