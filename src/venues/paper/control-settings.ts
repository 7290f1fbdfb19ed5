import { type ControlInput, ControlProblem } from './control-input.ts';
import type { Moment } from './moment.ts';
import { type Reply, ok } from './reply.ts';
import { STRATEGIES, type Settings, changeSettings, readSettings } from './settings.ts';
import { VOLVEN_READERS } from './volven/setting-readers.ts';

type Reader<Value> = (input: ControlInput, name: string) => Value;

function strategies(input: ControlInput, name: string): Settings['strategies'] {
  const byAccount = input.inner(name);
  const lists = byAccount.names.map((account) => [account, byAccount.texts(account)] as const);
  const unknown = lists
    .flatMap(([, list]) => list)
    .find((each) => !STRATEGIES.some((known) => known === each));
  if (unknown !== undefined)
    throw new ControlProblem(`${name}: ${JSON.stringify(unknown)} is not one of ${STRATEGIES.join(', ')}`);
  return Object.fromEntries(lists);
}

const READERS: { readonly [Name in keyof Settings]: Reader<Settings[Name]> } = {
  ...VOLVEN_READERS,
  minimumSize: (input, name) => input.amount(name),
  strategies,
  tradePermission: (input, name) => input.flag(name),
  pageSize: (input, name) => input.whole(name, 1),
  pageBy: (input, name) => input.choice(name, ['matches', 'scan']),
  pageEnd: (input, name) => input.choice(name, ['null', 'empty', 'missing']),
  cancelDelayMs: (input, name) => input.whole(name),
  restingStatus: (input, name) => input.choice(name, ['AWAITING', 'CREATE']),
  openIncludesCancelPending: (input, name) => input.flag(name),
  quoteTtlMs: (input, name) => input.whole(name, 1),
  rfqExecuteDelayMs: (input, name) => input.whole(name),
  marketDepth: (input, name) => (input.isNull(name) ? null : input.amount(name)),
};

/** `POST /paper/settings`: changes the named ones, answers with all of them. */
export function setSettings({ store }: Moment, input: ControlInput): Reply {
  input.only(...Object.keys(READERS));
  const changes = Object.entries(READERS)
    .filter(([name]) => input.has(name))
    .map(([name, read]) => [name, read(input, name)] as const);
  changeSettings(store, Object.fromEntries(changes));
  return ok(readSettings(store));
}
