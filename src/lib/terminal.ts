import { safeCut, safeLines } from './safe-text.ts';
import { scrub } from './scrub.ts';
import type { WorkflowCommand } from './workflow-command.ts';

/** Where text goes, and what it may look like there. Nothing passes that hides itself, gives an order to a terminal, or is a secret. */
export interface Sink {
  readonly write: (text: string) => void;
  /** Tells GitHub's runner something: the one way past what `write` makes harmless. */
  readonly command: (command: WorkflowCommand) => void;
  /** On a terminal, what is being waited for: it gives way to whatever is said next, here or on the other stream. */
  readonly note: (text: string) => void;
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

/** The stream whose last line is a note. */
let noted: NodeJS.WriteStream | undefined;

/** Takes the note away, for what does not go through a sink. */
export function clearNote(): void {
  noted?.write('\r\u001B[K');
  noted = undefined;
}

export function sinkOf(stream: NodeJS.WriteStream, flag: boolean, env: NodeJS.ProcessEnv): Sink {
  // Undefined on a pipe, whatever its type says.
  const isTTY = stream.isTTY || false;
  const color = wantsColor(isTTY, flag, env);
  const canRedraw = isTTY && stream.columns > 0;
  const own = isTTY && stream.columns !== undefined && stream.columns > 0 ? stream.columns : DEFAULT_COLUMNS;
  return {
    write: (text) => {
      clearNote();
      stream.write(safeLines(scrub(text), color));
    },
    command: (command) => void stream.write(`${scrub(command)}\n`),
    note: (text) => {
      if (!canRedraw || env['TERM'] === 'dumb') return;
      clearNote();
      stream.write(safeCut(scrub(text), own - 1));
      noted = stream;
    },
    isTTY,
    // Narrower than 40 nothing can be laid out.
    columns: Math.max(40, own),
    canRedraw,
    color,
  };
}
