import type { Stranger } from '../execute/decide/stranger.ts';
import { safeText } from '../lib/safe-text.ts';
import { type Here, commandLine, shellWord } from '../model/command-line.ts';
import { type JournalId, nameOfKey } from '../model/ids.ts';
import { rowText } from './evidence-text.ts';
import { type Layout, hanging, paint, paintSymbol } from './style.ts';

/** What can be done about an order of ours that this journal did not place: the line to type, and what it does. */
export function strangerWays({ row, key }: Stranger, here: Here): readonly (readonly [string, string])[] {
  const id = shellWord(row.id);
  const name = key === undefined ? 'NAME' : nameOfKey(key);
  return [
    [
      commandLine(here, 'journal status'),
      'wherever tradeform runs: is it one id, and one store? Of two writers stop one',
    ],
    [commandLine(here, 'journal rebuild'), 'takes in every order of ours that this journal misses'],
    [commandLine(here, `import ${name} ${id}`), 'takes in this one'],
    [commandLine(here, `cancel ${id}`), 'takes it out of the book'],
  ];
}

export function renderStranger(stranger: Stranger, journal: JournalId, here: Here, layout: Layout): string {
  const { account, row, tag, key } = stranger;
  const name = key === undefined ? 'a name that neither files nor journal know' : nameOfKey(key);
  const facts = [
    `on ${account.name} (${account.venue} ${account.id}): ${rowText(row)}`,
    `its tag ${tag.tag} is ours: generation ${tag.generation}, attempt ${tag.attempt} of ${name}`,
    `journal ${journal} did not place it: another runner with a journal of its own did, or a journal that is lost; the account takes no new order`,
  ];
  const ways = strangerWays(stranger, here).map(
    ([command, what]) => `  ${safeText(command)}\n      ${hanging(what, layout.width, 6)}`,
  );
  return [
    `${paintSymbol(layout, '?')} ${paint(layout, 'bold', safeText(row.id))}  an order of ours that this journal does not know`,
    ...facts.map((fact) => `  ${hanging(safeText(fact), layout.width, 2)}`),
    '',
    'Find out who placed it. Then one of:',
    ...ways,
    '',
  ].join('\n');
}
