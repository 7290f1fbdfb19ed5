import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { Sink } from '../lib/terminal.ts';
import { renderProblems } from '../report/problems.ts';
import { hanging } from '../report/style.ts';
import { mustHaveFormat } from './formats.ts';
import { type Format, type GlobalOptions, type Invocation, invocationOf, writeJson } from './invocation.ts';

type Command = (inv: Invocation, ...args: readonly never[]) => Promise<ExitCode> | ExitCode;

/** What is run, and the outputs that it has. */
export interface Which {
  readonly name: string;
  readonly formats: readonly Format[];
}

const BUG = 'This is a bug in tradeform, not in your files.';
const KEPT = 'Nothing that was sent is forgotten: it is in the journal.';

/** Where a pull request is to read the result, it reads of the failure too. */
async function showFailure(inv: Invocation, which: Which, error: TradeformError): Promise<void> {
  const { format } = inv.options;
  const isPublished = format === 'markdown' || format === 'github';
  if (error.told || !isPublished || !which.formats.includes(format)) return;
  const { publishFailure } = await import('./failure.ts');
  publishFailure(inv, which.name, error);
}

/** On a terminal words stay whole; in a log a sentence stays one line. */
const inLines = ({ isTTY, columns }: Sink, text: string, indent: number): string =>
  ' '.repeat(indent) + (isTTY ? hanging(text, columns, indent) : text);

function showExpected(inv: Invocation, error: TradeformError): void {
  const { code, exitCode, remedy, problems } = error;
  if (inv.options.format === 'json')
    writeJson(inv.out, { format: 1, error: { code, exitCode, message: error.message, remedy, problems } });
  const { color, columns: width, isTTY: isTerminal } = inv.err;
  if (problems.length > 0)
    inv.err.write(`${renderProblems(problems, { color, width: isTerminal ? width : 80, isTerminal })}\n`);
  else
    inv.err.write(
      `${inLines(inv.err, `error: ${safeText(error.message)}`, 0)}\n${remedy === undefined ? '' : `${inLines(inv.err, safeText(remedy), 2)}\n`}`,
    );
  if (inv.options.verbose && error.cause instanceof Error)
    inv.err.write(`  cause: ${safeText(error.cause.message)}\n`);
}

function showBug(inv: Invocation, error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = stack.split('\n').map(safeText).join('\n');
  inv.err.write(`${BUG} ${KEPT}\n${lines}\n`);
}

/** Runs a command: what it throws becomes a message and an exit code, once, here. */
export async function runCommand(
  options: GlobalOptions,
  load: () => Promise<Command>,
  args: readonly unknown[],
  which: Which,
): Promise<ExitCode> {
  const inv = invocationOf(options);
  const code = await codeOf(inv, load, args, which);
  if (options.format !== 'github') return code;
  // For later steps of a workflow, where the shell did not keep it.
  const { tellOutputs } = await import('./publish.ts');
  tellOutputs(inv, { 'exit-code': code });
  return code;
}

async function codeOf(
  inv: Invocation,
  load: () => Promise<Command>,
  args: readonly unknown[],
  which: Which,
): Promise<ExitCode> {
  try {
    mustHaveFormat(inv.options, which.name, which.formats);
    const command = await load();
    // Commander hands over what the program declares: positional arguments, then the options.
    return await command(inv, ...(args as never[]));
  } catch (error) {
    if (error instanceof TradeformError) {
      await showFailure(inv, which, error);
      showExpected(inv, error);
      return error.exitCode;
    }
    showBug(inv, error);
    const remedy = `${KEPT} The log of this run has the details.`;
    await showFailure(inv, which, new TradeformError('bug', BUG, { exitCode: EXIT.error, remedy }));
    return EXIT.error;
  }
}
