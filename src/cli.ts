import { Argument, Command, CommanderError, Option } from 'commander';
import { examplesText } from './commands/examples.ts';
import type { Format, GlobalOptions, Invocation } from './commands/invocation.ts';
import { runCommand } from './commands/run.ts';
import { SHELLS } from './commands/shells.ts';
import { safeUsage } from './commands/usage-text.ts';
import { EXIT, type ExitCode } from './lib/exit.ts';
import { clearNote } from './lib/terminal.ts';
import { version } from './lib/version.ts';

/*
 * Options and commands, and nothing else: each action imports its command when it runs, so that `--version` and `--help` load
 * neither YAML nor HTTP. An option that must be given is asked for by its command: Commander would ask for it before it told of a word that
 * is misspelt, which may be that very option.
 */

type Act = (inv: Invocation, ...args: readonly never[]) => Promise<ExitCode> | ExitCode;

const PROMISE = `
What it promises:
  A reviewed order is sent at most once, always. If nobody can tell whether it
  was, it is shown as in doubt, its account takes no new order, and the exit
  code says so, until a person decides.
  Nothing is sent that the approved plan did not show.
  Orders of others are never touched.
  A broken or empty file never plans a cancel.
  Nothing stands in the way of a cancel.

Exit codes:
  0 done   1 error, or not all done   2 changes (plan --detailed-exitcode)
  3 invalid files   4 refused by a limit or a halt
  5 stale plan; journal held, lost or rolled back   6 an order needs a person
  64 wrong usage   130 interrupted`;

const FORMATS: readonly Format[] = ['text', 'json', 'markdown', 'github'];
/** What every command has; those that a pull request shows have more. */
const FEW: readonly Format[] = ['text', 'json'];

export type Run = (
  act: () => Promise<Act>,
  formats?: readonly Format[],
) => (...args: unknown[]) => Promise<void>;

/** The whole command line. `run` makes an action of each command. */
export function program(run: Run): Command {
  const cli = new Command('tradeform')
    .description('Orders as YAML in Git: reviewed, planned as a dry run, reconciled with the venue.')
    .version(version(), '--version')
    .option('--dir <folder>', 'folder of tradeform.yaml (default: . or ./specs)')
    .option('--env <name>', 'environment (default: paper)')
    .addOption(new Option('--format <format>', 'output format').choices([...FORMATS]).default('text'))
    .option('--no-color', 'no colours')
    .option('--verbose', 'with the cause of errors')
    .option('--quiet', 'no progress')
    .showSuggestionAfterError();

  cli
    .command('init [dir]')
    .description('write a starter project; overwrites nothing')
    .option('--github', 'with the workflows for orders as pull requests')
    .action(run(async () => (await import('./commands/init.ts')).init));
  cli
    .command('validate')
    .description('check the files: no network, no keys; every problem at once')
    .action(run(async () => (await import('./commands/validate.ts')).validate, FORMATS));
  cli
    .command('plan')
    .description('dry run: what apply would do, and why')
    .option('--out <file>', 'save the plan, to be applied once: apply FILE')
    .option('--only <names...>', 'leave the changes of all other entries out')
    .option('--allow-empty', 'cancel everything where no order is left in the files')
    .option('--allow-cancels <n>', 'so many cancels of removed entries, above maxCancelShare')
    .option('--detailed-exitcode', 'exit 2 where something would change or needs attention')
    .addOption(
      new Option('--explain <name>', 'one entry: its values, where they come from, and why').conflicts([
        'out',
        'detailedExitcode',
      ]),
    )
    .action(run(async () => (await import('./commands/plan.ts')).plan, FORMATS));
  cli
    .command('apply')
    .description('plan afresh, ask, execute, tell the outcome of every change')
    .argument('[plan]', 'a plan that was saved by plan --out, which approves it')
    .option('--yes', 'approve the plan without being asked')
    .option('--expect <digest>', 'approve the plan of this digest alone')
    .option('--only <names...>', 'leave the changes of all other entries out')
    .option('--rollback', 'allow a commit that is older than the last applied one')
    .option('--lock-timeout <seconds>', 'wait so long for a journal that another run holds')
    .option('--allow-empty', 'cancel everything where no order is left in the files')
    .option('--allow-cancels <n>', 'so many cancels of removed entries, above maxCancelShare')
    .action(run(async () => (await import('./commands/apply.ts')).apply, FORMATS));
  cli
    .command('status [names...]')
    .description('entry, journal and venue side by side')
    .option('--limits', 'how much of each limit is used')
    .action(run(async () => (await import('./commands/status.ts')).status, ['text', 'json', 'markdown']));
  cli
    .command('cancel [names...]')
    .description('cancel orders of ours now, and prove it by reading')
    .option('--account <name>', 'all of ours on one account')
    .option('--all', 'all of ours')
    .action(run(async () => (await import('./commands/cancel.ts')).cancel));
  cli
    .command('halt')
    .description('no new order, until a named person lifts it; cancels go on')
    .option('--account <name>', 'on one account')
    .option('--reason <text>', 'why: must be given')
    .action(run(async () => (await import('./commands/halt.ts')).halt));
  cli
    .command('unhalt')
    .description('lift halts')
    .option('--account <name>', 'of one account')
    .option('--approver <name>', 'who approved it, another person than you: must be given')
    .action(run(async () => (await import('./commands/halt.ts')).unhalt));
  cli
    .command('resolve <name>')
    .description('show the evidence on an order in doubt, and record a decision')
    .option('--executed <venue-id>', 'it is this order at the venue')
    .option('--not-executed', 'it never reached the venue')
    .option('--other <venue-id>', 'this one, which looks like it, is another; repeat for more', collected)
    .option('--reason <text>', 'how you know')
    .option('--approver <name>', 'who approved it: another person than you')
    .action(run(async () => (await import('./commands/resolve.ts')).resolve));
  cli
    .command('history [name]')
    .description('the journal as a ledger: who, when, commit, order, answer')
    .option('--verify', 'check the whole chain')
    .option('--export', 'as JSON lines, one event a line')
    .action(run(async () => (await import('./commands/history.ts')).history));
  cli
    .command('import [name] [venue-id]')
    .description('adopt a live order that tradeform did not place, and write its entry')
    .option('--all', 'every live order that is not ours, under names made for them')
    .option('--account <name>', 'look on this account alone')
    .option('--write', 'add the entries to the files, comments kept')
    .option('--file <file>', 'the spec file that --write adds to')
    .option('--lock-timeout <seconds>', 'wait so long for a journal that another run holds')
    .action(run(async () => (await import('./commands/import.ts')).importOrders));
  cli
    .command('tidy')
    .description('list the entries whose orders have ended')
    .option('--write', 'remove them from the files, other comments kept')
    .action(run(async () => (await import('./commands/tidy.ts')).tidy));
  const journal = cli.command('journal').description('the journal of an environment');
  journal
    .command('init')
    .description('make it, and pin its id in tradeform.yaml')
    .action(run(async () => (await import('./commands/journal.ts')).init));
  journal
    .command('rebuild')
    .description('put it together again from what the venue shows of our orders')
    .option('--name <names...>', 'names of orders that are gone from the files')
    .option('--lock-timeout <seconds>', 'wait so long for a journal that another run holds')
    .option('--yes', 'approve it without being asked')
    .action(run(async () => (await import('./commands/rebuild.ts')).rebuild));
  journal
    .command('status')
    .description('its id, head, lock holder and last run')
    .action(run(async () => (await import('./commands/journal-status.ts')).status));
  const lookup = cli.command('lookup').description('what the venues offer, for writing specs');
  lookup
    .command('accounts')
    .description('accounts, with their ids at their venues')
    .action(run(async () => (await import('./commands/lookup.ts')).accounts));
  lookup
    .command('products')
    .description('what may be traded, and in which sizes and steps')
    .option('--exchange <code>', 'of accounts at this exchange alone: BIN, BYB, OKX …')
    .option('--search <text>', 'with this text in code, name or currency')
    .action(run(async () => (await import('./commands/lookup.ts')).products));
  lookup
    .command('quote <ticker>')
    .description('what a trade would cost now; nobody executes it')
    .addOption(new Option('--side <side>', 'must be given').choices(['buy', 'sell']))
    .option('--receive <amount>', 'what to get')
    .option('--deliver <amount>', 'what to give')
    .option('--account <name>', 'default: the first that is quoted')
    .action(run(async () => (await import('./commands/lookup-quote.ts')).quote));
  const paper = cli
    .command('paper')
    .description('the paper venue: its time, prices and ledger')
    .action(run(async () => (await import('./commands/paper.ts')).show));
  paper
    .command('serve')
    .description('serve it over HTTP on loopback')
    .option('--port <port>', 'port; 0 takes a free one', '4010')
    .action(run(async () => (await import('./commands/paper.ts')).serve));
  paper
    .command('price <ticker> <price>')
    .description('set the market price of a ticker; "free" gives it back to its path')
    .action(run(async () => (await import('./commands/paper.ts')).price));
  paper
    .command('time <time>')
    .description('move its clock: +90s, +2h, +3d, or an ISO 8601 instant')
    .action(run(async () => (await import('./commands/paper.ts')).time));
  paper
    .command('reset')
    .description('forget its orders, and the journal of them')
    .action(run(async () => (await import('./commands/paper.ts')).reset));
  cli
    .command('schema [name]')
    .description('print a JSON Schema')
    .action(run(async () => (await import('./commands/schema.ts')).schema));
  cli
    .command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action(run(async () => (await import('./commands/completion.ts')).completion(cli)));
  for (const command of everyCommand(cli)) dress(command);
  cli.hook('preAction', (_, command) => {
    if (command.commands.length > 0 && command.args.length > 0) refuseWord(command);
  });
  return cli;
}

/** An option that may be given more than once. */
const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const everyCommand = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(everyCommand),
];

/** What all commands have alike: no exit of their own, help of 80 columns with examples, and a way on from every mistake. */
function dress(command: Command): void {
  const isProgram = command.parent === null;
  const words = isProgram ? 'tradeform' : `tradeform ${nameOf(command)}`;
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, helpWidth: 80 })
    .configureOutput({ outputError: (text, write) => write(`${safeUsage(text)}\n`) })
    .showHelpAfterError(`  ${words} --help shows what there is.`)
    .helpCommand(false)
    // A word that is none of its commands is refused before its action.
    .allowExcessArguments(command.commands.length > 0)
    .addHelpText('after', `${examplesText(nameOf(command))}${isProgram ? `\n${PROMISE}` : ''}`);
}

/** Runs one command line and ends with its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const run: Run =
    (load, formats = FEW) =>
    async (...args: unknown[]): Promise<void> => {
      const command = args.at(-1) as Command;
      const global = command.optsWithGlobals<GlobalOptions>();
      process.exitCode = await runCommand(
        { ...global, color: !argv.includes('--no-color') },
        load,
        args.slice(0, -1),
        { name: nameOf(command), formats },
      );
      clearNote();
    };
  const cli = program(run);
  // An unheard error of a stream would end the program, in the middle of a run too.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreReaderGone);
  try {
    await cli.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end here too, with 0.
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
}

/**
 * Of a command that does something by itself and has others below it, Commander takes any further word for an argument. It can tell which
 * command may have been meant, but not publicly.
 */
function refuseWord(command: Command): never {
  const { unknownCommand } = command as unknown as { readonly unknownCommand: () => never };
  return unknownCommand.call(command);
}

/** `journal status`. */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${nameOf(parent)} ${command.name()}`;
}

/** `tradeform plan | head`, or a terminal that was closed: whoever reads has read enough. What is under way goes on. */
function ignoreReaderGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}
