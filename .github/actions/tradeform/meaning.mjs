// What tradeform's exit codes mean for whoever looks at a run, and what to do about each.
const MEANINGS = {
  1: [
    'something could not be done',
    'A venue could not be read, an order was refused, or a change is held back: the report says which. What was sent stands.',
  ],
  2: [
    'something to do',
    'The files, the journal and the venue differ, or something needs attention: read the plan.',
  ],
  3: [
    'invalid files',
    'A file or an entry is invalid, or no order is left in the files. Nothing is sent for it. Mend it in a pull request.',
  ],
  4: [
    'refused by a limit or a halt',
    'A limit or a halt held orders back; other changes went on. Change the order, or the limit, in a reviewed pull request; a halt is lifted by a person.',
  ],
  5: [
    'a stale plan or an unusable journal',
    'Either what was approved is no longer what there is: run the workflow again for a plan of now. Or the journal is held by another run, lost, rolled back or out of reach: the log says which, and the runbook what to do.',
  ],
  6: [
    'an order needs a person',
    'Nobody can tell whether an order reached the venue, or one came back. Its account takes no new order until a person decides: `tradeform status`, a look at the venue, then `tradeform resolve`. The workflow orders-ops runs both.',
  ],
  64: ['wrong usage', 'The command line or the runtime is wrong: read the log.'],
  130: ['interrupted', 'The run was stopped. What was in flight was finished and recorded.'],
};
const UNKNOWN = [
  'ended without an answer',
  'The command ended before it could say how. What was sent is in the journal; the next run looks for it before it sends anything.',
];

export function meaningOf(code) {
  const [title, text] = MEANINGS[code] ?? UNKNOWN;
  return { title, text: `**Exit ${code === '' ? '?' : code}: ${title}.** ${text}` };
}
