import planSchema from '../../schemas/plan.schema.json' with { type: 'json' };
import applySchema from '../../schemas/apply-event.schema.json' with { type: 'json' };
import eventSchema from '../../schemas/journal-event.schema.json' with { type: 'json' };
import savedPlanSchema from '../../schemas/saved-plan.schema.json' with { type: 'json' };
import specSchema from '../../schemas/spec.schema.json' with { type: 'json' };
import projectSchema from '../../schemas/tradeform.schema.json' with { type: 'json' };
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { Invocation } from './invocation.ts';

const SCHEMAS: Readonly<Record<string, unknown>> = {
  spec: specSchema,
  tradeform: projectSchema,
  plan: planSchema,
  'saved-plan': savedPlanSchema,
  'journal-event': eventSchema,
  'apply-event': applySchema,
};

/** Prints a JSON Schema, or the names of all. */
export function schema(inv: Invocation, name: string | undefined): ExitCode {
  if (name === undefined) {
    inv.out.write(`${Object.keys(SCHEMAS).join('\n')}\n`);
    return EXIT.done;
  }
  const found = Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
  if (found === undefined)
    throw new TradeformError('usage/schema', `There is no schema called ${safeText(name)}.`, {
      exitCode: EXIT.usage,
      remedy: `There are: ${Object.keys(SCHEMAS).join(', ')}`,
    });
  inv.out.write(`${JSON.stringify(found, null, 2)}\n`);
  return EXIT.done;
}
