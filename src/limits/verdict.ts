import type { LimitCheck, LimitCode } from '../model/limits.ts';

/** What a limit says, without its code and what follows from it. */
export interface Words {
  readonly limit: string;
  readonly value: string;
  /** One plain sentence without its full stop. */
  readonly message: string;
  readonly field?: string | undefined;
}

const check =
  (status: LimitCheck['status']) =>
  (code: LimitCode, { limit, value, message, field }: Words): LimitCheck => ({
    ...{ code, status, limit, value, message },
    ...(field === undefined ? {} : { field }),
  });

export const passed = check('passed');
export const warned = check('warned');
export const refused = check('refused');

/** Passed or refused, each with its own sentence. */
export const judged = (
  code: LimitCode,
  holds: boolean,
  { good, bad, ...words }: Omit<Words, 'message'> & { readonly good: string; readonly bad: string },
): LimitCheck =>
  holds ? passed(code, { ...words, message: good }) : refused(code, { ...words, message: bad });

export const isRefused = ({ status }: LimitCheck): boolean => status === 'refused';
