/*
 * What `--help` shows below the options of each command: lines that can be typed as they are. A test parses every one of them.
 */

type Example = readonly [line: string, what?: string];

export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  tradeform: [
    ['tradeform init desk', 'a project that plans and applies at once'],
    ['tradeform plan', 'what would change, and why'],
    ['tradeform apply', 'asks, sends, tells what came of it'],
  ],
  init: [
    ['tradeform init', 'here'],
    ['tradeform init desk --github', 'in desk/, with the workflows'],
  ],
  validate: [['tradeform validate'], ['tradeform validate --dir specs --format json', 'for a program']],
  plan: [
    ['tradeform plan', 'on paper'],
    ['tradeform plan --env live --out plan.json', 'save it, for approval'],
    ['tradeform plan --explain btc-dip-1', 'one entry, and why'],
    ['tradeform plan --env live --detailed-exitcode', 'has anything moved?'],
  ],
  apply: [
    ['tradeform apply', 'shows the plan, and asks'],
    ['tradeform apply plan.json --env live', 'what was approved, or nothing'],
    ['tradeform apply --only btc-dip-1', 'one entry alone'],
  ],
  status: [
    ['tradeform status --env live', 'what needs a person comes first'],
    ['tradeform status btc-dip-1'],
  ],
  cancel: [
    ['tradeform cancel btc-dip-1 --env live'],
    ['tradeform cancel --account treasury --env live', 'all of ours there'],
    ['tradeform cancel --all --env live'],
  ],
  halt: [
    ['tradeform halt --env live --reason "venue misbehaves"'],
    ['tradeform halt --env live --account treasury --reason "limit review"'],
  ],
  unhalt: [['tradeform unhalt --env live --approver grace']],
  resolve: [
    ['tradeform resolve btc-dip-1 --env live', 'the evidence'],
    ['tradeform resolve btc-dip-1 --not-executed --reason "asked" --approver grace'],
  ],
  history: [
    ['tradeform history --env live'],
    ['tradeform history btc-dip-1 --env live', 'one order'],
    ['tradeform history --env live --verify', 'is the chain whole?'],
    ['tradeform history --env live --export', 'for an archive'],
  ],
  import: [
    ['tradeform import btc-old 52a5b418-0000 --env live --write'],
    ['tradeform import --all --env live', 'what is there to adopt?'],
  ],
  tidy: [['tradeform tidy'], ['tradeform tidy --env live --write', 'for a clean-up pull request']],
  journal: [['tradeform journal status --env live']],
  'journal init': [['tradeform journal init --env live', 'once, for all who apply']],
  'journal rebuild': [['tradeform journal rebuild --env live', 'where it was lost']],
  'journal status': [['tradeform journal status --env live']],
  lookup: [['tradeform lookup accounts --env live']],
  'lookup accounts': [['tradeform lookup accounts --env live']],
  'lookup products': [['tradeform lookup products --search btc']],
  'lookup quote': [['tradeform lookup quote BTC-USD --side buy --receive 0.5']],
  paper: [
    ['tradeform paper', 'its time, prices and orders'],
    ['tradeform paper price BTC-USD 90000', 'what would fill now?'],
  ],
  'paper serve': [['tradeform paper serve --port 4010']],
  'paper price': [
    ['tradeform paper price BTC-USD 90000'],
    ['tradeform paper price BTC-USD free', 'back to its own path'],
  ],
  'paper time': [['tradeform paper time +3d'], ['tradeform paper time 2026-12-24T12:00:00Z']],
  'paper reset': [['tradeform paper reset', 'begin anew']],
  schema: [['tradeform schema', 'the names of all'], ['tradeform schema spec > spec.schema.json']],
  completion: [
    ['source <(tradeform completion bash)', 'in ~/.bashrc'],
    ['source <(tradeform completion zsh)', 'in ~/.zshrc'],
  ],
};

/** The examples of a command, for its help. */
export function examplesText(command: string): string {
  const examples = EXAMPLES[command] ?? [];
  if (examples.length === 0) return '';
  const described = examples.filter(([, what]) => what !== undefined);
  const width = Math.max(0, ...described.map(([line]) => line.length));
  const lines = examples.map(([line, what]) =>
    what === undefined ? `  ${line}` : `  ${line.padEnd(width)}  ${what}`,
  );
  return `\nExamples:\n${lines.join('\n')}`;
}
