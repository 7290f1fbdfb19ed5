import spec from '../../../schemas/spec.schema.json' with { type: 'json' };
import type { Validator } from '../generated/validators.gen.js';
import { type Schema, asText } from './as-text.ts';
import { type TypeSchemas, entriesOf, specForReading } from './combine.ts';
import { BUILT_IN, SHIPPED, type StrategyText, type StrategyTypes, strategyType } from './strategy-type.ts';
import { newAjv } from './validation.ts';

/** The shipped types and a project's own, with validators made now. Imported only where a project has some. */
export function compiledTypes(own: TypeSchemas): StrategyTypes {
  const reading = asText(specForReading(spec, new Map([...SHIPPED, ...own]))) as Schema;
  // Our own schema, put together of parts that were checked.
  const ajv = newAjv({ validateSchema: false, meta: false });
  ajv.addSchema(reading, 'spec');
  const validator = (definition: string): Validator<unknown> => {
    const found = ajv.getSchema(`spec#/$defs/${definition}`);
    if (found === undefined) throw new TypeError(`no definition ${definition}`);
    return found as Validator<unknown>;
  };
  const types = [...own].map(
    ([name, schema]) =>
      [name, strategyType(schema, validator(entriesOf(name)) as Validator<StrategyText>)] as const,
  );
  return {
    byName: new Map([...BUILT_IN.byName, ...types]),
    validateDefaults: validator('strategyDefaults'),
  };
}
