import { type Planted, planted, swap } from './planted.ts';

/** The books: what is counted, what is known, and what holds a run back. */
export const BOOKS: readonly Planted[] = [
  planted(
    'an order in doubt does not hold up its account',
    ['drop before', 'silence before'],
    swap('plan/account.ts', "if (attempt.state === 'in-doubt') return `is in doubt: ${PERSON}`;", ''),
  ),
  planted(
    'an order in doubt may be sent again',
    ['drop after', 'accepted after every deadline', 'late visibility'],
    swap('plan/rules/doubt.ts', `matches: (c) => c.last?.state === 'in-doubt',`, `matches: () => false,`),
    swap(
      'plan/rules/present.ts',
      `matches: (c) => c.last?.state === 'not-sent' ||`,
      `matches: (c) => c.last?.state === 'in-doubt' || c.last?.state === 'not-sent' ||`,
    ),
    swap('plan/account.ts', "if (attempt.state === 'in-doubt') return `is in doubt: ${PERSON}`;", ''),
    swap('journal/refusal.ts', `if (open) return`, `if (open && open.state !== 'in-doubt') return`),
  ),
  planted(
    'fills are not taken off',
    ['part of a fill', 'edit'],
    swap(
      'plan/submission.ts',
      `if (eq(filled, ZERO)) return target;`,
      `if (eq(filled, ZERO) || target !== undefined) return target;`,
    ),
  ),
  planted(
    'only the last attempt’s fills count',
    ['part of a fill', 'cancel after a part', 'edit'],
    swap(
      'plan/case.ts',
      `.filter((a) => a.generation === generation)`,
      `.filter((a) => a.generation === generation && a === c.last)`,
    ),
  ),
  planted(
    'a rename forgets what was sent',
    ['rename'],
    swap(
      'model/fold.ts',
      `    if (attempts.length > 0)\n      growing`,
      `    if (attempts.length < 0)\n      growing`,
    ),
  ),
  planted(
    'a halt does not reach the intent',
    ['halt'],
    swap(
      'journal/refusal.ts',
      `  if (halt) return refused('halted',`,
      `  if (halt && planned < 0) return refused('halted',`,
    ),
  ),
  planted(
    'a cancel request does not reach the intent',
    ['cancel'],
    swap(
      'journal/refusal.ts',
      `event.sequence <= planned) continue;`,
      `event.sequence >= planned) continue;`,
    ),
  ),
  planted(
    'another journal is as good',
    ['journal exchanged'],
    swap(
      'journal/identity.ts',
      `if (expect.kind === 'pinned' && expect.id !== found)`,
      `if (expect.kind === 'pinned' && expect.id === undefined)`,
    ),
  ),
  planted(
    'a replace does not wait for the end',
    ['edit', 'cancel after a part', 'part of a fill'],
    swap(
      'plan/facts.ts',
      `export const hasEnded = (c: Case): boolean => c.last?.state === 'final';`,
      `export const hasEnded = (c: Case): boolean => c.last?.state === 'final' || c.row?.status === 'cancelling';`,
    ),
    swap(
      'plan/rules/doubt.ts',
      `    name: 'replace under way',\n    matches: (c) =>`,
      `    name: 'replace under way',\n    matches: (c) => c.row?.status !== 'cancelling' &&`,
    ),
    swap(
      'plan/rules/doubt.ts',
      `    name: 'cancel under way',\n    matches: (c) =>`,
      `    name: 'cancel under way',\n    matches: (c) => c.last?.replacing === undefined &&`,
    ),
    swap(
      'plan/rules/doubt.ts',
      `    name: 'cancel wanted',\n    matches: (c) =>`,
      `    name: 'cancel wanted',\n    matches: (c) => c.row?.status !== 'cancelling' &&`,
    ),
    swap(
      'plan/rules/present.ts',
      `    name: 'resting, target changed or asked for again',\n    matches: isLive,`,
      `    name: 'resting, target changed or asked for again',\n    matches: (c) => isLive(c) && !hasEnded(c),`,
    ),
    swap('journal/refusal.ts', `if (open) return`, `if (open && open.cancelSentAt === undefined) return`),
  ),
  planted(
    'rebuilt orders are forgotten',
    ['journal lost'],
    swap(
      'execute/rebuild.ts',
      `await journal.append({ type: 'rebuilt', subject, data: order });`,
      `if (confirmed) continue;\n    await journal.append({ type: 'rebuilt', subject, data: order });`,
    ),
  ),
  planted(
    'a run that was overtaken goes on sending',
    ['suspended past its lock', 'two runs at once'],
    swap(
      'execute/run.ts',
      `    const result = await this.#lock.appendIntent(draft, planned);`,
      `    const result = await this.#lock.appendIntent(draft, planned).catch(() => ({ kind: 'written', event: undefined }) as never);`,
    ),
    swap(
      'execute/run.ts',
      `if (result.kind === 'written') await this.#add(result.event);`,
      `if (result.kind === 'written' && result.event !== undefined) await this.#add(result.event);`,
    ),
  ),
];
