import { setFlagsFromString } from 'node:v8';

/**
 * Of what a large desk is read into, most stays: V8 takes that for a reason to double the space for young objects, again and again, up to a
 * hundred megabytes that hold little but garbage. From here on it stays as large as it is. Costs nothing that can be measured, but for
 * program code that is loaded later: its compiled form was cached under other flags.
 */
export const keepYoungSpaceSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');
