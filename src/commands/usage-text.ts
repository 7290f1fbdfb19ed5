import { safeText } from '../lib/safe-text.ts';
import { wrap } from '../report/style.ts';

/** What Commander says of a command line, whose words it repeats: only its own suggestion stands on a line of its own. */
export const safeUsage = (text: string): string =>
  safeText(text.trimEnd())
    .split(/\\x0a(?=\(Did you mean)/)
    .map((line) => wrap(line, 80, 2))
    .join('\n');
