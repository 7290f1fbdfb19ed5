// `node test/simulation/processes/planted.ts [FAULT]`: whether rounds of real processes can fail. Builds the bin with a fault in it,
// and runs rounds until one finds it.
import { spawnSync } from 'node:child_process';
import { PLANTED } from '../planted/faults.ts';
import { buildPlanted } from './planted-bin.ts';

const ROUNDS = 240;
const DESKS = 8;
/** Those that a process, a disk and a socket are enough for. */
const NAMES = [
  'a 5xx is sent again',
  'a lost connection is tried again',
  'the intent is written after the send',
  'the tag is dropped',
  'silence counts as not sent',
  'a 5xx counts as refused',
];

/** One bin after the other: which one is run is settled when the desks are loaded, so that each has a process of its own. */
async function rounds(): Promise<void> {
  const { runRounds } = await import('./rounds.ts');
  const tally = await runRounds({
    rounds: ROUNDS,
    seed: 1,
    desks: DESKS,
    isLight: true,
    isFirstEnough: true,
  });
  // A program that falls over proves nothing about its judge.
  const found = tally.findings.find((what) => /: (duplicate|lost|overfilled|stuck):/.test(what));
  console.log(`    after ${tally.rounds} rounds: ${found ?? tally.findings[0] ?? 'nothing'}`);
  process.exit(found === undefined ? 1 : 0);
}

function caught(name: string): boolean {
  const fault = PLANTED.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`no fault is called ${name}`);
  console.log(name);
  const { bin, remove } = buildPlanted(fault);
  const env = { ...process.env, TRADEFORM_TEST_BIN: bin };
  const { status } = spawnSync(process.execPath, [import.meta.filename, '--rounds'], {
    env,
    stdio: 'inherit',
  });
  remove();
  return status === 0;
}

const [wanted] = process.argv.slice(2);
if (wanted === '--rounds') await rounds();
else {
  const names = wanted === undefined ? NAMES : [wanted];
  const missed = names.filter((name) => !caught(name));
  console.log(`${names.length - missed.length} of ${names.length} planted faults were caught`);
  if (missed.length > 0) process.exitCode = 1;
}
