import { safeText } from '../lib/safe-text.ts';
import { LOST_JOURNAL } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import { type Layout, hanging, paint, wrap } from './style.ts';

/** `journal #1841`, or that there is none to rely on. */
export const headText = ({ journal }: Pick<Plan, 'journal'>): string =>
  journal.id === LOST_JOURNAL ? 'journal LOST' : `journal #${journal.sequence}`;

export type StoreFacts =
  | { readonly type: 'sqlite'; readonly path: string }
  | { readonly type: 'postgres'; readonly server: string; readonly database: string };

/** What `journal status` tells. Texts are as they came. */
export interface JournalFacts {
  readonly project: string;
  readonly environment: string;
  /** Unset: it can't be told, for want of its url. */
  readonly store?: StoreFacts;
  /** `tradeform.yaml` names it; unset: it doesn't. */
  readonly pinned?: string;
  /** As the store tells it. */
  readonly id?: string;
  readonly head?: { readonly sequence: number; readonly hash: string };
  /** Where the last run on this machine left it. */
  readonly lastSeen?: { readonly journal: string; readonly sequence: number; readonly hash: string };
  readonly events?: number;
  readonly lock?: LockFacts;
  readonly lastRun?: {
    readonly command: string;
    readonly actor: string;
    readonly time: string;
    readonly outcome: string;
  };
  readonly inDoubt?: number;
  /** Why it can't be used. */
  readonly trouble?: { readonly code: string; readonly message: string; readonly remedy?: string };
}
export type LockFacts =
  | { readonly held: false }
  | {
      readonly held: true;
      readonly actor: string;
      readonly command: string;
      readonly host: string;
      readonly pid: number;
      readonly since: string;
    };

const LABEL = 14;

function lockText(lock: LockFacts): string {
  if (!lock.held) return 'free';
  const { actor, command, host, pid, since } = lock;
  return `held: ${actor} runs ${command} on ${host} (process ${pid}) since ${since}`;
}

function identityText({ id, pinned, environment }: JournalFacts): string {
  if (id === undefined) return pinned === undefined ? 'none' : `none here; tradeform.yaml names ${pinned}`;
  if (pinned === id) return `${id}, pinned in tradeform.yaml`;
  if (pinned !== undefined) return `${id}, but tradeform.yaml names ${pinned}`;
  return environment === 'paper' ? `${id}, made at first use` : `${id}, not pinned in tradeform.yaml`;
}

const storeText = (store: StoreFacts): string =>
  store.type === 'sqlite'
    ? `sqlite, ${store.path}`
    : `postgres, database ${store.database} on ${store.server}`;

const short = (hash: string): string => hash.slice(0, 12);

/** One fact a line; what is wrong comes last, with its remedy. */
export function renderJournal(facts: JournalFacts, layout: Layout): string {
  const { store, head, lastSeen, events, lock, lastRun, inDoubt, trouble } = facts;
  const line = (label: string, text: string): string =>
    `  ${label.padEnd(LABEL - 2)}${hanging(safeText(text), layout.width, LABEL)}`;
  return [
    `${paint(layout, 'bold', facts.environment.toUpperCase())}  ${safeText(facts.project)}`,
    line('journal', identityText(facts)),
    ...(store === undefined ? [] : [line('store', storeText(store))]),
    ...(head === undefined ? [] : [line('head', `#${head.sequence} ${short(head.hash)}`)]),
    ...(lastSeen === undefined ? [] : [line('last seen', `#${lastSeen.sequence} ${short(lastSeen.hash)}`)]),
    ...(events === undefined ? [] : [line('events', String(events))]),
    ...(lock === undefined ? [] : [line('lock', lockText(lock))]),
    ...(lastRun === undefined
      ? []
      : [line('last run', `${lastRun.command} by ${lastRun.actor}, ${lastRun.time}, ${lastRun.outcome}`)]),
    ...(inDoubt === undefined ? [] : [line('in doubt', String(inDoubt))]),
    ...(trouble === undefined
      ? []
      : [
          '',
          wrap(safeText(trouble.message), layout.width),
          ...(trouble.remedy === undefined ? [] : [wrap(safeText(trouble.remedy), layout.width)]),
        ]),
    '',
  ].join('\n');
}
