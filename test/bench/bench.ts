// `npm run bench`: how long the built bin takes, as a ratio to a floor that is measured beside it in the same run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setup as buildBin } from '../support/build.ts';
import { Children } from './child.ts';
import { type Row, measured } from './measure.ts';
import { profiled } from './profile.ts';
import type { Bench } from './scenario.ts';
import { APPLY } from './scenarios/apply.ts';
import { PLAN } from './scenarios/plan.ts';
import { START_UP } from './scenarios/start-up.ts';
import { TERMINAL } from './scenarios/terminal.ts';
import { VALIDATE } from './scenarios/validate.ts';
import { type Setting, asMarkdown, asText, briefly } from './table.ts';
import { VenueProcess } from './venue-process.ts';

const USAGE = `npm run bench -- [options]
  --only TEXT      scenarios whose names hold this text (give it several times for more)
  --rounds N       rounds of each scenario; 5 unless given
  --list           names of the scenarios
  --json FILE      write the figures
  --markdown       print the table as Markdown
  --profile DIR    one run of each under V8's profiler instead: prints where the time goes, leaves the profiles in DIR
  --bin FILE       measure this bin.js; unless given, the sources are built
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '5' },
    list: { type: 'boolean' },
    json: { type: 'string' },
    markdown: { type: 'boolean' },
    profile: { type: 'string' },
    bin: { type: 'string' },
    help: { type: 'boolean' },
  },
});

const SCENARIOS = [...START_UP, ...VALIDATE, ...PLAN, ...APPLY, ...TERMINAL];
const chosen = SCENARIOS.filter(({ name }) => (values.only ?? ['']).some((text) => name.includes(text)));
const rounds = Number(values.rounds);

async function run(bench: Bench): Promise<void> {
  const before = loadavg()[0] ?? 0;
  const rows: Row[] = [];
  for (const scenario of chosen) {
    process.stderr.write(`${scenario.name} …\n`);
    try {
      if (values.profile === undefined) {
        const row = await measured(bench, scenario, rounds);
        process.stderr.write(`  ${briefly(row)}\n`);
        rows.push(row);
      } else process.stdout.write(`${scenario.name}\n${await profiled(bench, scenario, values.profile)}\n`);
    } catch (error) {
      // The others are worth their time all the same.
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
    }
  }
  if (rows.length === 0) return;
  const setting: Setting = {
    date: new Date().toISOString().slice(0, 10),
    cores: availableParallelism(),
    node: process.versions.node,
    rounds,
    load: [before, loadavg()[0] ?? 0],
  };
  process.stdout.write((values.markdown === true ? asMarkdown : asText)(setting, rows));
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ ...setting, rows }, null, 2)}\n`);
}

async function main(): Promise<void> {
  if (values.help === true) return void process.stdout.write(USAGE);
  if (values.list === true)
    return void process.stdout.write(`${SCENARIOS.map(({ name }) => name).join('\n')}\n`);
  if (chosen.length === 0 || !Number.isSafeInteger(rounds) || rounds < 1) {
    process.stderr.write(USAGE);
    process.exitCode = 64;
    return;
  }
  const root = new URL('../..', import.meta.url).pathname;
  const folder = mkdtempSync(join(tmpdir(), 'tradeform-bench-'));
  const unbuild = values.bin === undefined ? buildBin() : () => undefined;
  const bin = values.bin ?? process.env['TRADEFORM_TEST_BIN'] ?? '';
  const venue = await VenueProcess.start();
  try {
    await run({ root, bin, folder, venue, children: new Children(folder, venue.url) });
  } finally {
    venue.stop();
    unbuild();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
