import { z } from 'zod';

/** Names that Windows keeps for devices, whatever extension follows. */
const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

/**
 * Says why a path must not be used inside a patch's folder; null: it may. Refused is all that could leave the folder or
 * mean two files on one of the systems that check it out: absolute, `..`, `\`, drive letters, devices, dots and blanks at an end.
 */
export function wrongPatchPath(path: string): string | null {
  if (path.length > 240) return 'is longer than 240 characters';
  if (path.startsWith('/')) return 'is absolute';
  if (/[\\:*?"<>|\p{Cc}]/u.test(path)) return 'has a character that file names must not have';
  const parts = path.split('/');
  if (parts.includes('..')) return 'leaves its folder';
  if (parts.some((part) => part === '' || part === '.')) return 'has an empty part';
  if (parts.some((part) => /^\s|[.\s]$/u.test(part))) return 'has a part that ends in a dot or a blank';
  if (parts.some((part) => devices.test(part))) return 'names a device of Windows';
  return parts.some((part) => part.toLowerCase() === '.git') ? 'lies in git’s own folder' : null;
}

/** A path inside the patch's folder, with `/`. */
export const patchPathField = z
  .string()
  .min(1)
  .max(240)
  .refine((path) => wrongPatchPath(path) === null, {
    error: ({ input }) =>
      `${JSON.stringify(input)} ${wrongPatchPath(String(input)) ?? ''}, expected a path inside the patch’s folder such as kit/Routing.xml`,
  })
  .meta({ description: 'Path inside the folder of the patch, with /.' });
