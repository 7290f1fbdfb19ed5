import type { Call } from './call.ts';
import { queueFault, removeFaults, showFaults } from './control-faults.ts';
import { ControlInput, ControlProblem } from './control-input.ts';
import { setPrice, setTime, showState } from './control-market.ts';
import { fillNow, placeForeign, setBalance } from './control-orders.ts';
import { setSettings } from './control-settings.ts';
import { readLedger } from './ledger.ts';
import type { Moment } from './moment.ts';
import { type Reply, message, ok } from './reply.ts';
import { VOLVEN_CONTROLS } from './volven/controls.ts';

/** A control of the venue itself: no part of any real venue's protocol, and no signature is asked for. */
export interface Control {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly act: (moment: Moment, input: ControlInput, call: Call) => Reply;
}

function showLedger({ store }: Moment, _: ControlInput, { query }: Call): Reply {
  const after = query.get('after') ?? '0';
  if (!/^\d{1,15}$/.test(after)) throw new ControlProblem('after must be a sequence number');
  return ok(readLedger(store, Number(after)));
}

export const CONTROLS: readonly Control[] = [
  { method: 'GET', path: '/paper/state', act: showState },
  { method: 'GET', path: '/paper/ledger', act: showLedger },
  { method: 'POST', path: '/paper/price', act: setPrice },
  { method: 'POST', path: '/paper/time', act: setTime },
  { method: 'POST', path: '/paper/fill', act: fillNow },
  { method: 'POST', path: '/paper/order', act: placeForeign },
  { method: 'POST', path: '/paper/balances', act: setBalance },
  { method: 'POST', path: '/paper/settings', act: setSettings },
  { method: 'GET', path: '/paper/faults', act: showFaults },
  { method: 'POST', path: '/paper/faults', act: queueFault },
  { method: 'DELETE', path: '/paper/faults', act: removeFaults },
  ...VOLVEN_CONTROLS,
];

export function runControl(control: Control, moment: Moment, call: Call): Reply {
  try {
    return control.act(moment, ControlInput.of(call.body), call);
  } catch (error) {
    if (error instanceof ControlProblem) return message(400, error.message);
    throw error;
  }
}
