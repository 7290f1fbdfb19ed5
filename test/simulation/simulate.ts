// `npm run simulate`: the simulation, as long and as wide as somebody wants it. `--help` tells how.
import { HELP, type Options, UsageError, readOptions } from './options.ts';
import { PLANTED } from './planted/faults.ts';
import type { Planted } from './planted/planted.ts';
import type { ScheduleEnd } from './schedule.ts';

/** From this many schedules on, every fault must have struck. */
const ENOUGH = 20_000;
const DEFAULT_RUNS = 1_000;
/** Seconds between two words to whoever waits. */
const PATIENCE = 30;

const started = performance.now();
const elapsed = (): number => (performance.now() - started) / 1000;
const say = (text: string): void => console.log(text);

function show({ lines = [], findings, hash }: ScheduleEnd): boolean {
  say(lines.join('\n'));
  for (const { offence, what } of findings) say(`${offence}: ${what}`);
  say(`trace ${hash}, ${findings.length} findings`);
  return findings.length === 0;
}

function faultNamed(name: string): Planted {
  const fault = PLANTED.find((one) => one.name === name);
  if (fault === undefined)
    throw new UsageError(
      `--fault ${name}: there is none of this name, but\n  ${PLANTED.map((one) => one.name).join('\n  ')}`,
    );
  return fault;
}

async function oneSchedule({ seed, fault, focused }: Options): Promise<boolean> {
  const found = fault === undefined ? undefined : faultNamed(fault);
  if (found !== undefined) {
    const { plant } = await import('./planted/plant.ts');
    plant(found);
  }
  const { runSchedule } = await import('./schedule.ts');
  const focus = focused && found !== undefined ? { focus: found.focus } : {};
  return show(await runSchedule({ seed, isTraced: true, ...focus }));
}

async function random({ seed, workers, seconds = Infinity, ...options }: Options): Promise<boolean> {
  const { runCrew } = await import('./crew.ts');
  const { tallyText, unhit } = await import('./tally.ts');
  const runs = options.runs ?? (seconds < Infinity ? Number.MAX_SAFE_INTEGER : DEFAULT_RUNS);
  let told = 0;
  const tally = await runCrew({
    ...{ seed, runs, workers, seconds },
    tell: ({ runs: done }) => {
      if (elapsed() - told < PATIENCE) return;
      told = elapsed();
      say(`${done} schedules in ${told.toFixed(0)} s`);
    },
  });
  say(tallyText(tally, elapsed()));
  const missed = tally.runs < ENOUGH ? [] : unhit(tally);
  if (missed.length > 0) say(`Never struck, so that nothing is proved of it: ${missed.join(', ')}`);
  return tally.failing.length === 0 && missed.length === 0;
}

async function oneCase(name: string): Promise<boolean> {
  const { FAMILIES } = await import('./exhaustive/families.ts');
  const at = name.lastIndexOf(':');
  const [family, index] = [name.slice(0, at), Number(name.slice(at + 1))];
  const found = FAMILIES.find((one) => one.name === family);
  if (found === undefined || !(index >= 0 && index < found.size))
    throw new UsageError(
      `--case ${name}: NAME:N is wanted, of\n  ${FAMILIES.map((one) => `${one.name}:0 to ${one.size - 1}`).join('\n  ')}`,
    );
  return show(await found.run(index, true));
}

async function exhaustive({ workers, every }: Options): Promise<boolean> {
  const { casesText, runCases } = await import('./exhaustive/crew.ts');
  const tally = await runCases({ workers, every });
  say(casesText(tally, elapsed()));
  return tally.every(({ failing }) => failing.length === 0);
}

async function planted({ seed, workers, runs = ENOUGH, focused, fault }: Options): Promise<boolean> {
  const { findPlanted } = await import('./planted/find.ts');
  const found = await findPlanted({
    ...{ seed, workers, most: runs, isFocused: focused, tell: say },
    faults: fault === undefined ? PLANTED : [faultNamed(fault)],
  });
  say(`${found.caught} of ${found.planted} planted faults were caught in ${elapsed().toFixed(0)} s`);
  return found.caught === found.planted;
}

async function processes(rounds: number, { seed, workers, seconds = Infinity }: Options): Promise<boolean> {
  const { buildForTests } = await import('./processes/bin.ts');
  const built = buildForTests();
  try {
    const { runRounds, roundsText } = await import('./processes/rounds.ts');
    const tally = await runRounds({ rounds, seed, desks: 3 * workers, seconds });
    say(roundsText(tally, elapsed()));
    return tally.findings.length === 0;
  } finally {
    built.remove();
  }
}

async function verdicts(answers: number, { seed, workers }: Options): Promise<boolean> {
  const { fuzzVerdicts, verdictsText } = await import('./verdicts/crew.ts');
  const tally = await fuzzVerdicts({ answers, seed, workers });
  say(verdictsText(tally, elapsed()));
  return tally.wrong.length === 0;
}

async function main(options: Options): Promise<boolean> {
  if (options.case !== undefined) return oneCase(options.case);
  if (options.exhaustive) return exhaustive(options);
  if (options.processes !== undefined) return processes(options.processes, options);
  if (options.verdicts !== undefined) return verdicts(options.verdicts, options);
  if (options.trace) return oneSchedule(options);
  return options.planted || options.fault !== undefined ? planted(options) : random(options);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) say(HELP);
  else if (!(await main(options))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
// Requests of processes that died leave timers behind.
process.exit();
