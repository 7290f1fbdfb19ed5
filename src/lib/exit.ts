/** Exit codes, as the README lists them. */
export const EXIT = {
  done: 0,
  error: 1,
  changes: 2,
  invalid: 3,
  refused: 4,
  stale: 5,
  person: 6,
  usage: 64,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const PRECEDENCE: readonly ExitCode[] = [6, 130, 64, 3, 5, 4, 1, 2, 0];

/** The one code of a run that several apply to: what needs a person soonest comes first. */
export const worst = (codes: Iterable<ExitCode>): ExitCode => {
  const seen = new Set(codes);
  return PRECEDENCE.find((code) => seen.has(code)) ?? EXIT.done;
};
