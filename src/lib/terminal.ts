import { safeLines } from './safe-text.ts';
import { scrub } from './scrub.ts';

/** Where text goes, and what it may look like there. Nothing passes that hides itself, gives an order to a terminal, or is a secret. */
export interface Sink {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  readonly columns: number;
  /** Rows can be redrawn in place: a terminal that tells its width. */
  readonly canRedraw: boolean;
  readonly color: boolean;
}

const DEFAULT_COLUMNS = 120;

/** NO_COLOR and FORCE_COLOR as their users expect them; otherwise colour is for terminals alone. */
export function wantsColor(isTTY: boolean, flag: boolean, env: NodeJS.ProcessEnv): boolean {
  if (!flag) return false;
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '' && forced !== '0') return true;
  return isTTY && env['TERM'] !== 'dumb' && forced !== '0';
}

export function sinkOf(stream: NodeJS.WriteStream, flag: boolean, env: NodeJS.ProcessEnv): Sink {
  // Undefined on a pipe, whatever its type says.
  const isTTY = stream.isTTY || false;
  const color = wantsColor(isTTY, flag, env);
  const own = isTTY && stream.columns !== undefined && stream.columns > 0 ? stream.columns : DEFAULT_COLUMNS;
  return {
    write: (text) => void stream.write(safeLines(scrub(text), color)),
    isTTY,
    // Narrower than 40 nothing can be laid out.
    columns: Math.max(40, own),
    canRedraw: isTTY && stream.columns > 0,
    color,
  };
}
