import { z } from 'zod';
import { checkKitPath } from './formats/kit-path.ts';

/** A path inside the patch's folder, with `/`. */
export const patchPathField = z
  .string()
  .min(1)
  .max(240)
  .refine((path) => checkKitPath(path) === null, {
    error: ({ input }) =>
      `is no path for a kit: ${checkKitPath(String(input)) ?? ''}, expected one such as kit/Routing.xml`,
  })
  .meta({ description: 'Path inside the folder of the patch, with /.' });
