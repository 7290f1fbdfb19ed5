// `npm run bench`: how long the built bin takes, as a ratio to a floor that is measured beside it in the same run.
// `--only WORD` picks scenarios by name, `--rounds N` sets how often each is run, `--json FILE` keeps the figures.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { only: { type: 'string' }, rounds: { type: 'string', default: '9' }, json: { type: 'string' } },
});
const rounds = Number(values.rounds);
const ROOT = new URL('../..', import.meta.url).pathname;
const BIN = join(ROOT, 'dist', 'bin.js');
const WORK = mkdtempSync(join(tmpdir(), 'tradeform-bench-'));

const PROJECT = `version: 1
project: bench
accounts: { treasury: { venue: aquanow, id: CA1264810R, tag: usernameRef } }
`;

/** A desk of `orders` resting buys in `files` files. */
function desk(orders: number, files: number): string {
  const dir = join(WORK, `desk-${orders}-${files}`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'tradeform.yaml'), PROJECT);
  const each = orders / files;
  for (let file = 0; file < files; file++) {
    const entries = Array.from({ length: each }, (_, i) => {
      const n = file * each + i;
      return `  o-${n}:\n    side: buy\n    receiveQuantity: 0.01 BTC\n    priceLimit: ${30_000 + n}.00\n`;
    });
    const defaults = 'defaults:\n  orders: { account: treasury, strategy: GTC, ticker: BTC-USD }\n';
    writeFileSync(join(dir, `orders-${file}.yaml`), `version: 1\n${defaults}orders:\n${entries.join('')}`);
  }
  return dir;
}

interface Figures {
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number;
}

// Written as the child ends: what the operating system says it used.
const REPORT = `process.on('exit',()=>{const u=process.resourceUsage();require('node:fs').writeSync(3,JSON.stringify([(u.userCPUTime+u.systemCPUTime)/1000,u.maxRSS/1024]))})`;

function once(args: readonly string[], cwd: string): Figures {
  const hook = join(WORK, 'report.cjs');
  const started = performance.now();
  const child = spawnSync(process.execPath, ['--require', hook, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, CI: '' },
  });
  const wall = performance.now() - started;
  if (child.status !== 0) throw new Error(`${args.join(' ')} ended with ${child.status}: ${child.stderr}`);
  const [cpu = 0, peak = 0] = JSON.parse(child.output[3] ?? '[]') as number[];
  return { wall, cpu, peak };
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

interface Scenario {
  readonly name: string;
  readonly floor: string;
  /** Times the floor's wall time. */
  readonly budget: number;
  readonly setUp: () => {
    readonly cwd: string;
    readonly args: readonly string[];
    readonly against: readonly string[];
  };
}

const NOTHING = ['-e', '0'];
/** Reads and parses every spec of a folder with `yaml`, as simply as it can be done. */
const PARSE = [
  '--input-type=module',
  '-e',
  `import { parseDocument } from ${JSON.stringify(join(ROOT, 'node_modules/yaml/dist/index.js'))};
   import { readFileSync, readdirSync } from 'node:fs';
   for (const f of readdirSync('.')) if (f.endsWith('.yaml')) parseDocument(readFileSync(f, 'utf8'), { uniqueKeys: false }).toJS();`,
];

function planned(orders: number): ReturnType<Scenario['setUp']> {
  const cwd = desk(orders, 1);
  once([BIN, 'apply', '--yes', '--quiet'], cwd);
  return { cwd, args: [BIN, 'plan'], against: PARSE };
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: '--version',
    floor: 'node -e 0',
    budget: 1.8,
    setUp: () => ({ cwd: WORK, args: [BIN, '--version'], against: NOTHING }),
  },
  {
    name: 'validate, the example',
    floor: 'node -e 0',
    budget: 3,
    setUp: () => ({ cwd: join(ROOT, 'specs'), args: [BIN, 'validate', '--env', 'paper'], against: NOTHING }),
  },
  {
    name: 'validate, 10,000 in 100 files',
    floor: 'yaml alone',
    budget: 2,
    setUp: () => ({ cwd: desk(10_000, 100), args: [BIN, 'validate'], against: PARSE }),
  },
  {
    name: 'validate, 10,000 in one file',
    floor: 'yaml alone',
    budget: 2,
    setUp: () => ({ cwd: desk(10_000, 1), args: [BIN, 'validate'], against: PARSE }),
  },
  {
    name: 'plan, 1,000 live, no change',
    floor: 'yaml alone',
    budget: Number.NaN,
    setUp: () => planned(1_000),
  },
  {
    name: 'plan, 10,000 live, no change',
    floor: 'yaml alone',
    budget: Number.NaN,
    setUp: () => planned(10_000),
  },
];

const rows: Record<string, unknown>[] = [];
try {
  writeFileSync(join(WORK, 'report.cjs'), REPORT);
  for (const scenario of SCENARIOS.filter(
    ({ name }) => values.only === undefined || name.includes(values.only),
  )) {
    const { cwd, args, against } = scenario.setUp();
    once(args, cwd);
    once(against, cwd);
    // In turns, so that a busy moment of the machine hits both.
    const pairs = Array.from({ length: rounds }, () => ({
      ours: once(args, cwd),
      floor: once(against, cwd),
    }));
    const wall = median(pairs.map(({ ours }) => ours.wall));
    const floor = median(pairs.map((pair) => pair.floor.wall));
    rows.push({
      scenario: scenario.name,
      'wall ms': Math.round(wall),
      'cpu ms': Math.round(median(pairs.map(({ ours }) => ours.cpu))),
      'peak MiB': Math.round(median(pairs.map(({ ours }) => ours.peak))),
      floor: scenario.floor,
      'floor ms': Math.round(floor),
      ratio: Number((wall / floor).toFixed(2)),
      budget: Number.isNaN(scenario.budget) ? 'none' : scenario.budget,
    });
  }
  console.log(`${cpus().length} cores, Node ${process.versions.node}, ${rounds} rounds, medians`);
  console.table(rows);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
