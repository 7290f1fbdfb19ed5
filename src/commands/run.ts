import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { renderProblems } from '../report/problems.ts';
import { type GlobalOptions, type Invocation, invocationOf, writeJson } from './invocation.ts';

function showExpected(inv: Invocation, error: TradeformError): void {
  const { code, exitCode, remedy, problems } = error;
  if (inv.options.format === 'json')
    writeJson(inv.out, { format: 1, error: { code, exitCode, message: error.message, remedy, problems } });
  const { color, columns: width } = inv.err;
  if (problems.length > 0)
    inv.err.write(renderProblems(problems, { color, width: inv.err.isTTY ? width : 80 }));
  else
    inv.err.write(
      `error: ${safeText(error.message)}\n${remedy === undefined ? '' : `  ${safeText(remedy)}\n`}`,
    );
  if (inv.options.verbose && error.cause instanceof Error)
    inv.err.write(`  cause: ${safeText(error.cause.message)}\n`);
}

function showBug(inv: Invocation, error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = stack.split('\n').map(safeText).join('\n');
  inv.err.write(
    `This is a bug in tradeform, not in your files. Nothing that was sent is forgotten: it is in the journal.\n${lines}\n`,
  );
}

/** Runs a command: what it throws becomes a message and an exit code, once, here. */
export async function runCommand(
  options: GlobalOptions,
  load: () => Promise<(inv: Invocation, ...args: readonly never[]) => Promise<ExitCode> | ExitCode>,
  args: readonly unknown[],
): Promise<ExitCode> {
  const inv = invocationOf(options);
  try {
    const command = await load();
    // Commander hands over what the program declares: positional arguments, then the options.
    return await command(inv, ...(args as never[]));
  } catch (error) {
    if (error instanceof TradeformError) {
      showExpected(inv, error);
      return error.exitCode;
    }
    showBug(inv, error);
    return EXIT.error;
  }
}
