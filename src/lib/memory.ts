/** Loaded when it is used: most commands read little. */
const setFlags = (flags: string): void => process.getBuiltinModule('node:v8').setFlagsFromString(flags);

/**
 * Of what a large desk is read into, most stays: V8 takes that for a reason to double the space for young objects, again and again, up to a
 * hundred megabytes that hold little but garbage, and lets the old ones grow to several times what is in use before it looks. From here on
 * the first stays as large as it is, and the second is looked at when it has a little more than doubled. Costs little that can be
 * measured, but for program code that is loaded later: its compiled form was cached under other flags.
 */
export const keepHeapSmall = (): void => setFlags('--semi-space-growth-factor=1 --heap-growing-percent=120');

/** For what goes on for long and keeps little of what it makes, as ten thousand submits do: garbage is looked for sooner. */
export const keepHeapLevel = (): void => setFlags('--heap-growing-percent=50');
