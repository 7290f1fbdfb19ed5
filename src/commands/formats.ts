import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import type { Format, GlobalOptions } from './invocation.ts';

/** Throws where a command has no such output (64), and says which ones it has. */
export function mustHaveFormat(
  { format }: Pick<GlobalOptions, 'format'>,
  command: string,
  formats: readonly Format[],
): void {
  if (formats.includes(format)) return;
  throw new TradeformError('usage/format', `${command} has no output as ${format}.`, {
    exitCode: EXIT.usage,
    remedy: `It has: ${formats.join(', ')}.`,
  });
}
